"""How much what is found in a text depends on where the tagger's windows fall, on PolNeAR's dev part.

Each article is read alone, after paragraphs that say nothing of anybody, and without its first paragraph.
What stands in its other paragraphs should be found in the same places.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from benchmarks.attribution import article
from benchmarks.figures import Figure
from benchmarks.shared import rows
from reportedly.statements import read_articles

SAMPLE = 3  # every third article
FLOORS = {"after other text": (0.92, 0.86), "without its first paragraph": (0.96, 0.92)}
"""Of attributions with the same cue, and of those with every span the same."""

NEUTRAL = (
    "The museum stands on a hill above the river and opens at nine.",
    "It has two floors, a café and a garden with old apple trees. The rooms below are the oldest.",
    "Trains run every half hour, and the walk from the station takes ten minutes. Cars park beside it.",
    "Glass, lace and clocks fill the cases of the second room, most of them made in the valley before 1900.",
    "In winter the garden is closed. Dogs are not let in. Tickets cost four crowns, and children pay half.",
)
"""Paragraphs in which nobody says anything; 1 to 5 of them are put before an article."""

Triple = tuple[tuple[tuple[int, int], ...], ...]


def measure() -> list[Figure]:
    """Return the shares (F1) of attributions found again, and found again to the letter."""
    pairs: dict[str, list[tuple[set[Triple], set[Triple]]]] = {how: [] for how in FLOORS}
    for number, row in enumerate(list(rows("corpora", "polnear", "dev.jsonl.gz"))[::SAMPLE]):
        text = row["text"]
        alone = triples(text)
        before = "\n".join(NEUTRAL[: number % len(NEUTRAL) + 1]) + "\n"
        pairs["after other text"].append((alone, _moved(triples(before + text), -len(before))))
        first = text.find("\n") + 1
        pairs["without its first paragraph"].append((_moved(alone, -first), triples(text[first:])))
    figures = []
    for how, (again, exact) in FLOORS.items():
        cues = _same([(_cues(one), _cues(other)) for one, other in pairs[how]])
        figures.append(Figure(f"found again {how}", cues, "", again, "the same cue"))
        figures.append(Figure(f"the same {how}", _same(pairs[how]), "", exact, "source, cue, content exact"))
    return figures


def triples(text: str) -> set[Triple]:
    """Return the spans of each attribution of a text: source, cue, content."""
    (reading,) = read_articles([article({"id": "text", "text": text})])
    return {_spans(a.source, a.cue, a.content) for a in reading.attributions}


def _spans(*roles: Sequence[Sequence[int]]) -> Triple:
    return tuple(tuple((s, e) for s, e in pieces) for pieces in roles)


def _moved(found: set[Triple], by: int) -> set[Triple]:
    """Return attributions in another text's places; those that begin before it are left out."""
    moved = {tuple(tuple((s + by, e + by) for s, e in role) for role in triple) for triple in found}
    return {triple for triple in moved if all(s >= 0 for role in triple for s, _ in role)}


def _cues(found: set[Triple]) -> set[object]:
    return {cue for _, cue, _ in found}


def _same(pairs: Sequence[tuple[Set[object], Set[object]]]) -> float:
    both = sum(len(one & other) for one, other in pairs)
    return 2 * both / sum(len(one) + len(other) for one, other in pairs)
