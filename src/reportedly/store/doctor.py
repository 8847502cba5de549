"""Is the store sound? Every reference, every byte, every version; what waits; and what can be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from reportedly.errors import StoreError
from reportedly.records import Article, Reading, content_hash
from reportedly.store import catalogue, deciding, migrations, shelves, sketching, telling
from reportedly.store.file import Connection, File, delete
from reportedly.store.inbox import page_of
from reportedly.store.packing import unpack
from reportedly.store.reading import pending
from reportedly.store.rows import Account

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a store, for people.

    `kind`: waiting (broken off, or made by an older step: the next addition, or mending, does it); wrong
    (mending makes it anew from the bytes that were kept); lost (bytes are damaged: add the page again).
    """

    kind: str
    text: str
    rows: tuple[str, ...] = ()  # keys or ids


# What must not be: a name, and a query for the keys or ids of the rows that are wrong.
_REFERENCES = {
    "pages with the key of another": "SELECT key FROM pages GROUP BY key HAVING count(*) > 1",
    "pages with the id of another": "SELECT id FROM pages GROUP BY id HAVING count(*) > 1",
    "inputs of no page": "SELECT key FROM inputs WHERE key NOT IN (SELECT key FROM pages)",
    "pages of no input": "SELECT key FROM pages WHERE key NOT IN (SELECT key FROM inputs)",
    "articles with the key of another": "SELECT key FROM articles GROUP BY key HAVING count(*) > 1",
    "articles of no page": "SELECT key FROM articles WHERE page NOT IN (SELECT key FROM pages)",
    "articles kept as one that is not there":
        "SELECT key FROM articles WHERE kept_as NOT IN (SELECT id FROM articles WHERE kept_as IS NULL)",
    "meetings of no article": "SELECT key FROM meetings WHERE key NOT IN (SELECT key FROM articles)",
    "readings of no article": "SELECT key FROM readings WHERE key NOT IN (SELECT key FROM articles)",
    "readings twice": "SELECT key FROM readings GROUP BY key HAVING count(*) > 1",
    "stories twice": "SELECT id FROM stories GROUP BY id HAVING count(*) > 1",
    "stories of which nothing is told": """SELECT id FROM stories
        WHERE account NOT IN (SELECT id FROM accounts)""",
    "stories with an article that is not there": """
        SELECT id FROM (SELECT id, unnest(articles) AS key FROM stories)
        WHERE key NOT IN (SELECT key FROM articles) OR key NOT IN (SELECT key FROM readings)""",
    "articles in two stories": """SELECT key FROM (SELECT unnest(articles) AS key FROM stories)
        GROUP BY key HAVING count(*) > 1""",
    "articles grouped but in no story, or in one but not grouped": """
        SELECT key FROM grouped FULL OUTER JOIN (SELECT unnest(articles) AS key FROM grouped_stories) AS s
        USING (key) WHERE grouped.key IS NULL OR s.key IS NULL""",
    "claims of no story": "SELECT id FROM claims WHERE story NOT IN (SELECT id FROM stories)",
    "entries of the catalogue of nothing that is told":
        "SELECT account FROM briefs WHERE account NOT IN (SELECT id FROM accounts)",
    "entries of the catalogue that are not whole": """SELECT DISTINCT account FROM briefs AS b
        WHERE words <> (SELECT count(*) FROM words AS w WHERE w.number = b.number)""",
    "sketches of no claim": "SELECT claim FROM sketches WHERE claim NOT IN (SELECT id FROM claims)",
    "articles that were removed": "SELECT key FROM articles WHERE key IN (SELECT key FROM removed)",
}  # fmt: skip


def check(file: File) -> list[Finding]:
    """Return what is wrong with a store, and what waits to be done; nothing is changed.

    Raises StoreError where it cannot be read at all.
    """
    if (version := file.version()) < migrations.newest():
        return [
            Finding("waiting", f"a store of version {version}; this program writes {migrations.newest()}")
        ]
    try:
        with file.reading() as connection:
            return [*waiting(connection), *_wrong(connection), *_damaged(connection)]
    except (duckdb.FatalException, duckdb.InternalException) as error:
        raise StoreError(f"{file.place} is damaged: {str(error).splitlines()[0]}") from error


