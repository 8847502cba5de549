"""The articles of one language that are at hand, the stories they are in, and the index of their terms."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from reportedly.stories.memory import Changes, Floats, Kept, Likenesses, Memory, Nowhere, Vector
from reportedly.stories.terms import Terms

POSTED = 64
"""The index tells for a term the so many articles that came last with it, at most twice as many."""


class Holding:
    """Articles by row, in the order they came; what is not at hand is asked of the memory.

    Of each article `near` greatest likenesses to others are kept, greatest first.
    """

    def __init__(self, language: str | None, memory: Memory, near: int) -> None:
        self._memory = memory
        self.complete = isinstance(memory, Nowhere)
        self.tally = memory.tally()
        self.terms = Terms(language, memory)
        self._vectors: dict[int, Vector] = {}
        self._called: dict[int, tuple[str, str, str]] = {}  # hash of the text, title, opening
        self._near = np.zeros((self.tally.rows, near), np.float32)
        self._story = np.zeros(self.tally.rows, np.int64)
        self._row: dict[str, int | None] = {}  # by hash of the text; None where it is not there
        self._keys: dict[int, list[str]] = {}
        self._members: dict[int, list[int]] = {}
        self._posted: dict[int, list[int]] = {}
        self.forget_changes()

    def __len__(self) -> int:
        """Return how many articles are at hand."""
        return len(self._vectors)

    # ------------------------------------------------------------ articles
    def enter(self, text: str, vector: Vector, title: str, opening: str) -> int:
        """Take in an article and return its row; it has no key and no story yet."""
        row = self.tally.rows
        self.tally.rows += 1
        self.tally.articles += 1
        if row == len(self._story):
            more = max(row, 16)
            self._near = np.pad(self._near, ((0, more), (0, 0)))
            self._story = np.pad(self._story, (0, more))
        self._vectors[row], self._called[row], self._row[text] = vector, (text, title, opening), row
        self._keys[row] = []
        self._fresh.add(row)
        return row

    def leave(self, row: int) -> None:
        """Take out an article, from its story and from the index."""
        [vector] = self.vectors([row])
        for posted in self.posted(vector.terms.tolist()):
            if row in posted:
                posted.remove(row)
        story = int(self._story[row])
        self.members([story])[0].remove(row)
        self._touched.add(story)
        self._row[self._called[row][0]] = None
        del self._vectors[row], self._called[row], self._keys[row]
        self.terms.leave(vector)
        self.tally.articles -= 1
        self._gone.add(row)

    def rows(self, texts: Collection[str]) -> list[int | None]:
        """Return the rows of texts, by their hashes; None for one that is not there."""
        if missing := [text for text in texts if text not in self._row]:
            self._row |= dict.fromkeys(missing) | self._memory.rows(missing)
        return [self._row[text] for text in texts]

    def rows_under(self, keys: Collection[str]) -> dict[str, int]:
        """Return the rows of the articles that are there, by their keys."""
        wanted = set(keys)
        found = {key: row for row, own in self._keys.items() for key in wanted.intersection(own)}
        asked = self._memory.rows_under(wanted - found.keys())
        return found | {k: row for k, row in asked.items() if row not in self._keys and row not in self._gone}

    def keys(self, rows: Collection[int]) -> list[list[str]]:
        """Return the keys of articles: of all copies that came."""
        if missing := [row for row in rows if row not in self._keys]:
            self._keys |= self._memory.keys(missing)
        return [self._keys[row] for row in rows]

    def enter_key(self, row: int, key: str) -> None:
        """Note that an article came under a key."""
        [keys] = self.keys([row])
        if key not in keys:
            keys.append(key)
            self._rekeyed[row, key] = True
            if row not in self._fresh:
                self._touched.update(self.stories_of([row]))

    def leave_key(self, row: int, key: str) -> None:
        """Note that an article is no more there under a key."""
        [keys] = self.keys([row])
        keys.remove(key)
        self._rekeyed[row, key] = False
        self._touched.update(self.stories_of([row]))

    def vectors(self, rows: Iterable[int]) -> list[Vector]:
        """Return articles as they are compared."""
        rows = list(rows)
        self._have(rows)
        return [self._vectors[row] for row in rows]

    def called(self, row: int) -> tuple[str, str]:
        """Return an article's title and opening."""
        self._have([row])
        return self._called[row][1:]

    def near(self, rows: Sequence[int]) -> Likenesses:
        """Return the greatest likenesses of articles to others."""
        self._have(rows)
        return np.asarray(self._near[rows])

    def note_near(self, rows: Sequence[int], near: Floats | Likenesses) -> None:
        """Keep other likenesses of articles that are at hand."""
        self._near[rows] = near
        self._moved.update(rows)

    def _have(self, rows: Iterable[int]) -> None:
        """Have articles at hand."""
        if missing := [row for row in rows if row not in self._vectors]:
            for kept in self._memory.articles(missing):
                self._vectors[kept.row] = kept.vector
                self._called[kept.row] = kept.text, kept.title, kept.opening
                self._near[kept.row], self._story[kept.row] = kept.near, kept.story

    # ------------------------------------------------------------ stories
    def stories(self) -> list[int]:
        """Return the numbers of all stories."""
        return [s for s in {**self._memory.stories(), **self._members} if s not in self._dissolved]

    def stories_of(self, rows: Sequence[int]) -> list[int]:
        """Return the stories in which articles are."""
        self._have(rows)
        found: list[int] = self._story[rows].tolist()
        return found

    def members(self, stories: Collection[int]) -> list[list[int]]:
        """Return the rows of the articles in stories, ascending."""
        if missing := [story for story in stories if story not in self._members]:
            self._members |= self._memory.members(missing)
        return [self._members[story] for story in stories]

    def settle(self, rows: list[int], come: Sequence[int]) -> None:
        """Make a story of `rows`, which are one, and of what comes; of this alone where there are none."""
        if rows:
            story = int(self._story[rows[0]])
        else:
            story = self.tally.stories
            self.tally.stories += 1
        self._story[come] = story
        self._members[story] = sorted([*rows, *come])
        self._moved.update(come)
        self._touched.add(story)
        self._dissolved.discard(story)

    def dissolve(self, story: int) -> None:
        """Take a story apart; its articles are to be settled anew."""
        del self._members[story]
        self._touched.discard(story)
        self._dissolved.add(story)

    # ------------------------------------------------------------ index
    def posted(self, terms: Collection[int]) -> list[list[int]]:
        """Return the rows that are posted with terms, ascending."""
        if missing := [term for term in terms if term not in self._posted]:
            found = self._memory.posted(missing)
            for term in missing:
                self._posted[term] = found.get(term, [])
        return [self._posted[term] for term in terms]

    def post(self, row: int, terms: Collection[int]) -> None:
        """Enter an article into the index."""
        for term, posted in zip(terms, self.posted(terms), strict=True):
            posted.append(row)
            self._newly_posted.append((term, row))
            if len(posted) > 2 * POSTED:
                del posted[:POSTED]
                self._trimmed[term] = posted[0]

    # ------------------------------------------------------------ changes
    def changes(self) -> Changes:
        """Return what is different from what the memory knows."""
        words, counts = self.terms.changes()
        self.tally.terms = self.terms.count
        fresh, moved = self._fresh - self._gone, self._moved - self._fresh - self._gone
        return Changes(
            tally=dataclasses.replace(self.tally),
            words=words,
            counts=counts,
            fresh=[self._kept(row) for row in sorted(fresh)],
            moved=[self._kept(row) for row in sorted(moved)],
            gone=sorted(self._gone - self._fresh),
            keys={place: there for place, there in self._rekeyed.items() if place[0] not in self._gone},
            posted=[
                (term, row)
                for term, row in self._newly_posted
                if row >= self._trimmed.get(term, 0) and row not in self._gone
            ],
            trimmed=self._trimmed,
            stories=sorted(self._touched),
            dissolved=sorted(self._dissolved),
        )

    def forget_changes(self) -> None:
        """Begin anew to note what changes."""
        self._fresh = set[int]()
        self._gone = set[int]()
        self._moved = set[int]()  # in another story, or with other likenesses
        self._rekeyed: dict[tuple[int, str], bool] = {}
        self._newly_posted: list[tuple[int, int]] = []
        self._trimmed: dict[int, int] = {}
        self._touched = set[int]()
        self._dissolved = set[int]()
        self.terms.forget_changes()

    def ids(self, stories: Collection[int]) -> set[str]:
        """Return the ids under which stories were told, before these changes."""
        return set(self._memory.ids(stories).values())

    def save(self, changes: Changes) -> None:
        """Hand what has changed to the memory."""
        self._memory.save(changes)
        self.forget_changes()

    def _kept(self, row: int) -> Kept:
        text, title, opening = self._called[row]
        return Kept(
            row, text, self._vectors[row], self._near[row].copy(), int(self._story[row]), title, opening
        )
