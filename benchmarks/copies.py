"""Copied passages: pairs of articles judged by hand, and ten thousand articles with planted copies.

The labels, how they were made and their limits: `labels/README.md`.
"""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from rensa import RMinHash, RMinHashLSH

from benchmarks import shared
from benchmarks.credits import page
from benchmarks.figures import Figure
from reportedly.articles.step import read_articles
from reportedly.origins import copies
from reportedly.origins.passages import Words
from reportedly.records import Article, Copy

LABELS = Path(__file__).parent / "labels" / "copies.jsonl"
KINDS = ("wholly", "partly", "not")
FLOORS = {  # label: precision and recall, on both halves
    "wholly": (0.95, 0.85),
    "partly": (0.85, 0.75),
    "not": (0.90, 0.95),
}
PLANTED = {"alone": 4000, "cut": 3000, "lifted": 3000}
LIFTED, LIKE, BANDS, PERMUTATIONS = 60, 0.5, 16, 64

Label = dict[str, Any]


def measure() -> list[Figure]:
    """Return how pairs are judged, beside five-word runs, who was first, and planted copies found."""
    labels = [json.loads(line) for line in LABELS.read_text("utf8").splitlines()]
    articles = labelled(labels)
    found = [copies([articles[label["a"]], articles[label["b"]]]) for label in labels]
    ours = [pair[0].judged if pair else "not" for pair in found]
    peer = by_runs(labels, articles)
    figures = []
    for kind in KINDS:
        theirs = scores(labels, peer, kind)
        for i, score in enumerate(scores(labels, ours, kind)):
            name = f"{kind}, {('precision', 'recall')[i]}"
            figures.append(Figure(name, score, floor=FLOORS[kind][i], peer=f"five-word runs {theirs[i]:.3f}"))
    held = [i for i, label in enumerate(labels) if label["half"] == "held out"]
    exact = sum(ours[i] == labels[i]["label"] for i in held) / len(held)
    other = sum(peer[i] == labels[i]["label"] for i in held) / len(held)
    figures.append(Figure("held out, judged right", exact, floor=0.85, peer=f"five-word runs {other:.3f}"))
    return [
        *figures,
        Figure("who was first, where it can be known", known(labels, found), floor=0.80),
        Figure("one unseen or agency text, where both have it", third(labels, found), floor=0.85),
        Figure("derived pairs joined, all articles at once", joined(labels, ours, articles), floor=0.95),
        *planted(),
    ]


# ---------------------------------------------------------------- labelled pairs
def labelled(labels: Sequence[Label]) -> dict[str, Article]:
    """Read the articles that are labelled, by id."""
    wanted = {label[side] for label in labels for side in "ab"}
    rows = [r for r in shared.rows("corpora", "stories", "multi-outlet.jsonl.gz") if r["id"] in wanted]
    return {article.id: article for article in read_articles([page(row) for row in rows])}


def scores(labels: Sequence[Label], judged: Sequence[str], kind: str) -> tuple[float, float]:
    """Return precision and recall of one label."""
    gold = [label["label"] == kind for label in labels]
    ours = [answer == kind for answer in judged]
    right = sum(map(all, zip(gold, ours, strict=True)))
    return right / max(1, sum(ours)), right / max(1, sum(gold))


def by_runs(labels: Sequence[Label], articles: dict[str, Article]) -> list[str]:
    """Judge pairs by the share of five-word runs of the shorter, two thresholds fitted on the shown half."""
    vocabulary: dict[str, int] = {}
    runs = {}
    for name, article in articles.items():
        ids = Words.of(article, vocabulary).ids.tolist()
        runs[name] = set(zip(*(ids[i:] for i in range(5)), strict=False))
    shares = [
        len(runs[label["a"]] & runs[label["b"]]) / max(1, min(len(runs[label["a"]]), len(runs[label["b"]])))
        for label in labels
    ]

    def judge(share: float, some: float, most: float) -> str:
        return "wholly" if share >= most else "partly" if share >= some else "not"

    def right(cuts: tuple[float, float]) -> int:
        pairs = zip(labels, shares, strict=True)
        return sum(judge(s, *cuts) == label["label"] for label, s in pairs if label["half"] == "shown")

    steps = np.arange(0.02, 1.0, 0.02).tolist()
    cuts = max(((a, b) for a, b in product(steps, steps) if a <= b), key=right)
    return [judge(share, *cuts) for share in shares]


def known(labels: Sequence[Label], found: Sequence[Sequence[Copy]]) -> float:
    """Return how often the right article is said to be first, of the copies where one of the two was."""
    told = [(label, pair[0]) for label, pair in zip(labels, found, strict=True) if pair]
    told = [(label, copy) for label, copy in told if label["first"] in (label["a"], label["b"])]
    right = [
        copy.origin.article == label["first"] and copy.direction in ("agency page", "named", "date")
        for label, copy in told
    ]
    return sum(right) / len(right)


def third(labels: Sequence[Label], found: Sequence[Sequence[Copy]]) -> float:
    """Return how often neither is said to be first, of the copies found where both have a third's text."""
    told = [pair[0] for label, pair in zip(labels, found, strict=True) if pair and label["first"] == "third"]
    return sum(copy.direction in ("agency copy", "unknown") for copy in told) / len(told)


def joined(labels: Sequence[Label], ours: Sequence[str], articles: dict[str, Article]) -> float:
    """Return the part of the pairs found alone that are linked when all articles are read at once."""
    lead: dict[str, str] = {}

    def end(name: str) -> str:
        while name in lead:
            name = lead[name]
        return name

    for copy in copies(list(articles.values())):
        one, other = end(copy.origin.article), end(copy.copy.article)
        if one != other:
            lead[other] = one
    pairs = [label for label, answer in zip(labels, ours, strict=True) if answer != "not"]
    return sum(end(label["a"]) == end(label["b"]) for label in pairs) / len(pairs)


# ---------------------------------------------------------------- planted copies
def planted() -> list[Figure]:
    """Plant cut and lifted copies among unlike articles, and find them; beside MinHash over articles."""
    articles, wanted = crowd()
    tracemalloc.start()
    start = time.perf_counter()
    copies(articles[:1000])
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    start = time.perf_counter()
    found = {(copy.origin.article, copy.copy.article) for copy in copies(articles)}
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    peer = by_minhash(articles)
    peers = time.perf_counter() - start
    figures = []
    for kind in ("cut", "lifted"):
        pairs = {pair for pair, planted_as in wanted.items() if planted_as == kind}
        ours, theirs = len(pairs & found) / len(pairs), len(pairs & peer) / len(pairs)
        figures.append(Figure(f"planted, {kind}: recall", ours, floor=0.99, peer=f"MinHash {theirs:.3f}"))
    precise = len(found & wanted.keys()) / len(found)
    theirs = len(peer & wanted.keys()) / max(1, len(peer))
    return [
        *figures,
        Figure("planted: precision", precise, floor=0.99, peer=f"MinHash {theirs:.3f}"),
        Figure("ten thousand articles, beside MinHash's candidates", peers / seconds, "times", floor=0.1),
        Figure("memory, a thousand articles", peak, "MiB"),
    ]


def crowd(seed: int = 5) -> tuple[list[Article], dict[tuple[str, str], str]]:
    """Return articles of made-up words as frequent as a language's, and which were made from which, how."""
    rng = np.random.default_rng(seed)
    draw = random.Random(seed)
    often = 1 / np.arange(1, 20_001) ** 1.05
    often /= often.sum()

    def words(count: int) -> list[str]:
        return [f"w{word}" for word in rng.choice(len(often), count, p=often)]

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
