"""JSON: one article, a list of them, or what a tool or news service answers with a list in it.

An article is an object with `text` (its clean text) or `page` (a page as pasted text or HTML), and
maybe `id, url, outlet, title, byline, published`; columns.toml has the names that others give them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from reportedly.pages import json_feed, json_lines
from reportedly.pages.columns import draft_of, layout_of, rows_in
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, check_text, read_bounded

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")


def looks(head: bytes) -> bool:
    """Return whether a file begins as an object, or a list of them, does."""
    return bool(_START.match(head))


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the articles of a JSON file; `options.clean` reads each `text` as a page."""
    content = read_bounded(stream, limits.document)
    check_text(content)
    try:
        value = parse(content)
    except UnreadableError:
        first, _, rest = content.strip().partition(b"\n")
        if not (rest and first.startswith(b"{") and first.rstrip().endswith(b"}")):
            raise
        # An object a line under the name of JSON.
        yield from json_lines.read(io.BytesIO(content), limits, options)
        return
    yield from articles(value, limits, options)


def articles(value: Any, limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the articles of a JSON value; those of a list are numbered."""
    if json_feed.is_feed(value):
        yield from json_feed.articles(value, limits)
        return
    rows = value if isinstance(value, list) else None
    if isinstance(value, dict):
        rows = rows_in(value)
    if rows == []:
        raise UnreadableError("empty: a list without articles")
    for row, item in enumerate([value] if rows is None else rows, 1):
        draft = _article(item, limits, options)
        draft.row = None if rows is None else row
        yield draft


def parse(content: bytes) -> Any:
    """Return a JSON value; raise UnreadableError for broken, or too deeply nested, JSON."""
    try:
        return json.loads(content)
    except RecursionError:
        raise UnreadableError("JSON nested too deeply") from None
    except ValueError as error:  # broken JSON, wrong encoding, a number of a million digits
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(f"not valid JSON{where}") from None


def _article(value: Any, limits: Limits, options: Options) -> Draft:
    if not isinstance(value, dict):
        return Draft(rejected="not an article: no JSON object")
    return draft_of(value, layout_of(value, options), limits, options)
