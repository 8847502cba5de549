"""The input formats: their endings and their readers. To add one, add a file and a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from reportedly.pages import json_file, json_lines, page
from reportedly.pages.draft import Draft, Limits, Options


@dataclass(frozen=True)
class Format:
    """A way in which pages come: `read(stream, limits, options)` yields what it holds.

    A reader raises UnreadableError (a reason for people) for a file that it can do nothing with.
    """

    name: str
    endings: tuple[str, ...]  # lower case; each also followed by ".gz"
    read: Callable[[IO[bytes], Limits, Options], Iterator[Draft]]


FORMATS = {
    form.name: form
    for form in [
        Format("text", (".txt",), page.read),
        Format("html", (".html", ".htm"), page.read),
        Format("json", (".json",), json_file.read),
        Format("jsonl", (".jsonl", ".ndjson"), json_lines.read),
    ]
}


def split_name(name: str) -> tuple[str, Format | None]:
    """Return a file's name without its endings, and the format that they tell (None: no known one)."""
    bare = name[:-3] if name.lower().endswith(".gz") else name
    for form in FORMATS.values():
        for ending in form.endings:
            if bare.lower().endswith(ending) and len(bare) > len(ending):
                return bare[: -len(ending)], form
    return bare, None


def sniff(head: bytes) -> Format:
    """Return the format of a stream that has no name, from its first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"[":
        return FORMATS["json"]
    return FORMATS["jsonl"] if start == b"{" else FORMATS["html"]
