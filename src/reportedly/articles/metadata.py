"""What an HTML page says of itself: JSON-LD (schema.org), OpenGraph, meta elements."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from reportedly.articles import dates
from reportedly.articles.draft import normal

_ARTICLE = re.compile(r"Article|Report|Posting|NewsItem|Review", re.I)
_JSON_LIMIT = 1_000_000
_NODES_LIMIT = 20_000
_DATES = (
    "article:published_time", "article:published", "og:article:published_time", "datepublished",
    "date.published", "publishdate", "publish_date", "publish-date", "published_time", "pubdate",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date.created", "dcterms.created",
    "dcterms.issued", "dc.date", "article.published", "cxenseparse:recs:publishtime", "date",
    "originalpublicationdate", "datecreated", "citation_publication_date",
)  # fmt: skip
_UPDATES = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "last-modified",
    "lastmod", "dcterms.modified", "dc.date.modified",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article.author", "parsely-author", "byl", "cxenseparse:author",
    "sailthru.author", "dc.creator", "dcterms.creator", "citation_author",
)  # fmt: skip
_AUTHOR_PROPERTY = etree.XPath(
    '//*[(@rel="author" or contains(@itemprop, "author")) and not(self::link or self::meta)]'
)
_AUTHOR_CLASS = etree.XPath(
    "//*[(self::a or self::div or self::p or self::span or self::address)"
    ' and (contains(@class, "author") or contains(@class, "byline"))]'
)
_AUTHOR_PAGE = etree.XPath(
    '//a[contains(@href, "/author/") or contains(@href, "/authors/") or contains(@href, "/autor/")]'
)
_TAGS = re.compile(r"<[a-z/][^<>]{0,300}>", re.I)


@dataclass(slots=True)
class Metadata:
    """What was stated; `authors` as stated, not yet told apart into people and agencies."""

    title: str | None = None
    description: str | None = None
    body: str = ""  # the article's text, where the page states all of it
    site: str | None = None
    url: str | None = None
    authors: list[str] = field(default_factory=list)
    published: dates.Published | None = None
    month: dates.Published | None = None  # of publication, where its day is not stated
    updated: dates.Published | None = None


def read_metadata(tree: HtmlElement, latest: str | None = None) -> Metadata:
    """Return what a page states in JSON-LD, then in meta elements, then in marked-up times.

    No date after `latest` (ISO 8601), when the page was fetched, is believed.
    """
    meta = _meta(tree)
    found = Metadata(
        description=meta.get("og:description") or meta.get("description"),
        site=meta.get("og:site_name") or meta.get("application-name"),
        url=_link(tree, "canonical") or meta.get("og:url"),
    )
    article = next(iter(sorted(articles_in(tree), key=lambda a: "datePublished" not in a)), {})
    found.title = _without_section(
        one_line(article.get("headline")) or _headline(tree) or meta.get("og:title"), meta.get("og:title")
    )
    publishers = list(names_in(article.get("publisher")))
    found.site = found.site or next(iter(publishers), None)
    authors = list(dict.fromkeys(names_in(article.get("author"))))
    # Who publishes everything is no author: somebody else may be named on the page.
    houses = {normal(name) for name in (*publishers, found.site or "")}
    found.authors = [name for name in authors if normal(name) not in houses]
    found.body = whole_text(article.get("articleBody"))
    stated = [one_line(article.get("datePublished")), *(meta.get(name) for name in _DATES)]
    stated += [time.get("datetime") for time in tree.iter("time") if time.get("itemprop") == "datePublished"]
    found.published, found.month = _first_date(stated, latest), _first_date(stated, latest, "month")
    changed = [one_line(article.get("dateModified")), *(meta.get(name) for name in _UPDATES)]
    found.updated = _first_date(changed, latest)
    if not found.authors:
        named = (meta[name] for name in _AUTHORS if normal(meta.get(name, "")) not in {"", *houses})
        found.authors = [name for name in itertools.islice(named, 1) if "://" not in name]
        found.authors = found.authors or authors or _marked(tree)
    return found


def _without_section(title: str | None, other: str | None) -> str | None:
    """Return a title without the section after it ("Mill closes | Sport") where the page gives it so too."""
    longer = title and other and re.match(rf"{re.escape(other)}\s+[|–—-]\s+\S", title)
    return other if longer else title


def _headline(tree: HtmlElement) -> str | None:
    """Return the page's one great heading, None where there are several or it is but a word or two."""
    headings = {" ".join(heading.text_content().split()) for heading in tree.iter("h1")}
    title = headings.pop() if len(headings) == 1 else ""
    return title if len(title.split()) > 2 or not title.isascii() else None


def _marked(tree: HtmlElement) -> list[str]:
    """Return the names that are marked up as an author's: by a property, a class, or where they lead."""
    for marks in (_AUTHOR_PROPERTY(tree), _AUTHOR_CLASS(tree)):
        names = dict.fromkeys(name for mark in marks[:20] for name in _pieces(mark))
        if names:
            return list(names)[:5]
    # More names are those of other stories' authors.
    names = dict.fromkeys(name for link in _AUTHOR_PAGE(tree)[:20] for name in _pieces(link))
    return list(names) if len(names) <= 3 else []


def _pieces(mark: HtmlElement) -> list[str]:
    """Return the names in an element, each of which may stand in an element of its own."""
    pieces = [name for text in mark.itertext() if (name := " ".join(text.split()).strip(","))]
    if any(len(name.split()) < 2 for name in pieces):
        pieces = [" ".join(pieces)]
    return [name for name in pieces if 1 < len(name.split()) <= 6]


def _first_date(stated: list[str | None], latest: str | None, *precisions: str) -> dates.Published | None:
    """Return the first of several stated dates that tells so much (a day, if not said), and can be true."""
    parsed = (dates.parse(text[:60], "metadata") for text in stated if text)
    enough = precisions or ("minute", "day")
    return next((p for p in parsed if p and p.precision in enough and dates.possible(p, latest)), None)


def _meta(tree: HtmlElement) -> dict[str, str]:
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            out.setdefault(name.strip().lower(), content)
    return out


def _link(tree: HtmlElement, relation: str) -> str | None:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == relation and (element.get("href") or "").startswith("http"):
            return str(element.get("href"))
    return None


def articles_in(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD that describe an article, in order."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _JSON_LIMIT:
            continue
        try:
            todo = [json.loads(script.text.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_NODES_LIMIT):
            if not todo:
                break
            node = todo.pop()
            if isinstance(node, list):
                todo += reversed(node)
            elif isinstance(node, dict):
                kind = node.get("@type")
                if any(
                    isinstance(k, str) and _ARTICLE.search(k)
                    for k in (kind if isinstance(kind, list) else [kind])
                ):
                    yield node
                todo += [node[name] for name in ("mainEntity", "mainEntityOfPage", "@graph") if name in node]


def one_line(value: Any) -> str | None:
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def whole_text(value: Any) -> str:
    """Return an article's text as JSON-LD gives it, a line a paragraph; "" for one that is cut short."""
    text = _TAGS.sub(" ", unescape(value)) if isinstance(value, str) else ""
    return "" if text.rstrip().endswith(("...", "…")) else text


def names_in(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = one_line(item.get("name") if isinstance(item, dict) else item)
        if name and "://" not in name and len(name) < 200:
            yield name
        elif isinstance(item, dict) and isinstance(item.get("name"), list):
            yield from names_in(item["name"])
