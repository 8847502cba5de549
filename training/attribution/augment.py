"""Articles changed so that the tagger does not become a model of American politics in 2016.

Every change is a list of replacements in the text; the labels move with it.
"""

from __future__ import annotations

import random
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Any

Edit = tuple[int, int, str]
ROLES = ("source", "cue", "content")

CHANGES = tomllib.loads((Path(__file__).parent / "changes.toml").read_text("utf8"))
NAMES: dict[str, list[str]] = CHANGES["names"]
_NAME = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(NAMES, key=len, reverse=True)))})(?!\w)")

QUOTES = [('"', '"'), ("“", "”"), ("‘", "’"), ("«", "»"), ("« ", " »"), ("„", "“"), ("''", "''")]
RESIDUE: list[str] = CHANGES["residue"]


def augment(row: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Return the row with some changes by chance: other names, other marks, residue of a page."""
    for change, chance in ((_names, 0.35), (_quotes, 0.3), (_residue, 0.12), (_capitals, 0.03)):
        if draw.random() < chance:
            row = _apply(row, change(row["text"], draw))
    return row


def _names(text: str, draw: random.Random) -> list[Edit]:
    chosen: dict[str, str] = {}
    return [
        (m.start(), m.end(), chosen.setdefault(m.group(), draw.choice(NAMES[m.group()])))
        for m in _NAME.finditer(text)
    ]


def _quotes(text: str, draw: random.Random) -> list[Edit]:
    """Write quotation marks in another style; now and then lose one, as dumps do."""
    left, right = draw.choice(QUOTES)
    lost = draw.choice((0.0, 0.0, 0.05))
    edits, straight = [], 0
    for m in re.finditer(r'["“”\n]', text):
        mark = m.group()
        if mark == "\n":
            straight = 0
            continue
        opens = mark == "“" or (mark == '"' and straight % 2 == 0)
        straight += mark == '"'
        edits.append((m.start(), m.end(), "" if draw.random() < lost else (left if opens else right)))
    return edits


def _residue(text: str, draw: random.Random) -> list[Edit]:
    breaks = [m.end() for m in re.finditer(r"\n+", text)]
    chosen = sorted(draw.sample(breaks, min(len(breaks), draw.randint(1, 4))))
    return [(at, at, draw.choice(RESIDUE) + "\n\n") for at in chosen]


def _capitals(text: str, draw: random.Random) -> list[Edit]:
    """Write a paragraph in capitals, as tickers and headlines do."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", text)]
    s, e = draw.choice(lines)
    return [(i, i + 1, c.upper()) for i, c in enumerate(text[s:e], s) if len(c.upper()) == 1]


def _apply(row: dict[str, Any], edits: list[Edit]) -> dict[str, Any]:
    """Return the row with its text edited and its labels moved; edits do not overlap."""
    parts: list[str] = []
    olds, news = [0], [0]  # from old place olds[i] on, a place moves by news[i] - olds[i]
    at = length = 0
    for s, e, new in sorted(edits):
        parts += [row["text"][at:s], new]
        length += s - at + len(new)
        at = e
        olds.append(e)
        news.append(length)
    parts.append(row["text"][at:])
    moved = _mover(olds, news)
    attributions = row["attributions"] and [
        {r: [[moved(s), moved(e)] for s, e in a[r]] for r in ROLES} for a in row["attributions"]
    ]
    names = [[moved(s), moved(e), kind] for s, e, kind in row["names"]]
    return {**row, "text": "".join(parts), "attributions": attributions, "names": names}


def _mover(olds: list[int], news: list[int]) -> Callable[[int], int]:
    def moved(place: int) -> int:
        k = bisect_right(olds, place) - 1
        limit = news[k + 1] if k + 1 < len(news) else None
        there = news[k] + place - olds[k]
        return there if limit is None else min(there, limit)

    return moved
