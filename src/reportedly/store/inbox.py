"""The inbox: pages as they came, acknowledged once their bytes are in the store."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly import pages
from reportedly.records import Page, content_hash
from reportedly.store.clock import now
from reportedly.store.file import Connection, delete, insert, select
from reportedly.store.packing import compress, decompress, pack, unpack
from reportedly.store.rows import Input, Original

BATCH_PAGES, BATCH_BYTES = 200, 8_000_000
"""So many pages, or bytes of them, are acknowledged at a time."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a page that was handed in; by now it is on the disk.

    `state`: new; known (it was there already); rejected (kept, with the reason); removed (somebody took
    it out before, and it stays out). `reason` is for people.
    """

    input: str
    id: str
    key: str
    state: str
    reason: str | None = None


def batches(stream: Iterable[Page]) -> Iterator[list[Page]]:
    """Return pages as many at a time as are acknowledged together."""
    return pages.batches(stream, BATCH_PAGES, BATCH_BYTES)


def receive(connection: Connection, pages: Sequence[Page], again: bool = False) -> list[Received]:
    """Put pages into the inbox, within the open transaction; what is known stays as it is.

    A page that was removed is taken in `again` only where that is asked for. An id that another page
    has gets "~" and digits of the page's key, as within one run.
    """
    if again:
        _bring_back(connection, [page.key for page in pages])
    keys = [page.key for page in pages]
    known: dict[str, str] = dict(select(connection, "key, id", "pages", "key", keys))
    removed = {
        key: (id, time) for key, id, time in select(connection, "key, id, time", "removed", "key", keys)
    }
    came = set(select(connection, "input, key", "inputs", "key", keys))
    number = next_number(connection)
    told, inputs, originals = [], [], []
    taken: dict[str, str] = dict(select(connection, "id, key", "pages", "id", [page.id for page in pages]))
    for page in pages:
        if page.key in removed:
            id, time = removed[page.key]
            told.append(Received(page.input, id, page.key, "removed", f"{id} was removed on {time[:10]}"))
            continue
        state = "known" if page.key in known else "rejected" if page.rejected else "new"
        if page.key not in known:
            known[page.key] = _own_id(connection, page, taken)
            originals.append(_original(dataclasses.replace(page, id=known[page.key]), number))
        if (page.input, page.key) not in came:
            came.add((page.input, page.key))
            inputs.append(Input(number, page.input, known[page.key], page.key, now()))
            number += 1
        told.append(Received(page.input, known[page.key], page.key, state, page.rejected))
    _supersede(connection, [page.input for page in pages if not page.rejected])
    insert(connection, "pages", originals)
    insert(connection, "inputs", inputs)
    return told


def next_number(connection: Connection) -> int:
    """Return the number of the next input."""
    [[last]] = connection.execute("SELECT max(number) FROM inputs").fetchall()
    return (last or 0) + 1


def pages_of(connection: Connection, keys: Sequence[str]) -> list[Page]:
    """Return the pages of keys, whole, in the order of their numbers."""
    rows = select(connection, "number, content, facts", "pages", "key", keys)
    return [page_of(content, facts) for _, content, facts in sorted(rows, key=lambda row: row[0])]


def page_of(content: bytes, facts: bytes) -> Page:
    """Return a page as it came, from what is kept of it."""
    return dataclasses.replace(unpack(facts, _Facts).page(), content=decompress(content))


@dataclass(slots=True)
class _Facts:
    """A Page without its content, which JSON has no form for."""

    id: str
    key: str
    input: str
    kind: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: list[str] = dataclasses.field(default_factory=list)
    published: str | None = None
    incomplete: str | None = None
    rejected: str | None = None
    fetched: str | None = None

    def page(self) -> Page:
        return Page(content=b"", **{f.name: getattr(self, f.name) for f in dataclasses.fields(self)})


def _original(page: Page, number: int) -> Original:
    facts = _Facts(**{f.name: getattr(page, f.name) for f in dataclasses.fields(_Facts)})
    digest = content_hash(page.content, size=32)
    return Original(number, page.key, page.id, page.input, digest, page.rejected,
                    compress(page.content), pack(facts))  # fmt: skip


def _own_id(connection: Connection, page: Page, taken: dict[str, str]) -> str:
    """Return the page's id, with as many digits of its key as make it this page's alone."""
    for digits in (0, *range(6, len(page.key) + 1)):
        id = f"{page.id}~{page.key[:digits]}" if digits else page.id
        if digits and id not in taken:
            taken |= dict(select(connection, "id, key", "pages", "id", [id]))
        if taken.get(id, page.key) == page.key:
            taken[id] = page.key
            return id
    return f"{page.id}~{page.key}"


def _bring_back(connection: Connection, keys: Sequence[str]) -> None:
    """Forget that pages, or articles on them, were removed; what is left of such a page is read again."""
    parts = [page for [page] in select(connection, "page", "removed", "page", keys)]
    delete(connection, "removed", "key", keys)
    delete(connection, "removed", "page", keys)
    for page in parts:
        connection.execute("UPDATE articles SET version = 0 WHERE page = ?", [page])


def _supersede(connection: Connection, inputs: Sequence[str]) -> None:
    """Drop what could not be read of an input when it last came, now that it can be."""
    refused = [key for key, why in select(connection, "key, rejected", "pages", "input", inputs) if why]
    for table, column in (("inputs", "key"), ("pages", "key"), ("articles", "page")):
        delete(connection, table, column, refused)
