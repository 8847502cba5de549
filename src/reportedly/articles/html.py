"""An HTML page -> its article: trafilatura finds the body, the page's metadata the rest."""

from __future__ import annotations

import datetime
import functools
import itertools
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import lxml.html
from htmldate import extractors, find_date
from lxml import etree
from lxml.html import HtmlElement

from reportedly.articles import dates, outlets
from reportedly.articles.body import MISSED, Block, find_blocks, text_of, words_in
from reportedly.articles.credits import Credits, read_authors, read_byline, read_sign_off
from reportedly.articles.draft import Draft, Paragraph, is_note, normal
from reportedly.articles.dump import NoArticleError, read_dump
from reportedly.articles.expressions import line_matches
from reportedly.articles.flatten import flatten, strip_tags
from reportedly.articles.lines import ends_sentence, is_appeal, word_count
from reportedly.articles.metadata import Metadata, read_metadata
from reportedly.articles.pictures import cut_photo_credit, read_picture_line

ELEMENTS_LIMIT = 50_000
"""A page of more elements is read as pasted text: trafilatura's time grows faster than the page."""

FEW = 40
"""A body of fewer words is checked against what the lines of the page hold."""

TAIL = 8
"""Without a sentence's end, so few words after an article are a label of what follows on the page."""

_ASIDE = re.compile(r"relat|teaser|promo|recirc|card|recommend|sidebar|newsletter|more-", re.I)
_DECK = re.compile(
    r"(?:^|[\s_-])(?:deck|dek|standfirst|subheadline|sub-?title|article-?summary|strapline)(?:$|[\s_-])", re.I
)

# It warns on stderr of every page that it finds nothing on; we say so in the row.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _whole_date(text: str, **options: Any) -> datetime.datetime:
    """Parse as dateutil does; raise ValueError for a date without its day or month.

    Those dateutil takes from today: "2031-05" would be another day every time that it is read.
    """
    one, other = (_parse_date(text, default=day, **options) for day in _DAYS)
    if one != other:
        raise ValueError(f"not a whole date: {text}")
    return one


_DAYS = (datetime.datetime(2000, 1, 1), datetime.datetime(2004, 2, 2))
_htmldate: Any = extractors
_parse_date: Callable[..., datetime.datetime] = _htmldate.dateutil_parse
_htmldate.dateutil_parse = _whole_date  # none of its options reaches so far


def read_html(html: str, url: str | None, latest: str | None = None) -> Draft:
    """Return what is found on a page fetched at `latest` (ISO 8601); its paragraphs may be none."""
    tree = parse(html)
    if tree is None:
        return read_dump(strip_tags(html), url, latest)
    if tree.xpath("count(//*)") > ELEMENTS_LIMIT:
        return read_dump(flatten(tree), url, latest)
    draft, meta = Draft(), read_metadata(tree, latest)
    draft.url, draft.canonical = url or meta.url, meta.url
    blocks = find_blocks(tree)
    if len(meta.body.split()) * MISSED > words_in(blocks):
        blocks = [Block(line) for line in meta.body.splitlines() if line.strip()]
    as_text = functools.cache(lambda: _as_text(tree, latest))  # dear, and mostly not needed
    if words_in(blocks) < FEW and as_text().paragraphs:
        draft.paragraphs, draft.credits = as_text().paragraphs, as_text().credits
        list(_captions(tree, draft.credits))  # for who made the pictures
    else:
        draft.paragraphs = _paragraphs(blocks, tree, meta, draft.credits)
    _describe(draft, meta, tree, as_text)
    return draft


def parse(html: str) -> HtmlElement | None:
    """Return the page as a tree, None where it nests too deeply for the parser to keep all of it."""
    parser = etree.HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    # One class for all elements, and not a look-up in Python for each: half of the time goes there.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = lxml.html.document_fromstring(html.encode("utf8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    deep = any(
        entry.type_name == "ERR_NAME_TOO_LONG" or "depth" in entry.message for entry in parser.error_log
    )
    return None if deep else tree


def _paragraphs(blocks: list[Block], tree: HtmlElement, meta: Metadata, credits: Credits) -> list[Paragraph]:
    """Return deck, captions and body; what lines say of people and agencies goes to the credits."""
    captions = {normal(text): rest for text, rest in _captions(tree, credits)}
    deck = _deck(tree, meta)
    above = {normal(deck or ""), normal(meta.title or "")}
    body = []
    blocks = _within(blocks)
    end = _end(blocks)
    for i, block in enumerate(blocks):
        text, key = block.text, normal(block.text)
        if key in captions:
            body.append(Paragraph("caption", captions.pop(key)))
        elif key in above or _leads_elsewhere(block) or (i < 3 and _is_about(text, credits)):
            continue
        elif is_note(text):
            body.append(Paragraph("note", text))
        else:
            told = not block.head and (
                read_sign_off(text, credits) or read_picture_line(text, credits) or is_appeal(text)
            )
            if i < end and not told:
                body.append(Paragraph("body", text))
    first = [Paragraph("deck", deck)] if deck else []
    return first + [Paragraph("caption", rest) for rest in captions.values()] + body


