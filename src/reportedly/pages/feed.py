"""Feeds in XML: RSS 0.9x and 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from reportedly.pages.draft import Draft, Limits, Options, check_text, read_bounded
from reportedly.pages.feed_xml import name_of, parse
from reportedly.pages.item import Channel, Item, Picture, draft_of, numbered, plain

# What was passed over once is not looked at again: see page.py.
_LOOKS = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*>|(?><!--.*?-->)|(?><!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>))*+"
    rb"<(?:[\w-]+:)?(?:rss|RDF|feed)\b",
    re.S | re.I,
)
_CREDITED = {
    "",
    "photographer",
    "photo",
    "source",
    "distributor",
    "provider",
    "copyright",
    "credit",
    "author",
    "owner",
}


def looks(head: bytes) -> bool:
    """Tell whether a file begins as a feed does."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return _LOOKS.match(head) is not None


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the entries of a feed."""
    content = read_bounded(stream, limits.document)
    check_text(content)
    root, entries = parse(content, limits)
    channel = _channel(root)
    yield from numbered(
        Draft(rejected=lost) if entry is None else draft_of(_item(entry, lost), channel, limits)
        for entry, lost in entries
    )


def _channel(root: etree._Element) -> Channel:
    """Return the feed's own title and site, from its root or the channel within it."""
    channel = next((element for element in root.iter() if name_of(element) == "channel"), root)
    return Channel(plain(_first(channel, "title")) or None, _link(channel))


def _item(entry: etree._Element, lost: str | None) -> Item:
    guid = _first(entry, "guid", "id")
    source = next((element for element in entry if name_of(element) == "source"), None)
    outlet = None
    if source is not None:  # RSS names it in the element, Atom in a feed's head within it
        outlet = plain(_first(source, "title") or (source.text or ""))
    url = _first(entry, "feedburner:origLink") or _link(entry)
    if not url and guid.startswith(("http://", "https://")):
        url = guid
    return Item(
        id=guid or entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"),
        url=url,
        title=_first(entry, "title") or plain(_first(entry, "media:title")) or None,
        content=_first(entry, "content:encoded", "content", "xhtml:body"),
        summary=_first(entry, "description", "summary", "media:description"),
        authors=list(dict.fromkeys(_authors(entry))),
        published=_first(
            entry, "pubDate", "published", "issued", "dc:date", "dc:created", "updated", "modified"
        )
        or None,
        outlet=outlet or plain(_first(entry, "dc:publisher", "dc:source")) or None,
        pictures=list(_pictures(entry)),
        broken=lost,
    )


def _first(element: etree._Element, *names: str) -> str:
    """Return the content of the first child, of the best of these names, that has any."""
    for name in names:
        for child in element:
            if name_of(child) == name and (content := _content(child)):
                return content
    return ""


def _content(element: etree._Element) -> str:
    """Return what an element holds, as HTML: text of Atom, escaped HTML, or XHTML as it stands."""
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    text = (element.text or "").strip()
    if inner:
        return html.escape(text, quote=False) + inner
    return html.escape(text, quote=False) if element.get("type") in ("text", "text/plain") else text


def _link(element: etree._Element) -> str | None:
    """Return the address of an entry, or of a feed's site: RSS has it as text, Atom as an attribute."""
    other = None
    for link in (child for child in element if name_of(child) == "link"):
        if text := " ".join((link.text or "").split()):
            return text
        if href := (link.get("href") or "").strip():
            if link.get("rel", "alternate") == "alternate" and "html" in link.get("type", "html"):
                return href
            other = other or (href if link.get("rel", "alternate") == "alternate" else None)
    return other


def _authors(entry: etree._Element) -> Iterator[str]:
    for child in entry:
        name = name_of(child)
        if name == "dc:creator":
            yield from filter(None, [plain(_content(child))])
        elif name == "author":
            person = plain(_first(child, "name") or (child.text or ""))
            # RSS asks for an address: "desk@example.org (Ann Roe)".
            named = re.fullmatch(r"\S+@\S+(?:\s+\((.+)\))?", person)
            if person := (named[1] or "") if named else person:
                yield person


def _pictures(entry: etree._Element) -> Iterator[Picture]:
    """Yield the captions and credits of Media RSS, each set once."""
    seen = set()
    for holder in entry.iter():
        if name_of(holder) not in ("media:content", "media:group", "media:thumbnail", "item", "entry"):
            continue
        credits = [
            plain(child.text or "")
            for child in holder
            if name_of(child) == "media:credit" and (child.get("role") or "").lower() in _CREDITED
        ]
        inside = holder is not entry  # else what is described is the entry
        caption = plain(_first(holder, "media:description", "media:text")) if inside else ""
        picture = Picture(caption, [credit for credit in dict.fromkeys(credits) if credit])
        if picture.credits and (key := (picture.caption, *picture.credits)) not in seen:
            seen.add(key)
            yield picture
