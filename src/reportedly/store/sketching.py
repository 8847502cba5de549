"""Claims that are shown -> their sketches, by which they are found by meaning; only of what is new.

A sketch only proposes: what it finds is compared by its text. So a claim that waits for its sketch is still
found by its words, and nothing that is told depends on the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly import claims
from reportedly.engine.embedded import Progress
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.rows import Sketch

_AT_ONCE = 2000  # claims whose sketches are written together


def waiting(connection: Connection) -> list[tuple[str, str]]:
    """Return the ids and texts of claims that have no sketch yet."""
    if not _missing(connection):
        return []
    query = "SELECT id, text FROM claims WHERE id NOT IN (SELECT claim FROM sketches) ORDER BY id"
    return connection.execute(query).fetchall()


def sketch(file: File, stories: Sequence[str] = (), progress: Progress | None = None) -> None:
    """Sketch the claims that wait, mostly those of `stories`; what is done is kept if it is broken off."""
    with file.reading() as connection:
        rows = _waiting_of(connection, stories)
        if len(rows) < _missing(connection):
            rows = waiting(connection)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        made = claims.sketch([text for _, text in some])
        new = [Sketch(id, one.tobytes()) for (id, _), one in zip(some, made, strict=True)]
        with file.writing() as connection:
            insert(connection, "sketches", new)
        if progress:
            progress("meaning", start + len(some), len(rows))


def forget(connection: Connection, ids: Iterable[str]) -> None:
    """Take out the sketches of claims, within the open transaction: there is none without its claim."""
    delete(connection, "sketches", "claim", sorted(ids))


def _missing(connection: Connection) -> int:
    query = "SELECT (SELECT count(*) FROM claims) - (SELECT count(*) FROM sketches)"
    [[missing]] = connection.execute(query).fetchall()
    return int(missing)


def _waiting_of(connection: Connection, stories: Sequence[str]) -> list[tuple[str, str]]:
    """Return the claims of stories that wait: quickly found, however many the store has."""
    told = dict(select(connection, "id, text", "claims", "story", stories))
    there = {id for [id] in select(connection, "claim", "sketches", "claim", told)}
    return sorted((id, text) for id, text in told.items() if id not in there)
