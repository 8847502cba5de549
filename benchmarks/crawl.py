"""A crawl of 20,000 pages: how fast it is read, by one process and by two, and that memory stays flat."""

from __future__ import annotations

import dataclasses
import gzip
import itertools
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from benchmarks.figures import Figure
from reportedly import articles, pages
from reportedly.engine.arrow import to_batch
from reportedly.engine.embedded import BATCH_ROWS, Embedded
from reportedly.pages import unpack_pages
from reportedly.pipeline import PAGE_SECONDS
from reportedly.records import Page

PAGES = 20_000
_WORDS = 3000  # a page; 20 KB
_READ = 256  # pages of the crawl whose articles are read, in each of the rounds
_ROUNDS = 2
_MEMORY = 100  # MB, more than which a crawl may not take


def measure() -> list[Figure]:
    """Return pages a second, what a second process is worth, and the peak of memory, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "crawl.warc.gz"))
        _write(Path(path))
        # A process of its own: a peak is one of a whole process.
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.crawl", path], capture_output=True, text=True, check=True
        )
        seconds, early, peak = map(float, done.stdout.split())
        crawl = list(itertools.islice(unpack_pages([path]), _READ))
        return [
            Figure("pages unpacked", PAGES / seconds, "a second", 300),
            Figure("memory after 5,000 pages", early, "MB above imports"),
            Figure("memory after 20,000 pages", peak, "MB above imports"),
            Figure(f"left of {_MEMORY} MB then", _MEMORY - peak, "MB", 0),
            *_speeds(path, crawl),
            Figure("processes that one can feed", _fed(path), "", 8),
        ]


def _speeds(path: str, crawl: list[Page]) -> list[Figure]:
    """Return articles a second of one and of two processes, and their ratio, each the best of some rounds.

    The ratio holds on two idle cores: whatever else the machine is doing takes the second one.
    """
    refused = [dataclasses.replace(page, rejected="for the way alone") for page in crawl]
    with Embedded(1) as single, Embedded(2) as double:
        for engine in (single, double):
            _seconds(engine, crawl)  # libraries and models are loaded
        rounds = [(_from_file(single, path), _from_file(double, path)) for _ in range(_ROUNDS)]
        way = min(_seconds(single, refused) for _ in range(_ROUNDS))
    one, two = (_READ / min(seconds) for seconds in zip(*rounds, strict=True))
    ratio = max(first / second for first, second in rounds)
    return [
        Figure("articles, one process", one, "a second"),
        Figure("articles, two processes", two, "a second"),
        Figure("two processes to one", ratio, "times", 1.7, "on two idle cores"),
        Figure("pages handed to a process and back", _READ / way, "a second", 800),
    ]


def _fed(path: str) -> float:
    """Return how much processor time reading a page takes where it is read, to one where it is handed out."""

    def times(read: int) -> tuple[float, float]:
        """Return the time of this process and of those that it started, in seconds."""
        before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        with Embedded(1) as engine:
            _from_file(engine, path, read)
        after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        here, there = (
            b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True)
        )
        return here, there

    start, end = times(_READ // 4), times(_READ)  # their difference is free of what loading takes
    return (end[1] - start[1]) / (end[0] - start[0])


def _from_file(engine: Embedded, path: str, read: int = _READ) -> float:
    return _seconds(engine, itertools.islice(unpack_pages([path]), read))


def _seconds(engine: Embedded, crawl: Iterable[Page]) -> float:
    """Return how long it takes to read the articles of pages, from taking them from where they are."""
    start = time.perf_counter()
    for _ in engine.stream((pages.stage(), articles.stage()), _batches(iter(crawl)), PAGE_SECONDS):
        pass
    return time.perf_counter() - start


def _batches(stream: Iterator[Page]) -> Iterator[pa.RecordBatch]:
    while batch := list(itertools.islice(stream, BATCH_ROWS)):
        yield to_batch(batch, Page)


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
    for number, page in enumerate(unpack_pages([path]), 1):
        if page.rejected:
            sys.exit(page.rejected)
        if number == PAGES // 4:
            early = _memory() - before
    print(time.perf_counter() - start, early, _memory() - before)


if __name__ == "__main__":
    _read(sys.argv[1])
