"""What is kept of articles between one run and the next: asked for in bulk, written down in one go.

A grouping has at hand what it needed so far. What is not at hand it asks of its memory, and what it changed
it hands over as `Changes`. `Nowhere` is the memory of a grouping that has everything at hand; the store has
one whose rows are in a database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Likenesses = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Vector:
    """An article as it is compared: its terms by number, ascending, what they weigh, and its day or NaN.

    `others` are the terms that are not compared (int32 each): they were counted, too.
    """

    terms: Numbers
    weights: npt.NDArray[np.float32]
    day: float
    others: bytes = b""


class Kept(NamedTuple):
    """What is kept of the article in a row, but for its keys."""

    row: int
    text: str  # hash of its title and text: copies of one text are one row
    vector: Vector
    near: Likenesses  # its greatest likenesses to others
    story: int
    title: str
    opening: str  # the first words of its text, where it has no title


@dataclass
class Tally:
    """How many of each there are in one language; rows, terms and stories get the next number."""

    articles: int = 0  # that are there now
    rows: int = 0
    terms: int = 0
    stories: int = 0
    grouped_at: int = 0  # articles, when all were last grouped anew


class Counts(NamedTuple):
    """In how many articles terms stand, and in how many reports of the background."""

    terms: Numbers
    found: Numbers
    known: Numbers


@dataclass
class Changes:
    """What is different from what was kept before. Rows, terms and stories are by number."""

    tally: Tally
    words: list[tuple[str, int]]  # new ones, with their numbers
    counts: Counts  # of terms that are new or were counted again
    fresh: list[Kept]
    moved: list[Kept]  # in another story, or with other likenesses; nothing else of them has changed
    gone: list[int]  # rows
    keys: dict[tuple[int, str], bool]  # row and key of a copy that came (true) or went
    posted: list[tuple[int, int]]  # term and row
    trimmed: dict[int, int]  # of a term, rows before this one are posted no more
    stories: list[int]  # with other articles or keys
    dissolved: list[int]  # stories
    ids: dict[int, str] = field(default_factory=dict)  # under which the stories are told now


class Memory(Protocol):
    """What is kept of the articles of one language. What is not there is left out of an answer."""

    def tally(self) -> Tally:
        """Return how many of each there are."""

    def numbers(self, words: Collection[str]) -> dict[str, int]:
        """Return the numbers of words."""

    def counts(self, terms: Numbers) -> Counts:
        """Return the counts of terms, in any order."""

    def rows(self, texts: Collection[str]) -> dict[str, int]:
        """Return the rows of texts, by their hashes."""

    def rows_under(self, keys: Collection[str]) -> dict[str, int]:
        """Return the rows of articles, by their keys."""

    def articles(self, rows: Collection[int]) -> Iterable[Kept]:
        """Return the articles in rows, in any order."""

    def keys(self, rows: Collection[int]) -> dict[int, list[str]]:
        """Return the keys of the articles in rows: of all that have the text."""

    def posted(self, terms: Collection[int]) -> dict[int, list[int]]:
        """Return the rows that are posted with terms, ascending."""

    def members(self, stories: Collection[int]) -> dict[int, list[int]]:
        """Return the rows of stories, ascending."""

    def stories(self) -> dict[int, str]:
        """Return all stories, with the ids under which they were told."""

    def ids(self, stories: Collection[int]) -> dict[int, str]:
        """Return the ids under which stories were told."""

    def save(self, changes: Changes) -> None:
        """Write down what has changed."""


class Memories(Protocol):
    """What is kept of articles, by language."""

    def languages(self) -> list[str]:
        """Return the languages of the articles there are."""

    def of(self, language: str) -> Memory:
        """Return what is kept of the articles of a language."""


class Nowhere:
    """The memory of articles of which everything is at hand: it has nothing to add."""

    def languages(self) -> list[str]:
        """Return no languages."""
        return []

    def of(self, _language: str) -> Nowhere:
        """Return itself."""
        return self

    def tally(self) -> Tally:
        """Return that nothing is there."""
        return Tally()

    def numbers(self, _words: Collection[str]) -> dict[str, int]:
        """Return nothing."""
        return {}

    def counts(self, _terms: Numbers) -> Counts:
        """Return nothing."""
        return Counts(*(np.zeros(0, np.int32) for _ in Counts._fields))

    def rows(self, _texts: Collection[str]) -> dict[str, int]:
        """Return nothing."""
        return {}

    def rows_under(self, _keys: Collection[str]) -> dict[str, int]:
        """Return nothing."""
        return {}

    def articles(self, _rows: Collection[int]) -> Iterable[Kept]:
        """Return nothing."""
        return []

    def keys(self, _rows: Collection[int]) -> dict[int, list[str]]:
        """Return nothing."""
        return {}

    def posted(self, _terms: Collection[int]) -> dict[int, list[int]]:
        """Return nothing."""
        return {}

    def members(self, _stories: Collection[int]) -> dict[int, list[int]]:
        """Return nothing."""
        return {}

    def stories(self) -> dict[int, str]:
        """Return nothing."""
        return {}

    def ids(self, _stories: Collection[int]) -> dict[int, str]:
        """Return nothing."""
        return {}

    def save(self, changes: Changes) -> None:
        """Let what has changed pass."""
