"""What a reader hands over: a page without its id, a file within its file, or why there is none.

And the bounds that readers keep.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import IO


@dataclass(frozen=True)
class Limits:
    """Bounds on what is taken in, in bytes after unpacking."""

    page: int = 20_000_000  # one page, and one line of JSONL
    document: int = 200_000_000  # a file that is held in memory as a whole, or a page with its pictures in it
    unpacked: int = 2_000_000_000  # an archive and all in it, or 20 times its own size if that is more
    entries: int = 200_000  # the files in an archive and in the archives in it


@dataclass(frozen=True)
class Options:
    """What the user said of the inputs.

    `clean`: the `text` of articles in JSON and tables is a page, menus and all. `columns`: which
    column holds which field, `(("text", "Full article"), ...)`, for tables that nobody knows.
    """

    clean: bool = False
    columns: tuple[tuple[str, str], ...] = ()


class UnreadableError(Exception):
    """A file, or one row of it, of which nothing can be made; the message is for people."""


@dataclass(slots=True)
class Draft:
    """A page as its container tells it; `row` counts from 1 in files that hold several ("3.2": in a line)."""

    kind: str = "text"
    content: bytes = b""
    id: str | None = None
    row: int | str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: list[str] = field(default_factory=list)
    published: str | None = None
    incomplete: str | None = None
    rejected: str | None = None
    fetched: str | None = None  # ISO 8601
    path: str | None = None  # of a file in an archive


@dataclass(slots=True)
class Entry:
    """A file within a file, to be read as what its content is; `path` or `row` tells it from others."""

    stream: IO[bytes]
    path: str | None = None
    row: int | None = None
    url: str | None = None
    fetched: str | None = None
    packed: bool = False  # it swells as it is read, and counts against Limits.unpacked
    optional: bool = False  # passed over without a word where it is no page
    passed_over: bool = False  # that it was, set by whoever read it


@dataclass(frozen=True, slots=True)
class Note:
    """Something that people should know about a file, which is no refusal of a page in it."""

    text: str


_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|article|section|main|div|p|span|script|table|t[dr]|[uo]l|li|br"
    rb"|h[1-6]|[abi]|em|strong|font)\b[^<]*>",
    re.I,
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
_TAG_SHARE = 400  # a page as text may quote a tag or two; one in so many bytes is a page of tags


def kind_of(content: bytes) -> str:
    """Return "html" or "text": what a page is by its content, whatever its name says."""
    head = content[:20_000]
    if head.startswith(_WIDE):
        head = head[2:].replace(b"\0", b"")  # the tags of UTF-16 are ASCII but for these
    tags = len(_HTML.findall(head))
    starts = re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", head, re.I)
    return "html" if starts or (tags * _TAG_SHARE > len(head) > 0 and tags > 1) else "text"


_SENTENCE_END = re.compile(r"[.!?…。！？؟।]")
_CODE = re.compile(r"[{}<>=;|\\_\x00-\x08\x0e-\x1f\ufffd]")


def prose_like(head: bytes) -> bool:
    """Return whether bytes read as sentences of some language, and not as code, data or a list."""
    wide = head.startswith(_WIDE)
    text = head.decode("utf-16" if wide else "utf-8", "ignore")
    if len(text) < len(head) * (0.45 if wide else 0.3):  # not UTF-8: of an old charset, or no text
        text = head.decode("latin-1")
    letters = sum(sign.isalpha() for sign in text)
    ends = len(_SENTENCE_END.findall(text))
    return (
        letters >= 40
        and letters + sum(map(str.isspace, text)) > 0.85 * len(text)
        and ends * 400 > letters
        and len(_CODE.findall(text)) < 0.01 * len(text)
    )


def read_bounded(stream: IO[bytes], limit: int) -> bytes:
    """Return all of a stream, or raise UnreadableError at the first byte over the limit."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableError(f"larger than {limit / 1e6:g} MB")
    return content


def check_text(content: bytes) -> None:
    """Raise UnreadableError for content that is empty or not text."""
    if not content.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise UnreadableError("empty")
    if b"\0" in content and not content.startswith(_WIDE):  # UTF-16 has NULs of its own
        raise UnreadableError("binary, not text")
    if content.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise UnreadableError("binary, not text")


def to_utf8(content: bytes, charset: str | None) -> bytes:
    """Return content in UTF-8 where the charset that came with it fits it; else as it is."""
    if not charset or content.startswith((b"\xef\xbb\xbf", *_WIDE)):
        return content
    try:
        name = codecs.lookup(charset).name
        if not name.startswith("iso2022"):  # ASCII to the eye, and so UTF-8 too
            content.decode("utf-8")
            return content
    except UnicodeDecodeError:
        pass
    except (LookupError, ValueError):
        return content
    try:
        return content.decode("cp1252" if name in ("iso8859-1", "ascii") else name).encode("utf-8")
    except (UnicodeError, ValueError, LookupError, TypeError, AttributeError):
        return content
