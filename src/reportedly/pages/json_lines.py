"""JSONL: an article a line. A broken line is refused by itself; the lines after it are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from reportedly.pages import json_file
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"[^\n]*(?:\}\s*\n|\Z)")


def looks(head: bytes) -> bool:
    """Return whether a file begins with an object on a line of its own."""
    return bool(_OBJECT.match(head))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the article of each line; `options.clean` reads each `text` as a page."""
    row, empty = 0, True
    while line := stream.readline(limits.page + 1):
        row += 1
        try:
            if len(line) > limits.page:
                _skip_line(stream, line)
                raise UnreadableError(f"line longer than {limits.page / 1e6:g} MB")
            if not line.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            if b"\0" in line:
                raise UnreadableError("binary, not text")
            value = json_file.parse(line.removeprefix(b"\xef\xbb\xbf").strip())
            drafts = list(json_file.articles(value, limits, options))
        except UnreadableError as problem:
            drafts = [Draft(rejected=str(problem).removesuffix(" at line 1"))]
        for number, draft in enumerate(drafts, 1):
            empty, draft.row = False, f"{row}.{number}" if len(drafts) > 1 else row
            yield draft
    if empty:
        raise UnreadableError("empty")


def _skip_line(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1_000_000)
