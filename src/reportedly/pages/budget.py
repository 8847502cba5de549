"""What an input may unpack to: archives that swell beyond it are left, with what was read kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from reportedly.pages.draft import Limits

_SWELLING = 20  # text and pages shrink to a fifth; an archive may hold what shrinks more


class TooMuchError(Exception):
    """An input unpacks to more than is taken in."""


@dataclass
class Budget:
    """What one input may still unpack to, all archives in it together."""

    bytes: int
    entries: int

    @classmethod
    def of(cls, size: int, limits: Limits) -> Budget:
        """Return the budget of an input of so many bytes as it stands."""
        return cls(max(limits.unpacked, _SWELLING * size), limits.entries)

    def spend(self, bytes: int = 0, entries: int = 0) -> None:
        """Take off what was read; raise TooMuchError when nothing is left."""
        self.bytes -= bytes
        self.entries -= entries
        if self.bytes < 0:
            raise TooMuchError("unpacks to far more than its size; what follows is not read")
        if self.entries < 0:
            raise TooMuchError("more files in it than are read at once; what follows is not read")


class Metered(io.RawIOBase):
    """A stream whose bytes count against a budget, each once, however often it is rewound."""

    def __init__(self, inner: IO[bytes], budget: Budget) -> None:
        self._inner, self._budget = inner, budget
        # One step of unpacking at a time: what comes before a break is not lost with it.
        self._read: Callable[[int], bytes] = getattr(inner, "read1", inner.read)
        self._at = self._furthest = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        if self._at > self._furthest:
            self._budget.spend(self._at - self._furthest)
            self._furthest = self._at
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = self._inner.seek(offset, whence)
        return self._at
