"""Articles in one language, and the stories they are in, as they come and go."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from reportedly.records import Article, Story, content_hash
from reportedly.stories.holding import Holding
from reportedly.stories.likeness import compare, weigh_terms
from reportedly.stories.linkage import USUAL, link
from reportedly.stories.memory import Floats, Memory, Nowhere
from reportedly.stories.neighbours import NEIGHBOURS, SPARE, nearest, scale, scaled

WHOLE = 1000
"""So many articles are compared each with each; what comes later, with those that an index finds."""
GROWN = 1.1
"""Up to WHOLE, all are grouped anew when they have grown by so much: rarity has changed by then."""

ASKED = 40
"""The index is asked for so many terms of an article, those that weigh most."""
CANDIDATES = 40
"""So many of the articles that it tells of are compared with the article."""
TOUCHED = 0.12
"""A story is looked at again when an article is this much like one that came."""
LOOKED_AT = 150
"""So many articles are looked at again. LOOKED_AT / 3 stand for a story that has more; it is not split.
So many are asked for a story's title."""
SAME = 0.02
"""Likeness may have changed by so much since it was noted: words grow more common."""

AHEAD = 64
"""For so many articles that come together, the memory is asked at once."""


class Shelf:
    """The articles of one language; `told` gives their stories."""

    def __init__(self, language: str | None, memory: Memory | None = None) -> None:
        self._language = language
        self._held = Holding(language, memory or Nowhere(), NEIGHBOURS + SPARE)
        self._terms = self._held.terms

    def __len__(self) -> int:
        """Return how many articles are at hand."""
        return len(self._held)

    # ------------------------------------------------------------ come and go
    def add(self, articles: Sequence[Article]) -> None:
        """Take in articles; a copy of one that is there, or comes before it, joins it."""
        fresh = self._fresh(articles)
        weighed = [weigh_terms(article) for article in fresh.values()]
        self._terms.enter(weighed)
        rows = [
            self._held.enter(text, self._terms.vector(article, weights), *_called(article))
            for (text, article), weights in zip(fresh.items(), weighed, strict=True)
        ]
        for article, row in zip(articles, self._held.rows([self._hash(a) for a in articles]), strict=True):
            if row is not None:
                self._held.enter_key(row, article.key)
        count = self._held.tally.articles
        if rows and count <= WHOLE and count >= GROWN * self._held.tally.grouped_at:
            self._group_all(rows)
            for row in rows:
                self._post(row)
        else:
            for first in range(0, len(rows), AHEAD):
                self._have_ready(rows[first : first + AHEAD])
                for row in rows[first : first + AHEAD]:
                    self._place(row)
        self._done()

    def remove(self, keys: Sequence[str]) -> None:
        """Take out articles by their keys, those that are there; of one that has copies, the key alone.

        Up to WHOLE, those that stay are grouped anew; beyond, the stories that an article was in or near.
        """
        gone = []
        rows = self._held.rows_under(keys)
        for key in dict.fromkeys(key for key in keys if key in rows):
            self._held.leave_key(rows[key], key)
            if self._held.keys([rows[key]]) == [[]]:
                gone.append(rows[key])
        whole = self._held.tally.articles - len(gone) <= WHOLE
        for row in gone:
            touched = [] if whole else self._forget_neighbour(row)
            self._held.leave(row)
            self._regroup([], touched, LOOKED_AT)
        if gone and whole:
            self._group_all([])
        self._done()

    def _fresh(self, articles: Sequence[Article]) -> dict[str, Article]:
        """Return the first article of each text that is not there, by the text's hash."""
        found: dict[str, Article] = {}
        for article in articles:
            found.setdefault(self._hash(article), article)
        rows = self._held.rows(list(found))
        return {text: found[text] for text, row in zip(list(found), rows, strict=True) if row is None}

    def _hash(self, article: Article) -> str:
        return content_hash(self._language, article.title, article.text)

    # ------------------------------------------------------------ stories
    def told(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Return stories by their numbers."""
        members = self._held.members(numbers)
        standing = [_some(rows, LOOKED_AT) for rows in members]
        self._held.keys(list(itertools.chain.from_iterable(members)))
        self._held.vectors(itertools.chain.from_iterable(standing))
        found = {}
        for number, rows, some in zip(numbers, members, standing, strict=True):
            keys = sorted(itertools.chain.from_iterable(self._held.keys(rows)))
            called = [self._held.called(row) for row in self._most_central(some)]
            title = next((title for title, _ in called if title), called[0][1])
            found[number] = Story(content_hash("story", *keys), title, keys)
        return found

    def stories(self) -> list[Story]:
        """Return all stories."""
        return list(self.told(self._held.stories()).values())

    def save(self) -> tuple[list[Story], list[str]]:
        """Hand what has changed to the memory; return the stories that are new, and ids that are no more."""
        changes = self._held.changes()
        told = self.told(changes.stories)
        changes.ids = {number: story.id for number, story in told.items()}
        before = self._held.ids([*changes.stories, *changes.dissolved])
        self._held.save(changes)
        new = [story for story in told.values() if story.id not in before]
        return new, sorted(before - set(changes.ids.values()))

    def _most_central(self, rows: Sequence[int]) -> list[int]:
        """Return rows, those nearest to their common centroid first."""
        matrix = self._terms.matrix(self._held.vectors(rows))
        nearness = np.asarray(matrix @ matrix.sum(axis=0)).ravel()
        return [rows[i] for i in np.argsort(-nearness.round(9), kind="stable")]

    # ------------------------------------------------------------ all at once
    def _group_all(self, new: Sequence[int]) -> None:
        """Group all articles anew, each compared with each; `new` are in no story yet."""
        stories = self._held.stories()
        rows = sorted([*itertools.chain.from_iterable(self._held.members(stories)), *new])
        self._held.tally.grouped_at = len(rows)
        for story in stories:
            self._held.dissolve(story)
        if not rows:
            return
        alike = self.compared(rows)
        self._held.note_near(rows, nearest(alike, NEIGHBOURS + SPARE))
        joined = link(scaled(alike), np.ones(len(rows), np.int64), np.zeros(len(rows)))
        self._settle([[row] for row in rows], joined)

    def compared(self, rows: Sequence[int]) -> Floats:
        """Return how alike articles are (n x n), 0 to themselves."""
        vectors = self._held.vectors(rows)
        alike = compare(self._terms, vectors, vectors)
        np.fill_diagonal(alike, 0)
        return alike

    def _settle(self, groups: Sequence[list[int]], joined: Sequence[Sequence[int]]) -> None:
        """Make a story of each of `joined`, which are places in `groups`."""
        for places in joined:
            # The largest keeps its number, so that what joins a long story costs no more for its length.
            home = max(places, key=lambda place: len(groups[place]))
            stay = groups[home] if len(groups[home]) > 1 else []
            come = [row for place in places if place != home or not stay for row in groups[place]]
            self._held.settle(stay, come)

    # ------------------------------------------------------------ one that comes
    def _place(self, row: int) -> None:
        """Put an article into a story; its coming may join stories, or split them."""
        others, alike = self._compared_with_candidates(row)
        self._post(row)
        self._note_neighbours(row, others, alike)
        self._regroup([row], self._touched(row, others, alike), LOOKED_AT // 3)

    def _forget_neighbour(self, row: int) -> list[int]:
        """Forget an article among the nearest of others; return its story and those that it touches."""
        others, alike = self._compared_with_candidates(row)
        touched = self._held.stories_of([row]) + self._touched(row, others, alike)
        near = self._held.near(others)
        apart = np.abs(near - alike[:, None])
        place = apart.argmin(axis=1)
        noted = np.flatnonzero(apart[np.arange(len(others)), place] < SAME)
        near[noted, place[noted]] = 0
        self._held.note_near(others, -np.sort(-near, axis=1))
        return list(dict.fromkeys(touched))

    def _touched(self, row: int, others: Sequence[int], alike: Floats) -> list[int]:
        """Return the stories of the articles that an article is much like, nearest first."""
        near = alike * self._scale([row]) * self._scale(others)
        order = np.argsort(-near, kind="stable")[: np.count_nonzero(near >= TOUCHED)]
        return list(dict.fromkeys(self._held.stories_of([others[i] for i in order])))

    def _regroup(self, rows: list[int], stories: Sequence[int], singly: int) -> None:
        """Group articles anew with those of stories, the first ones: LOOKED_AT articles at most.

        The articles of a story that has more than `singly` stay together.
        """
        groups = [[row] for row in rows]
        for story in stories:
            [members] = self._held.members([story])
            own = [[member] for member in members] if len(members) <= singly else [members]
            if sum(min(len(g), LOOKED_AT // 3) for g in groups + own) > LOOKED_AT:
                break
            groups += own
            self._held.dissolve(story)
        if groups:
            self._settle(groups, self._linked(groups))

    def _linked(self, groups: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return which groups of articles belong together; a few articles stand for a large one."""
        if len(groups) == 1:
            return [[0]]
        standing = [_some(group, LOOKED_AT // 3) for group in groups]
        rows = [row for some in standing for row in some]
        by = self._scale(rows)
        alike = np.minimum(self.compared(rows) * by[:, None] * by[None, :], 1)
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
    def _compared_with_candidates(self, row: int) -> tuple[list[int], Floats]:
        """Return the articles that an article is compared with, and how alike they are."""
        others = self._candidates(row)
        [alike] = compare(self._terms, self._held.vectors([row]), self._held.vectors(others))
        return others, alike

    def _candidates(self, row: int) -> list[int]:
        """Return the rows of the articles that share most with an article, by what their terms weigh."""
        terms, weights = self._heaviest(row)
        lists = self._held.posted(terms)
        found = np.fromiter(itertools.chain.from_iterable(lists), np.int64)
        shared = np.repeat(weights, [len(posted) for posted in lists])
        rows, place = np.unique(found, return_inverse=True)
        score = np.bincount(place, shared, len(rows))
        score[rows == row] = -1
        best = np.argsort(-score, kind="stable")[: min(CANDIDATES, np.count_nonzero(score >= 0))]
        candidates: list[int] = np.sort(rows[best]).tolist()
        return candidates

    def _post(self, row: int) -> None:
        """Enter an article into the index."""
        self._held.post(row, self._heaviest(row)[0])

    def _heaviest(self, row: int) -> tuple[list[int], Floats]:
        """Return the terms under which an article is looked up and posted, and what they weigh."""
        terms, weights = self._terms.heaviest(self._held.vectors([row])[0], ASKED)
        return terms.tolist(), weights

    def _note_neighbours(self, row: int, others: Sequence[int], alike: Floats) -> None:
        """Note likeness among the nearest of an article and of each of the others."""
        kept = NEIGHBOURS + SPARE
        self._held.note_near([row], nearest(alike[None, :], kept))
        self._held.note_near(others, nearest(np.column_stack([self._held.near(others), alike]), kept))

    def _scale(self, rows: Sequence[int]) -> Floats:
        """Return what likeness to each of the rows is multiplied by."""
        near = self._held.near(rows)[:, :NEIGHBOURS].astype(np.float64)
        return scale(near, self._held.tally.articles)

    # ------------------------------------------------------------ memory
    def _have_ready(self, rows: Sequence[int]) -> None:
        """Have most of what articles that came are compared with at hand: asked at once, it takes less."""
        if self._held.complete:
            return
        self._held.posted({term for row in rows for term in self._heaviest(row)[0]})
        others = {other for row in rows for other in self._candidates(row)}
        stories = set(self._held.stories_of(sorted(others.difference(rows))))
        for members in self._held.members(stories):
            others.update(_some(members, LOOKED_AT // 3))
        vectors = self._held.vectors(others)
        self._terms.have(np.unique(np.concatenate([v.terms for v in vectors] or [np.zeros(0, np.int32)])))

    def _done(self) -> None:
        """Note no changes where there is nothing to tell them to."""
        if self._held.complete:
            self._held.forget_changes()


def _some(rows: Sequence[int], most: int) -> Sequence[int]:
    """Return so many rows at most, from all along."""
    return rows[:: -(-len(rows) // most)]


def _called(article: Article) -> tuple[str, str]:
    """Return an article's title and the first words of its text, which stand in where there is no title."""
    title = (article.title or "").strip()
    first, _, _ = article.text.strip().partition("\n")
    return title, "" if title else " ".join(first.split()[:16]) or article.id
