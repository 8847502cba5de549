"""The tables of shelves, a dataclass each (see shelves)."""

from __future__ import annotations

from dataclasses import dataclass

MIGRATION = """
CREATE TABLE shelf_tally (language VARCHAR, articles BIGINT, "rows" BIGINT, terms BIGINT, stories BIGINT,
    grouped_at BIGINT);
CREATE TABLE shelf_terms (language VARCHAR, term BIGINT, word BIGINT, found BIGINT, known BIGINT);
CREATE TABLE shelf_articles (language VARCHAR, "row" BIGINT, "text" VARCHAR, terms BLOB, weights BLOB,
    others BLOB, "day" DOUBLE, title VARCHAR, opening VARCHAR);
CREATE TABLE shelf_places (language VARCHAR, "row" BIGINT, story BIGINT, near BLOB);
CREATE TABLE shelf_keys (language VARCHAR, "row" BIGINT, key VARCHAR);
CREATE TABLE shelf_posts (language VARCHAR, term BIGINT, "row" BIGINT);
CREATE TABLE shelf_stories (language VARCHAR, story BIGINT, id VARCHAR);
"""


@dataclass(slots=True)
class ShelfTally:
    """How many of each there are in a language; rows, terms and stories are numbers of their own in each."""

    language: str
    articles: int
    rows: int
    terms: int
    stories: int
    grouped_at: int


@dataclass(slots=True)
class ShelfTerm:
    """A word, by its hash, and in how many articles it stands, and reports of the background."""

    language: str
    term: int
    word: int
    found: int
    known: int


@dataclass(slots=True)
class ShelfArticle:
    """An article as it is compared and called; never changed."""

    language: str
    row: int
    text: str  # hash
    terms: bytes  # int32 each
    weights: bytes  # float32 each
    others: bytes  # terms that are not compared, int32 each
    day: float  # NaN where it is not known
    title: str
    opening: str


@dataclass(slots=True)
class ShelfPlace:
    """Where an article stands: its story, and its greatest likenesses to others."""

    language: str
    row: int
    story: int
    near: bytes  # float32 each


@dataclass(slots=True)
class ShelfKey:
    """A key of an article; copies of one text are one row."""

    language: str
    row: int
    key: str


@dataclass(slots=True)
class ShelfPost:
    """That an article is found by a term."""

    language: str
    term: int
    row: int


@dataclass(slots=True)
class ShelfStory:
    """The id under which a story was told last."""

    language: str
    story: int
    id: str


TABLES: dict[str, type] = {
    "shelf_tally": ShelfTally,
    "shelf_terms": ShelfTerm,
    "shelf_articles": ShelfArticle,
    "shelf_places": ShelfPlace,
    "shelf_keys": ShelfKey,
    "shelf_posts": ShelfPost,
    "shelf_stories": ShelfStory,
}
