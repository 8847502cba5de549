"""JSON Feed (jsonfeed.org, versions 1 and 1.1): an article an item."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from reportedly.pages.columns import names_of, string
from reportedly.pages.draft import Draft, Limits, UnreadableError
from reportedly.pages.item import Channel, Item, draft_of, numbered

_VERSION = "jsonfeed.org/version"


def looks(head: bytes) -> bool:
    """Tell whether a file says that it is a JSON Feed."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and (
        _VERSION.encode() in head or _VERSION.replace("/", "\\/").encode() in head
    )


def is_feed(value: Any) -> bool:
    """Tell whether a JSON value is a feed."""
    return isinstance(value, dict) and _VERSION in str(value.get("version"))[:100]


def articles(feed: dict[str, Any], limits: Limits) -> Iterator[Draft]:
    """Yield the items of a feed."""
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        raise UnreadableError("a feed without entries")
    channel = Channel(string(feed.get("title")), string(feed.get("home_page_url") or feed.get("feed_url")))
    everybody = _authors(feed)
    yield from numbered(
        draft_of(_item(item, everybody), channel, limits)
        if isinstance(item, dict)
        else Draft(rejected="not an entry: no JSON object")
        for item in items
    )


def _item(item: dict[str, Any], everybody: list[str]) -> Item:
    url = string(item.get("url"))
    # A post about somebody else's article links to it; the text is still the post's.
    return Item(
        id=string(item.get("id")),
        url=url or string(item.get("external_url")),
        title=string(item.get("title")),
        content=_markup(item.get("content_html")) or html.escape(_markup(item.get("content_text"))),
        summary=html.escape(_markup(item.get("summary"))),
        authors=_authors(item) or everybody,
        published=string(item.get("date_published")) or string(item.get("date_modified")),
    )


def _authors(of: dict[str, Any]) -> list[str]:
    """Return the names in `authors` (1.1) or `author` (1)."""
    return names_of(of.get("authors") or of.get("author"))


def _markup(value: Any) -> str:
    return value if isinstance(value, str) else ""
