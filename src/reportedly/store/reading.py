"""Pages in the inbox -> articles, each settled among those it may be one with -> what they say."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from reportedly import articles, pages, statements
from reportedly.engine.arrow import from_batch, to_batch, to_table
from reportedly.engine.embedded import BATCH_ROWS, Embedded
from reportedly.records import Article, Page, PageArticles, Reading, content_hash
from reportedly.store import sketching
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.inbox import pages_of
from reportedly.store.packing import pack, unpack
from reportedly.store.rows import KeptArticle, KeptReading, Meeting

PAGE_SECONDS = 30.0
"""A page that takes longer than this to read is refused."""

_AT_ONCE = 128  # pages, or articles, whose results are written together

_PENDING_PAGES = """
    SELECT key FROM pages
    WHERE key NOT IN (SELECT page FROM articles WHERE version = ?) ORDER BY number
"""
_PENDING_ARTICLES = """
    SELECT key FROM articles AS a
    WHERE rejected IS NULL AND kept_as IS NULL AND NOT EXISTS (
        FROM readings AS r WHERE r.key = a.key AND r.content = a.content AND r.version = ?)
    ORDER BY number, part
"""


def pending(connection: Connection) -> tuple[list[str], list[str]]:
    """Return the keys of pages that wait to be read, and of articles whose statements do."""
    found = connection.execute(_PENDING_PAGES, [articles.stage().version]).fetchall()
    unread = connection.execute(_PENDING_ARTICLES, [statements.stage().version]).fetchall()
    return [key for [key] in found], [key for [key] in unread]


def read_pages(file: File, engine: Embedded) -> None:
    """Read the pages that wait into articles; what is done is kept if it is broken off."""
    with file.reading() as connection:
        waiting, _ = pending(connection)
    for start in range(0, len(waiting), _AT_ONCE):
        with file.reading() as connection:
            some = pages_of(connection, waiting[start : start + _AT_ONCE])
        cut = (to_batch(some[row : row + BATCH_ROWS], Page) for row in range(0, len(some), BATCH_ROWS))
        stages = (pages.stage(), articles.stage())
        read = [
            row
            for batch in engine.stream(stages, cut, PAGE_SECONDS)
            for row in from_batch(batch, PageArticles)
        ]
        with file.writing() as connection:
            take_in(connection, read)


def read_statements(file: File, engine: Embedded) -> None:
    """Read what articles say that were not read as they are now, or by an older step."""
    stage = statements.stage()
    with file.reading() as connection:
        _, waiting = pending(connection)
    for start in range(0, len(waiting), _AT_ONCE):
        keys = waiting[start : start + _AT_ONCE]
        with file.reading() as connection:
            unread = articles_of(connection, keys)
            content = dict(select(connection, "key, content", "articles", "key", keys))
        readings = from_batch(engine.map(stage, to_table(unread, Article)), Reading)
        rows = [
            KeptReading(r.key, r.id, stage.version, content[r.key], r.rejected, len(r.statements), pack(r))
            for r in readings
        ]
        with file.writing() as connection:
            conceal(connection, [key for [key] in select(connection, "key", "readings", "key", keys)])
            delete(connection, "readings", "key", keys)
            insert(connection, "readings", rows)


def articles_of(connection: Connection, keys: Iterable[str]) -> list[Article]:
    """Return the articles of keys, as they stand among the others, in the order in which they came."""
    rows = select(connection, "number, part, article", "articles", "key", keys)
    return [unpack(packed, Article) for _, _, packed in sorted(rows, key=lambda row: row[:2])]


def readings_of(connection: Connection, keys: Iterable[str]) -> list[Reading]:
    """Return what the articles of keys say."""
    rows = select(connection, "key, reading", "readings", "key", keys)
    return [unpack(packed, Reading) for _, packed in sorted(rows)]


def conceal(connection: Connection, keys: Sequence[str]) -> None:
    """Show no more, within the open transaction, the stories told from what articles were until now.

    They are shown again once they are told anew: nobody sees a claim whose statement is not there.
    """
    if keys:
        query = "SELECT id FROM stories WHERE list_has_any(articles, ?)"
        ids = [id for [id] in connection.execute(query, [list(keys)]).fetchall()]
        delete(connection, "stories", "id", ids)
        sketching.forget(connection, [id for [id] in select(connection, "id", "claims", "story", ids)])
        delete(connection, "claims", "story", ids)


# ---------------------------------------------------------------- taking in
def take_in(connection: Connection, read: Sequence[PageArticles]) -> None:
    """Put the articles of pages in place of what these gave before, and settle them among the others."""
    of_pages = [page.key for page in read]
    number = dict(select(connection, "key, number", "pages", "key", of_pages))
    removed = {key for [key] in select(connection, "key", "removed", "page", of_pages)}
    old = dict(select(connection, "key, content", "articles", "page", of_pages))
    before = list(old)
    affected = met(connection, before)
    delete(connection, "articles", "page", of_pages)
    delete(connection, "meetings", "key", before)
    rows = [
        row(article, number[page.key], part, page.key)
        for page in read
        for part, article in enumerate(page.articles, 1)
        if article.key not in removed
    ]
    content = {row.key: row.content for row in rows}
    conceal(connection, [key for key in old if content.get(key) != old[key]])
    places = [Meeting(place, a.key) for page in read for a in page.articles for place in articles.meetings(a)]
    insert(connection, "articles", rows)
    insert(connection, "meetings", [meeting for meeting in places if meeting.key not in removed])
    settle(connection, {row.key for row in rows} | (affected - set(before)))


def row(article: Article, number: int, part: int, page: str) -> KeptArticle:
    """Return an article as it is kept, as it was read: alone."""
    return _placed(
        KeptArticle(
            number, part, article.key, article.id, page, articles.stage().version, _hash(article), "",
            article.input, article.canonical, article.outlet, article.title, article.published,
            article.language, None, article.rejected, b"",
        ),
        article,
    )  # fmt: skip


def _placed(kept: KeptArticle, article: Article) -> KeptArticle:
    """Return the row of an article with what it now is to the others."""
    return dataclasses.replace(kept, mark=_hash(article), kept_as=article.kept_as, article=pack(article))


def met(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Return the keys of all articles that may be one with these, or with those that may be, these too."""
    found = set(keys)
    asked: set[str] = set()
    fresh = list(found)
    while fresh:
        places = {place for [place] in select(connection, "place", "meetings", "key", fresh)} - asked
        asked |= places
        fresh = list({key for [key] in select(connection, "key", "meetings", "place", places)} - found)
        found |= set(fresh)
    return found


def settle(connection: Connection, keys: Iterable[str]) -> None:
    """Settle articles among those they may be one with, as `articles.settle` does among all there are."""
    columns = [field.name for field in dataclasses.fields(KeptArticle)]
    named = ", ".join(columns)
    found = [
        KeptArticle(*values) for values in select(connection, named, "articles", "key", met(connection, keys))
    ]
    found.sort(key=lambda kept: (kept.number, kept.part))
    alone = [_alone(unpack(kept.article, Article)) for kept in found]
    settled = [_placed(kept, a) for kept, a in zip(found, articles.settle(alone), strict=True)]
    changed = [new for old, new in zip(found, settled, strict=True) if old.mark != new.mark]
    delete(connection, "articles", "key", [kept.key for kept in changed])
    insert(connection, "articles", changed)


def _alone(article: Article) -> Article:
    return dataclasses.replace(article, urls=[], versions=[], kept_as=None)


def _hash(article: Article) -> str:
    return content_hash(article)
