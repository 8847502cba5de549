"""How alike articles are: TF-IDF over names and words, most of all at the beginning, and the days between."""

from __future__ import annotations

import collections
import math
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

from reportedly.languages import LANGUAGES
from reportedly.records import Article

# Calibrated on three corpora of events; how much is asked of a story, with half of the stories held out
# (training/stories.py).
NAME_WEIGHT = 1.8
"""A word with a capital weighs this much more: who and where tell events of one kind apart."""
LEAD, LEAD_TIMES = 150, 4
"""So many words at the beginning count so many times: news says first what it is about."""
TITLE_TIMES = 2
"""The title is read so many times, as part of the beginning."""
LONE_WEIGHT, LONE_FROM = 0.5, 25
"""A word that no other of so many articles has is a chance of wording: it weighs less; among fewer
in proportion more, since there it may well be what the article is about."""
OWN_SHARE = 0.5
"""The articles count at most this part of the background: a word that is common only here still
tells what a collection about one event is about."""
LEAST_RARITY = 1.0
"""Words below this inverse document frequency (in over a third of reports) tell nothing."""
KEPT = 120
"""So many of an article's terms are kept, those that weigh most: bounds its memory."""
DAYS_APART, LOSS_PER_DAY, LEAST_BY_DATE = 3, 0.01, 0.7
"""From so many days apart on, likeness shrinks by so much a day, at most to this part."""

UNREAD_REPORTS = 50
"""For a language without a table of frequent words, every word is taken as rare in so many reports."""

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

_WORD = re.compile(r"[^\W_]{2,}")


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, as they are written; single characters are left out."""
    return _WORD.findall(text)


def weigh_terms(article: Article) -> dict[str, float]:
    """Return what each word of an article weighs: the logarithm of its number, more for a name."""
    title = words(article.title or "") * TITLE_TIMES
    body = words(article.text)
    times: collections.Counter[str] = collections.Counter()
    capital: collections.Counter[str] = collections.Counter()
    for read, each in ((title + body[:LEAD], LEAD_TIMES), (body[LEAD:], 1)):
        for word in read:
            times[word.casefold()] += each
            if word[0].isupper():
                capital[word.casefold()] += each
    return {word: (1 + math.log(n)) * NAME_WEIGHT ** (capital[word] / n) for word, n in times.items()}


@dataclass(frozen=True)
class Vector:
    """An article as it is compared: its terms by number, ascending, what they weigh, and its day or NaN."""

    terms: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    day: float


class Terms:
    """The words of one language that articles had, by number, and in how many of them each stands."""

    def __init__(self, language: str | None) -> None:
        self._number: dict[str, int] = {}
        self._found = array("l")
        self._known = array("l")
        self._articles = 0
        self._frequent, self._reports = _frequent(language)

    def count(self, read: Iterable[Iterable[str]]) -> None:
        """Count the words of further articles."""
        for article in read:
            self._articles += 1
            for word in article:
                number = self._number.setdefault(word, len(self._found))
                if number == len(self._found):
                    self._found.append(0)
                    self._known.append(self._frequent.get(word, 0))
                self._found[number] += 1

    def rarity(self, terms: npt.NDArray[np.int32]) -> Floats:
        """Return the inverse document frequency of terms, against the background and all articles so far."""
        found, known = np.asarray(self._found)[terms], np.asarray(self._known)[terms]
        counted = min(1.0, OWN_SHARE * self._reports / max(1, self._articles))
        rarity = np.log((self._reports + counted * self._articles + 1) / (known + counted * found + 1))
        rarity[rarity < LEAST_RARITY] = 0
        rarity[found == 1] *= 1 - (1 - LONE_WEIGHT) * min(1, self._articles / LONE_FROM)
        return np.asarray(rarity, np.float64)

    def vector(self, article: Article, weights: dict[str, float]) -> Vector:
        """Return an article, whose words were counted, as it is compared."""
        terms = np.array([self._number[word] for word in weights], np.int32)
        weighed = np.fromiter(weights.values(), np.float32, len(weights))
        if len(terms) > KEPT:
            heaviest = np.argsort(-weighed * self.rarity(terms), kind="stable")[:KEPT]
            terms, weighed = terms[heaviest], weighed[heaviest]
        order = np.argsort(terms)
        return Vector(terms[order], weighed[order], _day(article))

    def heaviest(self, vector: Vector, count: int) -> tuple[npt.NDArray[np.int32], Floats]:
        """Return the terms of an article that weigh most, and what they weigh."""
        weights = vector.weights * self.rarity(vector.terms)
        order = np.argsort(-weights, kind="stable")[:count]
        order = order[weights[order] > 0]
        return vector.terms[order], weights[order]

    def matrix(self, vectors: Sequence[Vector]) -> Any:
        """Return one TF-IDF row of length 1 for each article (all zero for one without words)."""
        ends = np.cumsum([0] + [len(v.terms) for v in vectors])
        terms, column = np.unique(np.concatenate([v.terms for v in vectors]), return_inverse=True)
        values = np.concatenate([v.weights for v in vectors]) * self.rarity(terms)[column]
        squares = np.concatenate([[0], np.cumsum(values**2)])
        lengths = np.sqrt(squares[ends[1:]] - squares[ends[:-1]])
        values /= np.repeat(np.where(lengths > 1e-9, lengths, 1), np.diff(ends))
        return scipy.sparse.csr_array((values, column, ends), shape=(len(vectors), len(terms)))


def compare(terms: Terms, some: Sequence[Vector], others: Sequence[Vector]) -> Floats:
    """Return how alike articles are, 0 to 1: (some x others)."""
    rows = terms.matrix([*some, *others])
    alike: Floats = (rows[: len(some)] @ rows[len(some) :].T).toarray()
    apart = np.abs(_days(some)[:, None] - _days(others)[None, :])
    by_date = np.maximum(1 - LOSS_PER_DAY * np.maximum(apart - DAYS_APART, 0), LEAST_BY_DATE)
    return np.minimum(alike * np.where(np.isnan(by_date), 1, by_date), 1)


def _days(vectors: Sequence[Vector]) -> Floats:
    return np.array([v.day for v in vectors])


def _frequent(language: str | None) -> tuple[dict[str, int], int]:
    """Return in how many reports each frequent word of a language stands, and of how many."""
    table = LANGUAGES[language].words("frequent.toml") if language in LANGUAGES else {}
    return table.get("words", {}), table.get("reports", UNREAD_REPORTS)


def _day(article: Article) -> float:
    """Return the day an article was published as a number, NaN where it is not known to the day."""
    if not article.published or article.published_precision not in ("minute", "day"):
        return math.nan
    try:
        return float(date.fromisoformat(article.published[:10]).toordinal())
    except ValueError:
        return math.nan
