"""Step 4, articles to stories: which articles are about the same event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.records import Article, Story, content_hash
from reportedly.stories.shelf import Shelf

__all__ = ["Grouping", "group"]


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
    or split. Can be pickled.
    """

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}
        self._place: dict[str, tuple[str, int]] = {}  # language and row of a text, by its hash
        self._called: dict[str, list[tuple[str, str]]] = {}  # title and opening of each row
        self._keys: dict[str, list[list[str]]] = {}

    def add(self, articles: Iterable[Article]) -> None:
        """Take in articles, and put each into a story; a copy of one that is there joins it."""
        new: dict[str, list[Article]] = {}
        for article in articles:
            language = article.language or ""
            text = content_hash(language, article.title, article.text)
            keys = self._keys.setdefault(language, [])
            if text in self._place:
                keys[self._place[text][1]].append(article.key)
                continue
            self._place[text] = language, len(keys)
            keys.append([article.key])
            self._called.setdefault(language, []).append(_called(article))
            new.setdefault(language, []).append(article)
        for language, fresh in new.items():
            self._shelves.setdefault(language, Shelf(language)).add(fresh)

    def stories(self) -> list[Story]:
        """Return the stories so far, largest first; every article is in exactly one."""
        found = []
        for language, shelf in self._shelves.items():
            for rows in shelf.stories:
                keys = sorted({key for row in rows for key in self._keys[language][row]})
                called = [self._called[language][row] for row in shelf.most_central(rows)]
                title = next((title for title, _ in called if title), called[0][1])
                found.append(Story(content_hash("story", *keys), title, keys))
        return sorted(found, key=lambda story: (-len(story.articles), story.id))


def _called(article: Article) -> tuple[str, str]:
    """Return an article's title and the first words of its text, which stand in where there is no title."""
    title = (article.title or "").strip()
    first, _, _ = article.text.strip().partition("\n")
    return title, "" if title else " ".join(first.split()[:16]) or article.id
