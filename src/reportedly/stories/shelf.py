"""Articles in one language, and the stories they are in, as they arrive."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from reportedly.records import Article
from reportedly.stories.likeness import Floats, Rows, Terms, Vector, compare, weigh_terms
from reportedly.stories.linkage import USUAL, link

NEIGHBOURS = 16
"""So many nearest articles tell how crowded an article's neighbourhood is."""
CROWDED, EMPTY = 0.3, 0.15
"""Mean likeness to the neighbours that leaves likeness as it is; and the least that is believed."""

WHOLE = 1000
"""So many articles are compared each with each; what comes later, with those that an index finds."""
GROWN = 1.1
"""Up to WHOLE, all are grouped anew when they have grown by so much: rarity has changed by then."""

ASKED = 40
"""The index is asked for so many terms of an article, those that weigh most ..."""
POSTED = 64
"""... and tells for each the so many articles that came last with it."""
CANDIDATES = 40
"""So many of these articles are compared with it."""
TOUCHED = 0.12
"""A story is looked at again when an article is this much like one that came."""
LOOKED_AT = 150
"""So many articles are looked at again. LOOKED_AT / 3 stand for a story that has more; it is not split."""


class Shelf:
    """The articles of one language by row, in the order they came; `stories` gives the rows of each story."""

    def __init__(self, language: str | None) -> None:
        self._terms = Terms(language)
        self._vectors: list[Vector] = []
        self._posted: dict[int, list[int]] = {}
        self._nearest = np.zeros((0, NEIGHBOURS))
        self._story: list[int] = []
        self._rows: dict[int, list[int]] = {}
        self._fresh = itertools.count()
        self._grouped_at = 0

    @property
    def stories(self) -> list[list[int]]:
        """The rows of each story, in order."""
        return [sorted(rows) for rows in self._rows.values()]

    def add(self, articles: Sequence[Article]) -> None:
        """Take in articles, in rows of their own after those there are."""
        weighed = [weigh_terms(article) for article in articles]
        self._terms.count(weighed)
        for article, weights in zip(articles, weighed, strict=True):
            self._vectors.append(self._terms.vector(article, weights))
        first, end = len(self._story), len(self._vectors)
        self._make_room(end)
        self._story += [-1] * len(articles)
        if end <= WHOLE and end >= GROWN * self._grouped_at:
            self._group_all()
            for row in range(first, end):
                self._post(row)
        else:
            for row in range(first, end):
                self._place(row)

    def most_central(self, rows: Sequence[int]) -> list[int]:
        """Return rows, those nearest to their common centroid first."""
        matrix = self._terms.matrix([self._vectors[row] for row in rows])
        nearness = np.asarray(matrix @ matrix.sum(axis=0)).ravel()
        return [rows[i] for i in np.argsort(-nearness.round(9), kind="stable")]

    # ------------------------------------------------------------ all at once
    def _group_all(self) -> None:
        """Group all articles anew, each compared with each."""
        self._grouped_at = count = len(self._vectors)
        alike = self.compared()
        self._nearest[:count] = nearest(alike)
        self._rows.clear()
        joined = link(scaled(alike), np.ones(count, np.int64), np.zeros(count))
        self._settle([[row] for row in range(count)], joined)

    def compared(self) -> Floats:
        """Return how alike all articles are (n x n), 0 to themselves."""
        alike = compare(self._terms, self._vectors, self._vectors)
        np.fill_diagonal(alike, 0)
        return alike

    def _settle(self, groups: Sequence[list[int]], joined: Sequence[Sequence[int]]) -> None:
        """Make a story of each of `joined`, which are places in `groups`."""
        for places in joined:
            # The largest keeps its number, so that what joins a long story costs no more for its length.
            home = max(places, key=lambda place: len(groups[place]))
            rows = groups[home]
            story = self._story[rows[0]] if len(rows) > 1 else next(self._fresh)
            come = [row for place in places if place != home for row in groups[place]]
            for row in come if len(rows) > 1 else [*rows, *come]:
                self._story[row] = story
            rows += come
            self._rows[story] = rows

    # ------------------------------------------------------------ one that comes
    def _place(self, row: int) -> None:
        """Put an article into a story; its coming may join stories, or split them."""
        others = self._candidates(row)
        self._post(row)
        [alike] = compare(self._terms, [self._vectors[row]], [self._vectors[other] for other in others])
        self._note_neighbours(row, others, alike)
        near = alike * self._scale(np.array([row])) * self._scale(others)
        nearest_first = others[np.argsort(-near, kind="stable")][: np.count_nonzero(near >= TOUCHED)]
        touched = dict.fromkeys(self._story[other] for other in nearest_first)
        groups = [[row]]
        for story in touched:
            rows = self._rows[story]
            own = [[other] for other in rows] if len(rows) <= LOOKED_AT // 3 else [rows]
            if sum(min(len(g), LOOKED_AT // 3) for g in groups + own) > LOOKED_AT:
                break
            groups += own
            del self._rows[story]
        self._settle(groups, self._linked(groups))

    def _linked(self, groups: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return which groups of articles belong together; a few articles stand for a large one."""
        if len(groups) == 1:
            return [[0]]
        most = LOOKED_AT // 3
        standing = [group[:: -(-len(group) // most)] for group in groups]
        rows = np.array([row for some in standing for row in some])
        vectors = [self._vectors[row] for row in rows]
        by = self._scale(rows)
        alike = np.minimum(compare(self._terms, vectors, vectors) * by[:, None] * by[None, :], 1)
        np.fill_diagonal(alike, 0)
        counts = np.array([len(some) for some in standing])
        if len(rows) > len(groups):
            starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
            alike = np.add.reduceat(np.add.reduceat(alike, starts, axis=0), starts, axis=1)
            within = np.where(counts > 1, alike.diagonal() / np.maximum(counts * (counts - 1), 1), USUAL)
            alike = alike / (counts[:, None] * counts[None, :])
        else:
            within = np.zeros(len(groups))
        return link(alike, np.array([len(group) for group in groups]), within)

    # ------------------------------------------------------------ neighbours
    def _candidates(self, row: int) -> Rows:
        """Return the rows of the articles that share most with an article, by what their terms weigh."""
        terms, weights = self._terms.heaviest(self._vectors[row], ASKED)
        lists = [self._posted.get(term, []) for term in terms.tolist()]
        found = np.fromiter(itertools.chain.from_iterable(lists), np.int64)
        shared = np.repeat(weights, [len(posted) for posted in lists])
        rows, place = np.unique(found, return_inverse=True)
        score = np.bincount(place, shared, len(rows))
        return np.asarray(np.sort(rows[np.argsort(-score, kind="stable")[:CANDIDATES]]))

    def _post(self, row: int) -> None:
        """Enter an article into the index."""
        for term in self._terms.heaviest(self._vectors[row], ASKED)[0].tolist():
            posted = self._posted.setdefault(term, [])
            posted.append(row)
            if len(posted) > 2 * POSTED:
                del posted[:POSTED]

    def _note_neighbours(self, row: int, others: Rows, alike: Floats) -> None:
        """Note likeness among the nearest of an article and of each of the others."""
        self._nearest[row] = nearest(alike[None, :])
        self._nearest[others] = nearest(np.column_stack([self._nearest[others], alike]))

    def _make_room(self, rows: int) -> None:
        if rows > len(self._nearest):
            self._nearest = np.concatenate(
                [self._nearest, np.zeros((max(rows - len(self._nearest), len(self._nearest)), NEIGHBOURS))]
            )

    def _scale(self, rows: Rows) -> Floats:
        """Return what likeness to each of the rows is multiplied by."""
        return scale(self._nearest[rows], len(self._vectors))


def nearest(alike: Floats) -> Floats:
    """Return the NEIGHBOURS greatest values of each row, 0 for what is missing."""
    found = -np.sort(-alike, axis=1)[:, :NEIGHBOURS]
    return np.pad(found, ((0, 0), (0, NEIGHBOURS - found.shape[1])))


def scale(near: Floats, count: int) -> Floats:
    """Return what likeness to an article is multiplied by, from its likeness to the nearest of `count`.

    In a crowd of reports on like events only the closest belong together, far from all others less is
    enough (local scaling: Zelnik-Manor & Perona, Self-tuning spectral clustering, NIPS 2004). Where there
    are no neighbours yet, a usual crowd stands in for them.
    """
    missing = max(0, NEIGHBOURS - (count - 1))
    crowd = (near.sum(axis=1) + missing * CROWDED) / NEIGHBOURS
    return np.asarray(np.sqrt(CROWDED / np.maximum(crowd, EMPTY)))


def scaled(alike: Floats) -> Floats:
    """Return how alike articles are (n x n) in view of how crowded their neighbourhoods are, at most 1."""
    by = scale(nearest(alike), len(alike))
    return np.minimum(alike * by[:, None] * by[None, :], 1)
