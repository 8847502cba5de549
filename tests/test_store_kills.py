"""Writers of a store are killed at random; `python -m benchmarks.kills` does it some hundred times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_nothing_acknowledged_is_lost_by_kills() -> None:
    command = [sys.executable, "-m", "benchmarks.kills", "--kills", "10"]
    root = Path(__file__).parent.parent
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, cwd=root)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.endswith("all is well\n")
