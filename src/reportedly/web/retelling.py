"""Working out what waits, beside the pages: in a process of its own, so that no reader waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread

from reportedly.errors import ReportedlyError, StoreError
from reportedly.store import Store


class Retelling:
    """Has `finish` called when somebody asks: one call after the other, one for all that ask meanwhile."""

    def __init__(self, finish: Callable[[], object]) -> None:
        self._finish = finish
        self._asked = self._done = 0
        self._changed = Condition()
        self._thread: Thread | None = None
        self.problem: str | None = None
        """Why it failed the last time, for people."""

    def ask(self, patience: float = 0.0) -> bool:
        """Ask for it; return whether all is worked out within `patience` seconds."""
        with self._changed:
            self._asked += 1
            mine = self._asked
            if self._thread is None:
                self._thread = Thread(target=self._work, name="reportedly-retelling", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._done >= mine, patience) and not self.problem

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._asked > self._done)
                asked = self._asked
            problem = None
            try:
                self._finish()
            except ReportedlyError as error:
                problem = str(error)
            with self._changed:
                self._done, self.problem = asked, problem
                self._changed.notify_all()


class Beside:
    """Finishes what waits in a store in another process, which is kept, with what it has loaded."""

    def __init__(self, place: Path) -> None:
        self._place = place.absolute()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self) -> None:
        """Finish; raise StoreError where that fails."""
        if self._process is None or self._process.poll() is not None:
            self._process = self._start()
        asked, told = self._process.stdin, self._process.stdout
        assert asked
        assert told
        try:
            asked.write(b"\n")
            asked.flush()
            answer = told.readline()
        except OSError:
            answer = b""
        if not answer:
            raise StoreError("the process that tells stories anew ended; what waits is told with what comes")
        if problem := json.loads(answer):
            raise StoreError(problem)

    def end(self) -> None:
        """End the process, whatever it is at: what it has not done waits."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        code = f"import sys; sys.path[:] = {sys.path!r}; from reportedly.web.retelling import main; main()"
        command = [sys.executable, "-c", code, str(self._place)]
        try:  # in a session of its own: Ctrl-C is for who serves
            return subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError as error:
            raise StoreError(f"no process that tells stories anew could be started ({error})") from error


def main() -> None:
    """Finish what waits in a store for each line that is read; write what went wrong, or null."""
    with suppress(OSError):
        os.nice(5)  # pages first
    store = Store(sys.argv[1], command="reportedly serve, telling stories anew")
    while sys.stdin.buffer.readline():
        problem = None
        try:
            store.finish()
        except ReportedlyError as error:
            problem = str(error)
        print(json.dumps(problem), flush=True)
