"""One machine: stages in this process or in a pool of spawned ones, queries in DuckDB."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

import duckdb
import pyarrow as pa

from reportedly.engine.arrow import schema
from reportedly.engine.stage import Query, Stage
from reportedly.errors import ContractError

BATCH_ROWS = 16
"""Rows a stage is handed at a time; small, since a row can be a whole article."""

POOL_ROWS = 64
"""Fewer rows than this are not worth starting processes for: each loads its own models (about 2 s)."""

Progress = Callable[[str, int, int], None]
"""Called with the step's name, rows done and rows in all."""


class Embedded:
    """Runs stages and queries on this machine.

    `workers` processes at most (None: one a core). `progress` is told of every batch done.
    """

    def __init__(self, workers: int | None = None, progress: Progress | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.progress = progress

    def map(self, stage: Stage, table: pa.Table) -> pa.Table:
        """Run a stage over a table; row i of the result comes from row i of the table."""
        # An exact cut: Table.to_batches never joins chunks, so join them first.
        batches = table.combine_chunks().to_batches(max_chunksize=BATCH_ROWS)
        pooled = self.workers > 1 and table.num_rows >= POOL_ROWS
        run = self._pooled if pooled else self._here
        done, out = 0, []
        for batch in run(stage, batches):
            done += batch.num_rows
            out.append(batch)
            if self.progress:
                self.progress(stage.name, done, table.num_rows)
        return pa.Table.from_batches(out, schema=schema(stage.gives))

    def _here(self, stage: Stage, batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return stage(iter(batches))

    def _pooled(self, stage: Stage, batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # Spawned, not forked: DuckDB and onnxruntime hold threads, which a fork would leave broken.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.workers, mp_context=context) as pool:
            for result in pool.map(_run_batch, [stage] * len(batches), batches):
                yield from result

    def query(self, query: Query, **tables: pa.Table) -> pa.Table:
        """Run a query over named tables and return its rows in the schema of `query.gives`."""
        with duckdb.connect() as connection:
            connection.execute("SET threads TO 1")  # keeps the order of rows; these tables are small
            for name, table in tables.items():
                connection.register(name, table)
            found = connection.execute(query.sql).to_arrow_table()
        want = schema(query.gives)
        if found.schema.names != want.names:
            problem = f"gave columns {found.schema.names}, wants {want.names}"
            raise ContractError(query.name, "the table", problem)
        return found.cast(want)


def _run_batch(stage: Stage, batch: pa.RecordBatch) -> list[pa.RecordBatch]:
    return list(stage(iter([batch])))
