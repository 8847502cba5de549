"""Claims that are shown -> their sketches, by which they are found by meaning; only of what is new.

A sketch only proposes: what it finds is compared by its text. So a claim that waits for its sketch is still
found by its words, and nothing that is told depends on the table.
"""

from __future__ import annotations

from reportedly import claims
from reportedly.engine.embedded import Progress
from reportedly.store.file import Connection, File, insert
from reportedly.store.rows import Sketch

_AT_ONCE = 2000  # claims whose sketches are written together

_WAITING = "FROM claims WHERE id NOT IN (SELECT claim FROM sketches)"
_GONE = "FROM sketches WHERE claim NOT IN (SELECT id FROM claims)"


def waiting(connection: Connection) -> list[str]:
    """Return the ids of claims that have no sketch yet."""
    return [id for [id] in connection.execute(f"SELECT id {_WAITING} ORDER BY id").fetchall()]


def sketch(file: File, progress: Progress | None = None) -> None:
    """Sketch the claims that wait, and drop sketches of claims that went; what is done is kept if it is
    broken off."""
    with file.reading() as connection:
        rows = connection.execute(f"SELECT id, text {_WAITING} ORDER BY id").fetchall()
        [[gone]] = connection.execute(f"SELECT count(*) {_GONE}").fetchall()
    for start in range(0, max(len(rows), 1 if gone else 0), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        made = claims.sketch([text for _, text in some])
        new = [Sketch(id, one.tobytes()) for (id, _), one in zip(some, made, strict=True)]
        with file.writing() as connection:
            connection.execute(f"DELETE {_GONE}")
            insert(connection, "sketches", new)
        if progress:
            progress("meaning", start + len(some), len(rows))