def mend(connection: Connection) -> None:
    """Drop, within the open transaction, all that is wrong and can be made anew; `finish` makes it."""
    orphans = "key NOT IN (SELECT key FROM pages)"
    connection.execute(f"DELETE FROM inputs WHERE {orphans}")
    wrong = {key for finding in _wrong(connection) for key in finding.rows}
    of_pages = {page for key in wrong for [page] in _pages_of(connection, key)}
    damaged = {key for finding in _damaged(connection) if finding.kind == "wrong" for key in finding.rows}
    of_pages |= {page for key in damaged for [page] in _pages_of(connection, key)}
    if not of_pages and not wrong and not damaged:
        return
    gone = [key for page in of_pages for [key] in
            connection.execute("SELECT key FROM articles WHERE page = ?", [page]).fetchall()]  # fmt: skip
    delete(connection, "articles", "page", list(of_pages))
    for table in ("meetings", "readings"):
        delete(connection, table, "key", gone)
        connection.execute(f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM articles)")
    for table in (
        "stories",
        "claims",
        "sketches",
        "accounts",
        "grouped",
        "grouped_stories",
        *shelves.TABLES,
        *catalogue.TABLES,
    ):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE about SET shown = ''")


def _pages_of(connection: Connection, key: str) -> list[tuple[str]]:
    return connection.execute("SELECT page FROM articles WHERE key = ?", [key]).fetchall()


def waiting(connection: Connection) -> list[Finding]:
    """Return what waits to be done."""
    unread_pages, unread = pending(connection)
    found = []
    if unread_pages:
        found.append(Finding("waiting", _count(unread_pages, "page") + " to be read", tuple(unread_pages)))
    if unread:
        found.append(
            Finding("waiting", _count(unread, "article") + " whose statements are to be read", tuple(unread))
        )
    if not telling.is_shown(connection, deciding.in_force(connection)):
        found.append(Finding("waiting", "stories to be brought up to date"))
    if unentered := catalogue.missing(connection):
        text = f"{len(unentered)} stories that cannot be searched for yet"
        found.append(Finding("waiting", text, tuple(story.id for story in unentered)))
    if unsketched := sketching.waiting(connection):
        ids = [id for id, _ in unsketched]
        text = _count(ids, "claim") + " that cannot be found by meaning yet"
        found.append(Finding("waiting", text, tuple(ids)))
    return found


def _wrong(connection: Connection) -> list[Finding]:
    found = []
    for name, query in _REFERENCES.items():
        if rows := connection.execute(query).fetchall():
            found.append(Finding("wrong", f"{len(rows)} {name}", tuple(str(row[0]) for row in rows)))
    return found


def _damaged(connection: Connection) -> list[Finding]:
    """Unpack everything; bytes of pages must be those that came."""
    lost, wrong = [], []
    for key, digest, content, facts in _each(connection, "SELECT key, digest, content, facts FROM pages"):
        try:
            page = page_of(content, facts)
            if content_hash(page.content, size=32) != digest or page.key != key:
                lost.append(key)
        except StoreError:
            lost.append(key)
    packed = {"articles": ("key", "article", Article), "readings": ("key", "reading", Reading),
              "accounts": ("id", "account", Account)}  # fmt: skip
    for table, (name, column, kind) in packed.items():
        for key, data in _each(connection, f"SELECT {name}, {column} FROM {table}"):
            try:
                unpack(data, kind)
            except StoreError:
                wrong.append(key)
    found = [Finding("lost", _count(lost, "page") + " whose bytes are damaged", tuple(lost))] if lost else []
    return found + (
        [Finding("wrong", f"{len(wrong)} packed rows that are damaged", tuple(wrong))] if wrong else []
    )


def _each(connection: Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows, not all of them in memory at once."""
    found = connection.execute(query)
    while rows := found.fetchmany(_AT_ONCE):
        yield from rows


def _count(rows: list[str], what: str) -> str:
    return f"{len(rows)} {what}{'' if len(rows) == 1 else 's'}"
