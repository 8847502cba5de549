"""What a reader of the store looks up: stories, names, and where something is told."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from reportedly.store import searching, speakers
from reportedly.store.connection import Connection
from reportedly.store.searching import Results, Search, Size
from reportedly.store.speakers import Speaker, Told

_FINDS = {
    "story": "SELECT id, account, articles FROM stories WHERE id = $id",
    "claim": """SELECT id, account, articles FROM stories
        WHERE id = (SELECT any_value(story) FROM claims WHERE id = $id)""",
    "article": """SELECT id, account, articles FROM stories WHERE list_has_any(articles,
        (SELECT coalesce(list(key), []) FROM articles WHERE id = $id AND kept_as IS NULL))""",
}

# What a dossier of a story is made from beside its account: articles, where they came from, and decisions.
_MADE_FROM = """
    WITH members AS (SELECT key, id, page, mark FROM articles WHERE key IN (SELECT unnest($keys))),
    again AS (SELECT key, page, mark FROM articles WHERE kept_as IN (SELECT id FROM members)),
    every AS (SELECT key, page, mark FROM members UNION SELECT key, page, mark FROM again)
    SELECT (SELECT md5(string_agg(mark, ' ' ORDER BY key)) FROM every),
        (SELECT concat(count(*), ' ', max(number)) FROM inputs WHERE key IN (SELECT page FROM every)),
        (SELECT md5(string_agg(md5(decision), '' ORDER BY number)) FROM decisions)
"""


class Readable(Protocol):
    """A store's file, or what stands for it."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open it for a moment, to read one state of it."""
        ...


class LookUp:
    """Questions to the store's catalogue, each answered from one state of it."""

    def __init__(self, file: Readable) -> None:
        self._file = file

    def size(self) -> Size:
        """Return how large the store is."""
        with self._file.reading() as connection:
            return searching.size(connection)

    def search(self, given: Search, start: int = 0, count: int = 25, members: bool = False) -> Results:
        """Return `count` of the stories that fit, from the `start`th on; see `searching`."""
        with self._file.reading() as connection:
            return searching.search(connection, given, start, count, members)

    def facets(self, most: int) -> tuple[list[str], list[str]]:
        """Return the outlets, and the agencies, of most stories."""
        with self._file.reading() as connection:
            return searching.facets(connection, most)

    def speaker(self, name: str) -> Speaker | None:
        """Return what the store has of a name over all stories; None where it has none."""
        with self._file.reading() as connection:
            return speakers.speaker(connection, name)

    def told(self, name: str, view: str, start: int, count: int) -> list[Told]:
        """Return claims under a name (a view of `speakers.VIEWS`), those in most outlets first."""
        with self._file.reading() as connection:
            return speakers.told(connection, name, view, start, count)

    def find(self, kind: str, id: str) -> tuple[str, str] | None:
        """Return the id of the story that a story, claim or article (`kind`) is of, and a mark that changes
        when the story's dossier does; None where there is no such thing."""
        with self._file.reading() as connection:
            rows = connection.execute(_FINDS[kind], {"id": id}).fetchall()
            if not rows:
                return None
            [story, account, keys] = rows[0]
            [made_from] = connection.execute(_MADE_FROM, {"keys": keys}).fetchall()
        return story, " ".join(str(part) for part in (account, *made_from))
