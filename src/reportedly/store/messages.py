"""What goes between the process that owns a store and one that asks for it: a head in JSON, rows as Arrow.

Lengths come first, and are bounded: neither side takes in more than it can hold. Nothing that comes is
ever executed but SQL, in a database that reaches no other file.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

MOST_HEAD = 64_000_000
MOST_ROWS = 1_000_000_000
"""Bytes of a message's head, and of the rows that go with it, at most."""

SECONDS = 600.0
"""A side that says nothing for so long is taken to be gone."""

_LENGTHS = struct.Struct("!IQ")
_PEER = struct.Struct("3i")  # process, user, group
_NAME = 100  # bytes of a socket's name that every system takes

Head = dict[str, Any]


def send(line: socket.socket, head: Head, rows: bytes | memoryview = b"") -> None:
    """Send a message; raise ValueError where it is too long, OSError where nobody listens any more."""
    data = json.dumps(head).encode("ascii")
    if len(data) > MOST_HEAD or len(rows) > MOST_ROWS:
        raise ValueError("more than goes to the process that serves the store at once")
    line.sendall(_LENGTHS.pack(len(data), len(rows)) + data)
    if len(rows):
        line.sendall(rows)


def receive(line: socket.socket) -> tuple[Head, bytes]:
    """Return the next message; raise EOFError where the other side ended, ValueError for what is none."""
    head, rows = _LENGTHS.unpack(_exactly(line, _LENGTHS.size))
    if head > MOST_HEAD or rows > MOST_ROWS:
        raise ValueError("a message of that length is none")
    found = json.loads(_exactly(line, head))
    if not isinstance(found, dict):
        raise ValueError("a message without a head")
    return found, _exactly(line, rows)


def _exactly(line: socket.socket, size: int) -> bytes:
    """Return so many bytes; memory is taken as they come, whatever length was announced."""
    data = bytearray()
    while len(data) < size:
        piece = line.recv(min(size - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


# ---------------------------------------------------------------- rows
def table_packed(table: pa.Table) -> memoryview:
    """Return a table as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return memoryview(sink.getvalue())


def table_unpacked(data: bytes) -> pa.Table:
    """Return the table that bytes hold; raise ValueError where they hold none."""
    with pa.ipc.open_stream(data) as stream:
        return stream.read_all()


def packed(rows: Sequence[tuple[Any, ...]]) -> bytes | memoryview:
    """Return rows of a result, of one length and type each column, as bytes."""
    if not rows:
        return b""
    columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
    return table_packed(pa.Table.from_arrays(columns, [str(n) for n in range(len(columns))]))


def unpacked(data: bytes) -> list[tuple[Any, ...]]:
    """Return the rows that bytes hold."""
    if not data:
        return []
    return list(zip(*(column.to_pylist() for column in table_unpacked(data).columns), strict=True))


# ---------------------------------------------------------------- the line
@contextmanager
def address(place: Path) -> Iterator[str]:
    """Yield a name for a socket that is short enough for one, however deep its folder lies."""
    if len(os.fsencode(place)) <= _NAME:
        yield str(place)
        return
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{place.name}"
    finally:
        os.close(folder)


def other_user(line: socket.socket) -> int | None:
    """Return who is at the other end of a line; None where this system does not tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(told)[1])
