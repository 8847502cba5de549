"""Files -> pages: opens each, hands it to its format's reader, gives its pages their ids and keys."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast
from urllib.parse import urljoin

from reportedly.pages.budget import Budget, TooMuchError
from reportedly.pages.documents import read_documents
from reportedly.pages.draft import Draft, Entry, Limits, Note, Options, to_utf8
from reportedly.pages.find import STDIN, Found, find_inputs, is_remote, reason
from reportedly.pages.formats import split_name
from reportedly.pages.nested import Place, Reading
from reportedly.records import Page, content_hash


def read_pages(
    paths: Sequence[str],
    *,
    limits: Limits | None = None,
    options: Options | None = None,
    warn: Callable[[str], None] | None = None,
) -> Iterator[Page]:
    """Yield the pages of files, folders, globs and `-`, documents read, as `unpack_pages` does."""
    limits = limits or Limits()
    for page in unpack_pages(paths, limits=limits, options=options, warn=warn):
        yield from read_documents([page], limits)


def unpack_pages(
    paths: Sequence[str],
    *,
    limits: Limits | None = None,
    options: Options | None = None,
    warn: Callable[[str], None] | None = None,
) -> Iterator[Page]:
    """Yield the pages of files, folders, globs and `-`, one at a time, in a fixed order; documents unread.

    What cannot be read is a page with `rejected`; nothing is raised. An id that another page of the
    run has already gets "~" and six hex digits of its key; the same page twice keeps its id. `warn`
    is told of such ids, and of what in a file is less than the whole article.
    """
    ids: dict[str, str] = {}
    for found in find_inputs(paths):
        incomplete: Counter[str] = Counter()
        for page in unpack_file(found, limits, options):
            if isinstance(page, Note):
                if warn:
                    warn(page.text)
                continue
            incomplete.update([page.incomplete] if page.incomplete else [])
            if ids.setdefault(page.id, page.key) != page.key:
                old, page.id = page.id, own_id(page.id, page.key, ids)
                ids[page.id] = page.key
                if warn:
                    warn(f"{page.input}: another page has the id {old!r}; this one is called {page.id!r}")
            yield page
        for why, number in incomplete.items():
            if warn:
                warn(f"{found.path}: {number} {'article' if number == 1 else 'articles'} not whole: {why}")


def unpack_file(
    found: Found, limits: Limits | None = None, options: Options | None = None
) -> Iterator[Page | Note]:
    """Yield the pages of one file, documents unread, by their own ids, and what people should know of it.

    What cannot be read is a page with `rejected`; nothing is raised.
    """
    for place, item in _drafts(found, limits or Limits(), options or Options()):
        if isinstance(item, Note):
            yield Note(f"{_shown(place.shown)}: {item.text}")
        else:
            yield _page(place, item)


def batches(pages: Iterable[Page], most: int, size: int) -> Iterator[list[Page]]:
    """Yield pages some at a time: at most so many, fewer where they are larger than `size` (bytes)."""
    batch: list[Page] = []
    held = 0
    for page in pages:
        batch.append(page)
        held += len(page.content)
        if len(batch) == most or held > size:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def read_fetched(
    content: bytes,
    url: str,
    *,
    asked: str | None = None,
    charset: str | None = None,
    fetched: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Page]:
    """Yield the pages that bytes from an address hold: one, unread where a document, or a feed's entries.

    `asked` is the address that led to `url`, `charset` what came with the bytes. What is neither page
    nor feed is a page with `rejected`; nothing is raised.
    """
    place = Place(asked or url, url)
    drafts: list[tuple[Place, Draft]] = []
    try:
        found = _within(to_utf8(content, charset), place, limits or Limits())
        drafts.extend((where, item) for where, item in found if isinstance(item, Draft))
    except TooMuchError as problem:
        drafts.append((place, Draft(rejected=str(problem))))
    for where, draft in drafts or [(place, Draft(rejected="neither a page nor a feed"))]:
        own = _absolute(url, draft.url) if draft.row else url
        yield _page(where, replace(draft, url=own, fetched=fetched))


def _within(content: bytes, place: Place, limits: Limits) -> Iterator[tuple[Place, Draft | Note]]:
    """Yield what bytes hold that must be a page, a document or a feed."""
    within = Entry(io.BytesIO(content), optional=True)
    raw = io.BufferedReader(cast(io.RawIOBase, within.stream))
    reading = Reading(limits, Options(), Budget.of(len(content), limits))
    yield from reading.drafts(cast(io.BufferedReader, raw), None, place, within)


def _absolute(base: str, url: str | None) -> str | None:
    """Return the address that a feed at another one gives for an entry."""
    try:
        return urljoin(base, url) if url else None
    except ValueError:
        return url


def _drafts(found: Found, limits: Limits, options: Options) -> Iterator[tuple[Place, Draft | Note]]:
    """Yield what an input holds, and where; whatever goes wrong on the way is a rejected draft."""
    stdin = found.path == STDIN
    name = None if stdin else Path(found.path).name
    place = Place(found.path, "stdin" if name is None else split_name(name)[0])
    if found.problem:
        yield place, Draft(rejected=found.problem)
        return
    try:
        with _opened(found.path) as (raw, size):
            yield from Reading(limits, options, Budget.of(size, limits)).drafts(raw, name, place)
    except TooMuchError as problem:
        yield place, Draft(rejected=str(problem))
    except OSError as error:
        yield place, Draft(rejected=reason(error))


@contextmanager
def _opened(path: str) -> Iterator[tuple[io.BufferedReader, int]]:
    """Yield what reads an input, and its size in bytes, 0 where that is not known."""
    if path == STDIN:
        yield _stdin(), 0
    elif is_remote(path):
        from reportedly.pages import remote  # loads Arrow's file systems

        raw, size = remote.opened(path)
        with raw:
            yield raw, size
    else:
        with Path(path).open("rb") as raw:
            yield raw, os.fstat(raw.fileno()).st_size


def _stdin() -> io.BufferedReader:
    buffer = sys.stdin.buffer
    return buffer if isinstance(buffer, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, buffer))


def _shown(name: str) -> str:
    """Return a name on disk, which may be any bytes; those that are no UTF-8 are written out ("\\xff")."""
    return os.fsencode(name).decode("utf8", "backslashreplace")


def _page(place: Place, draft: Draft) -> Page:
    """Return the draft as a page, named after what it says of itself or else after its file."""
    given = (draft.url, draft.outlet, draft.title, draft.byline, draft.published)
    # A refused page has no content to tell it by; its place does that.
    key = content_hash(
        draft.kind, draft.content, *given, *([draft.id, place.shown] if draft.rejected else [])
    )
    return Page(
        id=draft.id or _shown(place.stem),
        key=key,
        input=_shown(place.shown),
        kind=draft.kind,
        content=draft.content,
        url=draft.url,
        outlet=draft.outlet,
        title=draft.title,
        byline=draft.byline,
        published=draft.published,
        incomplete=draft.incomplete,
        rejected=draft.rejected,
        fetched=draft.fetched,
    )


def own_id(id: str, key: str, ids: dict[str, str]) -> str:
    """Return an id with as many digits of the page's key, six or more, as make it this page's alone.

    `ids` are those that are taken, with the keys of the pages that they are of.
    """
    for digits in range(6, len(key)):
        name = f"{id}~{key[:digits]}"
        if ids.get(name, key) == key:
            return name
    return f"{id}~{key}"
