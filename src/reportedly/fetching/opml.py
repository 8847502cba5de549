"""Lists of feeds (OPML), and what the user gives as feeds, -> the feeds' addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from reportedly.errors import InputError
from reportedly.fetching.client import Client
from reportedly.fetching.refusal import Refusal

_LOOSE = re.compile(rb"&(?!#?\w{1,32};)")  # addresses are pasted into lists as they are
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ADDRESS = "xmlurl"  # of an outline; people write it in every case


def find_feeds(sources: Iterable[str], client: Client) -> list[str]:
    """Return the addresses of feeds that sources stand for, each once.

    A source is an OPML file, an address that ends in .opml, or a feed's address. Raises InputError
    (naming the source) for one that cannot be read, and where more feeds are listed than are followed.
    """
    found: dict[str, None] = {}
    for source in sources:
        found.update(dict.fromkeys(_feeds(source, client)))
    most = client.settings.limits.feeds
    if len(found) > most:
        raise InputError(f"{len(found):,} feeds are more than are followed at once ({most:,})")
    return list(found)


def _feeds(source: str, client: Client) -> Iterator[str]:
    address = source.partition("://")[0].lower() in ("http", "https")
    if address and not source.partition("?")[0].lower().endswith(".opml"):
        yield source
        return
    try:
        content = client.get(source).content if address else _read(source, client.settings.limits.page)
        yield from read_opml(content)
    except (Refusal, OSError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise InputError(f"{source}: {reason}") from None


def _read(path: str, limit: int) -> bytes:
    with Path(path).open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise Refusal(f"larger than {limit / 1e6:g} MB")
    return content


def read_opml(content: bytes) -> list[str]:
    """Return the addresses of the feeds in OPML, in order; raise Refusal where it is none.

    No DTD is read and no entity of its own expanded; depth is what libxml2 bears (256).
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        mended = content if content.startswith(_WIDE) else _LOOSE.sub(b"&amp;", content)
        root = etree.fromstring(mended, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise Refusal("not a list of feeds (OPML)")
    found = [_address(outline) for outline in root.iter("{*}outline", "{*}OUTLINE")]
    if not (feeds := list(dict.fromkeys(filter(None, found)))):
        raise Refusal("a list of feeds (OPML) without feeds")
    return feeds


def _address(outline: etree._Element) -> str:
    """Return the feed's address in an outline, "" where it has none."""
    for name, value in outline.items():
        if name.lower() == _ADDRESS:
            text = str(value).strip()
            bare = text.removeprefix("feed:")  # feed:https://..., and feed://...
            return f"http:{bare}" if bare.startswith("//") else bare
    return ""
