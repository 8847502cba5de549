"""A page that says it holds several articles -> a page for each: live tickers, and pages of whole articles.

It says so as schema.org does (a LiveBlogPosting with its updates, several articles with their whole
text) or by its markup (several article elements, each with a heading, a date or a byline, and text).
A teaser, a comment or a link to another story is no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from reportedly.articles import outlets
from reportedly.articles.body import text_of
from reportedly.articles.decode import decode
from reportedly.articles.draft import normal
from reportedly.articles.html import ELEMENTS_LIMIT, parse
from reportedly.articles.lines import ends_sentence, word_count
from reportedly.articles.metadata import articles_in, names_in, one_line, read_metadata, whole_text
from reportedly.records import Page, content_hash

MOST = 500
"""Articles that are read of one page."""

WHOLE, ENTRY = 60, 5
"""Words of an article on a page of several, and of an entry of a live ticker, at least."""

_OTHER = re.compile(
    r"relat|teaser|promo|recirc|card|recommend|sidebar|newsletter|more-|comment|excerpt|summary|preview", re.I
)
_BREAK = re.compile(r"</p>|<br\b[^>]*>", re.I)
_BYLINE = etree.XPath('.//*[@rel="author" or contains(@class, "author") or contains(@class, "byline")]')
_SHOWN = etree.XPath("//text()[not(parent::script or parent::style or parent::template)]")
_ENDS = 60  # letters at either end of an article that have to stand on the page, too


@dataclass(frozen=True, slots=True)
class Section:
    """An article among others on its page; `content` is HTML or text, as `kind` says."""

    kind: str
    content: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    byline: tuple[str, ...] = ()


def split(page: Page) -> list[Page]:
    """Return the articles on an HTML page as pages of their own; the page itself where it is but one.

    They are called "page#1", "page#2" and so on; what comes after MOST of them is refused, as one.
    """
    several = page.content.count(b"<article") > 1 or page.content.count(b"articleBody") > 1
    hinted = several or b"liveBlogUpdate" in page.content
    tree = parse(decode(page.content)) if hinted and page.kind == "html" and not page.rejected else None
    sections = [] if tree is None else _ticker(tree) or _stated(tree) or _marked(tree)
    if tree is None or not sections:
        return [page]
    meta = read_metadata(tree, page.fetched)
    url = page.url or meta.url
    outlet = page.outlet or outlets.of_site(meta.site, url)
    parts = [_page(replace(page, outlet=outlet, url=url), s, n) for n, s in enumerate(sections[:MOST], 1)]
    if left := len(sections) - len(parts):
        reason = f"more than {MOST} articles on one page: {left} are not read"
        parts.append(replace(parts[-1], id=f"{page.id}#{MOST + 1}", input=f"{page.input}#{MOST + 1}",
                               key=content_hash(page.key, reason), rejected=reason))  # fmt: skip
    return parts


def _page(whole: Page, section: Section, number: int) -> Page:
    content = section.content.encode("utf8", "replace")
    return replace(
        whole,
        id=f"{whole.id}#{number}",
        input=f"{whole.input}#{number}",
        key=content_hash(whole.key, content, section.title, section.published),
        kind=section.kind,
        content=content,
        url=urljoin(whole.url or "", section.url) if section.url else whole.url,
        title=section.title,
        byline=list(section.byline),
        published=section.published,
    )


# ---------------------------------------------------------------- what the page states
def _ticker(tree: HtmlElement) -> list[Section]:
    """Return the entries of a live ticker that tell anything, by JSON-LD or by schema.org's properties."""
    found = []
    for node in articles_in(tree):
        updates = node.get("liveBlogUpdate")
        for update in updates if isinstance(updates, list) else [updates]:
            found += [_of_node(update)] if isinstance(update, dict) else []
    if not found:
        marked = (element for element in tree.iter() if "liveBlogUpdate" in (element.get("itemprop") or ""))
        found = [_as_text(element) for element in marked]
    return _distinct(section for section in found if _words(section) >= ENTRY)


