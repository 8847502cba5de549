"""Stories as a list of them shows each, without what is told of them."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.store.file import Connection


@dataclass(slots=True)
class ListedStory:
    """A story in brief."""

    id: str
    title: str
    articles: list[str]  # ids
    outlets: list[str]  # each once; those that are not stated are left out
    first: str | None  # ISO 8601: when its first and last articles were published, as far as is known
    last: str | None


def listed(connection: Connection) -> list[ListedStory]:
    """Return all stories in brief, the largest first."""
    rows = connection.execute(
        """WITH member AS (SELECT id, title, unnest(articles) AS key FROM stories)
        SELECT m.id, any_value(m.title), list(a.id ORDER BY a.id),
            coalesce(list(DISTINCT a.outlet ORDER BY a.outlet) FILTER (a.outlet IS NOT NULL), []),
            min(a.published), max(a.published)
        FROM member AS m JOIN articles AS a ON a.key = m.key
        GROUP BY m.id ORDER BY count(*) DESC, any_value(m.title), m.id"""
    ).fetchall()
    return [ListedStory(*row) for row in rows]
