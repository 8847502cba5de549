"""Where `stories.Grouping` keeps its articles between runs: tables of the store.

    shelves = Shelves(connection)
    grouping = Grouping(shelves)
    grouping.add(articles)
    regrouped = grouping.save()           # within the transaction of `shelves.connection`

A question is one scan of the few columns that it needs, joined with what is asked for: DuckDB is fast at
that, and an index would cost more at every article that comes. No transaction begins or ends here; one
connection may be asked, and another written to: `shelves.connection` may be changed in between, as long as
nobody else writes.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from reportedly.store.connection import Connection
from reportedly.store.shelf_rows import MIGRATION, TABLES
from reportedly.stories import Changes, Counts, Kept, Tally, Vector

__all__ = ["MIGRATION", "TABLES", "Shelves", "StoredShelf"]


class Shelves:
    """What a store keeps for a grouping, by language (see `stories.Memories`)."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def languages(self) -> list[str]:
        """Return the languages of the articles there are."""
        query = "SELECT language FROM shelf_tally ORDER BY language"
        return [language for [language] in self.connection.execute(query).fetchall()]

    def of(self, language: str) -> StoredShelf:
        """Return what is kept of the articles of a language."""
        return StoredShelf(self, language)


class StoredShelf:
    """What a store keeps of the articles of one language (see `stories.Memory`)."""

    def __init__(self, shelves: Shelves, language: str) -> None:
        self._shelves = shelves
        self._language = language

    # ------------------------------------------------------------ asked
    def tally(self) -> Tally:
        """Return how many of each there are."""
        query = 'SELECT articles, "rows", terms, stories, grouped_at FROM shelf_tally WHERE language = ?'
        found = self._shelves.connection.execute(query, [self._language]).fetchall()
        return Tally(*found[0]) if found else Tally()

    def numbers(self, words: Collection[str]) -> dict[str, int]:
        """Return the numbers of words."""
        by_hash = {_hashed(word): word for word in words}
        found = self._found("terms", "word", by_hash, "term")
        return {by_hash[word]: term for word, term in _lines(found)}

    def counts(self, terms: npt.NDArray[np.int32]) -> Counts:
        """Return the counts of terms, in any order."""
        found = self._found("terms", "term", terms.tolist(), "found, known")
        return Counts(*(column.to_numpy().astype(np.int32) for column in found.columns))

    def rows(self, texts: Collection[str]) -> dict[str, int]:
        """Return the rows of texts, by their hashes."""
        return dict(_lines(self._found("articles", '"text"', texts, '"row"')))

    def rows_under(self, keys: Collection[str]) -> dict[str, int]:
        """Return the rows of articles, by their keys."""
        return dict(_lines(self._found("keys", "key", keys, '"row"')))

    def articles(self, rows: Collection[int]) -> Iterator[Kept]:
        """Return the articles in rows, in any order."""
        places = _lines(self._found("places", '"row"', rows, "story, near"))
        place = {row: (story, near) for row, story, near in places}
        columns = '"text", terms, weights, others, "day", title, opening'
        found = _lines(self._found("articles", '"row"', rows, columns))
        for row, text, terms, weights, others, day, title, opening in found:
            story, near = place[row]
            vector = Vector(np.frombuffer(terms, np.int32), np.frombuffer(weights, np.float32), day, others)
            yield Kept(row, text, vector, np.frombuffer(near, np.float32), story, title, opening)

    def keys(self, rows: Collection[int]) -> dict[int, list[str]]:
        """Return the keys of the articles in rows: of all that have the text."""
        return _gathered(self._found("keys", '"row"', rows, "key"))

    def posted(self, terms: Collection[int]) -> dict[int, list[int]]:
        """Return the rows that are posted with terms, ascending."""
        return _gathered(self._found("posts", "term", terms, '"row"'))

    def members(self, stories: Collection[int]) -> dict[int, list[int]]:
        """Return the rows of stories, ascending."""
        return _gathered(self._found("places", "story", stories, '"row"'))

    def stories(self) -> dict[int, str]:
        """Return all stories, with the ids under which they were told."""
        query = "SELECT story, id FROM shelf_stories WHERE language = ?"
        return dict(self._shelves.connection.execute(query, [self._language]).fetchall())

    def ids(self, stories: Collection[int]) -> dict[int, str]:
        """Return the ids under which stories were told."""
        return dict(_lines(self._found("stories", "story", stories, "id")))

    def _found(self, table: str, by: str, values: Iterable[Any], columns: str) -> pa.Table:
        """Return the lines of a table that have one of the values in column `by`: that, and other columns."""
        query = f"""
            SELECT {by}, {columns} FROM shelf_{table} JOIN wanted ON {by} = wanted.value WHERE language = ?
        """
        with _shown(self._shelves.connection, wanted={"value": list(values)}) as connection:
            return connection.sql(query, params=[self._language]).to_arrow_table()

    # ------------------------------------------------------------ written
    def save(self, changes: Changes) -> None:
        """Write down what has changed."""
        tally = changes.tally
        self._shelves.connection.execute("DELETE FROM shelf_tally WHERE language = ?", [self._language])
        self._insert(
            "tally",
            articles=[tally.articles],
            rows=[tally.rows],
            terms=[tally.terms],
            stories=[tally.stories],
            grouped_at=[tally.grouped_at],
        )
        self._save_terms(changes)
        self._save_articles(changes)
        self._save_posts(changes)
        told = [*changes.stories, *changes.dissolved]
        self._run(
            "DELETE FROM shelf_stories USING given WHERE language = $language AND story = given.of", of=told
        )
        self._insert("stories", story=list(changes.ids), id=list(changes.ids.values()))

    def _save_terms(self, changes: Changes) -> None:
        counts, words = changes.counts, changes.words
        known = len(counts.terms) - len(words)  # new words have the greatest numbers, and were all counted
        self._insert(
            "terms",
            term=counts.terms[known:],
            word=[_hashed(word) for word, _ in words],
            found=counts.found[known:],
            known=counts.known[known:],
        )
        self._run(
            """UPDATE shelf_terms SET found = given.found FROM given
            WHERE language = $language AND term = given.of""",
            of=counts.terms[:known],
            found=counts.found[:known],
        )

    def _save_articles(self, changes: Changes) -> None:
        for table in ("articles", "places", "keys", "posts"):
            self._run(
                f'DELETE FROM shelf_{table} USING given WHERE language = $language AND "row" = given.of',
                of=changes.gone,
            )
        fresh = changes.fresh
        self._insert(
            "articles",
            row=[kept.row for kept in fresh],
            text=[kept.text for kept in fresh],
            terms=[kept.vector.terms.tobytes() for kept in fresh],
            weights=[kept.vector.weights.tobytes() for kept in fresh],
            others=[kept.vector.others for kept in fresh],
            day=[kept.vector.day for kept in fresh],
            title=[kept.title for kept in fresh],
            opening=[kept.opening for kept in fresh],
        )
        self._insert("places", **_places(fresh))
        self._run(
            """UPDATE shelf_places SET story = given.story, near = given.near FROM given
            WHERE language = $language AND shelf_places."row" = given."row" """,
            **_places(changes.moved),
        )
        self._run(
            """DELETE FROM shelf_keys USING given
            WHERE language = $language AND shelf_keys."row" = given."row" AND shelf_keys.key = given.key""",
            row=[row for row, _ in changes.keys],
            key=[key for _, key in changes.keys],
        )
        there = [place for place, there in changes.keys.items() if there]
        self._insert("keys", row=[row for row, _ in there], key=[key for _, key in there])

    def _save_posts(self, changes: Changes) -> None:
        self._run(
            """DELETE FROM shelf_posts USING given
            WHERE language = $language AND shelf_posts.term = given.of AND shelf_posts."row" < given.first""",
            of=list(changes.trimmed),
            first=list(changes.trimmed.values()),
        )
        self._insert(
            "posts", term=[term for term, _ in changes.posted], row=[row for _, row in changes.posted]
        )

    def _insert(self, table: str, **columns: Any) -> None:
        self._run(f"INSERT INTO shelf_{table} BY NAME SELECT $language AS language, * FROM given", **columns)

    def _run(self, statement: str, **given: Any) -> None:
        """Execute a statement with a table `given`, if that has lines."""
        if len(next(iter(given.values()))):
            with _shown(self._shelves.connection, given=given) as connection:
                connection.execute(statement, {"language": self._language})


@contextlib.contextmanager
def _shown(connection: Connection, **tables: dict[str, Any]) -> Iterator[Connection]:
    """Have tables, each column by name, in sight of a connection for a moment."""
    for name, columns in tables.items():
        connection.register(name, pa.table(columns))
    try:
        yield connection
    finally:
        for name in tables:
            connection.unregister(name)


def _places(articles: Iterable[Kept]) -> dict[str, Any]:
    """Return where articles stand, as columns."""
    articles = list(articles)
    return {
        "row": [kept.row for kept in articles],
        "story": [kept.story for kept in articles],
        "near": [kept.near.tobytes() for kept in articles],
    }


def _lines(found: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of a table as tuples."""
    return zip(*(column.to_pylist() for column in found.columns), strict=True)


def _gathered(found: pa.Table) -> dict[Any, list[Any]]:
    """Return for each value of the first column those of the second, ascending."""
    gathered: dict[Any, list[Any]] = {}
    for key, value in sorted(_lines(found)):
        gathered.setdefault(key, []).append(value)
    return gathered


def _hashed(word: str) -> int:
    """Return a word as a number of 64 bits."""
    digest = hashlib.blake2b(word.encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
