"""What an article more costs a store on disk, in a fresh process, as the store grows.

    python -m benchmarks.stored_growth [ARTICLES...]

makes a store of so many made-up articles (500, 5,000 and 50,000 unless told; see growth), then lets one
process after the other open it, put one more article into its story, write that down and close it again,
and prints processor time and memory (Linux). Only what groups articles is in these stores.
"""

from __future__ import annotations

import itertools
import json
import os
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.growth import made_up
from reportedly.records import Article
from reportedly.store.shelves import MIGRATION, Shelves
from reportedly.stories import Grouping

SIZES = 500, 5_000, 50_000
BATCH = 500
"""So many articles are added together while a store is made."""
AGAIN = 7
"""So many articles are added one by one, each in a process of its own; the median counts."""


def add(store: Path, articles: list[Article]) -> dict[str, float]:
    """Add articles to a store, and return milliseconds of processor time of each part."""
    times = {"": time.process_time()}
    connection = duckdb.connect(str(store), config={"threads": 1})
    connection.begin()
    grouping = Grouping(Shelves(connection))
    times["open"] = time.process_time()
    grouping.add(articles)
    times["group"] = time.process_time()
    grouping.save()
    connection.commit()
    times["write"] = time.process_time()
    connection.close()
    times["close"] = time.process_time()
    return {
        part: 1000 * (times[part] - start)
        for part, start in zip(list(times)[1:], times.values(), strict=False)
    }


def alone(store: Path, article: Article) -> dict[str, float]:
    """Return what it costs a new process to add one article, and the memory that it held at most (MB)."""
    command = [sys.executable, "-m", "benchmarks.stored_growth", "--add", str(store)]
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(
        command, input=pickle.dumps(article), stdout=subprocess.PIPE, check=True, env=os.environ | threads
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measured(store: Path) -> dict[str, float]:
    """Add the article on standard input to a store, and return what that cost."""
    article = pickle.loads(sys.stdin.buffer.read())
    started = 1000 * time.process_time()
    costs = add(store, [article])
    costs["in all"] = sum(costs.values())
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert held
    return {"start": started, **costs, "MB": int(held[1]) / 1000}


def main(arguments: list[str]) -> None:
    """Make stores, measure and print."""
    if arguments[:1] == ["--add"]:
        print(json.dumps(measured(Path(arguments[1]))))
        return
    sizes = sorted(map(int, arguments)) or SIZES
    coming = (article for article, _ in made_up(sizes[-1] + len(sizes) * AGAIN))
    with tempfile.TemporaryDirectory() as folder:
        store, size = Path(folder, "store.duckdb"), 0
        with duckdb.connect(str(store)) as connection:
            connection.execute(MIGRATION)
        for wanted in sizes:
            spent = 0.0
            first = size
            while size < wanted:
                some = list(itertools.islice(coming, min(BATCH, wanted - size)))
                spent += sum(add(store, some).values())
                size += len(some)
            each = [alone(store, next(coming)) for _ in range(AGAIN)]
            size += AGAIN
            median = {part: statistics.median(one[part] for one in each) for part in each[0]}
            parts = ", ".join(f"{part} {value:.0f}" for part, value in median.items())
            on_disk = store.stat().st_size / size / 1000
            made = spent / max(1, wanted - first)
            rest = f"{on_disk:.1f} kB an article on disk; in batches {made:.1f} ms"
            print(f"{wanted:>7,} articles: ms {parts}; {rest}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
