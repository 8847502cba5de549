"""Passages that stand in two articles: how much of them is copied, and which of the two was first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from reportedly.languages import find_agency
from reportedly.origins.passages import Ints, Run, Words, own_words, passages, runs
from reportedly.origins.times import day, moment
from reportedly.records import Article, Copy

WHOLLY = 0.7
"""Part of the shorter article's words that are the other's, from which it is wholly derived."""
FIRST, LAST, ALIGNED = 4, 2, 8
"""Articles with a fingerprint that one after them is held against: those that have it first, those
that have it last; and the articles, of those with most fingerprints in common, that it is aligned with."""
LEAST_PRINTS = 2
"""Fingerprints in common that make two articles worth aligning: a passage has no fewer."""


def copies(articles: Sequence[Article]) -> list[Copy]:
    """Return the passages that stand in two articles, each with the article it first stood in.

    Which is first, see `_precedence`; what tells so, see `_direction`. An article that copies is
    explained by as few others as will do: by that which it shares most words with, its edits too,
    and then by those that explain the rest. `share` is the part of the shorter article's words that
    the two have in common, `judged` says whether that is nearly all. Words in quotation marks make
    no passage: two reporters at one speech write down the same words, and a quotation says whose
    they are.
    """
    vocabulary: dict[str, int] = {}
    read = [Words.of(article, vocabulary) for article in sorted(articles, key=_precedence)]
    found = []
    for here, earlier in _candidates(read):
        found += _explained(read[here], [read[there] for there in earlier])
    return found


def _precedence(article: Article) -> tuple[bool, str, int, str, str]:
    """Order articles so that one which copies stands after the one it copies, as far as can be told:
    by day; on one day an agency's own page, then an article that credits an agency, then by hour."""
    when = moment(article.published)
    agency = 0 if find_agency(article.outlet or "") else 1 if _agencies(article) else 2
    return when is None, day(when), agency, when.isoformat() if when else "", article.id


def _agencies(article: Article) -> set[str]:
    return {credit.agency for credit in article.credits if credit.kind == "text"}


# ---------------------------------------------------------------- which articles to align
def _candidates(read: Sequence[Words]) -> Iterable[tuple[int, list[int]]]:
    """Yield each article that shares fingerprints with earlier ones, and those, at most ALIGNED.

    The fingerprints of all are sorted once, so that time and memory grow with the words, whatever
    the number of articles with the same: each is held against FIRST + LAST of those that have it.
    """
    values = np.concatenate([words.prints for words in read] or [np.zeros(0, np.uint64)])
    owner = np.repeat(np.arange(len(read)), [len(words.prints) for words in read])
    order = np.argsort(values, kind="stable")  # so that owners stay in order
    values, owner = values[order], owner[order]
    once = np.ones(len(values), bool)
    once[1:] = (values[1:] != values[:-1]) | (owner[1:] != owner[:-1])
    values, owner = values[once], owner[once]
    pairs, counts = np.unique(_pairs(values, owner, len(read)), return_counts=True)
    enough = counts >= LEAST_PRINTS
    pairs, counts = pairs[enough], counts[enough]
    here, there = np.divmod(pairs, max(1, len(read)))
    groups = np.split(np.arange(len(pairs)), np.flatnonzero(np.diff(here)) + 1) if len(pairs) else []
    for group in groups:
        best = group[np.argsort(-counts[group], kind="stable")[:ALIGNED]]
        yield int(here[group[0]]), sorted(there[best].tolist())


def _pairs(values: npt.NDArray[np.uint64], owner: Ints, total: int) -> Ints:
    """Return a number for each pair of owners of one value: the later times `total`, plus the earlier."""
    place = np.arange(len(values))
    new = np.ones(len(values), bool)
    new[1:] = values[1:] != values[:-1]
    begins = np.maximum.accumulate(np.where(new, place, 0))
    made = []
    for nth in range(FIRST):
        later = np.flatnonzero(begins + nth < place)
        made.append(owner[later] * total + owner[begins[later] + nth])
    for nth in range(1, LAST + 1):
        later = np.flatnonzero(place - nth >= begins + FIRST)
        made.append(owner[later] * total + owner[later - nth])
    return np.concatenate(made)


# ---------------------------------------------------------------- which of them explain it
def _explained(here: Words, earlier: Sequence[Words]) -> list[Copy]:
    """Return the copied passages of an article: the fewest earlier articles that explain them."""
    shared = [[run for p in passages(there, here, runs(there, here)) for run in p] for there in earlier]
    covered = np.zeros(len(here.ids), bool)
    found: list[Copy] = []
    while True:
        gains = [_gain(there, here, left, covered) for there, left in zip(earlier, shared, strict=True)]
        if not any(gains):
            return found
        best = int(np.argmax(gains))  # the earliest of those that explain most
        fresh = [run for run in shared[best] if 2 * covered[_span(run)].sum() <= run.length]
        found += _made(earlier[best], here, passages(earlier[best], here, fresh))
        for run in shared[best]:
            covered[_span(run)] = True
        shared[best] = []


def _span(run: Run) -> slice:
    return slice(run.here, run.here + run.length)


def _gain(there: Words, here: Words, left: Sequence[Run], covered: npt.NDArray[np.bool_]) -> int:
    """Return how many words of its own an earlier article explains that are not explained yet."""
    fresh = [run for run in left if 2 * covered[_span(run)].sum() <= run.length]
    return sum(sum(own_words(there, here, passage)) for passage in passages(there, here, fresh))


def _made(there: Words, here: Words, found: Sequence[Sequence[Run]]) -> list[Copy]:
    """Return passages of two articles as copies, from the one that was first to the other."""
    same = sum(run.length for passage in found for run in passage)
    share = round(min(1.0, same / max(1, min(len(there.ids), len(here.ids)))), 3)
    judged = "wholly" if share >= WHOLLY else "partly"
    turned, direction = _direction(there.article, here.article)
    made = []
    for passage in found:
        start, end = passage[0], passage[-1]
        one = there.passage(start.there, end.there + end.length)
        other = here.passage(start.here, end.here + end.length)
        first, second = (other, one) if turned else (one, other)
        made.append(Copy(first, second, share, judged, direction))
    return made


def _direction(there: Article, here: Article) -> tuple[bool, str]:
    """Return whether the later article was first after all, and what tells which was (see records.Copy)."""
    alike = there.outlet is not None and there.outlet == here.outlet
    if find_agency(there.outlet or "") and not alike:
        return False, "agency page"
    if _agencies(there) & _agencies(here) or (_agencies(there) | _agencies(here) and not alike):
        return False, "agency copy"
    names_there, names_here = _names(here, there.outlet), _names(there, here.outlet)
    if names_there != names_here:
        return names_here, "named"
    one, other = moment(there.published), moment(here.published)
    dated = one and other and (one != other if alike else day(one) != day(other))
    return False, "date" if dated else "unknown"


def _names(article: Article, outlet: str | None) -> bool:
    """Whether an article's text names an outlet."""
    return bool(outlet) and re.search(rf"(?<!\w){re.escape(outlet or '')}(?!\w)", article.text) is not None
