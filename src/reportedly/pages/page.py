"""A file that is one page: a text dump, or HTML. Which of the two is told by the content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from reportedly.pages.draft import Draft, Limits, Options, check_text, kind_of, read_bounded

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]{0,200}>|<!--.{0,1000}?-->)*<(?:!doctype\s+html|html)\b", re.I | re.S
)


def looks_html(head: bytes) -> bool:
    """Return whether a file begins as pages do."""
    return bool(_HTML_START.match(head))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the one page that the file is."""
    content = read_bounded(stream, limits.page)
    check_text(content)
    yield Draft(kind_of(content), content)
