"""What comes from the network: addresses asked once, and feeds that are followed.

An address that could not be had is told of and not kept: it is asked again next time. One that no
longer has its article is kept in mind until the alert that tells so is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportedly import fetching
from reportedly.fetching import FeedState, Followed, Visit
from reportedly.records import Page
from reportedly.store import inbox
from reportedly.store.clock import now
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.inbox import Received
from reportedly.store.packing import pack, unpack
from reportedly.store.rows import KeptFeed, KeptVisit, Vanished

GONE = "gone: "


def is_address(path: str) -> bool:
    """Tell whether what was given is an address, and no file."""
    return path.lower().startswith(("http://", "https://"))


def fetch(
    file: File, urls: Sequence[str], settings: fetching.Settings, again: bool = False
) -> Iterator[list[Received]]:
    """Yield what became of addresses, some at a time, each as soon as it is on the disk."""
    visits: dict[str, Visit] = {}
    if file.place.exists() and not again:
        with file.reading() as connection:
            visits = visits_of(connection, urls)
    pages = fetching.fetch(urls, settings, visits=visits)
    for batch in inbox.batches(pages):
        with file.writing() as connection:
            received = take_in(connection, batch, again)
            asked = {page.input for page in batch if not page.rejected}
            keep_visits(connection, {url: visits[url] for url in asked if url in visits})
        yield received


def followed(file: File, came: Followed) -> list[Received]:
    """Take in what asking a feed gave, and the feed as it now stands, in one transaction."""
    with file.writing() as connection:
        received = take_in(connection, came.pages)
        delete(connection, "feeds", "feed", [came.feed])
        insert(connection, "feeds", [KeptFeed(came.feed, pack(came.state))])
    return received


def states(connection: Connection, feeds: Iterable[str]) -> list[FeedState]:
    """Return what is known of feeds from before."""
    rows = select(connection, "feed, state", "feeds", "feed", feeds)
    return [unpack(state, FeedState) for _, state in sorted(rows)]


def take_in(connection: Connection, pages: Sequence[Page], again: bool = False) -> list[Received]:
    """Put pages into the inbox, and those that are gone into mind; what could not be had is told only."""
    whole = [page for page in pages if not page.rejected]
    gone = [page for page in pages if page.rejected and page.rejected.startswith(GONE)]
    delete(connection, "vanished", "input", [page.input for page in pages])
    whys = [(page.input, (page.rejected or "").removeprefix(GONE)) for page in gone]
    insert(connection, "vanished", [Vanished(place, why, now()) for place, why in whys])
    told = inbox.receive(connection, whole, again)
    return told + [Received(p.input, p.id, p.key, "rejected", p.rejected) for p in pages if p.rejected]


def visits_of(connection: Connection, urls: Iterable[str]) -> dict[str, Visit]:
    """Return what addresses answered last."""
    rows = select(connection, "url, visit", "visits", "url", urls)
    return {url: unpack(visit, Visit) for url, visit in rows}


def keep_visits(connection: Connection, visits: dict[str, Visit]) -> None:
    """Keep what addresses answered last."""
    delete(connection, "visits", "url", list(visits))
    insert(connection, "visits", [KeptVisit(url, pack(visit)) for url, visit in visits.items()])