def _within(blocks: list[Block]) -> list[Block]:
    """Return the blocks without what heads them all, and headings at their end: those are no subheads."""
    places = [i for i, block in enumerate(blocks) if not block.head]
    return blocks[places[0] : places[-1] + 1] if places else []


def _end(blocks: list[Block]) -> int:
    """Return where the article ends: links, labels and a copyright after it are the page's."""
    end = len(blocks)
    while end > 2 and (blocks[end - 1].head or _trails(blocks[end - 1])):
        end -= 1
    return end


def _trails(block: Block) -> bool:
    """Tell whether what stands last on a page is not the article's."""
    text, n = block.text, word_count(block.text)
    label = n <= TAIL and not block.listed and not ends_sentence(text)
    owned = n <= 60 and ("©" in text or line_matches("copyright", text))
    return label or owned or block.linked > 0.5


def _leads_elsewhere(block: Block) -> bool:
    """Tell whether a paragraph is but a link to another story."""
    link = block.linked > 0.9 and not (block.head or block.listed or ends_sentence(block.text))
    return link or (block.linked > 0.3 and line_matches("see_also", block.text))


def _is_about(text: str, credits: Credits) -> bool:
    """Tell whether a line says when a page was published, or updated, or by whom."""
    if word_count(text) > 25:
        return False
    stamp = any(line_matches(name, text) for name in ("published", "updated"))
    return (stamp and dates.parse(text) is not None) or read_byline(text, credits)


def _captions(tree: HtmlElement, credits: Credits) -> Iterator[tuple[str, str]]:
    """Yield the captions of the article's own pictures, whole and without their credits."""
    for element in tree.iter("figcaption"):
        text = text_of(element)
        around = itertools.islice(element.iterancestors(), 8)
        if not 4 <= word_count(text) <= 80 or any(_is_aside(a) for a in around):
            continue
        rest, credited = cut_photo_credit(text, credits)
        if credited or ends_sentence(rest):
            yield text, rest


def _is_aside(element: HtmlElement) -> bool:
    return (
        element.tag in ("a", "aside", "nav", "footer", "li")
        or _ASIDE.search(element.get("class") or "") is not None
    )


def _deck(tree: HtmlElement, meta: Metadata) -> str | None:
    """Return what the page marks up as its deck, or shows of what it states as its description."""
    described = " ".join((meta.description or "").split())
    for element in tree.iter("h2", "h3", "p", "div"):
        marked = _DECK.search(element.get("class") or "") is not None
        if not marked and not (described and _begins(element, described)):
            continue
        text = text_of(element)
        around = itertools.islice(element.iterancestors(), 8)
        if (marked or text == described) and 6 <= word_count(text) <= 60 and not any(map(_is_aside, around)):
            return text
    return None


def _begins(element: HtmlElement, text: str) -> bool:
    """Tell whether an element may hold a text, by its first words alone."""
    first = (element.text or "").strip() or (element[0].text or "" if len(element) else "").strip()
    return bool(first) and text.startswith(first[:20])


def _named(tree: HtmlElement) -> str | None:
    """Return what the page's window is called."""
    title = next(tree.iter("title"), None)
    return (text_of(title) or None) if title is not None else None


def _dated(tree: HtmlElement, month: dates.Published | None) -> dates.Published | None:
    """Return the date that htmldate finds: marked up some other way, or standing on the page.

    To it, a month is its first day: where the page states that `month`, no more is known.
    """
    try:
        found = find_date(tree, original_date=True, extensive_search=False, max_date="2100-01-01")
    except Exception:  # as in body.py
        return None
    if month and found == f"{month.value}-01":
        return month
    return dates.parse(found, "metadata") if found else None


def _as_text(tree: HtmlElement, latest: str | None) -> Draft:
    """Return what copying the page would give, read as such."""
    try:
        return read_dump(flatten(tree), None, latest)
    except NoArticleError:
        return Draft()


def _describe(draft: Draft, meta: Metadata, tree: HtmlElement, as_text: Callable[[], Draft]) -> None:
    """Fill in title, outlet, byline and dates, from what the page states, then from what stands on it."""
    draft.title = meta.title or _named(tree) or as_text().title
    draft.outlet = outlets.of_site(meta.site, draft.url) or as_text().outlet
    if draft.title and draft.outlet:
        draft.title = re.sub(rf"\s+[|–—-]\s+{re.escape(draft.outlet)}.{{0,20}}$", "", draft.title, flags=re.I)
    read_authors(meta.authors, draft.credits)
    draft.published = meta.published or _dated(tree, meta.month) or as_text().published or meta.month
    draft.updated = meta.updated
