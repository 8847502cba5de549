"""Transactions of a store that another process owns, borrowed through the socket beside the file."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from reportedly.errors import BusyError, StoreError
from reportedly.store import locks, messages, migrations


def reach(place: Path) -> socket.socket | None:
    """Return a line to the process that owns a store, None where nobody does.

    Raises BusyError where that process does not answer yet, or no more; StoreError where it is another
    user's.
    """
    owner = locks.owner(place)
    if owner is None:
        return None
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(messages.SECONDS)
        with messages.address(locks.beside(place, "socket")) as address:
            line.connect(address)
        if messages.other_user(line) not in (None, 0, os.geteuid(), place.stat().st_uid):
            raise PermissionError
    except PermissionError:
        line.close()
        raise StoreError(
            f"{place} is served by {owner}, of another user: run this as that user, or end that process"
        ) from None
    except OSError as error:
        line.close()
        raise BusyError(f"{place} is held by {owner}, which does not answer; nothing was done") from error
    return line


@contextmanager
def lent(line: socket.socket, place: Path, writing: bool, patience: float) -> Iterator[Borrowed]:
    """Yield a connection within a transaction, which holds as a whole or not at all.

    Raises StoreError where the process that owns the store ends meanwhile.
    """
    with line:
        connection = Borrowed(line, place)
        connection.ask({"tables": migrations.newest(), "writing": writing, "patience": patience})
        yield connection
        connection.ask({"do": "keep"})


class Borrowed:
    """A connection to a store that another process has open; see connection.Connection."""

    def __init__(self, line: socket.socket, place: Path) -> None:
        self._line, self._place = line, place
        self._rows: list[tuple[Any, ...]] = []
        self._more = False

    def execute(self, query: str, parameters: object = None, /) -> Borrowed:
        """Execute a query; what it gives is there to be fetched."""
        self._rows = messages.unpacked(self.ask({"do": "execute", "query": query, "parameters": parameters}))
        return self

    def sql(self, query: str, *, params: object = None) -> Asked:
        """Return a query, whose rows can be had as a table."""
        return Asked(self, {"do": "table", "query": query, "parameters": params})

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        rows = self._rows
        while self._more:
            rows += messages.unpacked(self.ask({"do": "more"}))
        self._rows = []
        return rows

    def fetchmany(self, size: int = 1, /) -> list[Any]:
        """Return the next rows, `size` at most."""
        while self._more and len(self._rows) < size:
            self._rows += messages.unpacked(self.ask({"do": "more"}))
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    def register(self, view_name: str, python_object: pa.Table, /) -> None:
        """Let queries find an Arrow table under a name."""
        self.ask({"do": "register", "name": view_name}, messages.table_packed(python_object))

    def unregister(self, view_name: str, /) -> None:
        """Forget a name that was registered."""
        self.ask({"do": "unregister", "name": view_name})

    def ask(self, head: messages.Head, rows: bytes | memoryview = b"") -> bytes:
        """Say something, and return the rows of the answer, packed; raise what went wrong there."""
        try:
            messages.send(self._line, head, rows)
            answer, found = messages.receive(self._line)
        except (OSError, EOFError):
            raise StoreError(
                f"{self._place} was served by a process that ended meanwhile. All that was acknowledged is in"
                " it; run this again"
            ) from None
        except ValueError as error:
            raise StoreError(f"{self._place}: {error}") from error
        if kind := answer.get("problem"):
            raise _raised(str(kind), str(answer.get("text", "")), self._place)
        self._more = bool(answer.get("more"))
        return found


class Asked:
    """A query to a store that another process has open; see connection.Relation."""

    def __init__(self, connection: Borrowed, head: messages.Head) -> None:
        self._connection, self._head = connection, head

    def to_arrow_table(self) -> pa.Table:
        """Return the rows as a table."""
        return messages.table_unpacked(self._connection.ask(self._head))


def _raised(kind: str, text: str, place: Path) -> Exception:
    """Return what went wrong in the process that owns the store, as if it had gone wrong here."""
    if kind == "busy":
        return BusyError(text)
    found = getattr(duckdb, kind, None)
    if isinstance(found, type) and issubclass(found, duckdb.Error):
        with suppress(TypeError):
            return found(text)
    return StoreError(f"{place}: {text}")
