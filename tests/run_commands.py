"""Commands run as a user runs them: in a process of their own, to their end or not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

TEXT = (
    "Two people died in a warehouse fire in Marn on Monday, police said.\n\n"
    '"We heard a loud bang," said Ana Lopez, who lives nearby.\n\n'
    "The mayor denied that the alarm had been switched off, and officials will hold a news conference.\n"
)


def start(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    """Start a command, as a user does."""
    command = [sys.executable, "-m", "reportedly", *arguments]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # A shell that runs the tests in the background has Ctrl-C ignored, and children inherit that.
    heeded = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    return subprocess.Popen(command, **{**heeded, **streams, **more})


def run(*arguments: str, **more: Any) -> tuple[int, str, str]:
    """Run a command; return exit code, stdout and stderr. No run may end with a traceback."""
    process = start(*arguments, **more)
    out, err = process.communicate(timeout=120)
    assert b"Traceback" not in err, err.decode()
    return process.returncode, (out or b"").decode(), err.decode()


def gone(group: int) -> bool:
    """Whether nobody of a process group lives on for more than some seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False
