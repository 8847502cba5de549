"""The step itself: a Page in, an Article out."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urldefrag

from reportedly.articles import dates, outlets, urls
from reportedly.articles.credits import Credits, cut_sign_off, read_authors, read_byline, read_sign_off
from reportedly.articles.dateline import read_dateline
from reportedly.articles.decode import decode
from reportedly.articles.draft import TEXT_LIMIT, Draft, compose, normal, parts_of
from reportedly.articles.dump import NoArticleError, read_dump
from reportedly.articles.expressions import compiled
from reportedly.engine.stage import Stage
from reportedly.languages import find_agency
from reportedly.records import Article, Credit, Page, PageArticles, content_hash

VERSION = 2


def stage() -> Stage:
    """Return the step that reads pages; a page without an article has a rejected one, with the reason."""
    return Stage("articles", VERSION, Page, PageArticles, read_pages)


def read_pages(pages: Sequence[Page], options: None = None) -> list[PageArticles]:
    """Return what each page holds: one article, or each of several where the page says so."""
    return [PageArticles(page.id, page.key, _articles(page)) for page in pages]


def read_articles(pages: Sequence[Page]) -> list[Article]:
    """Return the articles of pages, in order."""
    return [article for page in read_pages(pages) for article in page.articles]


def body_view(article: Article) -> str:
    """Return deck and body alone, paragraphs parted by an empty line: no captions, no notes."""
    return "\n\n".join(article.text[p.start : p.end] for p in article.parts if p.kind in ("deck", "body"))


def _articles(page: Page) -> list[Article]:
    """Return the articles on a page; one among several is told apart by its place or headline, too."""
    parts = _split(page)
    if len(parts) == 1:
        return [_read(page)]
    found = [_read(part) for part in parts]
    for article in found:
        if article.canonical:
            place = urldefrag(article.url or "").fragment
            article.canonical += f"#{place or content_hash(normal(article.title or article.text))}"
        if article.published_method == "given":
            article.published_method = "metadata"
    return found


def _split(page: Page) -> list[Page]:
    """Return the pages of the articles on a page."""
    if page.kind != "html":
        return [page]
    from reportedly.articles import several  # loads trafilatura, which only the reading of HTML needs

    return several.split(page)


def _read(page: Page) -> Article:
    article = Article(
        page.id, page.key, page.input, page.url, rejected=page.rejected,
        fetched=page.fetched, incomplete=page.incomplete,
    )  # fmt: skip
    if page.rejected:
        return article
    try:
        draft = _given(page, article) if page.kind == "article" else _found(page, article)
    except NoArticleError as problem:
        return _refused(article, str(problem))
    if len(article.text) > TEXT_LIMIT:
        return _refused(article, f"text longer than {TEXT_LIMIT:,} characters: not one article")
    _describe(article, page, draft)
    return article


def _refused(article: Article, reason: str) -> Article:
    return Article(article.id, article.key, article.input, article.url, rejected=reason)


def _found(page: Page, article: Article) -> Draft:
    """Read a page; put its text and parts into the article."""
    text = decode(page.content)
    draft = _reader(page.kind)(text, page.url, page.fetched)
    for paragraph in [p for p in draft.paragraphs if p.kind == "body"][-1:]:
        paragraph.text = cut_sign_off(paragraph.text, draft.credits)
    # A heading that says what was given as the title anyway is no part of the text.
    heading = normal(page.title or "")
    draft.paragraphs = [p for p in draft.paragraphs if not heading or normal(p.text) != heading]
    article.text, article.parts = compose(draft.paragraphs)
    body = next((article.text[p.start : p.end] for p in article.parts if p.kind == "body"), None)
    if body is None:
        raise NoArticleError("no article found on the page")
    article.dateline = read_dateline(body, draft.credits)
    return draft


def _reader(kind: str) -> Callable[[str, str | None, str | None], Draft]:
    """Return what reads pages of a kind."""
    if kind != "html":
        return read_dump
    from reportedly.articles.html import read_html  # loads it, too

    return read_html


def _given(page: Page, article: Article) -> Draft:
    """Take clean text as it is; its first and last lines may name people and agencies."""
    article.text = page.content.decode("utf8", "replace")
    article.parts = parts_of(article.text)
    draft = Draft()
    lines = [line.strip() for line in article.text.splitlines() if line.strip()]
    for line in lines[:4]:
        article.dateline = article.dateline or read_dateline(line, draft.credits)
        read_byline(line, draft.credits)
    for line in lines[1:][-3:]:
        if not read_sign_off(line, draft.credits):
            cut_sign_off(line, draft.credits)
    return draft


def _describe(article: Article, page: Page, draft: Draft) -> None:
    """Fill in the metadata: what was given with the page goes before what was found on it."""
    article.url = page.url or draft.url
    article.canonical = urls.canonical(draft.canonical) or urls.canonical(article.url)
    article.title = page.title or draft.title
    article.outlet, article.country = outlets.settle(page.outlet, draft.outlet, article.url)
    given = Credits(agencies=draft.credits.agencies, signed=draft.credits.signed)
    read_authors(page.byline, given)
    names = given.people or draft.credits.people
    outlet = normal(article.outlet or "")
    article.byline = [name for name in names if normal(name) != outlet] or names
    article.credits = sorted(_settled(given, article), key=lambda credit: credit.kind != "text")
    _date(article, page, draft)
    article.corrected = _corrected(article, page.fetched)
    article.language = _language(article.text)


def _date(article: Article, page: Page, draft: Draft) -> None:
    """Fill in the dates: what was given, then what the page says, then its address; none that cannot be."""
    given = dates.parse_given(page.published) if page.published else None
    candidates = (given, draft.published, dates.from_url(article.url) if article.url else None)
    published = next((date for date in candidates if date and dates.possible(date, page.fetched)), None)
    if page.published and (given is None or published != given):
        article.notes.append(f"published {page.published[:60]!r} is no date that it can have")
    if draft.updated and (published is None or dates.later(draft.updated, published)):
        article.updated = draft.updated.value
    if published:
        article.published, article.published_precision = published.value, published.precision
        article.published_method = published.method


def _corrected(article: Article, latest: str | None) -> str | None:
    """Return the last day on which a note says that the article was corrected."""
    notes = (article.text[part.start : part.end] for part in article.parts if part.kind == "note")
    said = (note[cue.end() :][:28] for note in notes for cue in compiled("<corrected>").finditer(note))
    found = (dates.parse(text) for text in said)
    return max((date.day for date in found if date and dates.possible(date, latest)), default=None)


def _settled(credits: Credits, article: Article) -> list[Credit]:
    """Return the credits, an agency under one name (as in "Press Agency (PA)"), the outlet's own left out."""
    settled = Credits()
    for credit in credits.agencies:
        name = credit.agency
        if find_agency(name) is None:
            short = re.search(rf"{re.escape(name)} \(([A-Z]{{2,7}})\)", article.text)
            name = short[1] if short else name
            if normal(name) == normal(article.outlet or ""):
                continue
        settled.add([name], credit.kind, credit.passage)
    # "(Reporting by A; Editing by B)" is Reuters' form; another agency's article may have taken it over.
    house = find_agency(article.outlet or "")
    if credits.signed and all(c.kind != "text" for c in settled.agencies):
        name = credits.signed.agency
        settled.add([name] if house is None or house.name == name else [], "text", credits.signed.passage)
    return settled.agencies


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _language(text: str) -> str | None:
    """Return a text's language (ISO 639-1), None for a text too short to tell.

    The likeliest that ISO 639-1 names: the model also knows pidgins and "no language", and errs there.
    """
    if len(text) < 20:
        return None
    return next((str(code) for code, _ in _identifier().rank(text[:2000]) if len(code) == 2), None)
