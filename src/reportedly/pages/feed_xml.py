"""The XML of feeds, well-formed or not. No DTD is read, no entity expanded, nothing fetched.

A feed that is not well-formed is read entry by entry, so that a broken one takes nothing with it but
itself; HTML that was put into it as it is, and a loose "&", are mended.
"""

from __future__ import annotations

import html
import itertools
import re

from lxml import etree

from reportedly.pages.charset import decode
from reportedly.pages.draft import Limits, UnreadableError

HEAD = 100_000  # what a broken feed says of itself, before its entries, is shorter than this
BROKEN = "its XML is broken, something may be missing"
CUT = "the file breaks off within it"

Entry = tuple[etree._Element | None, str | None]
"""An entry, and what of it was lost; None for one of which nothing is left."""

_ENTRY = re.compile(r"<((?:[\w-]+:)?(?:item|entry))(?=[\s>/])")
_ROOT = re.compile(r"<(?:[\w-]+:)?(rss|RDF|feed)\b[^<>]*>", re.I)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE_START = re.compile("<!DOCTYPE", re.I)
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


def parse(content: bytes, limits: Limits) -> tuple[etree._Element, list[Entry]]:
    """Return the root of a feed, or what stands before its entries, and the entries."""
    declared = _DECLARED.search(content[:1000])
    text = _prepared(decode(content, declared[1].decode("ascii") if declared else None))
    broken = ""
    root: etree._Element | None
    try:
        root = _parse(text)
        entries: list[Entry] = [
            (element, None) for element in root.iter() if name_of(element) in ("item", "entry")
        ]
        if name_of(root).rpartition(":")[2].lower() not in ("rss", "rdf", "feed"):
            root = None
    except etree.XMLSyntaxError as error:
        root, entries = _pieces(text, limits)
        broken = f"; its XML is broken at line {error.lineno}"
    if root is None:
        raise UnreadableError("not a feed: neither RSS nor Atom")
    if not entries:
        raise UnreadableError(f"a feed without entries{broken}")
    return root, entries


def name_of(element: etree._Element) -> str:
    """Return an element's name, with a prefix of ours for what is not of the feed's own format."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space[1:].lower()
    return (_NAMESPACES.get(space, "other:") if space else "") + name


def _prepared(text: str) -> str:
    """Return the text of a feed without DTD and signs that XML forbids, HTML's entities as signs."""
    text = _NOT_XML.sub(" ", text.removeprefix("\ufeff"))
    text = _XML_HEAD.sub("", text, count=1)
    start = _DOCTYPE_START.search(text)
    if start and (doctype := _DOCTYPE.match(text, start.start())):  # the first alone: each may be long
        text = text[: doctype.start()] + text[doctype.end() :]
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


def _pieces(text: str, limits: Limits) -> tuple[etree._Element | None, list[Entry]]:
    """Return what stands before the entries of a feed that is not well-formed, and each entry by itself."""
    root = _ROOT.search(text[:HEAD])
    if root is None:
        return None, []
    spaces = " ".join(re.findall(r"""xmlns(?::[\w-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""", root[0]))
    for uri, space in _NAMESPACES.items():  # a prefix that is used and not declared can only mean one thing
        if space and f"xmlns:{space[:-1]}=" not in spaces:
            spaces += f' xmlns:{space[:-1]}="{uri}"'
    starts = [(match.start(), match[1]) for match in itertools.islice(_ENTRY.finditer(text), limits.entries)]
    ends = [*(start for start, _ in starts), len(text)][1:]
    entries = [
        _entry(text, start, end, tag, spaces, limits) for (start, tag), end in zip(starts, ends, strict=True)
    ]
    head, _ = _piece(text[root.end() : starts[0][0] if starts else len(text)][:HEAD], spaces)
    return head, entries


def _entry(text: str, start: int, end: int, tag: str, spaces: str, limits: Limits) -> Entry:
    """Return the entry between two places in a feed."""
    stop = text.find(f"</{tag}>", start, end)
    end = stop + len(tag) + 3 if stop >= 0 else end
    if end - start > limits.page:
        return None, f"larger than {limits.page / 1e6:g} MB, in broken XML"
    holder, lost = _piece(text[start:end], spaces, closed=stop >= 0)
    if holder is None or not len(holder):
        return None, "an entry with broken XML, of which nothing can be read"
    return holder[0], lost


def _piece(piece: str, spaces: str, closed: bool = True) -> tuple[etree._Element | None, str | None]:
    """Return an element that holds a piece of a feed, and what is wrong with the piece."""
    mended = _HTML_INSIDE.sub(_escaped, _LOOSE.sub("&amp;", piece))
    tries: list[tuple[str, bool, str | None]] = [
        (mended, True, "its XML is broken, something may be missing" if closed else CUT)
    ]
    if closed:
        tries = [(piece, False, None), (mended, False, None), *tries]
    for candidate, recover, lost in tries:
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
