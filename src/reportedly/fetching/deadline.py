"""The end of a request: all its parts together, however slowly they drip."""

from __future__ import annotations

import threading
import time

from reportedly.fetching.refusal import Refusal, Stopped

_STEP = 0.25  # so long at most until somebody who asks to stop is heard


class Deadline:
    """A moment by the clock that never jumps; and the wish to stop, which may come before it."""

    def __init__(self, seconds: float, stop: threading.Event) -> None:
        self._seconds, self._stop = seconds, stop
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise Refusal or Stopped where there are none."""
        if self._stop.is_set():
            raise Stopped
        left = self._end - time.monotonic()
        if left <= 0:
            raise Refusal(f"not all there after {self._seconds:g} seconds", again=True)
        return left

    def step(self) -> float:
        """Return how long to wait at a time: no longer than is left, and never long."""
        return min(_STEP, self.left())
