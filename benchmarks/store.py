"""What adding one article to a store costs, by how many it holds, and how large the store is.

    python -m benchmarks.store --sizes 500 5000 50000

Articles are made up: 400 words, of which the rare ones (names, places, numbers) are an event's own, and some
five articles tell of each event. Reading them is left out (`tests/light_steps.py` in place of the models): it
costs the same whatever the store holds, and would hide what does not. All else is as in use: the page is
acknowledged on the disk, read, settled, grouped, its story told anew and shown, in five openings of the file.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from light_steps import lighten
from reportedly.records import Page, content_hash
from reportedly.store import Store
from reportedly.store.file import File

WORDS, OWN, SENTENCE = 400, 40, 16
COMMON = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "ing", "o", "ure") for c in "dklmnrst"]
EVENT_SIZE = 5


def article(number: int, seed: int = 0) -> Page:
    """Return a made-up article."""
    event = random.Random(seed * 1_000_003 + number // EVENT_SIZE)
    own = ["".join(event.choices("abcdefghiklmnoprstuvw", k=7)).capitalize() for _ in range(OWN)]
    chance = random.Random(seed * 1_000_003 + number * 7919)
    words = []
    for place in range(WORDS):
        word = (
            chance.choice(own) if chance.random() < 0.12 else COMMON[int(len(COMMON) * chance.random() ** 3)]
        )
        words.append(word + ("." if place % SENTENCE == SENTENCE - 1 else ""))
    text = "The report of the day was that it is so. " + " ".join(words)
    content = text.encode()
    day = f"20{31 + event.randrange(3)}-{event.randint(1, 12):02}-{event.randint(1, 28):02}"
    url = f"https://outlet{number % 40}.example/{number}-{seed}"
    key = content_hash(content, url)
    title = f"{own[0]} {own[1]} {chance.choice(own)}"
    return Page(
        f"a{number}-{seed}", key, url, "article", content, url, f"Outlet {number % 40}", title, [], day
    )


def grown(store: Store, sizes: list[int], times: int) -> Iterator[tuple[int, float, float, float]]:
    """Yield, at each size, wall and processor seconds of adding one (medians), and bytes an article."""
    there = 0
    for size in sizes:
        store.add_pages(article(number) for number in range(there, size))
        there = size
        wall, processor = [], []
        for turn in range(times):
            new = article(turn * size // times, seed=size + turn)  # of an event that is new to the store
            begun, used = time.perf_counter(), time.process_time()
            store.add_pages([new])
            wall.append(time.perf_counter() - begun)
            processor.append(time.process_time() - used)
        with File(store.path).reading() as connection:
            [[articles]] = connection.execute("SELECT count(*) FROM articles").fetchall()
            [[used_bytes]] = connection.execute(
                "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name <> 'memory'"
            ).fetchall()
        yield size, statistics.median(wall), statistics.median(processor), used_bytes / articles


def main() -> None:
    """Grow a store, and print the curve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000, 50_000])
    parser.add_argument("--times", type=int, default=9)
    given = parser.parse_args()
    lighten()
    first = None
    print(
        "| articles | one more, wall | processor | of the first | bytes an article |\n|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size, wall, used, held in grown(Store(Path(folder) / "news.duckdb"), given.sizes, given.times):
            first = first or used
            print(
                f"| {size:,} | {wall:.2f} s | {used:.2f} s | {used / first:.2f} | {held:,.0f} |", flush=True
            )


if __name__ == "__main__":
    main()
