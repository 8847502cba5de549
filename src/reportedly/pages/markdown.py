"""Markdown: the text without its marks; what front matter says of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import IO, Any

from markdown_it import MarkdownIt

from reportedly.pages.charset import decode
from reportedly.pages.draft import Draft, Limits, Options, check_text, read_bounded

_LIMIT = 500_000  # bytes: more is no article
_BLOCK = 20_000  # signs of a paragraph: marks in longer ones are left as they are
_FENCE = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.S)
_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_TAG = re.compile(r"<[^<>]{0,500}>")
_FIELDS = {
    "title": ("title", "headline"),
    "published": ("date", "published", "pubdate", "published_at", "datepublished"),
    "byline": ("authors", "author", "byline", "by"),
    "url": ("url", "link", "canonical", "canonical_url", "source_url", "permalink"),
    "outlet": ("outlet", "site", "site_name", "sitename", "publisher", "publication", "hostname"),
}


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the one article that the file is."""
    content = read_bounded(stream, min(limits.page, _LIMIT))
    check_text(content)
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    front = _FENCE.match(text)
    given = _front_matter(front[1], front[2]) if front else {}
    body = plain(text[front.end() :] if front else text)
    found = {field: _first(given, names) for field, names in _FIELDS.items()}
    byline = found.pop("byline")
    url = " ".join(found.pop("url") or [])
    yield Draft(
        "text",
        body.encode("utf-8", "replace"),
        byline=byline or [],
        url=url if url.startswith(("http:", "https:")) else None,
        **{field: " ".join(values) for field, values in found.items() if values},
    )


def plain(text: str) -> str:
    """Return the words of a Markdown text, its blocks parted by empty lines."""
    blocks = []
    parser = MarkdownIt("commonmark")
    block_parser = MarkdownIt("commonmark").disable("inline")
    for token in block_parser.parse(text):
        if token.type == "inline":
            blocks.append(_words(token.content, parser) if len(token.content) <= _BLOCK else token.content)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "html_block":
            blocks.append(_TAG.sub("", token.content))
    return "\n\n".join(block for block in map(str.strip, blocks) if block) + "\n"


def _words(text: str, parser: MarkdownIt) -> str:
    """Return the words of one block; a picture's are what it shows."""
    words = []
    for block in parser.parseInline(text):
        for token in block.children or []:
            if token.type == "softbreak":
                words.append(" ")
            elif token.type == "hardbreak":
                words.append("\n")
            elif token.type in ("text", "code_inline", "image"):
                words.append(token.content)
    return "".join(words)


def _front_matter(fence: str, text: str) -> dict[str, list[str]]:
    """Return the fields of YAML (the simple lines and lists of it that people use here) or TOML."""
    if fence == "+++":
        try:
            return {key.lower(): _texts(value) for key, value in tomllib.loads(text).items()}
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            return {}
    fields: dict[str, list[str]] = {}
    key = ""
    for line in text.split("\n"):
        if item := _ITEM.fullmatch(line):
            fields.setdefault(key, []).append(_bare(item[1]))
        elif field := _KEY.fullmatch(line):
            key, value = field[1].lower(), field[2].strip()
            several = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
            fields[key] = [_bare(one) for one in several if _bare(one)]
    return fields


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if not isinstance(one, dict | list)]


def _bare(value: str) -> str:
    """Return a value without its quotation marks."""
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _first(given: Mapping[str, list[str]], names: tuple[str, ...]) -> list[str] | None:
    """Return the first of several fields that is there and not empty."""
    return next((given[name] for name in names if given.get(name)), None)
