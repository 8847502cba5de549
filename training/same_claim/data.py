"""Pairs of news sentences, and what is asked of each: the same, one from the other, how alike.

MRPC's every fifth pair is held out for the figure that the card gives. What corpora hold too little of is
made: a sentence beside itself with a number, a day, a "not" or two names changed is no longer the same.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASKED = ("same", "entails", "alike", "strengthens", "weakens")
HELD_OUT = 5  # one MRPC pair in so many

# fmt: off
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]
OPPOSITES = [
    ("more than", "less than"), ("rose", "fell"), ("up", "down"), ("increased", "decreased"), ("won", "lost"),
    ("first", "last"), ("before", "after"), ("higher", "lower"), ("gained", "lost"), ("accepted", "rejected"),
    ("confirmed", "denied"), ("guilty", "not guilty"), ("most", "few"), ("above", "below"),
    ("began", "ended"),
]
# fmt: on
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|has|have|had|can|could|should|did|does|do|must|may)\b"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


@dataclass(frozen=True)
class Pair:
    """Two sentences and the answers known, 0 to 1, by what is asked."""

    a: str
    b: str
    told: dict[str, float]


def pairs(corpora: Path, held_out: bool = False) -> list[Pair]:
    """Return the pairs to learn from, or MRPC's that are held out."""
    mrpc = _rows(corpora / "pairs/mrpc.jsonl")
    chosen = [r for k, r in enumerate(mrpc) if (k % HELD_OUT == 0) == held_out]
    found = [Pair(r["a"], r["b"], {"same": r["same"]}) for r in chosen]
    if held_out:
        return found
    shown = {text for k, r in enumerate(mrpc) if k % HELD_OUT == 0 for text in (r["a"], r["b"])}
    for row in _rows(corpora / "pairs/rte.jsonl"):
        found.append(Pair(row["a"], row["b"], {"entails": row["a_entails_b"]}))
    for name in ("sts-news", "sts-news-dev"):
        rows = _rows(corpora / f"pairs/{name}.jsonl")
        found += [Pair(r["a"], r["b"], {"alike": r["similarity"] / 5}) for r in rows]
    for name, asked in (("strengthen", "strengthens"), ("weaken", "weakens")):
        rows = _rows(corpora / f"pairs/claimdiff-{name}.jsonl")
        found += [Pair(r["claim_a"], r["claim_b"], {asked: r["relation"]}) for r in rows]
    return [p for p in found if not {p.a, p.b} & shown]


def changed(known: list[Pair], draw: random.Random, count: int) -> list[Pair]:
    """Return up to `count` pairs made of those that are the same: one side changed in what matters."""
    same = [p for p in known if p.told.get("same") == 1 or p.told.get("alike", 0) >= 0.88]
    out = []
    for pair in draw.choices(same, k=count):
        text = draw.choice((pair.a, pair.b))
        edits = [edit(text, draw) for edit in (_number, _day, _not, _names, _opposite)]
        found = [e for e in edits if e and e != text]
        if not found:
            continue
        other = draw.choice((pair.a, pair.b, text))
        if edits[0] is None or other == text or set(_NUMBER.findall(text)) == set(_NUMBER.findall(other)):
            out.append(Pair(other, draw.choice(found), {"same": 0.0, "alike": 0.6}))
    return out


def _number(text: str, draw: random.Random) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    m = draw.choice(found)
    digits = list(m.group())
    places = [k for k, c in enumerate(digits) if c.isdigit()]
    at = draw.choice(places)
    digits[at] = draw.choice([d for d in "123456789" if d != digits[at]])
    return text[: m.start()] + "".join(digits) + text[m.end() :]


def _day(text: str, draw: random.Random) -> str | None:
    for names in (DAYS, MONTHS):
        here = [n for n in names if re.search(rf"\b{n}\b", text)]
        if here:
            old = draw.choice(here)
            return re.sub(rf"\b{old}\b", draw.choice([n for n in names if n not in here]), text)
    return None


def _not(text: str, draw: random.Random) -> str | None:
    if " not " in text:
        return text.replace(" not ", " ", 1)
    m = _AUXILIARY.search(text)
    return None if m is None else text[: m.end()] + " not" + text[m.end() :]


def _names(text: str, draw: random.Random) -> str | None:
    found = sorted({m.group() for m in _NAME.finditer(text)} - {*DAYS, *MONTHS})
    if len(found) < 2:
        return None
    one, two = draw.sample(found, 2)
    return text if one in two or two in one else text.replace(one, "\0").replace(two, one).replace("\0", two)


def _opposite(text: str, draw: random.Random) -> str | None:
    both: list[tuple[str, str]] = [*OPPOSITES, *((b, a) for a, b in OPPOSITES)]
    here = [(a, b) for a, b in both if re.search(rf"\b{a}\b", text)]
    if not here:
        return None
    old, new = draw.choice(here)
    return re.sub(rf"\b{old}\b", new, text, count=1)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]
