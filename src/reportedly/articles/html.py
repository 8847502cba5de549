"""An HTML page -> its article: trafilatura finds the body, the page's metadata the rest."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document

from reportedly.articles import dates, outlets
from reportedly.articles.credits import Credits, read_author, read_byline, read_sign_off
from reportedly.articles.draft import Draft, Paragraph, normal
from reportedly.articles.dump import NoArticleError, read_dump
from reportedly.articles.expressions import line_matches
from reportedly.articles.flatten import flatten, strip_tags
from reportedly.articles.lines import ends_sentence, is_appeal, word_count
from reportedly.articles.metadata import Metadata, read_metadata
from reportedly.articles.pictures import cut_photo_credit, read_picture_line

ELEMENTS_LIMIT = 50_000
"""A page of more elements is read as pasted text: trafilatura's time grows faster than the page."""

MISSED = 0.6
"""A body of fewer words than this share of what the page's lines hold has missed the article."""

_ASIDE = re.compile(r"relat|teaser|promo|recirc|card|recommend|sidebar|newsletter|more-", re.I)
_DECK = re.compile(
    r"(?:^|[\s_-])(?:deck|dek|standfirst|subheadline|sub-?title|article-?summary|strapline)(?:$|[\s_-])", re.I
)

# It warns on stderr of every page that it finds nothing on; we say so in the row.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_html(html: str, url: str | None) -> Draft:
    """Return what is found on a page; its paragraphs may be none."""
    tree = _parse(html)
    if tree is None:
        return read_dump(strip_tags(html), url)
    if sum(1 for _ in itertools.islice(tree.iter(), ELEMENTS_LIMIT + 1)) > ELEMENTS_LIMIT:
        return read_dump(flatten(tree), url)
    draft, meta = Draft(), read_metadata(tree)
    draft.url = url or meta.url
    try:
        dump = read_dump(flatten(tree))
    except NoArticleError:
        dump = Draft()
    paragraphs = _body(tree)
    # Trafilatura now and then takes a small box for the article; the lines of the page tell.
    if _words(paragraphs) < MISSED * _words([p.text for p in dump.paragraphs if p.kind == "body"]):
        draft.paragraphs, draft.credits = dump.paragraphs, dump.credits
    else:
        draft.paragraphs = _paragraphs(paragraphs, tree, draft.credits)
    _describe(draft, meta, tree, dump)
    return draft


def _parse(html: str) -> HtmlElement | None:
    """Return the page as a tree, None where it nests too deeply for the parser to keep all of it."""
    parser = lxml.html.HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(html.encode("utf8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    deep = any(
        entry.type_name == "ERR_NAME_TOO_LONG" or "depth" in entry.message for entry in parser.error_log
    )
    return None if deep else tree


def _body(tree: HtmlElement) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article's, subheads left out."""
    try:
        found = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False)
    except Exception:  # whatever it trips over, the page's lines can still be read
        return []
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    out = []
    for block in found.body.iterchildren():
        if block.tag == "head":
            continue
        for piece in block.iter("lb", "item", "cell", "row", "p"):
            piece.tail = " " + (piece.tail or "")
        out.append(" ".join("".join(block.itertext()).split()))
    return [text for text in out if text]


def _words(paragraphs: list[str]) -> int:
    return sum(map(word_count, paragraphs))


def _paragraphs(texts: list[str], tree: HtmlElement, credits: Credits) -> list[Paragraph]:
    """Return deck, captions and body; what lines say of people and agencies goes to the credits."""
    captions = {normal(text): rest for text, rest in _captions(tree, credits)}
    deck = _deck(tree)
    body = []
    for i, text in enumerate(texts):
        key = normal(text)
        if key in captions:
            body.append(Paragraph("caption", captions.pop(key)))
        elif (deck and key == normal(deck)) or (
            i < 3 and word_count(text) <= 25 and (_is_posted(text) or read_byline(text, credits))
        ):
            continue
        elif i >= max(2, len(texts) - 2) and word_count(text) <= 12 and not ends_sentence(text):
            read_sign_off(text, credits)
        elif not (read_sign_off(text, credits) or read_picture_line(text, credits) or is_appeal(text)):
            body.append(Paragraph("body", text))
    first = [Paragraph("deck", deck)] if deck else []
    return first + [Paragraph("caption", rest) for rest in captions.values()] + body


def _is_posted(text: str) -> bool:
    """Tell whether a line says when a page was published, or updated."""
    return (
        any(line_matches(name, text) for name in ("published", "updated")) and dates.parse(text) is not None
    )


def _captions(tree: HtmlElement, credits: Credits) -> Iterator[tuple[str, str]]:
    """Yield the captions of the article's own pictures, whole and without their credits."""
    for element in tree.iter("figcaption"):
        text = " ".join(element.text_content().split())
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


def _deck(tree: HtmlElement) -> str | None:
    """Return what the page marks up as its deck."""
    for element in tree.iter("h2", "h3", "p", "div"):
        if _DECK.search(element.get("class") or "") and not any(
            a.tag == "a" for a in element.iterancestors()
        ):
            text = " ".join(element.text_content().split())
            return text if 6 <= word_count(text) <= 60 else None
    return None


def _guess(tree: HtmlElement, url: str | None) -> Document | None:
    """Return the metadata that trafilatura finds: marked up some other way, or standing on the page."""
    dating = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    try:
        return extract_metadata(tree, url, dating)
    except Exception:  # as in _body
        return None


def _describe(draft: Draft, meta: Metadata, tree: HtmlElement, dump: Draft) -> None:
    """Fill in title, outlet, byline and date, from what the page states, then from what stands on it."""
    guess = None
    if not (meta.title and meta.authors and meta.published):
        guess = _guess(tree, draft.url)
    draft.title = meta.title or (guess and guess.title) or dump.title
    draft.outlet = outlets.of_site(meta.site, draft.url) or dump.outlet
    if draft.title and draft.outlet:
        draft.title = re.sub(rf"\s+[|–—-]\s+{re.escape(draft.outlet)}.{{0,20}}$", "", draft.title, flags=re.I)
    for author in meta.authors or ((guess and guess.author) or "").split("; "):
        read_author(author, draft.credits)
    stated = dates.parse(guess.date, "metadata") if guess and guess.date else None
    draft.published = meta.published or stated or dump.published
