"""The door for commands of this machine: who owns a store lends its transactions through a socket beside it.

A line is a transaction: who asked executes queries in it, and says when it is to hold. Where the line breaks
before that, nothing of it holds. Only the same user, or the machine's, is let in; all that goes through
is SQL and rows (messages.py), in a database that reaches no other file.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from reportedly.errors import BusyError, ReportedlyError, StoreError
from reportedly.store import locks, messages, migrations
from reportedly.store.owning import Owner

AT_ONCE = 32
"""Lines that are open at once; more wait."""

ROWS = 500
"""Rows that are sent at a time."""

GRACE = 5.0
"""Seconds that open transactions have to come to their ends when the owner goes."""


@contextmanager
def lending(owner: Owner, place: Path) -> Iterator[None]:
    """Lend the owner's transactions to whoever may have them, as long as this lasts."""
    door = locks.beside(place, "socket")
    listening = _listen(door)
    lender = _Lender(owner)
    thread = threading.Thread(target=lender.answer, args=(listening,), name="reportedly-door", daemon=True)
    thread.start()
    try:
        yield
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        lender.end()
        with suppress(OSError):
            door.unlink()


def _listen(door: Path) -> socket.socket:
    """Return a socket in a place that is ours alone; one of an owner who was killed gives way."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with messages.address(door) as address:
            if door.is_socket():
                door.unlink()
            listening.bind(address)
        door.chmod(0o600)  # before anybody is listened to
        listening.listen(AT_ONCE)
    except OSError as error:
        listening.close()
        raise StoreError(
            f"no door for commands could be made at {door}: {error.strerror or error}"
        ) from error
    return listening


class _Lender:
    """Answers at the door, a thread for each line."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._lines: dict[threading.Thread, socket.socket] = {}
        self._lock = threading.Lock()

    def answer(self, listening: socket.socket) -> None:
        """Answer whoever comes, until the door is closed."""
        while True:
            self._free.acquire()
            try:
                line, _ = listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(line,), name="reportedly-line", daemon=True)
            with self._lock:
                self._lines[thread] = line
            thread.start()

    def end(self) -> None:
        """Let the transactions that are open come to their ends, and break off those that do not."""
        end = time.monotonic() + GRACE
        with self._lock:
            left = dict(self._lines)
        for thread in left:
            thread.join(max(0.0, end - time.monotonic()))
        for thread, line in left.items():
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            thread.join(GRACE)

    def _serve(self, line: socket.socket) -> None:
        try:
            with line:
                line.settimeout(messages.SECONDS)
                if messages.other_user(line) in (None, 0, os.geteuid()):
                    self._lend(line)
        except (OSError, EOFError, ValueError):
            pass  # whoever asked is gone, or speaks something else: nothing of it holds
        finally:
            with self._lock:
                del self._lines[threading.current_thread()]
            self._free.release()

    def _lend(self, line: socket.socket) -> None:
        """Lend one transaction, and say what became of it."""
        try:
            asked, _ = messages.receive(line)
            if asked.get("tables") != migrations.newest():
                raise StoreError(
                    "it is served by another version of reportedly; end that, and start it with this one"
                )
            writing, patience = bool(asked.get("writing")), float(asked.get("patience", 0.0))
            with self._owner.lent(writing, patience) as connection:
                messages.send(line, {})
                _answer(line, connection)
            messages.send(line, {})
        except (duckdb.Error, ReportedlyError) as error:
            messages.send(line, problem(error))


def _answer(line: socket.socket, connection: duckdb.DuckDBPyConnection) -> None:
    """Execute what is asked, until the other side says that it is to hold."""
    while True:
        asked, rows = messages.receive(line)
        if asked.get("do") == "keep":
            return
        try:
            messages.send(line, *_done(connection, asked, rows))
        except duckdb.Error as error:
            messages.send(line, problem(error))


def _done(
    connection: duckdb.DuckDBPyConnection, asked: messages.Head, rows: bytes
) -> tuple[messages.Head, bytes | memoryview]:
    """Do one thing; return the first rows that it gives, or the next, and whether there may be more."""
    do, name, query = asked.get("do"), str(asked.get("name", "")), str(asked.get("query", ""))
    if do == "execute":
        connection.execute(query, asked.get("parameters"))
    elif do == "table":
        found = connection.sql(query, params=asked.get("parameters"))
        return {}, messages.table_packed(found.to_arrow_table())
    elif do == "register":
        connection.register(name, messages.table_unpacked(rows))
        return {}, b""
    elif do == "unregister":
        connection.unregister(name)
        return {}, b""
    elif do != "more":
        raise ValueError(f"nothing is called {do!r}")
    some = connection.fetchmany(ROWS)
    return {"more": len(some) == ROWS}, messages.packed(some)


def problem(error: Exception) -> messages.Head:
    """Return what went wrong, as it goes through the line; see `borrowing.raised`."""
    busy = isinstance(error, BusyError)
    kind = "busy" if busy else type(error).__name__ if isinstance(error, duckdb.Error) else "store"
    return {"problem": kind, "text": str(error)}
