"""Quote drift: pairs of wordings, of one quotation or of two, labelled by hand (`drift_pairs.jsonl`).

Every second pair of each kind is held out: the floors are on those, and nothing was fitted to them. The
peers tell three kinds (the same words, others of one quotation, two quotations) by a likeness and
two thresholds, the best that there are for the very pairs they are measured on.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.figures import Figure
from reportedly.origins.drift import KINDS, Comparison, compare
from reportedly.origins.words import tokens

DIFFERENT = "different"
FLOORS = {
    "kind": 0.90,
    "same": 0.99,
    "cut": 0.85,
    "joined": 0.75,
    "changed": 0.77,
    "paraphrased": 0.80,
    DIFFERENT: 0.99,
    "grave": 0.95,
    "three": 0.92,
    "German": 0.87,
}
Pair = dict[str, Any]


def pairs(*, held_out: bool) -> list[Pair]:
    """Return the labelled pairs of one half."""
    lines = Path(__file__).with_name("drift_pairs.jsonl").read_text("utf8").splitlines()
    return [pair for pair in map(json.loads, lines) if pair["held_out"] is held_out]


def found(pair: Pair) -> Comparison | None:
    """Return what is found of a pair, the fuller wording against the other."""
    a, b = (tokens(pair[side], None, pair.get("language", "en")) for side in ("a", "b"))
    if not pair["indirect"] and len(a) < len(b):
        a, b = b, a
    return compare(a, b, indirect=pair["indirect"])


def measure() -> list[Figure]:
    """Return the accuracy by kind, and of three kinds beside the peers."""
    rows = [pair for pair in pairs(held_out=True) if "language" not in pair]
    answers = [found(pair) for pair in rows]
    kinds = [answer.kind if answer else DIFFERENT for answer in answers]
    right = [kind == pair["kind"] for kind, pair in zip(kinds, rows, strict=True)]
    figures = [Figure("held out, kind", _share(right), floor=FLOORS.get("kind"))]
    for kind in (*KINDS, DIFFERENT):
        of_kind = [r for r, pair in zip(right, rows, strict=True) if pair["kind"] == kind]
        figures.append(Figure(f"  {kind} ({len(of_kind)})", _share(of_kind), floor=FLOORS.get(kind)))
    grave = [
        bool(answer and answer.grave) == pair["grave"] for answer, pair in zip(answers, rows, strict=True)
    ]
    figures.append(Figure("held out, grave or not", _share(grave), floor=FLOORS.get("grave")))
    wanted = [_coarse(pair["kind"]) for pair in rows]
    three = _share([_coarse(kind) == want for kind, want in zip(kinds, wanted, strict=True)])
    peer = f"difflib {_peer(_ratio, rows):.2f}, token_set_ratio {_peer(_token_set, rows):.2f}"
    figures.append(Figure("held out, three kinds", three, floor=FLOORS.get("three"), peer=peer))
    german = [pair for pair in pairs(held_out=True) if pair.get("language") == "de"]
    told = _share(
        [
            answer.kind == pair["kind"] if (answer := found(pair)) else pair["kind"] == DIFFERENT
            for pair in german
        ]
    )
    return [*figures, Figure(f"German, held out, kind ({len(german)})", told, floor=FLOORS.get("German"))]


def _share(right: Sequence[bool]) -> float:
    return sum(right) / max(1, len(right))


def _coarse(kind: str) -> int:
    return 2 if kind == KINDS[0] else 0 if kind == DIFFERENT else 1


def _peer(likeness: Callable[[str, str], float], rows: Sequence[Pair]) -> float:
    """Return how often a likeness tells the three kinds, with the best two thresholds for these rows."""
    scored = [(likeness(pair["a"].lower(), pair["b"].lower()), _coarse(pair["kind"])) for pair in rows]
    cuts = sorted({score for score, _ in scored} | {float("inf")})
    return max(
        _share([(score >= low) + (score >= high) == kind for score, kind in scored])
        for low, high in itertools.combinations_with_replacement(cuts, 2)
    )


def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _token_set(a: str, b: str) -> float:
    return float(fuzz.token_set_ratio(a, b))
