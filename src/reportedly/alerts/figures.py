"""The figures of a statement, by what they count: 12 dead, 30 boats."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import Comparing, comparing, stem

NEAR = 7
"""Words from a figure to the word that tells what it counts, at most; a comma between is worth COMMA."""

COMMA = 3
_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’.-][^\W\d_]+)*|[,;:–—](?=\s)")
_COMMAS = frozenset(",;:–—")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True)
class Figures:
    """What a statement counts, and its other words.

    `counts` maps what is counted to the figures of it: the name of a quantity that news counts
    (languages' figures.toml), or else the stem of the word behind the figure.
    """

    counts: dict[str, frozenset[float]]
    names: dict[str, str]  # of what is counted, for people
    words: frozenset[str]  # stems of its content words, but for figures and the words of quantities
    update: bool  # it tells that a figure takes the place of another


@dataclass(frozen=True)
class _Lists:
    quantity: dict[str, str]  # stem -> what it tells to be counted
    updates: frozenset[str]
    passing: frozenset[str]
    parts: frozenset[str]
    among: frozenset[str]
    numbers: dict[str, float]


@functools.cache
def _lists(language: str) -> _Lists:
    lists = LANGUAGES[language].words("figures.toml")
    told = {
        stem(word, language): name for name, row in lists.get("counted", {}).items() for word in row.split()
    }
    words = {name: row.split() for name, row in lists.get("words", {}).items()}
    updates = frozenset(stem(word, language) for word in words.get("updates", ()))
    numbers = {**comparing(language).numbers, **lists.get("numbers", {})}
    return _Lists(
        told,
        updates,
        frozenset(words.get("passing", ())),
        frozenset(words.get("parts", ())),
        frozenset(words.get("among", ())),
        {word: float(value) for word, value in numbers.items()},
    )


def figures(text: str, language: str | None = None) -> Figures:
    """Return the figures of a statement's text in a language (ISO 639-1; one unknown is read as English)."""
    code = language if language in LANGUAGES and LANGUAGES[language].has("comparing.toml") else "en"
    lists, known = _lists(code), comparing(code)
    tokens = [t.replace("’", "'").removesuffix("'s").casefold() for t in _TOKEN.findall(text)]
    stems = [stem(t, code) for t in tokens]
    numbers = dict(_numbers(tokens, known, lists))
    told = _told(stems, numbers, lists)
    counts: dict[str, set[float]] = defaultdict(set)
    names: dict[str, str] = {}
    for at, (value, end) in numbers.items():
        place = _unit(tokens, end, known, lists, numbers)
        unit = told.get(at) or (None if place is None else stems[place])
        if unit:
            counts[unit].add(value)
            names.setdefault(unit, unit if at in told else tokens[place or 0])
    words = {
        s for t, s in zip(tokens, stems, strict=True)
        if t[0].isalpha() and not (t in known.function or t in lists.numbers or t in known.times)
        and s not in lists.quantity
    }  # fmt: skip
    update = not lists.updates.isdisjoint(stems)
    held = {unit: frozenset(values) for unit, values in counts.items()}
    return Figures(held, names, frozenset(words), update)


def _numbers(
    tokens: Sequence[str], known: Comparing, lists: _Lists
) -> Iterator[tuple[int, tuple[float, int]]]:
    """Yield where a figure begins, its value, and where it ends; dates, ages and times of day are none."""
    at = before = 0
    while at < len(tokens):
        start, value = at, _value(tokens[at], lists)
        at += 1
        if value is None:
            continue
        # "1.2 million", "two hundred": the words of a figure belong together.
        while (
            at < len(tokens)
            and (more := _value(tokens[at], lists)) is not None
            and not tokens[at][0].isdigit()
        ):
            value = value * more if more >= 100 or more == 12 else value + more
            at += 1
        around = {*tokens[max(0, start - 1) : start], *tokens[at : at + 1]}
        beside = tokens[at] if at < len(tokens) else ""
        if around & known.times or beside in lists.passing or _YEAR.fullmatch(tokens[start]):
            continue
        between = tokens[before:start]
        # "12 of the 40 passengers, including two children": the 40 and the two are not what is told.
        beside_it = bool(between) and (between[-1] in lists.among or lists.parts.issuperset(between))
        if not (before and beside_it):
            yield start, (value, at)
        before = at


def _value(token: str, lists: _Lists) -> float | None:
    if token[0].isdigit():
        plain = re.sub("[.,]", "", token) if _GROUPED.fullmatch(token) else token.replace(",", ".")
        return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
    return lists.numbers.get(token)


def _told(stems: Sequence[str], numbers: dict[int, tuple[float, int]], lists: _Lists) -> dict[int, str]:
    """Return the quantities that words near figures tell; each word tells of the figure nearest to it."""
    nearest: dict[int, tuple[int, str]] = {}
    for place, word in enumerate(stems):
        if word not in lists.quantity or not numbers:
            continue
        away, _, at = min((_away(stems, place, at, end), at > place, at) for at, (_, end) in numbers.items())
        if away < nearest.get(at, (NEAR + 1, ""))[0]:
            nearest[at] = away, lists.quantity[word]
    return {at: quantity for at, (_, quantity) in nearest.items()}


def _away(stems: Sequence[str], place: int, start: int, end: int) -> int:
    between = stems[place + 1 : start] if place < start else stems[end:place]
    return len(between) + 1 + (COMMA - 1) * sum(word in _COMMAS for word in between)


def _unit(
    tokens: Sequence[str], end: int, known: Comparing, lists: _Lists, numbers: dict[int, tuple[float, int]]
) -> int | None:
    """Return the place of the word behind a figure that it counts; None where that is none, or a time."""
    for at in range(end, min(end + 3, len(tokens))):
        ends = at in numbers or tokens[at] in lists.passing or tokens[at] in known.times
        if ends or len(tokens[at]) < 2:
            return None
        if tokens[at] not in known.function:
            return at
    return None


@functools.cache
def quantities() -> frozenset[str]:
    """Return the names of the quantities that news counts, in any language."""
    found = (
        _lists(code).quantity.values() for code, known in LANGUAGES.items() if known.has("comparing.toml")
    )
    return frozenset(name for names in found for name in names)
