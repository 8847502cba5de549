"""Feeds in XML: RSS 0.9x and 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0.

No DTD is read, no entity of a file's own expanded, nothing fetched. A feed that is not well-formed
is read entry by entry, so that a broken one takes nothing with it but itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from reportedly.pages.charset import decode
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, check_text, read_bounded
from reportedly.pages.item import Channel, Item, Picture, draft_of, numbered, plain

_ENTRY = re.compile(r"<((?:[\w-]+:)?(?:item|entry))(?=[\s>/])")
_ROOT = re.compile(r"<(?:[\w-]+:)?(rss|RDF|feed)\b[^<>]*>", re.I)
_LOOKS = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:[\w-]+:)?(?:rss|RDF|feed)\b",
    re.S | re.I,
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
_ENTITY = re.compile(r"&(\w{2,32});")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
_LOOSE = re.compile(r"&(?!#?\w{1,32};)")
_HTML_INSIDE = re.compile(
    r"<(title|description|summary|content|content:encoded)(\s[^<>]*)?>((?:(?!<\1[\s>]).)*?)</\1\s*>", re.S
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
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
    declared = _DECLARED.search(content[:1000])
    text = _prepared(decode(content, declared[1].decode("ascii") if declared else None))
    broken: etree.XMLSyntaxError | None = None
    entries: list[tuple[etree._Element, str | None]]
    try:
        root = _parse(text)
        entries = [(entry, None) for entry in root.iter() if _name(entry) in ("item", "entry")]
    except etree.XMLSyntaxError as error:
        root, entries, broken = *_pieces(text), error
    if root is None or (not broken and _name(root).rpartition(":")[2].lower() not in ("rss", "rdf", "feed")):
        raise UnreadableError("not a feed: neither RSS nor Atom")
    if not entries:
        raise UnreadableError("a feed without entries" + (f"; {_where(broken)}" if broken else ""))
    channel = _channel(root)
    yield from numbered(draft_of(_item(entry, lost), channel, limits) for entry, lost in entries)


# ---------------------------------------------------------------- XML
def _prepared(text: str) -> str:
    """Return the text of a feed without DTD and signs that XML forbids, HTML's entities as signs."""
    text = _NOT_XML.sub(" ", text.removeprefix("\ufeff"))
    text = _DOCTYPE.sub("", _XML_HEAD.sub("", text, count=1), count=1)
    return _ENTITY.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    """Return an entity of HTML as its sign; one that only a DTD could explain stays, as text."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    sign = html.unescape(match[0])
    return sign if sign != match[0] else f"&amp;{match[1]};"


def _parse(text: str, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    return etree.fromstring(text.encode(), parser)


def _pieces(text: str) -> tuple[etree._Element | None, list[tuple[etree._Element, str | None]]]:
    """Return what stands before the entries of a feed that is not well-formed, and each entry by itself."""
    root = _ROOT.search(text[:100_000])
    if root is None:
        return None, []
    spaces = " ".join(re.findall(r"""xmlns(?::[\w-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""", root[0]))
    for uri, space in _NAMESPACES.items():  # a prefix that is used and not declared can only mean one thing
        if space and f"xmlns:{space[:-1]}=" not in spaces:
            spaces += f' xmlns:{space[:-1]}="{uri}"'
    starts = [(match.start(), match[1]) for match in _ENTRY.finditer(text)]
    ends = [*(start for start, _ in starts), len(text)][1:]
    entries = []
    for (start, tag), end in zip(starts, ends, strict=True):
        stop = text.find(f"</{tag}>", start, end)
        piece = text[start : stop + len(tag) + 3] if stop >= 0 else text[start:end]
        holder, lost = _piece(piece, spaces)
        if holder is not None and len(holder):
            entries.append((holder[0], "the file breaks off within it" if stop < 0 else lost))
    head, _ = _piece(text[root.end() : starts[0][0] if starts else len(text)], spaces)
    return head, entries


def _piece(piece: str, spaces: str) -> tuple[etree._Element | None, str | None]:
    """Return an element that holds a piece of a feed, and what is wrong with the piece."""
    mended = _HTML_INSIDE.sub(_escaped, _LOOSE.sub("&amp;", piece))
    for candidate, recover, lost in (
        (piece, False, None),
        (mended, False, None),
        (mended, True, "its XML is broken, something may be missing"),
    ):
        try:
            found = _parse(f"<piece {spaces}>{candidate}</piece>", recover)
        except etree.XMLSyntaxError:
            continue
        if found is not None:
            return found, lost
    return None, None


def _escaped(match: re.Match[str]) -> str:
    """Return an element whose HTML was put into the feed as it is, with that HTML escaped."""
    tag, attributes, inner = match[1], match[2] or "", match[3]
    if "<![CDATA[" in inner:
        return match[0]
    return f"<{tag}{attributes}>{inner.replace('<', '&lt;').replace('>', '&gt;')}</{tag}>"


def _where(error: etree.XMLSyntaxError) -> str:
    return f"its XML is broken at line {error.lineno}"


def _name(element: etree._Element) -> str:
    """Return an element's name, with a prefix of ours for what is not of the feed's own format."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space[1:].lower()
    return (_NAMESPACES.get(space, "other:") if space else "") + name


# ---------------------------------------------------------------- what is in it
def _channel(root: etree._Element) -> Channel:
    """Return the feed's own title and site, from its root or the channel within it."""
    channel = next((element for element in root.iter() if _name(element) == "channel"), root)
    return Channel(plain(_first(channel, "title")) or None, _link(channel))


def _item(entry: etree._Element, lost: str | None) -> Item:
    guid = _first(entry, "guid", "id")
    source = next((element for element in entry if _name(element) == "source"), None)
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
            if _name(child) == name and (content := _content(child)):
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
    for link in (child for child in element if _name(child) == "link"):
        if text := " ".join((link.text or "").split()):
            return text
        if href := (link.get("href") or "").strip():
            if link.get("rel", "alternate") == "alternate" and "html" in link.get("type", "html"):
                return href
            other = other or (href if link.get("rel", "alternate") == "alternate" else None)
    return other


def _authors(entry: etree._Element) -> Iterator[str]:
    for child in entry:
        name = _name(child)
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
        if _name(holder) not in ("media:content", "media:group", "media:thumbnail", "item", "entry"):
            continue
        credits = [
            plain(child.text or "")
            for child in holder
            if _name(child) == "media:credit" and (child.get("role") or "").lower() in _CREDITED
        ]
        inside = holder is not entry  # else what is described is the entry
        caption = plain(_first(holder, "media:description", "media:text")) if inside else ""
        picture = Picture(caption, [credit for credit in dict.fromkeys(credits) if credit])
        if picture.credits and (key := (picture.caption, *picture.credits)) not in seen:
            seen.add(key)
            yield picture
