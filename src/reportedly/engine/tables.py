"""Tables in files, and what an engine does with them: `files` on this machine, `spark` on many.

A table is one or several folders of Parquet files, named by their place in a lake. What is asked of tables
is a Query over them, or over what other queries give; stages make rows of that; the engine writes these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

import pyarrow as pa

from reportedly.engine.arrow import schema, with_columns
from reportedly.engine.stage import Query, Source, Stage
from reportedly.records import content_hash

Steps = Sequence[Stage] | Source

ROWS_AT_ONCE = 16
"""Rows that stages are handed at a time: a row can be a whole article, or all of a story."""


@dataclass(frozen=True)
class Table:
    """Rows of one type in folders of a lake; `digest` tells from what, and by which steps, they are made."""

    row: type
    places: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Asked:
    """A query and the tables, by the names that it has for them; also those that other queries give."""

    query: Query
    of: Mapping[str, Table | Asked] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Tell from what, and how, the rows are made."""
        of = sorted((name, source.digest) for name, source in self.of.items())
        return content_hash(self.query.name, self.query.version, self.query.sql, of)

    @property
    def row(self) -> type:
        """Return the type of the rows."""
        return self.query.gives


@dataclass(frozen=True)
class Made:
    """What is to be written: what stages make of what is asked, the `carried` columns before it.

    `seconds`: what one row may take. `by`: a column that is the name of a folder for each of its values.
    `rows`: how many rows the stages are handed, where that is known; the work is cut by it.
    """

    asked: Asked
    steps: Steps = ()
    carried: tuple[str, ...] = ()
    seconds: float | None = None
    by: str | None = None
    rows: int | None = None

    @property
    def row(self) -> type:
        """Return the type of the rows that are written."""
        if isinstance(self.steps, Source):
            return self.steps.gives
        if not self.steps:
            return self.asked.row
        carried = {f.name: _plain(f.type) for f in fields(self.asked.row) if f.name in self.carried}
        return with_columns(self.steps[-1].gives, **carried)

    @property
    def digest(self) -> str:
        """Tell from what, and by which steps, the rows are made."""
        steps = [self.steps] if isinstance(self.steps, Source) else self.steps
        return content_hash(self.asked.digest, [(s.name, s.version, repr(s.options)) for s in steps], self.by)


class Engine(Protocol):
    """What runs queries and stages over tables in a lake. Places are relative to it."""

    def make(self, made: Made, place: str) -> None:
        """Write a table; what was in its place is gone. Raises StepError where a row breaks a step."""

    def rows(self, asked: Asked) -> list[dict[str, Any]]:
        """Return the rows of a small result."""

    def put(self, table: pa.Table, place: str) -> None:
        """Write a small table."""

    def read(self, place: str) -> str | None:
        """Return what is written in a small file, None where there is none."""

    def write(self, place: str, text: str) -> None:
        """Write a small file, whole or not at all."""

    def names(self, place: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""

    def remove(self, place: str) -> None:
        """Remove a folder and all in it, if it is there."""


def cut(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches with few rows each."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS_AT_ONCE):
            yield batch.slice(start, ROWS_AT_ONCE)


def columns_of(row: type) -> str:
    """Return the columns of a row type, as a SELECT names them."""
    return ", ".join(f'"{name}"' for name in schema(row).names)


def _plain(kind: Any) -> Any:
    """Return the type of a carried column: text or a number."""
    return {"str": str, "int": int}.get(kind, kind)
