"""A lake -> a dossier: of all its stories, or of some."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable
from typing import Any, TypeVar, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow import fs

from reportedly import dossiers
from reportedly.engine.arrow import from_batch, schema
from reportedly.errors import InputError
from reportedly.lake.lake import HEAD
from reportedly.lake.rows import Account, DuplicateRow, RejectedRow
from reportedly.records import (
    Article,
    Dossier,
    Duplicate,
    Reading,
    Rejected,
    Story,
    StoryAccount,
    StoryOrigins,
)

Row = TypeVar("Row")


def dossier(place: str, ids: Iterable[str] | None = None) -> Dossier:
    """Return the dossier of the stories of a lake: of all, and of all inputs, or of those with these ids.

    What `trace` would have told of the same inputs. Raises InputError where there is no lake, or one that
    is not finished, or no story of an id in it.
    """
    steps_of(place)
    stories = _rows(place, "stories", Story, "id", ids)
    if ids is not None and (missing := sorted(set(ids) - {story.id for story in stories})):
        raise InputError(f"there is no story {missing[0]!r} in the lake {place}")
    members = None if ids is None else {key for story in stories for key in story.articles}
    found = [(row, _as(Article, row)) for row in _table(place, "articles", "key", members).to_pylist()]
    found.sort(key=lambda pair: (pair[0]["file"], pair[0]["place"], pair[0]["part"]))
    kept = [article for _, article in found if article.kept_as is None and not article.rejected]
    readings = _rows(place, "readings", Reading, "key", members)
    notes = {reading.key: reading.notes for reading in readings}
    noted = [dataclasses.replace(a, notes=[*a.notes, *notes.get(a.key, ())]) for a in kept]
    accounts = _accounts(stories, kept, readings, _rows(place, "accounts", Account, "id", ids))
    rejected = _rows(place, "rejected", RejectedRow)
    rejected.sort(key=lambda row: (row.step, row.file, row.place, row.part, row.input))
    duplicates = sorted(_rows(place, "duplicates", DuplicateRow), key=lambda d: (d.file, d.place, d.part))
    held = {article.id for article in kept}
    return dossiers.assemble(
        [account for account, _ in accounts],
        [behind for _, behind in accounts],
        noted,
        [Rejected(row.input, row.reason) for row in rejected] if ids is None else [],
        [Duplicate(row.input, row.article) for row in duplicates if ids is None or row.article in held],
    )


def steps_of(place: str) -> dict[str, int]:
    """Return the versions of the steps that made a lake; raise InputError where none is, or not all of it."""
    files, root = _system(place)
    try:
        with files.open_input_stream(f"{root}/{HEAD}") as stream:
            head = json.loads(stream.read())
    except (OSError, ValueError) as error:
        raise InputError(f"there is no lake {place}: reportedly run makes one") from error
    if "steps" not in head:
        raise InputError(f"the lake {place} is not finished: reportedly run goes on where it was broken off")
    return dict(head["steps"])


def _system(place: str) -> tuple[fs.FileSystem, str]:
    if "://" in place:
        system, root = fs.FileSystem.from_uri(place)
        return system, str(root)
    return fs.LocalFileSystem(), place


def _accounts(
    stories: list[Story], articles: list[Article], readings: list[Reading], told: list[Account]
) -> list[tuple[StoryAccount, StoryOrigins]]:
    """Return stories by their ids with their claims, and what stands behind these."""
    article = {a.key: a for a in articles}
    reading = {r.key: r for r in readings}
    account = {row.id: row for row in told}
    found = []
    for story in sorted(stories, key=lambda story: story.id):
        row = account[story.id]
        members = sorted((article[key] for key in story.articles), key=lambda a: a.id)
        said = sorted((reading[key] for key in story.articles), key=lambda r: r.id)
        behind = StoryOrigins(story.id, row.behind, row.sources, row.copies, row.quotes, row.rejected)
        found.append((StoryAccount(story.id, story.title, members, said, row.claims), behind))
    return found


def _rows(
    place: str, name: str, row: type[Row], column: str = "", values: Iterable[str] | None = None
) -> list[Row]:
    """Return the rows of a table: all, or those that have one of the values in a column."""
    names = schema(cast(type, row)).names
    return from_batch(_table(place, name, column, values).select(names), row)


def _table(
    place: str, name: str, column: str = "", values: Collection[str] | Iterable[str] | None = None
) -> Any:
    """Return a table of a lake, wherever that lies."""
    files, root = _system(place)
    found = ds.dataset(
        f"{root}/{name}",
        filesystem=files,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([("day", pa.string())]), flavor="hive"),
    )
    only = None if values is None else pc.field(column).isin(list(values))
    return found.to_table(filter=only)


def _as(row: type[Row], values: dict[str, Any]) -> Row:
    """Return one row of a type from plain values, more than it has among them."""
    form = schema(cast(type, row))
    [made] = from_batch(pa.RecordBatch.from_pylist([{n: values[n] for n in form.names}], schema=form), row)
    return made
