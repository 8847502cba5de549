"""What holds two articles in one story: values chosen on half of the stories, measured on the other half.

    python training/stories.py

prints, for each corpus of benchmarks/stories.py, the mean B-cubed F1 over halves that had no part in the
choice, and the values that are best over all halves: those of reportedly.stories. Events of one topic stay
in one half.
"""

from __future__ import annotations

import collections
import itertools
import random
from typing import Any

import numpy as np
from benchmarks import shared
from benchmarks.stories import CORPORA, article

from reportedly.stories import linkage, neighbours
from reportedly.stories.shelf import Shelf

SPLITS = 4
GRID = list(itertools.product((0.17, 0.18, 0.19, 0.20, 0.21), (0.3, 0.6, 1.0), (10, 16, 22)))
"""Threshold, cohesion, neighbours."""


def halves(rows: list[dict[str, Any]], seed: int) -> list[list[dict[str, Any]]]:
    """Return the rows of two halves of the topics (of the stories, where no topic is given)."""
    topics = sorted({row.get("topic") or row["story"] for row in rows})
    first = set(random.Random(seed).sample(topics, len(topics) // 2))
    parts: list[list[dict[str, Any]]] = [[], []]
    for row in rows:
        parts[(row.get("topic") or row["story"]) in first].append(row)
    return parts


def figures(rows: list[dict[str, Any]]) -> list[float]:
    """Return the B-cubed F1 of articles for each point of the grid."""
    scorer = shared.scorer("scorers", "score_stories.py")
    gold = {row["id"]: row["story"] for row in rows}
    one = Shelf("en")
    one.add([article(row) for row in rows])
    alike = one.compared(range(len(rows)))
    found = []
    for linkage.THRESHOLD, linkage.COHESION, neighbours.NEIGHBOURS in GRID:
        groups = linkage.link(neighbours.scaled(alike), np.ones(len(rows), np.int64), np.zeros(len(rows)))
        story = {rows[place]["id"]: number for number, group in enumerate(groups) for place in group}
        found.append(scorer.score(gold, story)["b3_f1"])
    return found


def main() -> None:
    """Choose on each half, measure on the other."""
    scores: dict[str, list[list[list[float]]]] = {}  # corpus, split, half, grid point
    for corpus in CORPORA:
        rows = list(shared.rows("corpora", "stories", f"{corpus}.jsonl.gz"))
        scores[corpus] = [[figures(half) for half in halves(rows, seed)] for seed in range(SPLITS)]
    held_out = collections.defaultdict(list)
    for seed, half in itertools.product(range(SPLITS), (0, 1)):
        chosen = int(np.argmax(np.mean([scores[corpus][seed][half] for corpus in CORPORA], axis=0)))
        for corpus in CORPORA:
            held_out[corpus].append(scores[corpus][seed][1 - half][chosen])
    for corpus, values in held_out.items():
        print(f"{corpus} held out {np.mean(values):.3f}")
    best = int(np.argmax(np.mean([scores[corpus] for corpus in CORPORA], axis=(0, 1, 2))))
    print("best over all: threshold {}, cohesion {}, neighbours {}".format(*GRID[best]))
    for corpus in CORPORA:
        print(f"{corpus} there {np.mean(scores[corpus], axis=(0, 1))[best]:.3f}")


if __name__ == "__main__":
    main()
