"""A crawl of 20,000 pages: how fast it is read, and that memory does not grow with it."""

from __future__ import annotations

import gzip
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from reportedly.pages import read_pages

PAGES = 20_000
_WORDS = 3000  # a page; 20 KB


def measure() -> list[Figure]:
    """Return pages a second, and the peak of memory above what the imports take, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "crawl.warc.gz")
        _write(path)
        # A process of its own: a peak is one of a whole process.
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.crawl", str(path)], capture_output=True, text=True, check=True
        )
    seconds, early, peak = map(float, done.stdout.split())
    return [
        Figure("pages read", PAGES / seconds, "a second"),
        Figure("memory after 5,000 pages", early, "MB above imports"),
        Figure("memory after 20,000 pages", peak, "MB above imports"),
    ]


def _write(path: Path) -> None:
    """Write a crawl of pages of made-up words, each record a gzip member."""
    chance = random.Random(0)
    words = [f"w{chance.randrange(10**6):x}" for _ in range(4000)]
    texts = [" ".join(chance.choices(words, k=_WORDS)) for _ in range(100)]
    with path.open("wb") as file:
        for number in range(PAGES):
            body = f"<html><body><p>Page {number} {texts[number % 100]}</p></body></html>"
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}"
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://orrin.example/{number}\r\n"
                f"WARC-Date: 2031-02-03T04:05:06Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(f"{head}{block}\r\n\r\n".encode(), 1))


def _memory() -> float:
    """Return the peak of this process's memory so far, in MB (Linux)."""
    # Not getrusage, whose figure a process inherits from the one that started it.
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1000  # type: ignore[index]


def _read(path: str) -> None:
    before, start, early = _memory(), time.perf_counter(), 0.0
    for number, page in enumerate(read_pages([path]), 1):
        if page.rejected:
            sys.exit(page.rejected)
        if number == PAGES // 4:
            early = _memory() - before
    print(time.perf_counter() - start, early, _memory() - before)


if __name__ == "__main__":
    _read(sys.argv[1])
