"""MHTML: a page and what it shows, as browsers save it in one file (RFC 2557)."""

from __future__ import annotations

import email
import email.errors
import re
from collections.abc import Iterator
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO

from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, read_bounded, to_utf8

_HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[A-Za-z][\w-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,40}\r?\n"
)
_PARTS = 20_000
_WHOLE_PAGE = re.compile(rb"^content-type:\s*multipart/related\b", re.I | re.M)


def looks(head: bytes) -> bool:
    """Return whether a file begins as a message whose parts make up one page."""
    header = _HEADER.match(head)
    return bool(header and _WHOLE_PAGE.search(header[0]))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the page; its frames are parts of their own, and not articles."""
    content = read_bounded(stream, limits.document)
    if not looks(content[:65_536]):
        raise UnreadableError("not an MHTML file")
    if content.count(b"\n--") > _PARTS:
        raise UnreadableError(f"an MHTML file of more than {_PARTS:,} parts")
    try:
        message = email.message_from_bytes(content)
        part = _root(message)
        page = part.get_payload(decode=True) if part else None
    except (email.errors.MessageError, ValueError, LookupError, RecursionError):
        raise UnreadableError("broken MHTML file") from None
    if part is None or not isinstance(page, bytes) or not page.strip():
        raise UnreadableError("an MHTML file without a page")
    if len(page) > limits.page:
        raise UnreadableError(f"larger than {limits.page / 1e6:g} MB")
    url = _line(message, "Snapshot-Content-Location") or _line(part, "Content-Location")
    yield Draft(
        "html",
        to_utf8(page, part.get_content_charset()),
        url=url if url and url.startswith(("http:", "https:")) else None,
        fetched=_date(message),
    )


def _root(message: Message) -> Message | None:
    """Return the part that is the page: the one that the message calls its start, or else the first."""
    pages = [
        part
        for part in message.walk()
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and not part.is_multipart()
    ]
    start = message.get_param("start")
    for part in pages:
        if start and _line(part, "Content-ID") == str(start).strip():
            return part
    return pages[0] if pages else None


def _line(message: Message, name: str) -> str | None:
    """Return a header on one line; long addresses are folded, with no space of their own."""
    value = message.get(name)
    return "".join(str(value).split()) or None if value is not None else None


def _date(message: Message) -> str | None:
    """Return when the page was saved."""
    try:
        date = parsedate_to_datetime(str(message.get("Date")))  # naive where the zone is "-0000": UTC
        date = date.astimezone(UTC) if date.tzinfo else date
        return f"{date:%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
