"""Articles -> stories, over all that the store holds."""

from __future__ import annotations

from reportedly import stories
from reportedly.records import Article, Story
from reportedly.store.file import Connection
from reportedly.store.packing import unpack

_TOLD = """
    SELECT a.article FROM articles AS a JOIN readings AS r ON r.key = a.key AND r.content = a.content
    WHERE a.kept_as IS NULL AND a.rejected IS NULL AND r.rejected IS NULL ORDER BY a.number, a.part
"""


def group(connection: Connection) -> list[Story]:
    """Return the stories of all articles whose statements could be read."""
    return stories.group([unpack(packed, Article) for [packed] in connection.execute(_TOLD).fetchall()])
