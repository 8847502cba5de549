"""Two articles word by word: the runs of words that stand in both, and whose words they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reportedly.languages import LANGUAGES
from reportedly.records import Article, Passage

SHINGLE, WINDOW = 5, 2
"""Words of a fingerprint, and neighbouring fingerprints of which one is kept: every run of
SHINGLE + WINDOW - 1 equal words is found (Schleimer, Wilkerson & Aiken, Winnowing, SIGMOD 2003)."""
LEAST_RUN = SHINGLE + WINDOW - 1
LEAST_PASSAGE = 14
"""Equal words, outside quotation marks, that make a passage; fewer are a title or a set phrase."""
GAP = 5
"""Words that may be changed, added or left out between two runs of one passage."""
LONGEST = 20_000
"""Words of an article that are compared; the rest of a longer one is not."""
NOTICE = 3
"""Words of an article that may follow on a passage which ends it."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(
    r"“[^“”\n]*[”\n]|\"[^\"\n]*[\"\n]|«[^«»\n]*[»\n]|„[^„“”\n]*[“”\n]"
    r"|(?<![^\s(\[—–-])[‘'](?=\w)(?!s\b)[^\n]*?(?:['’](?!\w)|\n|\Z)"  # ‘so’, and a paragraph left open
)
_POSTED = re.compile(r"[—–-] [^\n()]{1,60}\(@\w{1,30}\)(?: \w+ \d{1,2}, \d{4})?")
"""How an embedded post ends: a dash, who, the handle, the day."""

Ints = npt.NDArray[np.int64]
Prints = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Words:
    """The words of an article as numbers, where they stand, which are its own, and its fingerprints."""

    article: Article
    ids: Ints
    starts: Ints
    ends: Ints
    own: npt.NDArray[np.bool_]  # not in quotation marks, in an embedded post or in a notice of rights
    prints: Prints
    at: Ints  # the word that a fingerprint begins with

    @classmethod
    def of(cls, article: Article, vocabulary: dict[str, int]) -> Words:
        """Read an article's words; `vocabulary` numbers them and grows."""
        text = article.text
        matches = [match for match, _ in zip(_WORD.finditer(text), range(LONGEST), strict=False)]
        numbers = (m.group().casefold().replace("’", "'") for m in matches)
        ids = np.array([vocabulary.setdefault(word, len(vocabulary)) for word in numbers], np.int64)
        starts = np.array([m.start() for m in matches], np.int64)
        own = np.ones(len(matches), bool)
        for start, end in _foreign(text):
            own[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = False
        ends = np.array([m.end() for m in matches], np.int64)
        return cls(article, ids, starts, ends, own, *_fingerprints(ids))

    def passage(self, start: int, end: int) -> Passage:
        """Return where words `start` to `end` (exclusive) stand."""
        return Passage(self.article.id, int(self.starts[start]), int(self.ends[end - 1]))


class Run(NamedTuple):
    """Equal words: `length` of them, from word `there` of the one article and `here` of the other."""

    there: int
    here: int
    length: int


@functools.cache
def _notice() -> re.Pattern[str]:
    """Return what finds a line of rights: the same at the end of everything that one agency writes."""
    each = (
        re.sub(r"\s*\n\s*", "", lang.words("page.toml")["lines"]["copyright"]) for lang in LANGUAGES.values()
    )
    return re.compile(rf"^\W*(?:{'|'.join(each)}).*$", re.I | re.M)


def _foreign(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand that are quoted, posted or a notice of rights."""
    for found in [*_QUOTED.finditer(text), *_notice().finditer(text)]:
        yield found.span()
    done = 0
    for post in _POSTED.finditer(text):
        yield max(done, text.rfind("\n", 0, post.start()) + 1), post.end()
        done = post.end()


def _fingerprints(ids: Ints) -> tuple[Prints, Ints]:
    """Return the values and places of the fingerprints that winnowing keeps."""
    count = len(ids) - SHINGLE + 1
    if count < WINDOW:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    with np.errstate(over="ignore"):
        mixed = (ids.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        values = np.zeros(count, np.uint64)
        for i in range(SHINGLE):
            values = (values ^ (values >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
            values += mixed[i : i + count]
    windows = np.lib.stride_tricks.sliding_window_view(values, WINDOW)
    at = np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
    return values[at], at


def runs(there: Words, here: Words) -> list[Run]:
    """Return the longest runs of words that two articles share, as they come in `here`, none overlapping."""
    values, first = np.unique(there.prints, return_index=True)
    if not len(values):
        return []
    place = np.minimum(np.searchsorted(values, here.prints), len(values) - 1)
    shared = np.flatnonzero(values[place] == here.prints)
    found: list[Run] = []
    done = 0
    for at, origin in zip(here.at[shared].tolist(), there.at[first[place[shared]]].tolist(), strict=True):
        if at < done:
            continue
        origin = _near(found, there, here, at, origin)
        back = _equal(there.ids[:origin][::-1], here.ids[done:at][::-1])
        length = back + _equal(there.ids[origin:], here.ids[at:])
        if length >= LEAST_RUN:
            found.append(Run(origin - back, at - back, length))
            done = at - back + length
    return found


def _near(found: Sequence[Run], there: Words, here: Words, at: int, origin: int) -> int:
    """Return the place, near the end of the last run, where the same words stand, or `origin`."""
    if found:
        last = found[-1]
        for place in range(last.there + last.length, last.there + last.length + GAP + 1):
            if np.array_equal(there.ids[place : place + SHINGLE], here.ids[at : at + SHINGLE]):
                return place
    return origin


def _equal(one: Ints, other: Ints) -> int:
    """Return how many numbers two arrays have in common at their beginning."""
    length = min(len(one), len(other))
    differ = np.flatnonzero(one[:length] != other[:length])
    return int(differ[0]) if len(differ) else length


def passages(there: Words, here: Words, shared: Sequence[Run]) -> list[list[Run]]:
    """Return the runs joined to passages, without those that are too short, or an outlet's standing lines."""
    joined: list[list[Run]] = []
    for run in shared:
        if joined and all(0 <= gap <= GAP for gap in _gaps(joined[-1][-1], run)):
            joined[-1].append(run)
        else:
            joined.append([run])
    found = [p for p in joined if sum(own_words(there, here, p)) >= LEAST_PASSAGE]
    return [] if len(found) == 1 and _is_standing(there, here, found[0]) else found


def own_words(there: Words, here: Words, shared: Sequence[Run]) -> Iterator[int]:
    """Yield the words of each run that neither article quotes."""
    for run in shared:
        own = there.own[run.there : run.there + run.length] & here.own[run.here : run.here + run.length]
        yield int(own.sum())


def _gaps(last: Run, run: Run) -> tuple[int, int]:
    return run.there - last.there - last.length, run.here - last.here - last.length


def _is_standing(there: Words, here: Words, passage: Sequence[Run]) -> bool:
    """Whether a passage is what an outlet puts under its articles: the lesser part of both, and the last."""
    outlet, run = there.article.outlet, passage[-1]
    if outlet is None or outlet != here.article.outlet:
        return False
    sides = [(there, passage[0].there, run.there), (here, passage[0].here, run.here)]
    return all(
        len(words.ids) - last - run.length <= NOTICE and 2 * (last + run.length - first) < len(words.ids)
        for words, first, last in sides
    )
