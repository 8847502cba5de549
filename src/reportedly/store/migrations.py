"""How a store's tables came to be, version by version; a new store goes through all of them.

A migration is never changed once it was released: another is added. `TABLES` of `rows` says what the
last one leaves; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

import reportedly
from reportedly.errors import StoreError
from reportedly.store import catalogue_rows as catalogue
from reportedly.store import shelves
from reportedly.store.clock import now
from reportedly.store.connection import Connection

FIRST = """
CREATE TABLE about (version BIGINT, program VARCHAR, time VARCHAR, shown VARCHAR);
INSERT INTO about VALUES (0, '', '', '');
CREATE TABLE inputs (number BIGINT, input VARCHAR, id VARCHAR, key VARCHAR, time VARCHAR);
CREATE TABLE pages (number BIGINT, key VARCHAR, id VARCHAR, input VARCHAR, digest VARCHAR,
    rejected VARCHAR, content BLOB, facts BLOB);
CREATE TABLE articles (number BIGINT, part BIGINT, key VARCHAR, id VARCHAR, page VARCHAR, version BIGINT,
    content VARCHAR, mark VARCHAR, input VARCHAR, canonical VARCHAR, outlet VARCHAR, title VARCHAR,
    published VARCHAR, language VARCHAR, kept_as VARCHAR, rejected VARCHAR, article BLOB);
CREATE TABLE meetings (place VARCHAR, key VARCHAR);
CREATE TABLE readings (key VARCHAR, id VARCHAR, version BIGINT, content VARCHAR, rejected VARCHAR,
    statements BIGINT, reading BLOB);
CREATE TABLE stories (id VARCHAR, title VARCHAR, articles VARCHAR[], account VARCHAR);
CREATE TABLE accounts (id VARCHAR, story VARCHAR, account BLOB);
CREATE TABLE claims (id VARCHAR, story VARCHAR, "text" VARCHAR, statements BIGINT, articles BIGINT,
    outlets BIGINT, independent BIGINT, rests_on VARCHAR[], disputed_by VARCHAR[]);
CREATE TABLE removed (key VARCHAR, page VARCHAR, id VARCHAR, input VARCHAR, time VARCHAR);
CREATE INDEX page_by_key ON pages (key);
CREATE INDEX article_by_key ON articles (key);
CREATE INDEX article_by_page ON articles (page);
CREATE INDEX meeting_by_place ON meetings (place);
CREATE INDEX reading_by_key ON readings (key);
CREATE INDEX account_by_id ON accounts (id);
"""

SECOND = """
CREATE TABLE decisions (number BIGINT, id VARCHAR, kind VARCHAR, decision BLOB);
CREATE TABLE alerts (number BIGINT, id VARCHAR, kind VARCHAR, story VARCHAR, time VARCHAR, alert BLOB);
CREATE TABLE feeds (feed VARCHAR, state BLOB);
CREATE TABLE visits (url VARCHAR, visit BLOB);
CREATE TABLE vanished (input VARCHAR, why VARCHAR, time VARCHAR);
CREATE TABLE hooks (url VARCHAR, number BIGINT);
CREATE TABLE grouped (key VARCHAR, content VARCHAR, mark VARCHAR);
CREATE TABLE grouped_stories (id VARCHAR, title VARCHAR, articles VARCHAR[]);
"""

SKETCHES = "CREATE TABLE sketches (claim VARCHAR, sketch BLOB);"

MIGRATIONS: list[str] = [FIRST, SECOND + shelves.MIGRATION, catalogue.MIGRATION, SKETCHES]
"""What makes version 1 of nothing, version 2 of version 1, and so on."""


def newest() -> int:
    """Return the version that this program writes."""
    return len(MIGRATIONS)


def version(connection: Connection, place: Path) -> int:
    """Return the version of an open store.

    Raises StoreError where a database is no store, or a store of a newer version than this program knows.
    """
    try:
        found = connection.execute("SELECT version FROM about").fetchall()
    except duckdb.CatalogException:
        found = []
    if len(found) != 1 or not isinstance(found[0][0], int):
        raise StoreError(f"{place} is a database, but no store of reportedly's; it was left as it is")
    if found[0][0] > newest():
        raise StoreError(
            f"{place} is a store of version {found[0][0]}, and this reportedly ({reportedly.__version__}) "
            f"knows those up to version {newest()}; install a newer one. The store was left as it is"
        )
    return int(found[0][0])


def migrate(connection: Connection, old: int) -> None:
    """Bring the tables from an older version (0: none yet) to the newest, within the open transaction."""
    for statements in MIGRATIONS[old:]:
        connection.execute(statements)
    connection.execute("UPDATE about SET version = ?, program = ?, time = ?",
                       [newest(), reportedly.__version__, now()])  # fmt: skip
