"""A step that counts, and what breaks its contract: handed to other processes by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.engine.stage import Stage


@dataclass
class Word:
    id: str
    text: str | None
    tags: list[str]


@dataclass
class Length:
    id: str
    length: int


def measure(rows: Sequence[Word], _options: None) -> list[Length]:
    return [Length(r.id, len(r.text or "")) for r in rows]


def break_on_b(rows: Sequence[Word], _options: None) -> list[Length]:
    return [Length(r.id, 1 // (r.id != "b")) for r in rows]


def lose_one(rows: Sequence[Word], _options: None) -> list[Length]:
    return measure(rows, None)[1:]


MEASURE = Stage("measure", 1, Word, Length, measure)
FRAGILE = Stage("fragile", 1, Word, Length, break_on_b)
LOSSY = Stage("lossy", 1, Word, Length, lose_one)
WORDS = [Word("a", "one", ["x"]), Word("b", None, []), Word("c", "three", [])]
