"""HTML -> the text that copying the page would give: a line a block, an empty line between paragraphs."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree
from lxml.html import HtmlElement

_SKIP = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "iframe",
    "select",
    "object",
    "math",
    "canvas",
}
_PARAGRAPH = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "dl",
    "table",
    "pre",
    "figure",
    "hr",
}
_BLOCK = _PARAGRAPH | {
    "address", "article", "aside", "body", "br", "dd", "div", "dt", "fieldset", "figcaption", "footer",
    "form", "header", "li", "main", "nav", "option", "section", "td", "th", "tr", "video",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_HIDDEN = re.compile(
    r"<(script|style|noscript|template|svg|head)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.S | re.I
)


def flatten(tree: HtmlElement) -> str:
    """Return the page's text; walks the tree without recursion."""
    out: list[str] = []
    skipping = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        start = event == "start"
        if tag in _SKIP:
            skipping += 1 if start else -1
        if not skipping or (tag in _SKIP and not start):
            if tag in _BLOCK:
                out.append("\n\n" if tag in _PARAGRAPH else "\n")
                if start and tag == "li":
                    out.append("* ")
            if start and tag and element.text:
                out.append(element.text.replace("\n", " "))
        if not start and not skipping and element.tail:
            out.append(element.tail.replace("\n", " "))
    return "".join(out)


def strip_tags(html: str) -> str:
    """Return the text of HTML that no parser should be asked to build a tree of, in one pass over it."""
    bare = _HIDDEN.sub(" ", html).replace("\n", " ")

    def cut(match: re.Match[str]) -> str:
        name = match[2].lower()
        return "\n\n" if name in _PARAGRAPH else "\n" if name in _BLOCK else ""

    return unescape(_TAG.sub(cut, bare))
