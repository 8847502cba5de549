"""Step 3: articles -> readings. Who says what, on whose word, with what stance, about when."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from reportedly.engine.stage import Stage
from reportedly.languages import LANGUAGES
from reportedly.records import Article, Reading
from reportedly.statements.by_words import read_by_words
from reportedly.statements.dates import find_timex
from reportedly.statements.lexicon import lexicon
from reportedly.statements.reading import read_article

__all__ = ["find_timex", "read_articles", "stage"]

MAX_TEXT = 300_000
"""Code points of text read from one article; a longer one is no news report."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def stage() -> Stage:
    """Return the step that reads statements from articles (one Reading for each Article)."""
    return Stage("statements", 2, Article, Reading, read_articles)


def read_articles(articles: Sequence[Article], _options: None = None) -> list[Reading]:
    """Return a reading for each article; `rejected` says why nothing could be read from one."""
    return [_read(article) for article in articles]


def _read(article: Article) -> Reading:
    problem = _problem(article)
    if problem:
        return Reading(article.id, article.key, rejected=problem)
    if _SURROGATE.search(article.text):  # half a character: no model takes it, and no table
        article = dataclasses.replace(article, text=_SURROGATE.sub("\ufffd", article.text))
    language = LANGUAGES[article.language or "en"]
    if not language.trained:
        return read_by_words(article, language)
    return read_article(article, lexicon(language.code))


def _problem(article: Article) -> str | None:
    if article.rejected:
        return article.rejected
    if len(article.text) > MAX_TEXT:
        return f"text of {len(article.text):,} characters; at most {MAX_TEXT:,} are read"
    if article.language and article.language not in LANGUAGES:
        known = ", ".join(language.name for language in LANGUAGES.values())
        return f"language {article.language!r}: statements are read in {known} only"
    return None