def _stated(tree: HtmlElement) -> list[Section]:
    """Return the articles whose whole text the page's JSON-LD has, where the page shows all of it, too."""
    found = [_of_node(node) for node in articles_in(tree)]
    found = _distinct(section for section in found if _words(section) >= WHOLE and section.title)
    shown = normal("".join(_SHOWN(tree))) if found else ""
    letters = [normal(section.content) for section in found]
    shows = [text[:_ENDS] in shown and text[-_ENDS:] in shown for text in letters]
    apart = len({text[:_ENDS] for text in letters}) == len({s.title for s in found}) == len(found)
    return found if all(shows) and apart else []


def _of_node(node: dict[str, Any]) -> Section:
    body = node.get("articleBody")
    text = whole_text(_BREAK.sub("\n", body)) if isinstance(body, str) else ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return Section(
        "article",
        "\n\n".join(line for line in lines if line),
        one_line(node.get("headline")),
        one_line(node.get("url")) or one_line(node.get("@id")),
        one_line(node.get("datePublished")),
        tuple(names_in(node.get("author"))),
    )


# ---------------------------------------------------------------- what its markup says
def _marked(tree: HtmlElement) -> list[Section]:
    """Return the article elements that are articles: with a heading, a date or byline, and sentences."""
    if tree.xpath("count(//*)") > ELEMENTS_LIMIT:
        return []
    elements = [element for element in tree.iter("article") if _is_article(element)]
    held = {id(outer) for element in elements for outer in element.iterancestors("article")}
    found = _distinct(_of_element(element) for element in elements if id(element) not in held)
    return found if len({section.title for section in found}) == len(found) else []


def _is_article(element: HtmlElement) -> bool:
    around = [element, *element.iterancestors()]
    if any(e.tag in ("aside", "nav", "footer", "li") or _OTHER.search(_named(e)) for e in around):
        return False
    dated = next(element.iter("time"), None) is not None or bool(_BYLINE(element))
    paragraphs = [text for p in element.iter("p") if ends_sentence(text := text_of(p))]
    linked = sum(word_count(text_of(link)) for p in element.iter("p") for link in p.iter("a"))
    words = sum(map(word_count, paragraphs))
    return dated and _heading(element) is not None and len(paragraphs) > 1 and words >= WHOLE > 4 * linked


def _named(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}" if element.tag != "body" else ""


def _heading(element: HtmlElement) -> str | None:
    headline = element.xpath('(.//*[@itemprop="headline"] | .//h1 | .//h2 | .//h3 | .//h4)[1]')
    return (text_of(headline[0]) or None) if headline else None


def _of_element(element: HtmlElement) -> Section:
    """Return an element as an article: its heading, its first time, its address or place on the page."""
    times = element.xpath('(.//*[@itemprop="datePublished"] | .//time)[1]')
    stated = (times[0].get("datetime") or times[0].get("content") or text_of(times[0])) if times else None
    content = lxml.html.tostring(element, encoding="unicode", with_tail=False)
    place = f"#{element.get('id')}" if element.get("id") else None
    return Section("html", f"<html><body>{content}</body></html>", _heading(element), place, stated or None)


def _as_text(element: HtmlElement) -> Section:
    """Return an element that may be short as an article of clean text."""
    bodies = element.xpath('.//*[@itemprop="articleBody"]') or [element]
    lines = [text_of(p) for body in bodies for p in body.iter("p", "li", "blockquote")]
    text = "\n\n".join(filter(None, lines)) or text_of(bodies[0])
    return replace(_of_element(element), kind="article", content=text)


def _words(section: Section) -> int:
    return word_count(re.sub(r"<[^>]*>", " ", section.content) if section.kind == "html" else section.content)


def _distinct(sections: Iterable[Section]) -> list[Section]:
    """Return sections, each text once; none where there are not several."""
    found: dict[str, Section] = {}
    for section in sections:
        found.setdefault(normal(section.content), section)
    return list(found.values()) if len(found) > 1 else []
