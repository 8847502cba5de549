"""What the store holds -> a dossier: of all, or of some stories."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import pyarrow as pa

from reportedly import dossiers
from reportedly.errors import InputError
from reportedly.pipeline import Collection
from reportedly.records import Article, Dossier, Rejected, StoryAccount, StoryClaims
from reportedly.store.file import Connection, select
from reportedly.store.packing import unpack
from reportedly.store.rows import KeptStory, ShownClaim
from reportedly.store.telling import accounts_of


def stories_of(connection: Connection, ids: Iterable[str] | None = None) -> list[KeptStory]:
    """Return the stories of ids, or that hold the articles of ids; all of them where None is given.

    Raises InputError for an id that is neither.
    """
    columns = "id, title, articles, account"
    if ids is None:
        found = connection.execute(f"SELECT {columns} FROM stories ORDER BY id").fetchall()
        return [KeptStory(*values) for values in found]
    stories: dict[str, KeptStory] = {}
    for id in dict.fromkeys(ids):
        rows = connection.execute(
            f"""SELECT {columns} FROM stories WHERE id = $1 OR list_has_any(articles, (
                SELECT coalesce(list(key), []) FROM articles
                WHERE id = $1 OR id IN (SELECT kept_as FROM articles WHERE id = $1)))""",
            [id],
        ).fetchall()
        if not rows:
            raise InputError(f"no story and no article of a story is called {id!r} in this store")
        stories |= {values[0]: KeptStory(*values) for values in rows}
    return [stories[id] for id in sorted(stories)]


def claims_of(connection: Connection, ids: Iterable[str] | None = None) -> list[ShownClaim]:
    """Return claims in brief, the weightiest first: all, or those of the stories of ids."""
    columns = ", ".join(field.name for field in dataclasses.fields(ShownClaim))
    if ids is None:
        rows = connection.execute(f"SELECT {columns} FROM claims").fetchall()
    else:
        rows = select(connection, columns, "claims", "story", [s.id for s in stories_of(connection, ids)])
    return sorted((ShownClaim(*row) for row in rows), key=_weight)


def _weight(claim: ShownClaim) -> tuple[int, int, int, int, str, str]:
    return (-claim.independent, -claim.outlets, -claim.articles, -claim.statements, claim.text, claim.id)


def dossier(connection: Connection, ids: Iterable[str] | None = None) -> Dossier:
    """Return the dossier of the stories of ids; with all inputs that were refused where None is given."""
    stories = stories_of(connection, ids)
    accounts, behind, claimed = accounts_of(connection, stories)
    found = _collection(connection, None if ids is None else [key for s in stories for key in s.articles])
    kept = _noted([a for a in found.distinct() if not a.rejected], accounts)
    rejected = found.rejected() + _unread(connection, kept) + _untold(claimed)
    return dossiers.assemble(accounts, behind, kept, rejected, found.duplicates())


def _collection(connection: Connection, keys: Sequence[str] | None) -> Collection:
    """Return what was read: all of it, or the articles of keys with what was kept as one of them."""
    where, values = "", []
    if keys is not None:
        ids = [id for [id] in select(connection, "id", "articles", "key", keys)]
        again = [key for [key] in select(connection, "key", "articles", "kept_as", ids)]
        where, values = "WHERE key IN (SELECT unnest(?))", [[*keys, *again]]
    rows = connection.execute(
        f"SELECT page, article FROM articles {where} ORDER BY number, part", values
    ).fetchall()
    pages: dict[str, range] = {}
    for place, (page, _) in enumerate(rows):
        pages[page] = range(pages[page].start if page in pages else place, place + 1)
    inputs = connection.execute("SELECT id, key, input FROM inputs ORDER BY number").fetchall()
    found = Collection([(id, key, place) for id, key, place in inputs if key in pages], pages, _no_table())
    found.settled = [unpack(packed, Article) for _, packed in rows]
    return found


def _no_table() -> pa.Table:
    return pa.table({})


def _noted(articles: Sequence[Article], accounts: Sequence[StoryAccount]) -> list[Article]:
    """Return the articles with what is to be known of their reading."""
    notes = {reading.key: reading.notes for account in accounts for reading in account.readings}
    return [dataclasses.replace(a, notes=[*a.notes, *notes.get(a.key, ())]) for a in articles]


def _unread(connection: Connection, articles: Sequence[Article]) -> list[Rejected]:
    """Return the articles whose statements could not be read."""
    why = dict(connection.execute("SELECT key, rejected FROM readings WHERE rejected IS NOT NULL").fetchall())
    return [Rejected(a.input, why[a.key]) for a in articles if a.key in why]


def _untold(claimed: Sequence[StoryClaims]) -> list[Rejected]:
    return [Rejected(f"story {c.id}", c.rejected) for c in claimed if c.rejected]
