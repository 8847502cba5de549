"""The file: opened for moments, to read all of a state or to write all of a change.

DuckDB lets one process write to a file, or several read it. So nobody has it open for long: work is
done between two openings, on what was read, and written in one transaction. A reader sees what the
last transaction left, whole. Only a server keeps it open (`File.owned`): then all others borrow their
transactions from it, and nobody waits for an opening.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from reportedly.engine.arrow import to_table
from reportedly.errors import BusyError, ReportedlyError, StoreError
from reportedly.store import borrowing, lending, locks, migrations
from reportedly.store.connection import Connection
from reportedly.store.owning import Owner
from reportedly.store.rows import TABLES

__all__ = ["Connection", "File", "delete", "insert", "select"]

PATIENCE = 60.0
"""Seconds that a reader or writer waits for its turn; turns take far less than one."""

_PAUSE = 0.005
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,  # no other file is read or written, whatever a query says
    "lock_configuration": True,
}
_FULL = ("No space left", "File too large", "Disk quota", "not enough disk space")
_BUSY = ("Could not set lock", "different configuration", "Conflicting lock")


class File:
    """A store's file."""

    def __init__(self, place: Path, patience: float = PATIENCE) -> None:
        self.place = place
        self.patience = patience
        self._owner: Owner | None = None

    @contextmanager
    def owned(self, command: str) -> Iterator[None]:
        """Keep the store open as long as this lasts, and lend it to the other processes of this user.

        Raises BusyError where another does, or somebody holds the file for longer than we have patience.
        """
        self._must_exist()
        with locks.owning(self.place, command):
            with locks.door(self.place):
                connection = self._opened(owning=True)
            owner = Owner(connection, self.place)
            try:
                with lending.lending(owner, self.place):
                    self._owner = owner
                    yield
            finally:
                self._owner = None
                owner.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open the store to read one state of it, for a moment.

        Raises StoreError where there is no store, BusyError where the turn never came.
        """
        self._must_exist()
        with self._told("read"), self._lent(writing=False) as connection:
            if migrations.version(connection, self.place) < migrations.newest():
                raise StoreError(
                    f"{self.place} is a store of an older version: reportedly doctor --mend brings it up"
                    " to date"
                )
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the store for one transaction, which holds as a whole or not at all.

        Only who holds `locks.writer` may. A store that is not there yet is made, an older one migrated.
        """
        if not self.place.exists():
            self._make()
        self._must_exist()
        with self._told("write to"), self._lent(writing=True) as connection:
            old = migrations.version(connection, self.place)
            if old < migrations.newest():
                migrations.migrate(connection, old)
            yield connection

    def state(self) -> str:
        """Return a mark that changes with every transaction; "" where there is no file."""
        if self._owner:
            return self._owner.state
        marks = []
        for place in (self.place, self.place.with_name(f"{self.place.name}.wal")):
            with suppress(FileNotFoundError):
                about = place.stat()
                marks.append(f"{about.st_ino}-{about.st_mtime_ns}-{about.st_size}")
        return "/".join(marks)

    def version(self) -> int:
        """Return the version of the store's tables."""
        self._must_exist()
        with self._told("read"), self._lent(writing=False) as connection:
            return migrations.version(connection, self.place)

    # ------------------------------------------------------------ who has it open
    @contextmanager
    def _lent(self, writing: bool) -> Iterator[Connection]:
        """Yield a connection within a transaction: ours, where we own the file; borrowed, or of our own."""
        with ExitStack() as stack:
            if self._owner:
                yield stack.enter_context(self._owner.lent(writing, self.patience))
                return
            end = time.monotonic() + self.patience
            while True:
                try:
                    connection = stack.enter_context(self._way(writing))
                    break
                except BusyError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(_PAUSE)
            yield connection

    def _way(self, writing: bool) -> AbstractContextManager[Connection]:
        """Return the way into the store that there is just now."""
        if line := borrowing.reach(self.place):
            return borrowing.lent(line, self.place, writing, self.patience)
        return self._written() if writing else self._read()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with locks.door(self.place):  # behind a writer who is at it
            pass
        connection = self._open(read_only=True)
        try:
            connection.begin()
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        with locks.door(self.place):
            connection = self._opened()
            try:
                connection.begin()
                yield connection
                connection.commit()
            except BaseException:
                with suppress(duckdb.Error):
                    connection.rollback()
                raise
            finally:
                connection.close()

    # ------------------------------------------------------------ opening
    def _make(self) -> None:
        """Make a new store beside its place, and put it there once it is whole."""
        if not self.place.parent.is_dir():
            raise StoreError(f"there is no folder {self.place.parent}")
        new = self.place.with_name(f".{self.place.name}.new")
        try:
            _unlink(new)  # of one who was killed here
            with self._told("make"):
                connection = duckdb.connect(str(new), config=_CONFIG)
                try:
                    connection.begin()
                    migrations.migrate(connection, 0)
                    connection.commit()
                finally:
                    connection.close()
            new.replace(self.place)
            _sync(self.place.parent)
        except OSError as error:
            raise StoreError(f"could not make {self.place}: {error.strerror}") from error
        finally:
            _unlink(new)

    def _must_exist(self) -> None:
        if not self.place.exists():
            raise StoreError(f"there is no store {self.place}: reportedly add makes one")
        if not self.place.is_file() or self.place.stat().st_size == 0:
            raise StoreError(f"{self.place} is no store of reportedly's; it was left as it is")

    def _opened(self, owning: bool = False) -> duckdb.DuckDBPyConnection:
        """Open the file to write as soon as its readers have left it.

        Raises BusyError when patience ends, and where somebody else owns it by now.
        """
        end = time.monotonic() + self.patience
        while True:
            try:
                return self._open(read_only=False)
            except BusyError:
                if time.monotonic() > end or (not owning and locks.owner(self.place)):
                    raise
            time.sleep(_PAUSE)

    def _open(self, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Open the file; raise BusyError where somebody else has it open, StoreError else."""
        try:
            return duckdb.connect(str(self.place), read_only=read_only, config=_CONFIG)
        except duckdb.Error as error:
            if not any(sign in str(error) for sign in _BUSY):
                raise self._problem("read" if read_only else "write to", error) from error
            who = locks.owner(self.place) or locks.holder(self.place) or "another program"
            raise BusyError(f"{self.place} is held by {who}; nothing was done") from error

    # ------------------------------------------------------------ what went wrong
    @contextmanager
    def _told(self, doing: str) -> Iterator[None]:
        """Tell what DuckDB and the system refuse in words for people."""
        try:
            yield
        except ReportedlyError:
            raise
        except (duckdb.Error, OSError) as error:
            raise self._problem(doing, error) from error

    def _problem(self, doing: str, error: Exception) -> StoreError:
        text = str(error)
        first = text.splitlines()[0] if text else type(error).__name__
        if any(sign in text for sign in _FULL):
            return StoreError(
                f"the disk is full: {self.place} could not be written. All that was acknowledged is in it; "
                "make room, and add again"
            )
        if "Permission denied" in text or "Read-only file system" in text or "read-only" in text:
            return StoreError(f"no permission to {doing} {self.place}; it was left as it is")
        if "not a valid DuckDB" in text or isinstance(error, duckdb.SerializationException):
            return StoreError(f"{self.place} is no store of reportedly's; it was left as it is")
        return StoreError(f"could not {doing} {self.place}: {first}")


def _unlink(place: Path) -> None:
    """Remove a database that is no store yet."""
    for rest in (place, place.with_name(f"{place.name}.wal")):
        with suppress(OSError):
            rest.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


# ---------------------------------------------------------------- rows
def insert(connection: Connection, table: str, rows: Iterable[Any]) -> None:
    """Insert rows of the table's dataclass."""
    new = to_table(rows, TABLES[table])
    if new.num_rows:
        connection.register("fresh_rows", new)
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM fresh_rows")
        connection.unregister("fresh_rows")


def delete(connection: Connection, table: str, column: str, values: Sequence[str]) -> None:
    """Delete the rows that have one of the values in a column."""
    for some in _few(values):
        connection.execute(f"DELETE FROM {table} WHERE {column} IN ({_marks(some)})", some)


def select(
    connection: Connection, what: str, table: str, column: str, values: Iterable[str]
) -> list[tuple[Any, ...]]:
    """Return columns (`what`) of the rows that have one of the values in a column."""
    found: list[tuple[Any, ...]] = []
    for some in _few(list(dict.fromkeys(values))):
        query = f"SELECT {what} FROM {table} WHERE {column} IN ({_marks(some)})"
        found += connection.execute(query, some).fetchall()
    return found


def _few(values: Sequence[str]) -> Iterator[list[str]]:
    """Yield values so many at a time that an index still finds each of them."""
    for start in range(0, len(values), 500):
        yield list(values[start : start + 500])


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
