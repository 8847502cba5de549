"""One request to a host at a time, with a pause after each, however many threads or feeds ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportedly.fetching.refusal import Refusal, Stopped


@dataclass(slots=True)
class _Gate:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0  # by the monotonic clock
    delay: float = 0.0  # asked for by the host itself


class Hosts:
    """The gates of all hosts; `delay` and `patience` as in Limits, `stop` ends every wait."""

    def __init__(self, delay: float, patience: float, stop: threading.Event) -> None:
        self._delay, self._patience, self._stop = delay, patience, stop
        self._gates: dict[str, _Gate] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Hold a host for one request; raise Refusal where it asked to be left alone for long."""
        gate = self._gate(host)
        with gate.lock:
            wait = gate.free - time.monotonic()
            if wait > self._patience:
                raise Refusal("its server asked to be left alone for a while", again=True, wait=wait)
            if self._stop.wait(max(0.0, wait)):
                raise Stopped
            try:
                yield
            finally:
                gate.free = max(gate.free, time.monotonic() + max(self._delay, gate.delay))

    def pause(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long from now, as it asked."""
        gate = self._gate(host)
        gate.free = max(gate.free, time.monotonic() + seconds)

    def slow(self, host: str, delay: float) -> None:
        """Pause for so long, at least, after each request to a host, as it asked."""
        self._gate(host).delay = min(delay, self._patience)

    def _gate(self, host: str) -> _Gate:
        with self._lock:
            return self._gates.setdefault(host, _Gate())
