"""The main job: who says what, on whose word, and how many origins stand behind each claim.

Scored on the sourcing gold, whose annotators were language models, not human editors.
"""

from __future__ import annotations

import json
from pathlib import Path

import reportedly
from benchmarks import shared
from benchmarks.figures import Figure

FLOORS = {  # figure: floor, every sentence its own claim without chains, one annotation against the other
    "mention recall": (0.95, 0.90, 0.87),
    "same-claim B3 F1": (0.65, 0.42, 0.90),
    "first teller": (0.75, 0.14, 0.93),
    "chain exact": (0.71, 0.14, 0.91),
    "denial F1": (0.62, 0.00, 0.71),
    "origins F1": (0.62, 0.16, 0.76),
    "single/multiple": (0.64, 0.50, 0.80),
    "disputed-by F1": (0.40, 0.00, 0.60),
}


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
    scores = []
    for story in stories():
        gold = json.loads(shared.path("sourcing-gold", "dev", f"{story}.gold.json").read_text("utf8"))
        dossier = json.loads(reportedly.export(reportedly.trace(inputs(story)), "json"))
        scores.append(scorer.score_story(gold, dossier))
    figures = []
    for name, value in scorer.summary(scores).items():
        floor, naive, annotators = FLOORS.get(name, (None, None, None))
        peer = "" if naive is None else f"each sentence alone {naive:.2f}, annotators {annotators:.2f}"
        figures.append(Figure(name, value, floor=floor, peer=peer))
    return figures
