"""Gzip whose members are records: a broken one is left out, with a mark, and the next one is found."""

from __future__ import annotations

import io
import zlib
from typing import IO

_CHUNK = 1 << 16
_MEMBER = b"\x1f\x8b\x08"
GAP = b"\r\n\0\0 broken gzip member \0\0\r\n"
"""What stands in the unpacked stream where a member could not be unpacked to its end."""


class Members(io.RawIOBase):
    """The unpacked bytes of a gzip file of many members, GAP for each that is broken."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._input = b""
        self._output = b""
        self._member = zlib.decompressobj(31)
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._output:
            if not self._input:
                self._input = self._packed.read(_CHUNK)
            if not self._input:
                if not self._begun:
                    return 0
                self._begun, self._output = False, GAP  # the file ends within a member
            else:
                self._unpack()
        size = min(len(buffer), len(self._output))
        buffer[:size] = self._output[:size]
        self._output = self._output[size:]
        return size

    def _unpack(self) -> None:
        """Unpack a piece of the input; where that fails, go on at the next member."""
        if not self._begun:
            self._input = self._input.lstrip(b"\0")  # padding between members
            if not self._input:
                return
            self._member, self._begun = zlib.decompressobj(31), True
        try:
            self._output = self._member.decompress(self._input, _CHUNK)
        except zlib.error:
            self._output, self._begun = GAP, False
            self._find_member()
            return
        self._input = self._member.unconsumed_tail or self._member.unused_data
        self._begun = not self._member.eof

    def _find_member(self) -> None:
        """Drop input up to the next bytes that begin a member."""
        self._input = self._input[1:]
        while (start := self._input.find(_MEMBER)) < 0:
            more = self._packed.read(_CHUNK)
            self._input = self._input[-2:] + more
            if not more:
                self._input = b""
                return
        self._input = self._input[start:]
