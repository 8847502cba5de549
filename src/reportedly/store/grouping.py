"""Articles -> stories: what came, went or changed since the stories that are shown is looked at, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.records import Story
from reportedly.store.file import Connection, delete, insert, select
from reportedly.store.reading import articles_of
from reportedly.store.rows import Grouped, GroupedStory
from reportedly.store.shelves import Shelves, StoredShelf
from reportedly.stories import Changes, Grouping

# What stories are made from: an article's content, and with it all that is told from (its mark).
NOW = """
    SELECT a.key, a.content, concat_ws(' ', a.mark, r.version) AS mark, a.canonical
    FROM articles AS a JOIN readings AS r ON r.key = a.key AND r.content = a.content
    WHERE a.kept_as IS NULL AND a.rejected IS NULL AND r.rejected IS NULL
"""
_SINCE = f"""
    SELECT key, n.content, n.mark, g.content
    FROM ({NOW}) AS n FULL OUTER JOIN grouped AS g USING (key)
    WHERE n.mark IS DISTINCT FROM g.mark OR n.content IS DISTINCT FROM g.content ORDER BY key
"""


@dataclass(slots=True)
class Since:
    """What happened to articles since the stories that are shown: keys, and the rows as they are now."""

    come: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # not in what stories are grouped by
    rows: list[Grouped] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.come or self.gone or self.changed)


@dataclass(slots=True)
class Regrouped:
    """The stories that came and went by it, and what is to be written down when they are shown."""

    since: Since
    new: list[Story]
    gone: list[str]
    changes: list[tuple[str, Changes]]


def since(connection: Connection) -> Since:
    """Return what happened since the stories that are shown."""
    found = Since()
    for key, content, mark, old in connection.execute(_SINCE).fetchall():
        if content is not None:
            found.rows.append(Grouped(key, content, mark))
        if content == old:
            found.changed.append(key)
            continue
        if content is not None:
            found.come.append(key)
        if old is not None:
            found.gone.append(key)
    return found


def regroup(connection: Connection, happened: Since) -> Regrouped:
    """Return which stories come and go by what happened; nothing is written."""
    shelves = _Deferred(connection)
    grouping = Grouping(shelves)
    grouping.remove(happened.gone)
    come = articles_of(connection, happened.come)
    grouping.add(sorted(come, key=lambda a: ((a.published or "")[:10], a.key)))
    new, gone = grouping.save()
    return Regrouped(happened, new, gone, shelves.changes)


def keep(connection: Connection, regrouped: Regrouped) -> None:
    """Write down, within the open transaction, how articles are grouped now."""
    shelves = Shelves(connection)
    for language, changes in regrouped.changes:
        shelves.of(language).save(changes)
    happened = regrouped.since
    delete(connection, "grouped", "key", [*happened.come, *happened.gone, *happened.changed])
    insert(connection, "grouped", happened.rows)
    delete(connection, "grouped_stories", "id", [*regrouped.gone, *(story.id for story in regrouped.new)])
    rows = [GroupedStory(story.id, story.title, story.articles) for story in regrouped.new]
    insert(connection, "grouped_stories", rows)


def stories(
    connection: Connection, regrouped: Regrouped, holding: Sequence[str] | None = None
) -> list[Story]:
    """Return all stories as they are grouped now; or those that came, or are `holding` articles of keys."""
    where, values = "", []
    if holding is not None:
        where, values = "WHERE list_has_any(articles, ?)", [list(holding)]
    query = f"SELECT id, title, articles FROM grouped_stories {where} ORDER BY id"
    old = [Story(*row) for row in connection.execute(query, values).fetchall()]
    passed = {*regrouped.gone, *(story.id for story in regrouped.new)}
    return [*regrouped.new, *(story for story in old if story.id not in passed)]


def marks(connection: Connection, stories: Sequence[Story]) -> dict[str, tuple[str | None, str]]:
    """Return of the articles of stories, by key, their address and what they are told from."""
    keys = [key for story in stories for key in story.articles]
    found = select(connection, "key, canonical, mark", f"({NOW}) AS now", "key", keys)
    return {key: (canonical, mark) for key, canonical, mark in found}


class _Deferred(Shelves):
    """Shelves that keep in mind what is to be written."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.changes: list[tuple[str, Changes]] = []

    def of(self, language: str) -> StoredShelf:
        """Return what is kept of the articles of a language."""
        return _DeferredShelf(self, language)


class _DeferredShelf(StoredShelf):
    def __init__(self, shelves: _Deferred, language: str) -> None:
        super().__init__(shelves, language)
        self._later, self._of = shelves.changes, language

    def save(self, changes: Changes) -> None:
        """Keep in mind what has changed."""
        self._later.append((self._of, changes))
