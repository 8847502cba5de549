"""What is remembered of addresses and feeds from one time to the next: plain data that the caller stores.

Times are seconds since 1970 by the wall clock. It may jump back: what was asked at a time that is yet to
come is asked again (`due`), so that a clock that was once wrong does not silence a feed.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportedly.records import Page

_SPREAD = 0.1  # of a feed's interval: feeds that began together do not stay together


@dataclass(slots=True)
class Visit:
    """What an address answered last: enough to ask whether it has changed."""

    url: str  # after redirects
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None  # of the bytes
    gone: bool = False


@dataclass(slots=True)
class Seen:
    """An entry of a feed, and when its page was and will be looked at; times are seconds since 1970."""

    url: str
    mark: str  # a hash of what the feed says of it: another one, and it has changed
    first: float  # when it was first seen
    listed: float  # when the feed last listed it
    next: float | None  # when its page is to be fetched, None for never again
    visit: Visit | None = None  # None until its page was had
    failures: int = 0  # one after the other, before it was had
    closed: bool = False  # by our own guard, the last time


@dataclass(slots=True)
class FeedState:
    """A feed as it stands: `feed` is the address that was given, `url` the one that it moved to for good."""

    feed: str
    url: str = ""
    visit: Visit | None = None
    checked: float | None = None  # when it was last asked
    next: float = 0.0  # when it is due
    failures: int = 0  # one after the other
    problem: str | None = None  # why the last time failed, for people
    stopped: str | None = None  # why it is never asked again, for people
    closed: bool = False  # by our own guard, the last time
    entries: dict[str, Seen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.url = self.url or self.feed

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> FeedState:
        """Return the state that `dataclasses.asdict` made a dict of."""
        entries = {key: Seen(**_visited(entry)) for key, entry in values.get("entries", {}).items()}
        return cls(**{**_visited(values), "entries": entries})


class Followed(NamedTuple):
    """What asking a feed once gave: pages, and the feed's state, to be stored together."""

    feed: str
    pages: list[Page]
    state: FeedState


def due(states: Iterable[FeedState], now: float) -> list[FeedState]:
    """Return the feeds that are to be asked now, the longest due first."""
    ready = [state for state in states if not state.stopped and waits(state, now) <= 0]
    return sorted(ready, key=lambda state: (state.next, state.feed))


def waits(state: FeedState, now: float) -> float:
    """Return how many seconds a feed is to be left alone; 0 where the clock was set back since."""
    if state.checked is None or state.checked > now:
        return 0.0
    return max(0.0, state.next - now)


def spread(feed: str, interval: float) -> float:
    """Return an interval made longer by up to a tenth, always the same for the same feed."""
    digest = hashlib.blake2b(feed.encode("utf8", "replace"), digest_size=4).digest()
    return interval * (1 + _SPREAD * int.from_bytes(digest, "big") / 2**32)


def copied(state: FeedState) -> FeedState:
    """Return a copy that can be changed without the old one changing."""
    entries = {key: dataclasses.replace(entry) for key, entry in state.entries.items()}
    return dataclasses.replace(state, entries=entries)


def opened(state: FeedState) -> FeedState:
    """Return a feed of which all that our own guard refused before is due at once."""
    state = copied(state)
    shut = [entry for entry in state.entries.values() if entry.closed]
    for entry in shut:
        entry.closed, entry.failures, entry.next = False, 0, entry.first
    if state.closed or shut:
        state.closed, state.failures, state.next = False, 0, 0.0
    return state


def _visited(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a dataclass, its visit as one."""
    visit = values.get("visit")
    return {**values, "visit": Visit(**visit) if visit else None}
