"""The loop: feeds are asked when they are due, and it stops when it is asked to."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from local_server import QUICK, Site, html, raw
from reportedly.fetching import Client, FeedState, Followed, Settings, follow, watch
from test_follow import rss


def feeds(site: Site, hosts: int = 1) -> list[str]:
    """Return the addresses of feeds that each have one article."""
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    return [site.url("/feed", f"h{number}.example") for number in range(hosts)]


def test_feeds_are_asked_again_and_again_and_told_of_each_time(site: Site) -> None:
    client = site.client()
    found: list[Followed] = []
    for followed in watch(feeds(site, 3), 0.2, client=client):
        found.append(followed)
        if len(found) == 9:
            client.stop.set()
    for feed in {one.feed for one in found}:
        pages = [len(one.pages) for one in found if one.feed == feed]
        assert pages == [1] + [0] * (len(pages) - 1)
        asked = [one.state.checked or 0 for one in found if one.feed == feed]
        assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(asked))


def test_it_goes_on_where_it_stopped(site: Site) -> None:
    client = site.client()
    [feed] = feeds(site)
    first = next(iter(watch([feed], 60, client=client)))
    asked = len(site.asked)
    again = site.client()
    threading.Timer(0.3, again.stop.set).start()
    assert list(watch([feed], 60, states=[first.state], client=again)) == []
    assert len(site.asked) == asked


def test_what_our_guard_refused_is_asked_at_once_when_it_may_be(site: Site) -> None:
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    feed = site.url("/feed", "127.0.0.1")
    refused = next(iter(watch([feed], 3600, client=Client(Settings(QUICK)))))
    assert "--allow-private" in (refused.state.problem or "")
    assert refused.state.closed
    allowed = Settings(QUICK, allow_private=True)
    heard = next(iter(watch([feed], 3600, states=[refused.state], client=Client(allowed))))
    assert (heard.state.problem, heard.state.failures, heard.state.closed) == (None, 0, False)
    assert site.count("/feed") == 1


def test_articles_that_our_guard_refused_are_too(site: Site) -> None:
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    feed, now = site.url("/feed"), 1e9
    state = follow(feed, None, site.client(now=lambda: now), now).state
    for entry in state.entries.values():
        entry.visit, entry.next, entry.closed = None, None, True
    heard = next(iter(watch([feed], 3600, states=[state], client=site.client(now=lambda: now + 1))))
    assert site.count("/1") == 2
    assert [len(heard.pages), *(entry.closed for entry in heard.state.entries.values())] == [1, False]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("busy", [True, False])
def test_a_signal_ends_it_soon_and_cleanly(site: Site, number: signal.Signals, busy: bool) -> None:
    drip = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", *[b"a"] * 200, pause=0.1)

    def ask() -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        ask()
        drip(handler)

    site.answers |= {"/feed": rss("/1", "/2"), "/1": html("one"), "/2": dripping if busy else html("two")}
    before = signal.getsignal(number)
    start = time.monotonic()
    found = []
    for followed in watch([site.url("/feed")], 600, client=site.client(replace(QUICK, seconds=60))):
        found.append(followed)
        if not busy:
            ask()
    [followed] = found
    assert time.monotonic() - start < 10
    assert [page.content for page in followed.pages] == [html("one"), html("two")][: 1 if busy else 2]
    assert signal.getsignal(number) is before
    # What was under way is asked for again, and nothing else.
    site.answers["/2"] = html("two")
    later = follow(followed.feed, followed.state, site.client(), time.time())
    assert [page.content for page in later.pages] == ([html("two")] if busy else [])


def test_it_ends_where_no_feed_is_left(site: Site) -> None:
    site.answers["/feed"] = (410, {}, b"")
    before = signal.getsignal(signal.SIGINT)
    [followed] = watch([site.url("/feed")], 600, client=site.client())
    assert signal.getsignal(signal.SIGINT) is before
    assert followed.state.stopped == "no longer there (HTTP 410)"


def test_leaving_the_loop_ends_its_threads(site: Site) -> None:
    before = threading.active_count()
    site.slow = 0.1
    for _ in watch(feeds(site, 6), 600, client=site.client()):
        break
    deadline = time.monotonic() + 5
    while any("watch" in thread.name for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert threading.active_count() <= before + 2  # the server's own may still be about


def test_a_clock_that_jumps_makes_no_haste_and_no_silence(site: Site) -> None:
    jumps = iter([0.0, 0.0, 1e6, 1e6, -1e6])
    shift = 0.0

    def now() -> float:
        return time.time() + shift

    client = site.client(now=now)
    for count, _ in enumerate(watch(feeds(site), 0.2, client=client), 1):
        shift = next(jumps, shift)
        if count == 8:
            client.stop.set()
    assert site.count("/feed") == 8


def test_two_feeds_of_one_host_are_not_asked_at_once(site: Site) -> None:
    site.slow = 0.03
    site.answers |= {f"/feed{n}": rss(f"/{n}") for n in range(6)} | {f"/{n}": html("x") for n in range(6)}
    client = site.client(replace(QUICK, delay=0.01))
    listed = [site.url(f"/feed{n}") for n in range(6)]
    for found, _ in enumerate(watch(listed, 600, client=client), 1):
        if found == 6:
            client.stop.set()
    times = sorted((asked.start, asked.end) for asked in site.asked)
    assert len(times) == 13  # each feed, each article, and robots.txt once
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(times))


def test_a_fault_of_ours_with_one_feed_does_not_end_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = feeds(site, 2)

    def faulty(feed: str, state: FeedState | None, *rest: object, **more: object) -> Followed:
        if feed == bad:
            raise ZeroDivisionError("no")
        return follow(feed, state, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("reportedly.fetching.loop.follow", faulty)
    client = site.client()
    found = {}
    for followed in watch([bad, good], 600, client=client):
        found[followed.feed] = followed
        if len(found) == 2:
            client.stop.set()
    assert found[bad].state.problem == "a fault of this program: ZeroDivisionError: no"
    assert len(found[good].pages) == 1
