"""Where the records of a WARC begin and end, whatever stands between them.

fastwarc stops at the first record that is broken; crawls that were cut off, or lie on old disks, go
on after it. So the records are told apart here, and fastwarc is handed one whole record at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK = 1 << 16
_HEADER = 1 << 16  # bytes in which a record's header must end
_HTTP_HEADER = 2048  # bytes after it that tell what a long record holds
_BEGIN = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n[A-Za-z][\w-]{0,40}:")
_LONGEST_BEGIN = 60
_HEADER_END = re.compile(rb"\r?\n\r?\n|(?=WARC/[01]\.)")  # or another record begins
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.I | re.M)
_AFTER = re.compile(rb"\r\n\r\n|[\r\n]*(?:WARC/|\Z)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole record; or what is left of one, at most its headers, and what is wrong with it."""

    data: bytes
    problem: str | None = None


def frames(stream: IO[bytes], limit: int) -> Iterator[Frame]:
    """Yield the records of an unpacked WARC one at a time, none of them longer than `limit` bytes."""
    tape = _Tape(stream)
    while True:
        tape.drop_blank()
        if not tape.kept:
            return
        tape.fill(_HEADER)
        if not _BEGIN.match(tape.kept):
            tape.drop_to_record(0)
            yield Frame(b"", "bytes that belong to no record")
            continue
        yield _frame(tape, limit)


def _frame(tape: _Tape, limit: int) -> Frame:
    """Take the record at the beginning of the tape, or as much as is left of it."""
    end = _HEADER_END.search(tape.kept, 5, _HEADER)
    header = bytes(tape.kept[: end.end()]) if end else b""
    length = _LENGTH.search(header)
    if end is None or length is None or not end[0]:
        tape.drop_to_record(5)
        return Frame(header, "a record whose header is cut off or tells no length")
    size = end.end() + int(length[1])
    if size > limit + _HEADER:
        header = bytes(tape.kept[: end.end() + _HTTP_HEADER])
        whole = tape.skip(size)
        return Frame(header, f"larger than {limit / 1e6:g} MB" if whole else "a record that is cut off")
    tape.fill(size + _LONGEST_BEGIN)
    if len(tape.kept) >= size and _AFTER.match(tape.kept, size):
        return Frame(tape.take(size))
    cut = _BEGIN.search(tape.kept, end.end()) is not None or len(tape.kept) < size
    tape.drop_to_record(end.end())
    return Frame(header, "a record that is cut off" if cut else "a record that is longer than it says")


class _Tape:
    """A stream of which as much is kept as is needed to go back to the last record's beginning."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.kept = bytearray()

    def fill(self, size: int) -> None:
        """Have `size` bytes at hand, or all that are left."""
        while len(self.kept) < size:
            more = self._stream.read(max(_CHUNK, size - len(self.kept)))
            if not more:
                return
            self.kept += more

    def take(self, size: int) -> bytes:
        """Return, and leave behind, so many bytes."""
        data = bytes(self.kept[:size])
        del self.kept[:size]
        return data

    def drop_blank(self) -> None:
        """Leave empty lines behind."""
        while True:
            self.fill(_CHUNK)
            blank = len(self.kept) - len(self.kept.lstrip(b"\r\n"))
            del self.kept[:blank]
            if self.kept or not blank:
                return

    def drop_to_record(self, start: int) -> None:
        """Leave everything behind up to where a record begins, at `start` or later."""
        while True:
            found = _BEGIN.search(self.kept, start)
            if found:
                del self.kept[: found.start()]
                return
            if not self._drop_searched():
                return
            start = 0

    def skip(self, size: int) -> bool:
        """Leave a record of `size` bytes behind; return False where another one begins within it."""
        start = 5
        while size > 0:
            found = _BEGIN.search(self.kept, start, size + _LONGEST_BEGIN)
            if found and found.start() < size:
                del self.kept[: found.start()]
                return False
            if size <= len(self.kept):
                del self.kept[:size]
                return True
            before = len(self.kept)
            more = self._drop_searched()
            size -= before - _LONGEST_BEGIN if more else before
            start = 0
            if not more:
                return False
        return True

    def _drop_searched(self) -> bool:
        """Leave behind what is at hand, but for the bytes that a record may begin with; read on."""
        more = self._stream.read(_CHUNK)
        if not more:
            self.kept.clear()
            return False
        del self.kept[: max(0, len(self.kept) - _LONGEST_BEGIN)]
        self.kept += more
        return True
