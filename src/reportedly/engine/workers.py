"""The processes that batches are run in, as their parent sees them: started, asked, replaced, ended."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Any

import pyarrow as pa

from reportedly.engine.arrow import from_batch
from reportedly.engine.stage import Stage, refuse
from reportedly.engine.worker import TOO_LATE, packed, receive, send, unpacked
from reportedly.errors import StepError

POOL_ROWS = 64
"""Fewer rows than this are not worth another process: each loads its own libraries and models."""

AHEAD_BATCHES = 64
AHEAD_BYTES = 50_000_000
"""Batches, and their bytes, that are on their way at once: the first of them may be a slow one."""

_LEAST_MEMORY = 4_000_000_000


class _LostError(Exception):
    """A process ended before its work did; the message says why, for people."""


class Workers:
    """Up to `most` processes, started as there is work for them; a thread of this one waits for each.

    What is asked of them while they are many is done in any order and handed over in the order of asking.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._memory = max(_LEAST_MEMORY, _physical_memory() // most)
        self._threads = ThreadPoolExecutor(most, "reportedly-worker")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []
        self._ended = False

    def stream(
        self, stages: Sequence[Stage], batches: Iterable[pa.RecordBatch], seconds: float | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield what stages, one after the other, make of batches, in order; batches are taken ahead.

        A row that takes longer than `seconds`, or breaks the process that works on it, is refused.
        Raises StepError for a bug in a stage.
        """
        waiting: deque[tuple[Future[list[pa.RecordBatch]], int]] = deque()
        rows = held = 0
        for batch in batches:
            rows += batch.num_rows
            self._grow(1 + rows // POOL_ROWS)
            waiting.append((self._threads.submit(self._run, stages, batch, seconds), batch.nbytes))
            held += batch.nbytes
            while waiting and (len(waiting) > AHEAD_BATCHES or held > AHEAD_BYTES or waiting[0][0].done()):
                found, size = waiting.popleft()
                held -= size
                yield from found.result()
        while waiting:
            yield from waiting.popleft()[0].result()

    def end(self) -> None:
        """End the processes, whatever they are at."""
        self._ended = True
        for worker in self._all:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.close()

    def _grow(self, wanted: int) -> None:
        while len(self._all) < min(self._most, wanted):
            self._all.append(_Worker(self._memory))
            self._idle.put(self._all[-1])

    def _run(
        self, stages: Sequence[Stage], batch: pa.RecordBatch, seconds: float | None
    ) -> list[pa.RecordBatch]:
        """Run a batch; where that costs a process, run its rows one by one: only the culprit is refused."""
        worker = self._idle.get()
        try:
            answer = worker.ask((stages, seconds, packed(batch)))
        finally:
            self._idle.put(worker)
        if not isinstance(answer, Exception):
            return [unpacked(message) for message in answer]
        if self._ended or not isinstance(answer, _LostError | MemoryError):
            raise answer
        if batch.num_rows > 1:
            rows = [batch.slice(row, 1) for row in range(batch.num_rows)]
            return [found for row in rows for found in self._run(stages, row, seconds)]
        row: Any = from_batch(batch, stages[0].takes)[0]
        why = "needs more memory than there is" if isinstance(answer, MemoryError) else str(answer)
        return [refuse(stages, row, why)]


class _Worker:
    """One process, replaced by another when it ends before its work does."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._killed = False
        self._start()

    def _start(self) -> None:
        # The same modules as here, wherever they lie; nothing of the script that is run here.
        code = f"import sys; sys.path[:] = {sys.path!r}; from reportedly.engine.worker import serve"
        command = [sys.executable, "-c", f"{code}; serve({self._memory})"]
        try:
            with _ctrl_c_later():
                self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise StepError("reading", "any row", f"no process could be started ({error})") from error
        self._started = False
        if self._killed:
            self._process.kill()

    def ask(self, request: tuple[Any, float | None, Any]) -> Any:
        """Return what the process makes of a request: a message, or the exception that it ended with."""
        line, answers = self._process.stdin, self._process.stdout
        assert line
        assert answers
        try:
            if not self._started:
                receive(answers)
                self._started = True
            send(line, request)
            return pickle.loads(receive(answers))
        except (EOFError, OSError):
            code = self._process.wait()
            self.close()
            if not (self._started or self._killed):
                raise StepError(request[0][0].name, "any row", "no process could be started") from None
            self._start()
            return _LostError(_cause(code, request[1]))

    def kill(self) -> None:
        """End the process; whoever waits for its answer learns that."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """Let go of a process that ended."""
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()


def _cause(code: int, seconds: float | None) -> str:
    """Return why a process ended, by its exit status."""
    if code == TOO_LATE and seconds is not None:
        return f"took longer than {seconds:g} {'second' if seconds == 1 else 'seconds'}"
    if code == -getattr(signal, "SIGKILL", 9):
        return "the process that worked on it was ended from without; memory may have run out"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit status {code}"
    return f"broke the process that worked on it ({name})"


def _physical_memory() -> int:
    """Return this machine's memory in bytes, 0 where it does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Hold Ctrl-C back; processes started meanwhile never hear it, not even while they load."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
