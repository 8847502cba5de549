"""One machine: stages in this process or in a pool of spawned ones, queries in DuckDB."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from types import TracebackType

import duckdb
import pyarrow as pa

from reportedly.engine.arrow import conform, schema
from reportedly.engine.stage import Query, Stage
from reportedly.errors import ContractError, StepError

BATCH_ROWS = 16
"""Rows a stage is handed at a time; few, since a row can be a whole article."""

POOL_ROWS = 64
"""Fewer rows than this are not worth starting processes for: each loads its own models (about 2 s)."""

Progress = Callable[[str, int, int], None]
"""Called with a step's name, the rows done and the rows in all."""


class Embedded:
    """Runs stages and queries on this machine; a context manager, which ends its processes.

    `workers` processes at most (None: one a core). `progress` is told of a step's start and of every
    batch done.
    """

    def __init__(self, workers: int | None = None, progress: Progress | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.progress = progress
        self._pool: ProcessPoolExecutor | None = None
        self._life: Connection | None = None

    def __enter__(self) -> Embedded:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None or self._life is None:
            return
        if error is not None:  # nobody who presses Ctrl-C wants to wait until a batch is done
            self._life.close()
        self._pool.shutdown(cancel_futures=True)
        self._life.close()
        self._pool = self._life = None

    def map(self, stage: Stage, table: pa.Table, before: int = 0) -> pa.Table:
        """Run a stage over a table; row i of the result comes from row i of the table.

        `before` rows the stage was run over already: progress counts on from there. Raises StepError
        where a row breaks the step, or a process ends before its work does.
        """
        batches = table.combine_chunks().to_batches(max_chunksize=BATCH_ROWS)
        pooled = self.workers > 1 and table.num_rows >= POOL_ROWS
        run = self._pooled if pooled else self._here
        done, out = before, []
        self._tell(stage, done, before + table.num_rows)
        for batch in run(stage, batches):
            done += batch.num_rows
            out.append(batch)
            self._tell(stage, done, before + table.num_rows)
        return pa.Table.from_batches(out, schema=schema(stage.gives))

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        if self.progress:
            self.progress(stage.name, done, total)

    def _here(self, stage: Stage, batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return stage(iter(batches))

    def _pooled(self, stage: Stage, batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if self._pool is None:
            # Spawned, not forked: DuckDB and onnxruntime hold threads, which a fork would leave broken.
            context = multiprocessing.get_context("spawn")
            line, self._life = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(self.workers, context, _end_when_cut, (line,))
        # As messages: a slice of a table, pickled, takes the whole table with it.
        messages = [(batch.schema, batch.serialize()) for batch in batches]
        with _ctrl_c_later():
            results = self._pool.map(_run_batch, [stage] * len(batches), messages)
        try:
            for result in results:
                yield from result
        except BrokenProcessPool as error:
            problem = "a process ended before its work did; if memory ran out, fewer workers take less"
            raise StepError(stage.name, "one of its rows", problem) from error

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


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Hold Ctrl-C back; processes started meanwhile never hear it, not even while they load."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_when_cut(line: Connection) -> None:
    """End when the parent process closes its end of the line, or ends in any way."""
    threading.Thread(target=_watch, args=(line,), daemon=True).start()


def _watch(line: Connection) -> None:
    with suppress(OSError):
        line.poll(None)
    os._exit(1)


def _run_batch(stage: Stage, message: tuple[pa.Schema, pa.Buffer]) -> list[pa.RecordBatch]:
    form, data = message
    return list(stage(iter([pa.ipc.read_record_batch(data, form)])))
