"""A sentence that is asked about: is what says the same found, and told from the contrary and what is near?

Pairs of ours (`asking_pairs.jsonl`) have the relation that a reader sees. Of the sourcing gold, every mention
is asked about among those of other articles and other sentences of news: is one of its claim found first?
Pairs that others labelled have "same" or "entailed", which is less, or more, than saying the same.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
from training.pairs import mentions_of

from benchmarks import shared, sourcing
from benchmarks.figures import Figure
from reportedly.asking.finding import BY_MEANING
from reportedly.claims import nearest
from reportedly.claims.likeness import likeness, read
from reportedly.claims.sketches import SKETCH_BYTES, sketched

OWN = Path(__file__).with_name("asking_pairs.jsonl")
PAIRS = 250
"""Pairs of a corpus that are compared: some, to save time."""


def measure() -> list[Figure]:
    """Return how well relations are told, and how often what is asked for is found."""
    again = found_again()
    return [
        Figure("our pairs, relation right", own_pairs(), floor=0.94, peer="all the same .35"),
        Figure("gold: the same claim first", again[0], floor=0.6, peer=f"by cosine {again[2]:.3f}"),
        Figure("gold: the same claim among five", again[1], floor=0.86, peer=f"by cosine {again[3]:.3f}"),
        Figure("nearest five that sketches propose", again[4], floor=0.99),
        *labelled("MRPC", "mrpc.jsonl", "same", 0.78),
        *labelled("RTE", "rte.jsonl", "a_entails_b", 0.58),
    ]


def measure_speed() -> list[Figure]:
    """Return how often 300,000 sketches are looked through in a second."""
    sketches = np.random.default_rng(0).integers(0, 256, (300_000, SKETCH_BYTES), np.uint8)
    vector = np.random.default_rng(1).normal(size=8 * SKETCH_BYTES).astype(np.float32)
    start, times = time.perf_counter(), 0
    while time.perf_counter() < start + 1:
        nearest(vector, sketches, BY_MEANING)
        times += 1
    return [Figure("300,000 claims looked through", times / (time.perf_counter() - start), "a second")]


def own_pairs() -> float:
    """Return for how many of our pairs the relation is right; near and other are one."""
    rows = [json.loads(line) for line in OWN.read_text("utf8").splitlines()]
    sentences, claims = read([row["sentence"] for row in rows]), read([row["claim"] for row in rows])
    relations = [likeness(one, other).relation for one, other in zip(sentences, claims, strict=True)]
    return float(
        np.mean([_told(found) == _told(row["relation"]) for found, row in zip(relations, rows, strict=True)])
    )


def _told(relation: str) -> str:
    return relation if relation in ("same", "contrary") else "neither"


def found_again() -> tuple[float, float, float, float, float]:
    """Return how many gold mentions find one of their claim in another article first, and among five.

    The same by cosine alone; and how many of the five nearest by cosine are among those sketches propose.
    """
    mentions = [(story, m) for story in sourcing.stories() for m in mentions_of(story)]
    claim_of = np.array([f"{story} {m['claim']}" for story, m in mentions])
    article_of = np.array([f"{story} {m['article']}" for story, m in mentions])
    others = [row["a"] for row in shared.rows("corpora", "pairs", "sts-news-dev.jsonl")][:PAIRS]
    reads = read([m["text"] for _, m in mentions] + others)
    vectors = np.array([one.vector for one in reads], np.float32)
    made = sketched(vectors)
    rows = []
    for at in range(len(mentions)):
        may = np.flatnonzero(np.append(article_of != article_of[at], np.ones(len(others), bool)))
        right = {*np.flatnonzero((claim_of == claim_of[at]) & (article_of != article_of[at])).tolist()}
        if not right:
            continue
        proposed = may[nearest(vectors[at], made[may], BY_MEANING)].tolist()
        near = may[np.argsort(-(vectors[may] @ vectors[at]), kind="stable")[:5]].tolist()
        best = sorted(proposed, key=lambda row: -likeness(reads[at], reads[row]).score)[:5]
        rows.append((best[0] in right, not right.isdisjoint(best), near[0] in right,
                     not right.isdisjoint(near), np.isin(near, proposed).mean()))  # fmt: skip
    first, five, by_cosine, five_by_cosine, sketched_too = np.mean(rows, axis=0).tolist()
    return first, five, by_cosine, five_by_cosine, sketched_too


def labelled(name: str, file: str, label: str, floor: float) -> list[Figure]:
    """Return how many pairs of a corpus that are told to say the same are labelled so, and the other way."""
    rows = list(shared.rows("corpora", "pairs", file))[:PAIRS]
    pairs = zip(read([row["b"] for row in rows]), read([row["a"] for row in rows]), strict=True)
    told = np.array([likeness(one, other).relation == "same" for one, other in pairs])
    has = np.array([row[label] == 1 for row in rows])
    return [
        Figure(
            f"{name}: told the same, and labelled so",
            float(has[told].mean()),
            floor=floor,
            peer=f"all pairs {has.mean():.2f}",
        ),
        Figure(f"{name}: labelled so, and told the same", float(told[has].mean())),
    ]
