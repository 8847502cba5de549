"""The loop that follows feeds until somebody stops it.

It waits by the clock that never jumps, and at most one interval; the wall clock only tells which feeds
are due. So a clock set forward asks feeds early, once, and one set back silences none.
"""

from __future__ import annotations

import dataclasses
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import FrameType
from typing import Any

from reportedly.fetching.address import host_of, parse
from reportedly.fetching.client import Client
from reportedly.fetching.feeds import EVERY, follow
from reportedly.fetching.refusal import Refusal
from reportedly.fetching.settings import Settings
from reportedly.fetching.state import FeedState, Followed, due, opened, spread, waits

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def watch(
    feeds: Iterable[str],
    every: float = EVERY,
    *,
    states: Iterable[FeedState] = (),
    settings: Settings | None = None,
    client: Client | None = None,
) -> Iterator[Followed]:
    """Yield what each feed gives, each time that it was asked, every so many seconds, until stopped.

    `states` is what is known of feeds from before. SIGINT and SIGTERM stop it where it runs in the main
    thread, and so does `client.stop`. Until it has ended they interrupt nothing that the caller does with
    what is yielded; a second one does what it always did.
    """
    client = client or Client(settings)
    allowed = client.settings.allow_private
    known = {state.feed: opened(state) if allowed else state for state in states}
    watched = {feed: known.get(feed) or FeedState(feed) for feed in feeds}
    running: dict[Future[Followed], str] = {}
    with (
        _signals(client.stop),
        ThreadPoolExecutor(client.settings.workers, thread_name_prefix="watch") as pool,
    ):
        try:
            while not client.stop.is_set() or running:
                if not client.stop.is_set():
                    _start(watched, running, every, client, pool)
                    if not running and not _rest(watched, every, client):
                        return
                done, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                for future in done:
                    del running[future]
                    followed = future.result()
                    watched[followed.feed] = followed.state
                    yield followed
        finally:
            if running:  # the caller left in the middle
                client.stop.set()


def _start(
    watched: dict[str, FeedState],
    running: dict[Future[Followed], str],
    every: float,
    client: Client,
    pool: ThreadPoolExecutor,
) -> None:
    """Begin with the feeds that are due, one of a host at a time, as many as there are workers."""
    hosts = set(running.values())
    now = client.now()
    for state in due(watched.values(), now):
        if len(running) >= client.settings.workers:
            return
        if (host := _host(state.url)) not in hosts:
            hosts.add(host)
            running[pool.submit(_followed, state, client, now, every)] = host


def _rest(watched: dict[str, FeedState], every: float, client: Client) -> bool:
    """Wait until a feed is due, or for one interval; return False where none is left to ask."""
    now = client.now()
    left = [waits(state, now) for state in watched.values() if not state.stopped]
    if left:
        client.stop.wait(min(every, *left))
    return bool(left)


def _followed(state: FeedState, client: Client, now: float, every: float) -> Followed:
    """Follow a feed; a fault of ours with one feed does not end the others."""
    try:
        return follow(state.feed, state, client, now, every=every)
    except Exception as error:
        failed = dataclasses.replace(
            state,
            checked=now,
            next=now + spread(state.feed, every * 2.0 ** min(state.failures + 1, 8)),
            failures=state.failures + 1,
            problem=f"a fault of this program: {type(error).__name__}: {error}",
        )
        return Followed(state.feed, [], failed)


def _host(url: str) -> str:
    try:
        return host_of(parse(url))
    except Refusal:
        return url


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM ask to stop; the second one does what it did before."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {number: signal.getsignal(number) for number in _SIGNALS}

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in _SIGNALS:
        signal.signal(number, ask)
    try:
        yield
    finally:
        restore()
