"""Earlier versions of an article, as they were read: texts, and what was found in them."""

from __future__ import annotations

from reportedly.records import Article, Reading
from reportedly.store.connection import Connection
from reportedly.store.file import select
from reportedly.store.packing import unpack

State = tuple[Article, Reading | None]
"""An article as it once stood; its reading is None where a later version came before it was read."""


def states_of(connection: Connection, id: str) -> dict[str, State]:
    """Return what was kept as the article of an id, by their own ids: earlier versions of it, and copies."""
    rows = connection.execute("SELECT key, article FROM articles WHERE kept_as = ?", [id]).fetchall()
    read = dict(select(connection, "key, reading", "readings", "key", [key for key, _ in rows]))
    found = [(unpack(packed, Article), read.get(key)) for key, packed in rows]
    return {
        article.id: (article, unpack(reading, Reading) if reading else None) for article, reading in found
    }
