"""JSON: one article, or a list of them.

An article is an object with `text` (its clean text) or `page` (a page as pasted text or HTML), and
maybe `id, url, outlet, title, byline, published`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from reportedly.pages import json_lines
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError, check_text, kind_of, read_bounded


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
    if isinstance(value, list):
        for row, item in enumerate(value, 1):
            draft = article(item, limits, options)
            draft.row = row
            yield draft
    else:
        yield article(value, limits, options)


def parse(content: bytes) -> Any:
    """Return a JSON value; raise UnreadableError for broken, or too deeply nested, JSON."""
    try:
        return json.loads(content)
    except RecursionError:
        raise UnreadableError("JSON nested too deeply") from None
    except ValueError as error:  # broken JSON, wrong encoding, a number of a million digits
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(f"not valid JSON{where}") from None


def article(value: Any, limits: Limits, options: Options) -> Draft:
    """Return one article of a JSON file; what is wrong with it stands in `rejected`."""
    if not isinstance(value, dict):
        return Draft(rejected="not an article: no JSON object")
    draft = Draft(
        id=_id(value.get("id")),
        url=_string(value.get("url")),
        outlet=_string(value.get("outlet")),
        title=_string(value.get("title")),
        byline=_names(value.get("byline")),
        published=_string(value.get("published")),
    )
    body, pasted = value.get("text"), value.get("page")
    source = body if isinstance(body, str) else pasted
    if not isinstance(source, str):
        draft.rejected = "not an article: neither `text` nor `page`"
        return draft
    draft.content = _whole(source).encode("utf8")
    page = options.clean or source is pasted
    draft.kind = kind_of(draft.content) if page else "article"
    try:
        if len(draft.content) > limits.page:
            raise UnreadableError(f"larger than {limits.page / 1e6:g} MB")
        check_text(draft.content)
    except UnreadableError as problem:
        draft.rejected, draft.content = str(problem), b""
    return draft


_HALF = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    """Return text that can be written as UTF-8: half of a surrogate pair becomes one other sign."""
    return _HALF.sub("\ufffd", text)


def _string(value: Any) -> str | None:
    """Return a given string, or number, as text; None for nothing and for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return _whole(" ".join(str(value).split())) or None


def _id(value: Any) -> str | None:
    """Return an id as it was given, to the letter, unless nothing is in it."""
    return _whole(value) if isinstance(value, str) and value.strip() else _string(value)


def _names(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [name for name in map(_string, items) if name]
