"""The words of one language: how rare each is, against all articles that came and a background of reports."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import scipy.sparse

from reportedly.languages import LANGUAGES
from reportedly.records import Article
from reportedly.stories.memory import Counts, Floats, Memory, Nowhere, Numbers, Vector

# Calibrated with the values of likeness.
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

UNREAD_REPORTS = 50
"""For a language without a table of frequent words, every word is taken as rare in so many reports."""


FOUND, KNOWN, AT_HAND = range(3)
"""What is counted of a term: articles it stands in, reports of the background; whether both are at hand."""


class Terms:
    """The words that articles had, by number, and in how many of them each stands."""

    def __init__(self, language: str | None, memory: Memory | None = None) -> None:
        self._memory = memory or Nowhere()
        tally = self._memory.tally()
        self.count, self.articles = tally.terms, tally.articles
        self._number: dict[str, int] = {}
        self._table = np.zeros((3, self.count), np.int32)
        self._frequent, self._reports = frequent(language)
        self.forget_changes()

    def enter(self, read: Sequence[Iterable[str]]) -> None:
        """Count the words of further articles; a new word gets the next number."""
        if unknown := {word for article in read for word in article if word not in self._number}:
            self._number |= self._memory.numbers(unknown)
        for article in read:
            self._number_new([word for word in article if word not in self._number])
            self._count(np.array([self._number[word] for word in article], np.int32), 1)

    def leave(self, vector: Vector) -> None:
        """Count the words of an article no more."""
        self._count(np.concatenate([vector.terms, np.frombuffer(vector.others, np.int32)]), -1)

    def rarity(self, terms: Numbers) -> Floats:
        """Return the inverse document frequency of terms, against the background and all articles so far."""
        self.have(terms)
        found, known = self._table[FOUND, terms], self._table[KNOWN, terms]
        return rarities(found, known, self.articles, self._reports)

    def vector(self, article: Article, weights: dict[str, float]) -> Vector:
        """Return an article, whose words were counted, as it is compared."""
        terms = np.array([self._number[word] for word in weights], np.int32)
        weighed = np.fromiter(weights.values(), np.float32, len(weights))
        others = terms[:0]
        if len(terms) > KEPT:
            heaviest = np.argsort(-weighed * self.rarity(terms), kind="stable")
            others, weighed, terms = terms[heaviest[KEPT:]], weighed[heaviest[:KEPT]], terms[heaviest[:KEPT]]
        order = np.argsort(terms)
        return Vector(terms[order], weighed[order], _day(article), others.tobytes())

    def heaviest(self, vector: Vector, count: int) -> tuple[Numbers, Floats]:
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

    def changes(self) -> tuple[list[tuple[str, int]], Counts]:
        """Return the words that are new, with their numbers, and the counts that are other than before."""
        words = list(zip(self._new, range(self.count - len(self._new), self.count), strict=True))
        terms = np.unique(np.concatenate([np.zeros(0, np.int32), *self._recounted]))
        return words, Counts(terms, self._table[FOUND, terms], self._table[KNOWN, terms])

    def forget_changes(self) -> None:
        """Begin anew to note what changes."""
        self._new: list[str] = []
        self._recounted: list[Numbers] = []

    def have(self, terms: Numbers) -> None:
        """Have the counts of terms at hand."""
        missing = terms[self._table[AT_HAND, terms] == 0]
        if len(missing):
            counts = self._memory.counts(np.unique(missing))
            self._table[FOUND, counts.terms] = counts.found
            self._table[KNOWN, counts.terms] = counts.known
            self._table[AT_HAND, counts.terms] = 1

    # ------------------------------------------------------------ parts
    def _number_new(self, words: Sequence[str]) -> None:
        """Give words that never came before the next numbers."""
        start, end = self.count, self.count + len(words)
        self._make_room(end)
        self._number.update(zip(words, range(start, end), strict=True))
        self._table[KNOWN, start:end] = [self._frequent.get(word, 0) for word in words]
        self._table[AT_HAND, start:end] = 1
        self._new += words
        self.count = end

    def _count(self, terms: Numbers, by: int) -> None:
        """Count an article's terms, so many times."""
        self.have(terms)
        self._table[FOUND, terms] += by
        self._recounted.append(terms)
        self.articles += by

    def _make_room(self, count: int) -> None:
        """Have room for so many terms."""
        room = self._table.shape[1]
        if count > room:
            self._table = np.pad(self._table, ((0, 0), (0, max(count - room, room))))


def rarities(found: Numbers, known: Numbers, articles: int, reports: int) -> Floats:
    """Return the inverse document frequency of terms, `found` in so many articles, `known` in reports."""
    counted = min(1.0, OWN_SHARE * reports / max(1, articles))
    rarity = np.log((reports + counted * articles + 1) / (known + counted * found + 1))
    rarity[rarity < LEAST_RARITY] = 0
    rarity[found == 1] *= 1 - (1 - LONE_WEIGHT) * min(1, articles / LONE_FROM)
    return np.asarray(rarity, np.float64)


def frequent(language: str | None) -> tuple[dict[str, int], int]:
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
