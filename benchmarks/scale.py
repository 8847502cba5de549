"""From 1,000 to 1,000,000 articles: what each step takes, how it grows, beside its peers.

    python -m benchmarks.scale [PART...] [--near N] [--stories N] [--whole N] [--folder FOLDER]

Parts: rates (the shown corpora, beside spaCy and trafilatura), reading, stories, whole (all steps over
made-up articles), peers and near (near-copy search), workers (one and two, on both engines), report (tables,
and the drawings in docs/). Without a part, all. What a part measured is a line in FOLDER/results.jsonl as
soon as it is known; `near` goes on where it was cut off. Seconds are processor time but where "wall" is said.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import scale_near, scale_report, scale_steps
from reportedly import Settings, pipeline

Row = dict[str, Any]


def sizes(first: int, last: int, factor: float) -> list[int]:
    """Return sizes from the first to the last, each greater by a factor."""
    several = itertools.takewhile(lambda n: n < last, (round(first * factor**k) for k in itertools.count()))
    return [*several, last]


def workers(count: int, folder: Path) -> Iterator[Row]:
    """Yield the wall-clock seconds of all steps in one process and in two, on both engines."""
    file = scale_steps.written(scale_steps.made_rows(count), folder)
    for engine, number in itertools.product(("embedded", "spark"), (1, 2)):
        lake = folder / f"lake-{engine}-{number}"
        shutil.rmtree(lake, ignore_errors=True)
        start = time.perf_counter()
        pipeline.run([str(file)], lake, engine, Settings(workers=number))
        yield {"engine": engine, "workers": number, "articles": count, "wall": time.perf_counter() - start}


def parts(given: argparse.Namespace) -> dict[str, Callable[[], Iterable[Row]]]:
    """Return what can be measured, by name."""
    return {
        "peers": lambda: [scale_steps.near_peers(given.peers)],
        "rates": lambda: [scale_steps.html(), *scale_steps.corpora(given.whole)],
        "reading": lambda: scale_steps.reading_growth(sizes(1000, given.stories, 10**0.5)),
        "stories": lambda: scale_steps.stories_growth(sizes(1000, given.stories, 10**0.5)),
        "whole": lambda: scale_steps.growth(sizes(25, given.whole * 2, 2)),
        "near": lambda: scale_near.search(given.near, given.folder / f"near-{given.near}", given.workers),
        "workers": lambda: workers(given.whole, given.folder),
    }


def main() -> None:
    """Measure the parts that are asked for, and write down each figure as soon as it is known."""
    told = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(description=told)
    known = ("peers", "rates", "reading", "stories", "whole", "near", "workers", "report")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(known))
    parser.add_argument("--near", type=int, default=1_000_000, help="articles of the near-copy search")
    parser.add_argument("--peers", type=int, default=5_000, help="articles that its peers search")
    parser.add_argument("--stories", type=int, default=10_000, help="articles read and grouped")
    parser.add_argument("--whole", type=int, default=100, help="articles that models read")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "reportedly-scale")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(known):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    given.folder.mkdir(parents=True, exist_ok=True)
    results = given.folder / "results.jsonl"
    for part, measure in parts(given).items():
        if given.parts and part not in given.parts:
            continue
        print(part, flush=True)
        for row in measure():
            print(" ", json.dumps(row), flush=True)
            with results.open("a", encoding="utf8") as stream:
                stream.write(json.dumps({"part": part, **row}) + "\n")
    if not given.parts or "report" in given.parts:
        print(scale_report.report(results))


if __name__ == "__main__":
    main()
