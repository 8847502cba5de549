"""A lake -> the store: what was made there is taken over, and not made again.

Pages go into the inbox as they came; their articles, what these say and what is told of stories are put
beside them where the same steps made them, from the same. What is missing then (other articles of the store
may change a story) is worked out as ever.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb

from reportedly import lake, statements
from reportedly.engine.arrow import from_batch, schema
from reportedly.lake.rows import Account as LakeAccount
from reportedly.records import (
    Article,
    Page,
    PageArticles,
    Reading,
    Story,
    StoryAccount,
    StoryClaims,
    StoryOrigins,
)
from reportedly.store import catalogue, deciding, grouping, inbox, reading, telling
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.inbox import Received
from reportedly.store.packing import pack
from reportedly.store.rows import Account, KeptAccount, KeptReading, KeptStory

Row = TypeVar("Row")

_AT_ONCE = 128  # rows that are written together


def is_lake(path: str) -> bool:
    """Tell whether a path is that of a lake."""
    return Path(path, lake.HEAD).is_file()


def receive(file: File, place: str, again: bool = False) -> Iterator[list[Received]]:
    """Take in the pages of a lake; yield what became of each as soon as it is on the disk.

    Raises InputError where the lake is not finished.
    """
    lake.steps_of(place)
    columns = ", ".join(f"p.{f.name}" for f in dataclasses.fields(Page) if f.name not in ("id", "input"))
    query = f"""SELECT i.id, {columns.replace("p.kind", "i.input, p.kind", 1)}
        FROM {_files(place, "inputs")} AS i JOIN {_files(place, "pages")} AS p ON p.key = i.key
        ORDER BY i.file, i.place"""
    for batch in inbox.batches(_rows(query, Page)):
        with file.writing() as connection:
            received = inbox.receive(connection, batch, again)
        yield received


def take_over(file: File, place: str) -> None:
    """Put what steps made of a lake's pages beside these, where they are steps of the same versions."""
    made, now = lake.steps_of(place), lake.versions()
    if made.get("articles") != now["articles"]:
        return
    _take_articles(file, place)
    if made.get("statements") != now["statements"]:
        return
    _take_readings(file, place)
    if made == now:
        _take_accounts(file, place)


def _take_articles(file: File, place: str) -> None:
    """Take the articles of pages that wait to be read."""
    with file.reading() as connection:
        waiting = set(reading.pending(connection)[0])
        rows = select(connection, "key, id, input", "pages", "key", waiting)
    names = {key: (id, shown) for key, id, shown in rows}
    query = f"SELECT * FROM {_files(place, 'articles')} ORDER BY file, place, part"
    of_pages = itertools.groupby(_pairs(query, "page", Article), key=lambda pair: pair[0])
    read = (
        PageArticles(names[page][0], page, _named([article for _, article in some], *names[page]))
        for page, some in of_pages
        if page in names
    )
    while some := list(itertools.islice(read, _AT_ONCE)):
        with file.writing() as connection:
            reading.take_in(connection, some)


def _named(articles: list[Article], id: str, shown: str) -> list[Article]:
    """Return a page's articles as they were read, alone, under the names that the store has for them."""
    found = []
    for part, article in enumerate(articles, 1):
        end = f"#{part}" if len(articles) > 1 else ""
        alone = dataclasses.replace(article, urls=[], versions=[], kept_as=None)
        found.append(dataclasses.replace(alone, id=id + end, input=shown + end))
    return found


def _take_readings(file: File, place: str) -> None:
    """Take what articles say that wait for that, and have the id under which it was read."""
    version = statements.stage().version
    with file.reading() as connection:
        waiting = reading.pending(connection)[1]
        content = {
            k: (id, c) for k, id, c in select(connection, "key, id, content", "articles", "key", waiting)
        }
    said = _rows(f"SELECT * FROM {_files(place, 'readings')}", Reading)
    fitting = (r for r in said if content.get(r.key, ("",))[0] == r.id)
    while some := list(itertools.islice(fitting, _AT_ONCE)):
        kept = [
            KeptReading(r.key, r.id, version, content[r.key][1], r.rejected, len(r.statements), pack(r))
            for r in some
        ]
        with file.writing() as connection:
            delete(connection, "readings", "key", [row.key for row in kept])
            insert(connection, "readings", kept)


