"""One machine: stages in this process or in workers, queries in DuckDB."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType

import duckdb
import pyarrow as pa

from reportedly.engine import workers
from reportedly.engine.arrow import conform, schema
from reportedly.engine.stage import Query, Stage
from reportedly.engine.workers import Workers
from reportedly.errors import ContractError

BATCH_ROWS = 16
"""Rows a stage is handed at a time; few, since a row can be a whole article."""

Progress = Callable[[str, int, int], None]
"""Called with a step's name, the rows done and the rows in all, as far as they are known."""


class Embedded:
    """Runs stages and queries on this machine; a context manager, which ends its processes.

    `workers` processes at most (None: one a core). `progress` is told of a step's start and of every
    batch done.
    """

    def __init__(self, workers: int | None = None, progress: Progress | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.progress = progress
        self._pool: Workers | None = None

    def __enter__(self) -> Embedded:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.end()
            self._pool = None

    def stream(
        self, stages: Sequence[Stage], batches: Iterable[pa.RecordBatch], seconds: float | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Run stages, one after the other, over a stream of batches, in other processes, however few.

        Batches are taken ahead, within bounds, and come out in order. A row that takes longer than
        `seconds`, or breaks its process, is refused; the rest goes on. Raises StepError where a row
        breaks a step.
        """
        taken = done = 0

        def counted() -> Iterator[pa.RecordBatch]:
            nonlocal taken
            for batch in batches:
                taken += batch.num_rows
                yield batch

        self._tell(stages[-1], 0, 0)
        for batch in self._workers().stream(stages, counted(), seconds):
            done += batch.num_rows
            self._tell(stages[-1], done, taken)
            yield batch

    def map(self, stage: Stage, table: pa.Table) -> pa.Table:
        """Run a stage over a table; row i of the result comes from row i of the table.

        A row that breaks its process is refused. Raises StepError where a row breaks the step.
        """
        batches = table.combine_chunks().to_batches(max_chunksize=BATCH_ROWS)
        pooled = self.workers > 1 and table.num_rows >= workers.POOL_ROWS
        results = self._workers().stream((stage,), batches) if pooled else stage(iter(batches))
        done, out = 0, []
        self._tell(stage, 0, table.num_rows)
        for batch in results:
            done += batch.num_rows
            out.append(batch)
            self._tell(stage, done, table.num_rows)
        return pa.Table.from_batches(out, schema=schema(stage.gives))

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        if self.progress:
            self.progress(stage.name, done, total)

    def _workers(self) -> Workers:
        if self._pool is None:
            self._pool = Workers(self.workers)
        return self._pool

    def query(self, query: Query, **tables: pa.Table) -> pa.Table:
        """Run a query over named tables and return its rows as `query.gives`.

        Raises ContractError where the SELECT gives other columns.
        """
        with duckdb.connect() as connection:
            connection.execute("SET threads TO 1")  # these tables are small; one thread keeps their order
            for name, table in tables.items():
                connection.register(name, table)
            found = connection.sql(query.sql).to_arrow_table()
        want = schema(query.gives)
        try:
            batches = [conform(batch, want) for batch in found.to_batches()]
        except ValueError as problem:
            raise ContractError(query.name, "the table", f"gave {problem}") from problem
        return pa.Table.from_batches(batches, schema=want)
