"""What a page reader finds, and how an article is put together from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportedly.articles.credits import Credits
from reportedly.articles.dates import Published
from reportedly.articles.expressions import line_matches
from reportedly.articles.lines import ends_sentence, word_count
from reportedly.records import Part

TEXT_LIMIT = 1_000_000
"""Longer than this, in code points, is no article; it is also what spaCy refuses."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph of an article and what it is: deck, body, caption or note."""

    kind: str
    text: str


@dataclass(slots=True)
class Draft:
    """What was found on a page."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    canonical: str | None = None  # the address that the page itself gives
    published: Published | None = None
    updated: Published | None = None
    credits: Credits = field(default_factory=Credits)
    paragraphs: list[Paragraph] = field(default_factory=list)


_SIGNS = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Return a text's letters and digits alone, in one case: what two writings of it share."""
    return _SIGNS.sub("", text).casefold()


def words_of(text: str) -> set[str]:
    """Return the words of a text that carry its content: over three letters, or not in Latin letters."""
    return {w for w in re.findall(r"[^\W_]+", text.casefold()) if len(w) > 3 or not w.isascii()}


def is_note(text: str) -> bool:
    """Tell whether a paragraph speaks of the article itself: a correction, or when it was updated."""
    return line_matches("note", text) or (word_count(text) <= 12 and line_matches("updated_at", text))


def parts_of(text: str) -> list[Part]:
    """Return the parts of clean text as it stands: its lines are body, but for notes."""
    parts: list[Part] = []
    for line in re.finditer(r"[^\r\n]+", text):
        kind = "note" if parts and is_note(line[0]) else "body"
        if parts and (parts[-1].kind == kind or not line[0].strip()):
            parts[-1].end = line.end()
        else:
            parts.append(Part(kind, line.start(), line.end()))
    if parts:
        parts[0].start, parts[-1].end = 0, len(text)
    return parts or [Part("body", 0, len(text))]


def compose(paragraphs: list[Paragraph]) -> tuple[str, list[Part]]:
    """Return the text of an article, paragraphs parted by an empty line, and its parts.

    A sentence, or a caption, that stood before is left out (labels of a list may come again);
    neighbours of one kind make one part.
    """
    text, parts, seen = "", list[Part](), set[str]()
    for paragraph in paragraphs:
        key = normal(paragraph.text)
        again = key in seen and len(key) > 20
        if not key or (again and (paragraph.kind != "body" or ends_sentence(paragraph.text))):
            continue
        seen.add(key)
        text += "\n\n" if text else ""
        start, text = len(text), text + paragraph.text
        if parts and parts[-1].kind == paragraph.kind:
            parts[-1].end = len(text)
        else:
            parts.append(Part(paragraph.kind, start, len(text)))
    return text, parts
