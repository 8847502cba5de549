"""Ten thousand articles with planted copies: cut and edited ones, and paragraphs lifted into others."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterable, Sequence

import numpy as np
from rensa import RMinHash, RMinHashLSH

from benchmarks.figures import Figure
from reportedly.origins.copies import copies
from reportedly.records import Article

PLANTED = {"alone": 4000, "cut": 3000, "lifted": 3000}
LIFTED = 60
"""Words of a lifted paragraph."""
LIKE, BANDS, PERMUTATIONS = 0.5, 16, 64
"""MinHash: the threshold of its candidates, and its size."""


def measure() -> list[Figure]:
    """Plant cut and lifted copies among unlike articles, and find them."""
    articles, wanted = crowd()
    one, two = memory(articles[-1000:]), memory(articles[-2000:])
    found = {(copy.origin.article, copy.copy.article) for copy in copies(articles)}
    return [
        *(
            Figure(f"planted, {kind}: recall", _recall(found, wanted, kind), floor=0.99)
            for kind in ("cut", "lifted")
        ),
        Figure("planted: precision", len(found & wanted.keys()) / len(found), floor=0.99),
        Figure("memory, two thousand articles", two, "MiB"),
        Figure("memory of a thousand, twice, over that of two thousand", 2 * one / two, floor=0.9),
    ]


def measure_speed() -> list[Figure]:
    """Return the time beside MinHash over articles, and what that finds."""
    articles, wanted = crowd()
    start = time.perf_counter()
    copies(articles)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    found = by_minhash(articles)
    peers = time.perf_counter() - start
    recall = ", ".join(f"{kind} {_recall(found, wanted, kind):.3f}" for kind in ("cut", "lifted"))
    peer = f"finds of {recall}, precision {len(found & wanted.keys()) / max(1, len(found)):.3f}"
    return [
        Figure("ten thousand articles, beside MinHash's candidates", peers / seconds, "times", 0.08, peer)
    ]


def _recall(found: set[tuple[str, str]], wanted: dict[tuple[str, str], str], kind: str) -> float:
    pairs = {pair for pair, planted_as in wanted.items() if planted_as == kind}
    return len(pairs & found) / len(pairs)


def memory(articles: Sequence[Article]) -> float:
    """Return the mebibytes that finding the copies of articles takes at most."""
    tracemalloc.start()
    copies(articles)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def crowd(seed: int = 5) -> tuple[list[Article], dict[tuple[str, str], str]]:
    """Return articles of made-up words as frequent as a language's, and which were made from which, how."""
    rng = np.random.default_rng(seed)
    draw = random.Random(seed)
    often = np.cumsum(1 / np.arange(1, 20_001) ** 1.05)
    often /= often[-1]

    def words(count: int) -> list[str]:
        return [f"w{word}" for word in often.searchsorted(rng.random(count), side="right")]

    texts = [words(draw.randint(150, 400)) for _ in range(PLANTED["alone"])]
    kinds = ["cut"] * PLANTED["cut"] + ["lifted"] * PLANTED["lifted"]
    wanted = {}
    for number, kind in enumerate(kinds, PLANTED["alone"]):
        of = draw.randrange(PLANTED["alone"])
        source = texts[of]
        if kind == "cut":
            text = edited(source[: draw.randint(len(source) // 2, len(source))], draw)
        else:
            text = words(250)
            begin = draw.randrange(len(source) - LIFTED)
            text[100:100] = edited(source[begin : begin + LIFTED], draw)
        texts.append(text)
        wanted[f"{of:05}", f"{number:05}"] = kind
    made = []
    for number, text in enumerate(texts):
        name, day = f"{number:05}", 1 if number < PLANTED["alone"] else 2
        published = f"2031-01-{day:02}"
        made.append(Article(name, name, "made", outlet=name, published=published, text=" ".join(text)))
    return made, wanted


def edited(words: Sequence[str], draw: random.Random) -> list[str]:
    """Change one word in twenty, as an editor does: another, one less, one more."""
    out: list[str] = []
    for word in words:
        what = draw.random()
        out += [] if what < 0.015 else [f"w{draw.randrange(20_000)}"] if what < 0.035 else [word]
        if what > 0.985:
            out.append(f"w{draw.randrange(20_000)}")
    return out


def by_minhash(articles: Iterable[Article]) -> set[tuple[str, str]]:
    """Return the pairs, the earlier first, that MinHash over five-word runs proposes at one threshold."""
    index = RMinHashLSH(threshold=LIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    names: list[str] = []
    pairs = set()
    for number, article in enumerate(articles):
        words = article.text.split()
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update([" ".join(words[i : i + 5]) for i in range(len(words) - 4)])
        pairs |= {(names[other], article.id) for other in index.query(sketch)}
        index.insert(number, sketch)
        names.append(article.id)
    return pairs
