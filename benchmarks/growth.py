"""What an article more costs as a store grows: made-up copies of the corpora, added one at a time.

    python -m benchmarks.growth [ARTICLES]

adds so many articles (100,000 unless told); at each point prints seconds and memory, and draws
docs/stories-growth.svg anew. Every copy of the corpora tells other events in other words, but for the
frequent ones: these grow as common as in real news.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import math
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import shared
from benchmarks.stories import CORPORA, article
from reportedly.languages import LANGUAGES
from reportedly.records import Article, content_hash
from reportedly.stories import Grouping

ARTICLES = 100_000
STEPS_PER_TENFOLD = 4
DRAWING = Path(__file__).parent.parent / "docs" / "stories-growth.svg"

_WORD = re.compile(r"[^\W_]{2,}")
_FREQUENT = LANGUAGES["en"].words("frequent.toml")["words"]
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "el")]


def made_up(count: int) -> Iterator[tuple[Article, str]]:
    """Yield articles of made-up events, each with its story, copy after copy of the corpora."""
    rows = [row for corpus in CORPORA for row in shared.rows("corpora", "stories", f"{corpus}.jsonl.gz")]
    rows.sort(key=lambda row: content_hash(row["id"], row["text"]))
    for number in range(math.ceil(count / len(rows))):
        for row in rows[: count - number * len(rows)]:
            text, title = (_renamed(row.get(part) or "", number) for part in ("text", "title"))
            named = row | {"id": f"{row['id']} {number}", "text": text, "title": title}
            yield dataclasses.replace(article(named), published=None), f"{row['story']} {number}"


def _renamed(text: str, number: int) -> str:
    """Return a text with other rare words, names and numbers: the same word becomes the same in one copy."""
    return _WORD.sub(lambda word: _other(word[0], number), text)


def _other(word: str, number: int) -> str:
    if word.casefold() in _FREQUENT:
        return word
    digest = hashlib.blake2b(f"{number} {word.casefold()}".encode(), digest_size=4).digest()
    if word.isdigit():
        return str(int.from_bytes(digest) % 10 ** len(word))
    other = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:3])
    return other.capitalize() if word[0].isupper() else other


@dataclasses.dataclass(frozen=True)
class Point:
    """Where the store stood at a size: processor time of the last articles each, memory in all."""

    articles: int
    milliseconds: float
    megabytes: float


def growing(count: int) -> Iterator[tuple[Point, float]]:
    """Yield the points of a growing store, and how well its stories are those of the copies (B-cubed F1)."""
    steps = round(STEPS_PER_TENFOLD * math.log10(count / 1000))
    sizes = [round(1000 * 10 ** (k / STEPS_PER_TENFOLD)) for k in range(steps + 1)]
    scorer = shared.scorer("scorers", "score_stories.py")
    grouping, story_of, empty, seconds, last = Grouping(), {}, _memory(), 0.0, 0
    for size, (one, story) in enumerate(made_up(sizes[-1]), 1):
        story_of[one.key] = story
        start = time.process_time()
        grouping.add([one])
        seconds += time.process_time() - start
        if size in sizes:
            point = Point(size, 1000 * seconds / (size - last), _memory() - empty)
            found = {key: story.id for story in grouping.stories() for key in story.articles}
            yield point, scorer.score(story_of, found)["b3_f1"]
            seconds, last = 0.0, size


def exponent(points: list[Point], value: str) -> float:
    """Return the power of the size that a value grows with, fitted over all points."""
    sizes = np.log([p.articles for p in points])
    return float(np.polyfit(sizes, np.log([getattr(p, value) for p in points]), 1)[0])


def _memory() -> float:
    """Return the memory that this process holds, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def draw(points: list[Point]) -> str:
    """Return the curve of the cost of an article by the size of the store, as SVG."""
    width, height, left, below = 640, 300, 60, 40
    low, high = math.log10(points[0].articles), math.log10(points[-1].articles)
    top = 1.25 * max(p.milliseconds for p in points)

    def place(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - low) / (high - low)
        return left + across * (width - left - 20), (height - below) * (1 - value / top) + 10

    line = " ".join("{:.1f},{:.1f}".format(*place(p.articles, p.milliseconds)) for p in points)
    parts = [f'<polyline points="{line}" fill="none" stroke="#1b5e8c" stroke-width="2"/>']
    for p in points:
        x, y = place(p.articles, p.milliseconds)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1b5e8c"/>')
    for size in (10**k for k in range(math.ceil(low), math.floor(high) + 1)):
        x, y = place(size, 0)
        parts.append(f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{size:,}</text>')
    for value in itertools.takewhile(lambda v: v < top, itertools.count(0, max(1, round(top / 5)))):
        x, y = place(points[0].articles, value)
        parts.append(f'<path d="M{x:.1f} {y:.1f}H{width - 20}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{value} ms</text>')
    box = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    title = "<title>Processor time of adding an article, by the articles that are there</title>"
    return "\n".join([head, title, *parts, "</svg>"]) + "\n"


def main(arguments: list[str]) -> None:
    """Measure, print and draw."""
    points: list[Point] = []
    for point, f1 in growing(int(arguments[0]) if arguments else ARTICLES):
        points.append(point)
        size = f"{point.articles:>8,} articles {point.milliseconds:6.2f} ms {point.megabytes:7.0f} MB"
        print(f"{size} {f1:.3f} B3 F1")
        if len(points) > 1:
            powers = (exponent(points, value) for value in ("milliseconds", "megabytes"))
            print(
                "  grows with the power {:.2f} (time of an article), {:.2f} (memory)".format(*powers),
                flush=True,
            )
            DRAWING.write_text(draw(points), "utf8")


if __name__ == "__main__":
    main(sys.argv[1:])
