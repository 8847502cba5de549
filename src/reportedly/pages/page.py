"""A file that is one page: a text dump, or HTML. Which of the two is told by the content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from reportedly.pages import times
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, check_text, kind_of

# A comment once found is not looked at again, or a page that begins with thirty of them takes for ever.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]{0,200}>|(?><!--.{0,1000}?-->))*+<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_SAVED = re.compile(
    rb"<!--\s{0,9}(?:saved from url=\(\d{4,6}\)(https?://[^\s<>]{1,2000})"
    rb"|Page saved with SingleFile\s{1,9}url:\s{1,9}(https?://[^\s<>]{1,2000})"
    rb"(?:\s{1,9}saved date:\s{1,9}[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d \d{4}) )?)"
)
_COMMENT_WITHIN = 10_000  # bytes from the start
_CHUNK = 1 << 20
# Case is not folded: a pattern that begins with plain letters is searched five times as fast.
_DATA = re.compile(rb"(data:[\w.+-]{1,60}/[\w.+-]{1,60}(?:;[\w.=+-]{1,60}){0,4},)[\w+/=%.~-]+")
_DATA_HEAD = 400  # bytes, at least those of a data address before its comma


def looks_html(head: bytes) -> bool:
    """Return whether a file begins as pages do."""
    return bool(_HTML_START.match(head))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the one page that the file is; pictures within it (as SingleFile saves them) are left out."""
    head = stream.read(min(_CHUNK, limits.page + 1))
    if kind_of(head) == "html":
        content = _without_data(head, stream, limits)
    else:
        content = head + stream.read(max(0, limits.page + 1 - len(head)))
    if len(content) > limits.page:
        raise UnreadableError(f"larger than {limits.page / 1e6:g} MB")
    check_text(content)
    url, saved = _saved(content[:_COMMENT_WITHIN])
    yield Draft(kind_of(content), content, url=url, fetched=saved)


def _saved(head: bytes) -> tuple[str | None, str | None]:
    """Return the address and the time that browsers, and SingleFile, put into what they save."""
    found = _SAVED.search(head)
    if found is None:
        return None, None
    url, day = (found[1] or found[2]).decode("utf-8", "replace"), (found[3] or b"").decode("ascii")
    return url, times.normal(day, "%b %d %Y")


def _without_data(head: bytes, stream: IO[bytes], limits: Limits) -> bytes:
    """Return a page with the content of `data:` addresses left out, read piece by piece."""
    kept: list[bytes] = []
    size = raw = 0
    piece, held = head, b""
    while piece:
        raw += len(piece)
        text = _DATA.sub(rb"\1", held + piece)
        # An address that goes on in the next piece is held back, up to its comma, and so cut there too.
        held = text[-_DATA_HEAD:]
        kept.append(text[:-_DATA_HEAD])
        size += len(kept[-1])
        if size > limits.page or raw > limits.document:
            limit = limits.page if size > limits.page else limits.document
            raise UnreadableError(f"larger than {limit / 1e6:g} MB")
        piece = stream.read(_CHUNK)
    return b"".join([*kept, held])
