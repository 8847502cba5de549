"""Passages that stand in two articles, word for word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reportedly.languages import find_agency
from reportedly.origins.times import day, moment
from reportedly.records import Article, Copy, Passage

SHINGLE, WINDOW = 6, 3
"""Words of a fingerprint, and neighbouring fingerprints of which one is kept: every run of
SHINGLE + WINDOW - 1 equal words is found (Schleimer, Wilkerson & Aiken, Winnowing, SIGMOD 2003)."""
LEAST_RUN = SHINGLE + WINDOW - 1
LEAST_PASSAGE = 14
"""Equal words, outside quotation marks, that make a passage; fewer are a title or a set phrase."""
GAP = 5
"""Words that may be changed, added or left out between two runs of one passage."""
LONGEST = 20_000
"""Words of an article that are compared; the rest of a longer one is not."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r"“[^“”\n]*[”\n]|\"[^\"\n]*[\"\n]|«[^«»\n]*[»\n]|„[^„“”\n]*[“”\n]")

Ints = npt.NDArray[np.int64]


def copies(articles: Sequence[Article]) -> list[Copy]:
    """Return the passages that stand in two articles, each with the article it first stood in.

    Which is first: the earlier day; on one day an agency's own page, then an article that credits
    an agency, then the earlier time. `share` is the part of the shorter article's words that the
    two have in common. Words in quotation marks are not counted: two reporters at one speech write
    down the same words, and a quotation says whose they are.
    """
    vocabulary: dict[str, int] = {}
    first: dict[int, tuple[_Words, int]] = {}
    found = []
    for article in sorted(articles, key=_precedence):
        words = _Words.of(article, vocabulary)
        prints = list(_fingerprints(words.ids))
        runs = list(_runs(words, prints, first))
        of_origin: dict[str, list[_Run]] = defaultdict(list)
        for run in runs:
            of_origin[run.origin.article.id].append(run)
        for same in of_origin.values():
            found += _passages(words, same)
        _remember(words, prints, runs, first)
    return found


def _precedence(article: Article) -> tuple[bool, str, int, str, str]:
    """Order articles so that one which copies stands after the one it copies, as far as can be told."""
    when = moment(article.published)
    agency = (
        0 if find_agency(article.outlet or "") else 1 if any(c.kind == "text" for c in article.credits) else 2
    )
    return when is None, day(when), agency, when.isoformat() if when else "", article.id


@dataclass(frozen=True, eq=False)
class _Words:
    """The words of an article as numbers, where they stand, and which are in quotation marks."""

    article: Article
    ids: Ints
    starts: Ints
    ends: Ints
    quoted: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, article: Article, vocabulary: dict[str, int]) -> _Words:
        matches = [match for match, _ in zip(_WORD.finditer(article.text), range(LONGEST), strict=False)]
        ids = [
            vocabulary.setdefault(m.group().casefold().replace("’", "'"), len(vocabulary)) for m in matches
        ]
        starts = np.array([m.start() for m in matches], np.int64)
        quoted = np.zeros(len(matches), bool)
        for quotation in _QUOTED.finditer(article.text):
            quoted[np.searchsorted(starts, quotation.start()) : np.searchsorted(starts, quotation.end())] = (
                True
            )
        return cls(
            article, np.array(ids, np.int64), starts, np.array([m.end() for m in matches], np.int64), quoted
        )


class _Run(NamedTuple):
    """Equal words: `length` of them, from word `there` of the origin and word `here` of the copy."""

    origin: _Words
    there: int
    here: int
    length: int


def _fingerprints(ids: Ints) -> Iterator[tuple[int, int]]:
    """Yield the place and value of the fingerprints that winnowing keeps."""
    count = len(ids) - SHINGLE + 1
    if count < WINDOW:
        return
    with np.errstate(over="ignore"):
        mixed = (ids.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        values = np.zeros(count, np.uint64)
        for i in range(SHINGLE):
            values = (values ^ (values >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + mixed[
                i : i + count
            ]
    windows = np.lib.stride_tricks.sliding_window_view(values, WINDOW)
    for at in np.unique(windows.argmin(axis=1) + np.arange(len(windows))).tolist():
        yield at, int(values[at])


def _runs(
    words: _Words, prints: Sequence[tuple[int, int]], first: dict[int, tuple[_Words, int]]
) -> Iterator[_Run]:
    """Yield the longest runs shared with earlier articles, from left to right, none overlapping."""
    done = 0
    for here, fingerprint in prints:
        if here < done or fingerprint not in first:
            continue
        origin, there = first[fingerprint]
        back = _equal(origin.ids[:there][::-1], words.ids[done:here][::-1])
        length = back + _equal(origin.ids[there:], words.ids[here:])
        if length >= LEAST_RUN:
            yield _Run(origin, there - back, here - back, length)
            done = here - back + length


def _remember(
    words: _Words,
    prints: Sequence[tuple[int, int]],
    runs: Sequence[_Run],
    first: dict[int, tuple[_Words, int]],
) -> None:
    """Note where each fingerprint stood first: within a copied run that is in its origin."""
    coming = iter([*runs, None])
    run = next(coming)
    for at, fingerprint in prints:
        while run and at + SHINGLE > run.here + run.length:
            run = next(coming)
        copied = run is not None and run.here <= at
        place = (run.origin, run.there + at - run.here) if run and copied else (words, at)
        first.setdefault(fingerprint, place)


def _equal(one: Ints, other: Ints) -> int:
    """Return how many numbers two arrays have in common at their beginning."""
    length = min(len(one), len(other))
    differ = np.flatnonzero(one[:length] != other[:length])
    return int(differ[0]) if len(differ) else length


def _passages(words: _Words, runs: Sequence[_Run]) -> list[Copy]:
    """Join neighbouring runs of one pair of articles to passages."""
    passages: list[list[_Run]] = []
    for run in runs:
        last = passages[-1][-1] if passages else None
        if last and all(0 <= gap <= GAP for gap in _gaps(last, run)):
            passages[-1].append(run)
        else:
            passages.append([run])
    passages = [p for p in passages if _own_words(words, p) >= LEAST_PASSAGE]
    copied = sum(_own_words(words, p) for p in passages)
    made = []
    for passage in passages:
        start, end, origin = passage[0], passage[-1], passage[0].origin
        share = round(copied / max(1, min(len(origin.ids), len(words.ids))), 3)
        source = _passage(origin, start.there, end.there + end.length)
        made.append(Copy(source, _passage(words, start.here, end.here + end.length), share))
    return made


def _gaps(last: _Run, run: _Run) -> tuple[int, int]:
    return run.there - last.there - last.length, run.here - last.here - last.length


def _own_words(words: _Words, passage: Sequence[_Run]) -> int:
    """Count the equal words of a passage that the copy does not set in quotation marks."""
    return sum(int((~words.quoted[run.here : run.here + run.length]).sum()) for run in passage)


def _passage(words: _Words, start: int, end: int) -> Passage:
    return Passage(words.article.id, int(words.starts[start]), int(words.ends[end - 1]))
