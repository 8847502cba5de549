"""Memory of a process that reads statements: its peak, measured in one that does nothing else (Linux)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from benchmarks.figures import Figure
from benchmarks.shared import rows

MEMORY = 600  # MB
LONGEST = 300_000  # code points

# What a process held at most is asked of the system: getrusage would tell of its parent, too.
_READER = """
import json, re, sys
from reportedly.records import Article
from reportedly.statements import read_articles
for n, line in enumerate(sys.stdin):
    article = Article(str(n), str(n), "text", language="en", text=json.loads(line))
    (reading,) = read_articles([article])
    assert not reading.rejected, reading.rejected
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) / 1000)
"""


def measure() -> list[Figure]:
    """Return the peak after PolNeAR's dev part, and after one article of the greatest length."""
    texts = [row["text"] for row in rows("corpora", "polnear", "dev.jsonl.gz")]
    many, long = peak(texts), peak(["\n".join(texts)[:LONGEST]])
    return [
        Figure(f"peak, {len(texts)} articles", many, "MB"),
        Figure(f"peak, one article of {LONGEST:,} characters", long, "MB"),
        Figure(f"left of {MEMORY} MB", MEMORY - max(many, long), "MB", 0),
    ]


def peak(texts: Sequence[str]) -> float:
    """Return the most memory (MB) that a new process holds which reads these articles one by one."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    command = [sys.executable, "-c", _READER]
    return float(subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout)
