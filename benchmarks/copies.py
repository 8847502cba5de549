"""Copied passages: pairs of articles judged by hand.

The labels, how they were made and their limits: `labels/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

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

Label = dict[str, Any]


def measure() -> list[Figure]:
    """Return how pairs are judged, beside five-word runs, and who was first."""
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
