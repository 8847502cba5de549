"""A file that is one page: a text dump, or HTML. Which of the two is told by the content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from reportedly.pages.draft import Draft, Limits, Options, check_text, kind_of, read_bounded


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the one page that the file is."""
    content = read_bounded(stream, limits.page)
    check_text(content)
    yield Draft(kind_of(content), content)
