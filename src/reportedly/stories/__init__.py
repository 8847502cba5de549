"""Step 4, articles to stories: which articles are about the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reportedly.records import Article, Story, content_hash
from reportedly.stories.likeness import Likeness
from reportedly.stories.linkage import cluster

__all__ = ["group"]


def group(articles: Sequence[Article]) -> list[Story]:
    """Return the stories that articles tell, largest first; every article is in exactly one.

    Neither the order of the articles nor copies of one article change a story. Articles in
    different languages are in different stories.
    """
    same: dict[tuple[str, str, str], list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda a: a.key):
        same[article.language or "", article.title or "", article.text].append(article)
    languages: dict[str, list[list[Article]]] = defaultdict(list)
    for (language, _, _), copies in sorted(same.items(), key=lambda item: item[1][0].key):
        languages[language].append(copies)
    stories = [story for copies in languages.values() for story in _stories(copies)]
    return sorted(stories, key=lambda story: (-len(story.articles), story.id))


def _stories(copies: list[list[Article]]) -> list[Story]:
    """Return the stories of articles in one language, each given with its copies."""
    likeness = Likeness([same[0] for same in copies])
    stories = []
    for members in cluster(likeness):
        keys = sorted({article.key for i in members for article in copies[i]})
        title = _title([copies[i][0] for i in likeness.most_central(members)])
        stories.append(Story(content_hash("story", *keys), title, keys))
    return stories


def _title(articles: list[Article]) -> str:
    """Return the first title there is, or the beginning of the first article's text."""
    titles = [article.title.strip() for article in articles if article.title and article.title.strip()]
    if titles:
        return titles[0]
    lines = articles[0].text.strip().splitlines()
    return " ".join(lines[0].split()[:16]) if lines else articles[0].id
