"""Taking articles out for good: their bytes go, and a note stays that keeps them out."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.errors import InputError
from reportedly.store.clock import now
from reportedly.store.file import Connection, delete, insert, select
from reportedly.store.reading import conceal, met, settle
from reportedly.store.rows import Removed


def remove(connection: Connection, ids: Sequence[str]) -> list[Removed]:
    """Take out articles, with their copies and earlier versions, or stories, within the open transaction.

    Raises InputError where an id is neither an article's nor a story's.
    """
    keys = list(dict.fromkeys(key for id in ids for key in _keys(connection, id)))
    rows = select(connection, "key, page, id, input", "articles", "key", keys)
    left = met(connection, keys) - set(keys)
    conceal(connection, keys)
    delete(connection, "articles", "key", keys)
    delete(connection, "meetings", "key", keys)
    delete(connection, "readings", "key", keys)
    time = now()
    rows.sort(key=lambda row: str(row[2]))
    removed = [Removed(key, page, id, place, time) for key, page, id, place in rows]
    pages = {page for _, page, *_ in rows}
    pages -= {page for [page] in select(connection, "page", "articles", "page", list(pages))}
    for table in ("pages", "inputs"):
        delete(connection, table, "key", list(pages))
    whole = [Removed(r.page, r.page, r.id, r.input, r.time) for r in removed if r.page in pages - set(keys)]
    insert(connection, "removed", [*removed, *{r.key: r for r in whole}.values()])
    settle(connection, left)
    return removed


def _keys(connection: Connection, id: str) -> list[str]:
    """Return the keys of an article, with those that were kept as it, or of a story's articles."""
    query = "SELECT key, id FROM articles WHERE id = $1 OR kept_as = $1"
    if found := connection.execute(query, [id]).fetchall():
        return [key for key, _ in found]
    stories = connection.execute("SELECT articles FROM stories WHERE id = ?", [id]).fetchall()
    if not stories:
        raise InputError(f"no article and no story is called {id!r} in this store; nothing was removed")
    names = [name for [name] in select(connection, "id", "articles", "key", stories[0][0])]
    again = select(connection, "key", "articles", "kept_as", names)
    return [*stories[0][0], *(key for [key] in again)]
