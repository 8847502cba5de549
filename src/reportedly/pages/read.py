"""Files -> pages: opens each, hands it to its format's reader, gives its pages their ids and keys."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, cast

from reportedly.pages.draft import Draft, Limits, Options, UnreadableError
from reportedly.pages.find import STDIN, Found, find_inputs, reason
from reportedly.pages.formats import FORMATS, Format, sniff, split_name
from reportedly.records import Page, content_hash

_GZIP = b"\x1f\x8b"


def read_pages(
    paths: Sequence[str],
    *,
    limits: Limits | None = None,
    options: Options | None = None,
    warn: Callable[[str], None] | None = None,
) -> Iterator[Page]:
    """Yield the pages of files, folders, globs and `-`, one at a time, in a fixed order.

    What cannot be read is a page with `rejected`; nothing is raised. An id that another page of the
    run has already gets "~" and six hex digits of its key; the same page twice keeps its id. `warn`
    is told of such ids, and of what in a file is less than the whole article.
    """
    ids: dict[str, str] = {}
    for found in find_inputs(paths):
        stem, form = split_name(Path(found.path).name)
        incomplete: Counter[str] = Counter()
        for draft in _drafts(found, form, limits or Limits(), options or Options()):
            incomplete.update([draft.incomplete] if draft.incomplete else [])
            page = _page(found.path, stem, draft)
            if ids.setdefault(page.id, page.key) != page.key:
                old, page.id = page.id, _other_id(page, ids)
                ids[page.id] = page.key
                if warn:
                    warn(f"{page.input}: another page has the id {old!r}; this one is called {page.id!r}")
            yield page
        for why, number in incomplete.items():
            if warn:
                warn(f"{found.path}: {number} {'article' if number == 1 else 'articles'} not whole: {why}")


def _drafts(found: Found, form: Format | None, limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield what a file holds; whatever goes wrong on the way ends it with a rejected draft."""
    if found.problem:
        yield Draft(rejected=found.problem)
        return
    if found.path != STDIN and form is None:
        endings = ", ".join(ending for known in FORMATS.values() for ending in known.endings)
        yield Draft(rejected=f"not a kind of file that is read here ({endings}, also with .gz)")
        return
    try:
        with _open(found.path) as stream:
            yield from (form or sniff(stream.peek(4096)[:4096])).read(
                cast(IO[bytes], stream), limits, options
            )
    except UnreadableError as problem:
        yield Draft(rejected=str(problem))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Draft(rejected="broken gzip file")
    except OSError as error:
        yield Draft(rejected=reason(error))


@contextmanager
def _open(path: str) -> Iterator[io.BufferedReader]:
    """Open a file, or stdin, for reading bytes; unpack it where it is gzip, whatever its name says."""
    with nullcontext(_stdin()) if path == STDIN else Path(path).open("rb") as raw:
        if raw.peek(2)[:2] == _GZIP:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield io.BufferedReader(cast(io.RawIOBase, unpacked))
        else:
            yield raw


def _stdin() -> io.BufferedReader:
    buffer = sys.stdin.buffer
    return buffer if isinstance(buffer, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, buffer))


def _page(path: str, stem: str, draft: Draft) -> Page:
    """Return the draft as a page, named after what it says of itself or else after its file."""
    # A name on disk may be any bytes; those that are no UTF-8 are written out ("\\xff").
    path, stem = (os.fsencode(name).decode("utf8", "backslashreplace") for name in (path, stem))
    name = "stdin" if path == STDIN else stem
    place = f"{path}:{draft.row}" if draft.row else path
    given = (draft.url, draft.outlet, draft.title, draft.byline, draft.published)
    # A refused page has no content to tell it by; its place does that.
    key = content_hash(draft.kind, draft.content, *given, *([draft.id, place] if draft.rejected else []))
    return Page(
        id=draft.id or (f"{name}-{draft.row}" if draft.row else name),
        key=key,
        input=place,
        kind=draft.kind,
        content=draft.content,
        url=draft.url,
        outlet=draft.outlet,
        title=draft.title,
        byline=draft.byline,
        published=draft.published,
        incomplete=draft.incomplete,
        rejected=draft.rejected,
    )


def _other_id(page: Page, ids: dict[str, str]) -> str:
    """Return the id with as many digits of the key, six or more, as make it this page's alone."""
    for digits in range(6, len(page.key)):
        name = f"{page.id}~{page.key[:digits]}"
        if ids.get(name, page.key) == page.key:
            return name
    return f"{page.id}~{page.key}"
