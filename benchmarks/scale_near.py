"""Near-copy search over very many made-up articles: seconds, memory, and whether what is found is right."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.scale_articles import KINDS, made_up
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.engine.embedded import Embedded
from reportedly.engine.stage import Stage
from reportedly.stories import Text, find_bands, near_copies

CHUNK = 50_000
"""Articles whose bands are written down together: a run that was cut off goes on after the last of them."""
ROWS = 100

Numbers = Any


@dataclass(slots=True)
class Numbered:
    """The numbers of some made-up articles: from `start` up to `end`."""

    start: int
    end: int


@dataclass(slots=True)
class Marked:
    """Their bands, one after the other, what they are made of, and processor time of making and of bands."""

    bands: list[int]
    families: list[int]
    kinds: list[int]
    making: float
    marking: float


def mark(rows: Sequence[Numbered], _options: None) -> list[Marked]:
    """Make articles and their bands."""
    return [_marked(row) for row in rows]


def _marked(row: Numbered) -> Marked:
    start = time.process_time()
    made = list(made_up(row.start, row.end))
    between = time.process_time()
    found = find_bands([Text(article.text) for article in made])
    marking = time.process_time() - between
    return Marked(
        [band for one in found for band in one.bands],
        [article.family for article in made],
        [KINDS.index(article.kind) for article in made],
        between - start,
        marking,
    )


def marks(count: int, folder: Path, workers: int) -> tuple[Numbers, Numbers, Numbers, dict[str, float]]:
    """Return bands (n, 16), families and kinds (n,) of the articles, and the seconds that they took."""
    folder.mkdir(parents=True, exist_ok=True)
    found, spent = [], {"making": 0.0, "marking": 0.0, "wall": 0.0}
    with Embedded(workers) as engine:
        for start in range(0, count, CHUNK):
            end = min(count, start + CHUNK)
            file = folder / f"bands-{start}-{end}.npz"
            if not file.exists():
                _mark_chunk(engine, start, end, file)
            chunk = np.load(file)
            found.append([chunk[name] for name in ("bands", "families", "kinds")])
            for name in spent:
                spent[name] += float(chunk[name])
            print(f"  bands of {end:,} articles, {spent['wall']:.0f} s", flush=True)
    bands, families, kinds = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return bands, families, kinds, spent


def _mark_chunk(engine: Embedded, start: int, end: int, file: Path) -> None:
    stage = Stage("marks", 1, Numbered, Marked, mark)
    begin = time.perf_counter()
    batches = (to_batch([Numbered(at, min(end, at + ROWS))], Numbered) for at in range(start, end, ROWS))
    rows = list(itertools.chain.from_iterable(_rows(batch) for batch in engine.stream((stage,), batches)))
    part = file.with_suffix(".part.npz")
    np.savez(
        part,
        bands=np.concatenate([row.bands for row in rows]).astype(np.int64).reshape(end - start, -1),
        families=np.concatenate([row.families for row in rows]).astype(np.int64),
        kinds=np.concatenate([row.kinds for row in rows]).astype(np.int8),
        making=sum(row.making for row in rows),
        marking=sum(row.marking for row in rows),
        wall=time.perf_counter() - begin,
    )
    part.replace(file)


def _rows(batch: pa.RecordBatch) -> list[Marked]:
    return from_batch(batch, Marked)


def search(count: int, folder: Path, workers: int = 2) -> Iterator[dict[str, float]]:
    """Yield, for 1,000 articles and ever ten times as many, what the search took and found."""
    with Memory() as memory:
        bands, families, kinds, spent = marks(count, folder, workers)
        sizes = sorted({count, *itertools.takewhile(lambda n: n < count, (1000 * 10**k for k in range(9)))})
        for size in sizes:
            wall, cpu = time.perf_counter(), time.process_time()
            later, earlier, _ = near_copies(bands[:size])
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            yield {
                "articles": size,
                "marking": spent["marking"] * size / count,
                "making": spent["making"] * size / count,
                "marking_wall": spent["wall"] * size / count,
                "search": cpu,
                "search_wall": wall,
                "pairs": len(later),
                "memory": memory.peak,
                **judged(later, earlier, families[:size], kinds[:size]),
            }


def judged(later: Numbers, earlier: Numbers, families: Numbers, kinds: Numbers) -> dict[str, float]:
    """Return what part of the pairs is made of one report, and of the copies is found as such."""
    right = families[later] == families[earlier]
    known = np.isin(kinds, [KINDS.index("report"), KINDS.index("copy")])
    first = np.full(families.max() + 1, len(families))
    np.minimum.at(first, families[known], np.flatnonzero(known))
    copies = np.flatnonzero((kinds == KINDS.index("copy")) & (first[families] < np.arange(len(families))))
    found = np.isin(copies, later[right])
    return {"precision": float(right.mean()) if len(right) else 1.0, "recall": float(found.mean())}


class Memory:
    """The most memory (MB) that this process and those under it held at once, shared pages counted once."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            self.peak = max(self.peak, sum(map(proportional, [os.getpid(), *below(os.getpid())])))


def below(process: int) -> list[int]:
    """Return the processes that a process started, and those that these did (Linux)."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            own = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        found += [more for child in own for more in (child, *below(child))]
    return found


def proportional(process: int) -> float:
    """Return the memory (MB) of a process, pages that it shares with others divided among them (Linux)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)
