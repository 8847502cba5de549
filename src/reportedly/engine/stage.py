"""The kinds of step.

A `Stage` maps rows: an iterator of record batches in, an iterator of record batches out, one row
out for each row in, in the same order. It is a frozen object made of a module-level function and
options, so the same object runs in this process, in a spawned pool, and as the function given to
Spark's `mapInArrow`. Engines are not trusted with shapes: the Stage itself checks names, order,
types and row count on the way in and out.

A `Source` opens what rows name: any number of rows out for each in. A `Query` is a named SQL join or
grouping over tables that were made above it.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass
from typing import Any

import pyarrow as pa

from reportedly.engine.arrow import conform, from_batch, schema, to_batch
from reportedly.errors import ContractError, ReportedlyError, StepError


@dataclass(frozen=True)
class Stage:
    """A row-preserving step: `function(rows, options) -> rows`, one out for each in.

    `takes` and `gives` are row types of `records`; `options` is a frozen dataclass (or None).
    Raises ContractError for a table of another shape, StepError (naming the row) for a bug.
    """

    name: str
    version: int
    takes: type
    gives: type
    function: Callable[[Sequence[Any], Any], Sequence[Any]]
    options: Any = None

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows: list[Any] = from_batch(checked(self.name, batch, self.takes, "was handed"), self.takes)
            out = self._run(rows)
            if len(out) != len(rows):
                raise ContractError(self.name, _label(rows), f"gave {len(out)} rows for {len(rows)}")
            yield checked(self.name, to_batch(out, self.gives), self.gives, "gave")

    def _run(self, rows: list[Any]) -> Sequence[Any]:
        """Run the function; when a batch breaks, run its rows one by one to name the one that breaks it."""
        try:
            return self.function(rows, self.options)
        except ReportedlyError:
            raise
        except Exception as batch_error:
            for row in rows:
                try:
                    self.function([row], self.options)
                except Exception as error:
                    problem = f"{type(error).__name__}: {error}"
                    raise StepError(self.name, _label([row]), problem) from error
            problem = f"{type(batch_error).__name__}: {batch_error}"
            raise StepError(self.name, _label(rows), problem) from batch_error


@dataclass(frozen=True)
class Source:
    """A step that opens what rows name: `function(row, options)` yields lists of rows, few at a time.

    `takes` and `gives` are row types; nothing that is wrong with what a row names may raise.
    """

    name: str
    version: int
    takes: type
    gives: type
    function: Callable[[Any, Any], Iterator[Sequence[Any]]]
    options: Any = None

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows: list[Any] = from_batch(checked(self.name, batch, self.takes, "was handed"), self.takes)
            for row in rows:
                for some in self.function(row, self.options):
                    yield checked(self.name, to_batch(some, self.gives), self.gives, "gave")


@dataclass(frozen=True)
class Query:
    """A named SQL SELECT over tables made above it; `gives` is the row type of its result.

    `spark` says the same in Spark's words, where these are others.
    """

    name: str
    version: int
    sql: str
    gives: type
    spark: str | None = None


def checked(step: str, batch: pa.RecordBatch, row: type, how: str) -> pa.RecordBatch:
    """Return a batch in the schema of a row type; `how` it came tells in the error who was wrong.

    Raises ContractError.
    """
    try:
        return conform(batch, schema(row))
    except ValueError as problem:
        raise ContractError(step, "the table", f"{how} {problem}") from problem


def carry(
    columns: Sequence[str],
    stages: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]],
    batches: Iterable[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """Yield what stages make of batches without these columns, and these before it: rows stay rows."""
    taken: deque[pa.RecordBatch] = deque()

    def without() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            taken.append(batch.select(columns))
            yield batch.drop_columns(list(columns))

    for made in stages(without()):
        at = 0
        while at < made.num_rows:
            some = taken[0].slice(0, made.num_rows - at)
            part = made.slice(at, some.num_rows)
            yield pa.RecordBatch.from_arrays(
                [*some.columns, *part.columns], names=[*columns, *made.schema.names]
            )
            at += some.num_rows
            rest = taken.popleft().slice(some.num_rows)
            if rest.num_rows:
                taken.appendleft(rest)


def run(stages: Sequence[Stage], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Run stages over batches, each over what the one before it gives."""
    stream = iter(batches)
    for stage in stages:
        stream = stage(stream)
    return stream


def refuse(stages: Sequence[Stage], row: Any, reason: str) -> pa.RecordBatch:
    """Return what stages give for a row that none of them can work on.

    A row that can say so is handed to them as one refused before; else the last one's row says so.
    Raises StepError where neither can.
    """
    if hasattr(row, "rejected"):
        refused = dataclasses.replace(row, rejected=reason)
        [batch] = run(stages, [to_batch([refused], stages[0].takes)])
        return batch
    gives = stages[-1].gives
    fields = dataclasses.fields(gives)
    if all(f.name != "rejected" for f in fields):
        raise StepError(stages[-1].name, _label([row]), reason)
    named = [f.name for f in fields if f.default is MISSING and f.default_factory is MISSING]
    return to_batch([gives(**{name: getattr(row, name) for name in named}, rejected=reason)], gives)


def _label(rows: Sequence[Any]) -> str:
    """Name rows for a message: the id of one, or of the first and how many follow."""
    if not rows:
        return "no rows"
    first = getattr(rows[0], "id", None) or repr(rows[0])[:60]
    return f"row {first!r}" if len(rows) == 1 else f"row {first!r} or one of the {len(rows) - 1} after it"
