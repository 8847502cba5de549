"""An entry of a feed, whatever the feed's format, and what becomes of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reportedly.pages import times
from reportedly.pages.columns import SUMMARY_ONLY
from reportedly.pages.draft import Draft, Limits

_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|\bread more\W*|\bcontinue reading\W*)\s*$", re.I)
_WHOLE_WORDS = 150  # a description as long as this, and not broken off, is the article


@dataclass(slots=True)
class Picture:
    """A picture of an entry: its caption, and who is credited with it."""

    caption: str
    credits: list[str]


@dataclass(slots=True)
class Item:
    """An entry as its feed tells it; `content` and `summary` are HTML."""

    id: str | None = None
    url: str | None = None
    title: str | None = None
    content: str = ""
    summary: str = ""
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    outlet: str | None = None  # the entry's own source, or publisher
    pictures: list[Picture] = field(default_factory=list)
    broken: str | None = None  # what of its own markup was lost


@dataclass(frozen=True, slots=True)
class Channel:
    """The feed itself."""

    title: str | None = None
    url: str | None = None


def draft_of(item: Item, channel: Channel, limits: Limits) -> Draft:
    """Return an entry as a page; one that has no text but its headline is rejected."""
    title = _without(plain(item.title or ""), item.outlet) or None
    draft = Draft(
        "html",
        id=item.id,
        url=item.url,
        title=title,
        outlet=item.outlet or _outlet(item, channel),
        byline=item.authors,
        published=times.normal(item.published) if item.published else None,
    )
    body, draft.incomplete = _body(item)
    said = {_folded(title or ""), _folded(item.title or ""), _folded(f"{title} {item.outlet}")}
    if _folded(plain(body)) in said | {""}:
        draft.rejected = "no text, only a link" if item.url else "no text"
    elif len(body) > limits.page:
        draft.rejected = f"larger than {limits.page / 1e6:g} MB"
    if draft.rejected:
        draft.kind, draft.incomplete = "text", None
        return draft
    draft.incomplete = item.broken or draft.incomplete
    draft.content = _page(title, body, item.pictures).encode("utf8", "replace")
    return draft


def _body(item: Item) -> tuple[str, str | None]:
    """Return the fullest text of an entry, and what it is where that is not the article."""
    content, summary = plain(item.content), plain(item.summary)
    if content and len(content) >= len(summary):
        return item.content, SUMMARY_ONLY if _CUT.search(content[-100:]) else None
    whole = len(summary.split()) >= _WHOLE_WORDS and not _CUT.search(summary[-100:])
    return item.summary, None if whole else SUMMARY_ONLY


def _page(title: str | None, body: str, pictures: list[Picture]) -> str:
    """Return the entry as a page of its own; who made its pictures stands below them."""
    if not _TAG.search(body):  # plain text: its lines are its paragraphs
        body = "".join(
            f"<p>{html.escape(html.unescape(line))}</p>" for line in body.splitlines() if line.strip()
        )
    head = html.escape(title or "")
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{head}</title></head><body><article>'
        f"<h1>{head}</h1>{''.join(map(_figure, pictures))}{body}</article></body></html>"
    )


def _figure(picture: Picture) -> str:
    credit = f"(Photo: {'/'.join(picture.credits)})" if picture.credits else ""
    return f"<figure><figcaption>{html.escape(f'{picture.caption} {credit}'.strip())}</figcaption></figure>"


def _outlet(item: Item, channel: Channel) -> str | None:
    """Return the channel's title, None where the entry's link leads to another site."""
    if item.url and channel.url and _site(item.url) != _site(channel.url):
        return None
    return channel.title


def _site(url: str) -> str:
    """Return the part of an address's host that its other hosts share: example.org, example.co.uk."""
    try:
        host = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return ".".join(host[-3 if len(host) > 2 and len(host[-2]) <= 3 and len(host[-1]) == 2 else -2 :])


def _without(title: str, outlet: str | None) -> str:
    """Return a headline without the outlet that an aggregator puts behind it."""
    return re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}$", "", title) if outlet else title


def plain(markup: str) -> str:
    """Return the text of HTML, or of text, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def numbered(drafts: Iterator[Draft]) -> Iterator[Draft]:
    """Yield drafts with their numbers, from 1."""
    for row, draft in enumerate(drafts, 1):
        draft.row = row
        yield draft