def _take_accounts(file: File, place: str) -> None:
    """Take what is told of stories whose articles are the same here, and of which nobody decided anything."""
    version = statements.stage().version
    query = f"SELECT key, mark FROM {_files(place, 'articles')}"
    with duckdb.connect() as files:
        marks = {key: f"{mark} {version}" for key, mark in files.execute(query).fetchall()}
    stories = {story.id: story for story in _rows(f"SELECT * FROM {_files(place, 'stories')}", Story)}
    told = _rows(f"SELECT * FROM {_files(place, 'accounts')}", LakeAccount)
    while some := list(itertools.islice(told, _AT_ONCE)):
        with file.writing() as connection:
            fitting = [(stories[one.id], one) for one in some if _fits(connection, stories[one.id], marks)]
            _keep(connection, [(story, _account(one)) for story, one in fitting])


def _fits(connection: Connection, story: Story, marks: dict[str, str]) -> bool:
    """Tell whether the store would tell a story as the lake does: its articles are the same in both."""
    here = grouping.marks(connection, [story])
    if any(key not in here or here[key][1] != marks[key] for key in story.articles):
        return False
    force = deciding.in_force(connection)
    return not deciding.bears_on(force, [(key, here[key][0]) for key in story.articles])


def _account(told: LakeAccount) -> Account:
    return Account(
        StoryClaims(told.id, told.claims, told.refused),
        StoryOrigins(told.id, told.behind, told.sources, told.copies, told.quotes, told.rejected),
    )


def _keep(connection: Connection, told: Sequence[tuple[Story, Account]]) -> None:
    """Keep what is told of stories, within the open transaction, as if it had been worked out here."""
    marks = grouping.marks(connection, [story for story, _ in told])
    force = deciding.in_force(connection)
    stories = [KeptStory(s.id, s.title, s.articles, telling.account_id(s, marks, force)) for s, _ in told]
    rows = [
        KeptAccount(s.account, s.id, pack(account)) for s, (_, account) in zip(stories, told, strict=True)
    ]
    delete(connection, "accounts", "id", [row.id for row in rows])
    insert(connection, "accounts", rows)
    entries = []
    for story, (_, account) in zip(stories, told, strict=True):
        m = telling.material(connection, story)
        whole = StoryAccount(m.id, m.title, m.articles, m.readings, account.claims.claims)
        entries.append((story.account, whole, account.origins))
    catalogue.enter(connection, entries, telling.is_by_same_steps(connection))


# ---------------------------------------------------------------- parts
def _files(place: str, name: str) -> str:
    """Return what SQL reads a table of a lake with."""
    files = str(Path(place, name, "**", "*.parquet")).replace("'", "''")
    return f"read_parquet('{files}', hive_partitioning = true, hive_types_autocast = false)"


def _rows(query: str, row: type[Row]) -> Iterator[Row]:
    """Yield the rows of a query over a lake's tables, few at a time."""
    with duckdb.connect() as connection:
        for batch in connection.sql(query).to_arrow_reader(_AT_ONCE):
            yield from from_batch(batch.select(schema(cast(type, row)).names), row)


def _pairs(query: str, column: str, row: type[Row]) -> Iterator[tuple[Any, Row]]:
    """Yield the rows of a query, each with its value in another column."""
    with duckdb.connect() as connection:
        for batch in connection.sql(query).to_arrow_reader(_AT_ONCE):
            found = from_batch(batch.select(schema(cast(type, row)).names), row)
            yield from zip(batch.column(column).to_pylist(), found, strict=True)
