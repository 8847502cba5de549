"""Step 4, articles to stories: which articles are about the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportedly.records import Article, Story
from reportedly.stories.memory import Changes, Counts, Kept, Memories, Memory, Nowhere, Tally, Vector
from reportedly.stories.near_copies import Bands, Text, banding, find_bands, near_copies
from reportedly.stories.shelf import Shelf

__all__ = [
    "Bands",
    "Changes",
    "Counts",
    "Grouping",
    "Kept",
    "Memories",
    "Memory",
    "Regrouped",
    "Tally",
    "Text",
    "Vector",
    "banding",
    "find_bands",
    "group",
    "near_copies",
]

AT_HAND = 20_000
"""A grouping with a memory lets go of what it has at hand, once saved, where that is more articles."""


class Regrouped(NamedTuple):
    """What changed among stories: those that were not there, and the ids that are there no more."""

    new: list[Story]
    gone: list[str]


def group(articles: Sequence[Article]) -> list[Story]:
    """Return the stories that articles tell, largest first; every article is in exactly one.

    Neither the order of the articles nor copies of one article change a story. Articles in
    different languages are in different stories.
    """
    grouping = Grouping()
    grouping.add(sorted(articles, key=lambda a: ((a.published or "")[:10], a.key)))
    return grouping.stories()


class Grouping:
    """Stories that grow as articles arrive: what came together and what came one at a time is one.

    An article that comes costs about the same however many there are; the stories it touches may join
    or split. All is held here, and can be pickled; or, where there are `memories`, what is needed is
    asked of them, and `save` writes down what changed. After a transaction that failed, begin a new one.
    """

    def __init__(self, memories: Memories | None = None) -> None:
        self._memories = memories or Nowhere()
        self._shelves: dict[str, Shelf] = {}

    def add(self, articles: Iterable[Article]) -> None:
        """Take in articles, and put each into a story; a copy of one that is there joins it."""
        for language, some in _by_language(articles).items():
            self._shelf(language).add(some)

    def remove(self, keys: Iterable[str]) -> None:
        """Take out articles by their keys; a key that is not there is left out.

        The stories they were in, and those they were near, are looked at again; up to 1,000 articles, all.
        """
        keys = list(keys)
        for language in self._languages():
            self._shelf(language).remove(keys)

    def stories(self) -> list[Story]:
        """Return the stories so far, largest first; every article is in exactly one."""
        found = [story for language in self._languages() for story in self._shelf(language).stories()]
        return sorted(found, key=lambda story: (-len(story.articles), story.id))

    def save(self) -> Regrouped:
        """Write to the memories what has changed since the last time, and return it.

        The transaction is the caller's: what is written is there when that is committed.
        """
        regrouped = Regrouped([], [])
        for language, shelf in list(self._shelves.items()):
            new, gone = shelf.save()
            regrouped.new.extend(new)
            regrouped.gone.extend(gone)
            if len(shelf) > AT_HAND:
                del self._shelves[language]
        return regrouped

    def _languages(self) -> list[str]:
        return sorted({*self._memories.languages(), *self._shelves})

    def _shelf(self, language: str) -> Shelf:
        if language not in self._shelves:
            self._shelves[language] = Shelf(language, self._memories.of(language))
        return self._shelves[language]


def _by_language(articles: Iterable[Article]) -> dict[str, list[Article]]:
    found = defaultdict(list)
    for article in articles:
        found[article.language or ""].append(article)
    return found
