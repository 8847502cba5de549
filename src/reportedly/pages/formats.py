"""The input formats: their endings, their looks and their readers. To add one, add a file and a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Literal

from reportedly.pages import (
    csv_file,
    feed,
    json_feed,
    json_file,
    json_lines,
    markdown,
    mhtml,
    page,
    parquet,
    pdf,
    tar_file,
    warc,
    zip_file,
)
from reportedly.pages.draft import Draft, Entry, Limits, Note, Options, kind_of, prose_like

_PACKED = (".gz", ".bz2", ".xz")


def _unmarked(head: bytes) -> bool:
    """Return False: files of such a kind have nothing in common that only they have."""
    return False


@dataclass(frozen=True)
class Format:
    """A way in which pages come: `read(stream, limits, options)` yields what it holds.

    A reader raises UnreadableError (a reason for people) for a file that it can do nothing with.
    `looks` tells, from the first 4 KB or so, whether a file surely is of this kind; of two kinds
    that a file looks like, its name decides, and then their order in FORMATS.

    A document is a page that it takes a parser to get at, and so a while: it is handed over as it is,
    under its format's name as its kind, and read where that can be stopped (`documents`).
    """

    name: str
    endings: tuple[str, ...]  # lower case; each also followed by ".gz", ".bz2" or ".xz"
    read: Callable[[IO[bytes], Limits, Options], Iterator[Draft | Entry | Note]]
    looks: Callable[[bytes], bool] = _unmarked
    holds: Literal["page", "document", "table", "archive"] = "page"  # the last two: rows, further files


FORMATS = {
    form.name: form
    for form in [
        Format("text", (".txt",), page.read),
        Format("html", (".html", ".htm", ".xhtml"), page.read, page.looks_html),
        Format("markdown", (".md", ".markdown"), markdown.read, holds="document"),
        Format("mhtml", (".mhtml", ".mht"), mhtml.read, mhtml.looks, "document"),
        Format("pdf", (".pdf",), pdf.read, pdf.looks, "document"),
        Format("feed", (".xml", ".rss", ".atom", ".rdf"), feed.read, feed.looks),
        Format("json-feed", (".jsonfeed",), json_file.read, json_feed.looks),
        Format("jsonl", (".jsonl", ".ndjson"), json_lines.read, json_lines.looks, "table"),
        Format("json", (".json",), json_file.read, json_file.looks, "table"),
        Format("csv", (".csv", ".tsv", ".tab"), csv_file.read, csv_file.looks, "table"),
        Format("zip", (".zip",), zip_file.read, zip_file.looks, "archive"),
        Format("wacz", (".wacz",), zip_file.read, zip_file.looks, "archive"),
        Format("tar", (".tar", ".tgz", ".tbz2", ".tbz", ".txz"), tar_file.read, tar_file.looks, "archive"),
        Format("warc", (".warc",), warc.read, warc.looks, "archive"),
        Format("parquet", (".parquet", ".pq"), parquet.read, parquet.looks, "table"),
    ]
}


def split_name(name: str) -> tuple[str, Format | None]:
    """Return a file's name without its endings, and the format that they tell (None: no known one)."""
    bare = name
    for packed in _PACKED:
        if name.lower().endswith(packed) and len(name) > len(packed):
            bare = name[: -len(packed)]
    for form in FORMATS.values():
        for ending in form.endings:
            if bare.lower().endswith(ending) and len(bare) > len(ending):
                return bare[: -len(ending)], form
    return bare, None


def find_format(named: Format | None, head: bytes) -> Format | None:
    """Return what a file is by its first bytes, or else by its name; None for what is not read here."""
    if named and named.looks(head):
        return named
    for form in FORMATS.values():
        if form.looks(head):
            return form
    if named and named.looks is _unmarked:
        return named
    if kind_of(head) == "html":
        return FORMATS["html"]
    # A reader that is handed a file that does not look its kind says what is wrong with it.
    return FORMATS["text"] if prose_like(head) else named
