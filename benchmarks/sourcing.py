"""The main job: who says what, on whose word, and how many origins stand behind each claim.

Scored on the sourcing gold, whose annotators were language models, not human editors. The counts stand beside
those that other rules give for the very claims that were found here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import reportedly
from benchmarks import shared
from benchmarks.figures import Figure

FLOORS = {  # figure: floor, every sentence its own claim without chains, one annotation against the other
    "mention recall": (0.95, 0.90, 0.87),
    "same-claim B3 F1": (0.65, 0.42, 0.90),
    "first teller": (0.80, 0.14, 0.93),
    "chain exact": (0.75, 0.14, 0.91),
    "denial F1": (0.67, 0.00, 0.71),
    "origins F1": (0.71, 0.16, 0.76),
    "count exact": (0.82, 0.80, 0.85),
    "count not over": (0.90, 1.00, 0.96),
    "single/multiple": (0.76, 0.50, 0.80),
    "disputed-by F1": (0.50, 0.00, 0.60),
}

LIKE = 0.55
"""From this likeness (Jaccard) of their words on, the best-known rival takes two headlines for one origin."""

Dossier = dict[str, Any]


def by_headlines(claim: Dossier, dossier: Dossier) -> int:
    """Count a claim as the best-known rival does: clusters of like headlines among its articles."""
    titles = {article["id"]: article["title"] or article["id"] for article in dossier["articles"]}
    told_in = {s["id"]: s["article"] for s in dossier["statements"] if s["stance"] == "affirms"}
    clusters: list[list[set[str]]] = []
    for article in sorted({told_in[s] for s in claim["statements"] if s in told_in}):
        words = set(re.findall(r"\w+", titles[article].casefold()))
        near = [c for c in clusters if any(len(words & w) >= LIKE * max(len(words | w), 1) for w in c)]
        clusters = [c for c in clusters if c not in near] + [[words, *(w for c in near for w in c)]]
    return len(clusters)


RULES: dict[str, Callable[[Dossier, Dossier], int]] = {
    "outlets": lambda claim, _: claim["n_outlets"],
    "first tellers": lambda claim, _: len(claim["origins"]),
    "always one": lambda _, __: 1,
    "like headlines": by_headlines,
}
"""Other ways to count what stands behind a claim."""


def counted(dossier: Dossier, rule: Callable[[Dossier, Dossier], int]) -> Dossier:
    """Return a dossier with its claims counted by another rule."""
    return dossier | {"claims": [c | {"independent": rule(c, dossier)} for c in dossier["claims"]]}


def inputs(story: str) -> list[Path]:
    """Return the files of a development story: its JSONL, or the seed dumps of the one that has none."""
    if story == "tel-factory":
        return sorted(shared.path("seeds").glob("*.txt"))
    return [shared.path("sourcing-gold", "dev", f"{story}.jsonl")]


def stories() -> list[str]:
    """Return the names of the development stories."""
    golds = shared.path("sourcing-gold", "dev").glob("*.gold.json")
    return sorted(gold.name.removesuffix(".gold.json") for gold in golds)


def measure() -> list[Figure]:
    """Trace each development story by itself and score its dossier."""
    scorer = shared.scorer("sourcing-gold", "score_sourcing.py")
    scores: list[Any] = []
    others: dict[str, list[Any]] = {name: [] for name in RULES}
    for story in stories():
        gold = json.loads(shared.path("sourcing-gold", "dev", f"{story}.gold.json").read_text("utf8"))
        dossier = json.loads(reportedly.export(reportedly.trace(inputs(story)), "json"))
        scores.append(scorer.score_story(gold, dossier))
        for name, rule in RULES.items():
            others[name].append(scorer.score_story(gold, counted(dossier, rule)))
    ruled = {name: _with_not_over(scorer.summary(rows)) for name, rows in others.items()}
    figures = []
    for name, value in _with_not_over(scorer.summary(scores)).items():
        floor, naive, annotators = FLOORS.get(name, (None, None, None))
        peers = [] if naive is None else [f"each sentence alone {naive:.2f}, annotators {annotators:.2f}"]
        if name.startswith("count ") or name == "single/multiple":
            peers += [f"{rule} {summary[name]:.2f}" for rule, summary in ruled.items()]
        figures.append(Figure(name, value, floor=floor, peer=", ".join(peers)))
    return figures


def _with_not_over(summary: dict[str, float]) -> dict[str, float]:
    """Return the scorer's figures, and the share of claims whose count is not too high: a floor for it."""
    return summary | {"count not over": 1 - summary["count over"]}
