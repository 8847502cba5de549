"""The store's file held open by one process: a transaction is begun in no time, and readers wait for nobody.

Each transaction has a cursor of its own: it sees the state that the last one left (MVCC). One writes at a
time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

import duckdb

from reportedly.errors import BusyError
from reportedly.store.clock import now


class Owner:
    """A store's file, open here alone; can be used from several threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Path) -> None:
        self._connection = connection
        self._place = place
        self._writing = Lock()
        self._changes = itertools.count(1)
        self.state = now()
        """A mark that changes with every transaction that wrote."""

    @contextmanager
    def lent(self, writing: bool, patience: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection within a transaction, which holds as a whole or not at all.

        Raises BusyError where the turn to write does not come within `patience` seconds.
        """
        if not writing:
            with self._begun() as connection:
                yield connection
            return
        if not self._writing.acquire(timeout=patience):
            raise BusyError(f"{self._place} is being written to; nothing was done")
        try:
            with self._begun() as connection:
                yield connection
                connection.commit()
                self.state = f"{now()} {next(self._changes)}"
        finally:
            self._writing.release()

    @contextmanager
    def _begun(self) -> Iterator[duckdb.DuckDBPyConnection]:
        connection = self._connection.cursor()
        try:
            connection.begin()
            yield connection
        finally:
            with suppress(duckdb.Error):
                connection.rollback()
            connection.close()

    def close(self) -> None:
        """Let go of the file, once the transaction that is being written has ended."""
        with self._writing:
            self._connection.close()
