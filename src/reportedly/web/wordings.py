"""One claim in the words of several outlets: what each has that the fullest wording has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reportedly.dossiers.phrases import bare

MOST = 12
"""Wordings that are compared, those of most statements first."""

_LONGEST = 120  # words of a wording that are compared
_ALIKE = 0.5  # below this part of words in common a comparison shows nothing


@dataclass(slots=True)
class Wording:
    """A wording, the statements that have it, and its words in runs: "same", "gone" or "new"."""

    ids: list[str]
    runs: list[tuple[str, str]]


def wordings(said: Sequence[tuple[str, str]]) -> list[Wording]:
    """Return the wordings of statements (id, text), beside the one that most have; of many the first few."""
    same: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for id, text in said:
        same.setdefault(tuple(bare(word) for word in text.split()), []).append((id, text))
    ranked = sorted(same.values(), key=lambda rows: (-len(rows), -len(rows[0][1])))[:MOST]
    if not ranked:
        return []
    standard = ranked[0][0][1].split()[:_LONGEST]
    return [Wording([id for id, _ in rows], _beside(standard, rows[0][1].split())) for rows in ranked]


def _beside(standard: Sequence[str], words: Sequence[str]) -> list[tuple[str, str]]:
    """Return words in runs beside the standard ones, what only those have as "gone"."""
    words, rest = words[:_LONGEST], words[_LONGEST:]
    matcher = SequenceMatcher(None, [bare(w) for w in standard], [bare(w) for w in words], autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [("same", " ".join([*words, *rest]))]
    runs: list[tuple[str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(("same", " ".join(words[c:d])))
            continue
        if a < b:
            runs.append(("gone", " ".join(standard[a:b])))
        if c < d:
            runs.append(("new", " ".join(words[c:d])))
    return [*runs, ("same", " ".join(rest))] if rest else runs
