"""What sites ask of programs is done: pauses, robots.txt, and one request to a host at a time."""

from __future__ import annotations

import datetime
import email.utils
import itertools
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from local_server import QUICK, Site, html, raw
from reportedly.fetching import fetch

TEXT = "The ferry line to Orlava is suspended until spring, the port authority said."


def test_a_busy_server_gets_its_pause_and_is_asked_again(site: Site) -> None:
    def busy(handler: BaseHTTPRequestHandler) -> None:
        site.answers["/a"] = html(TEXT)
        raw(b"HTTP/1.1 429 Later\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")(handler)

    site.answers["/a"] = busy
    [page] = fetch([site.url("/a")], client=site.client())
    assert page.content == html(TEXT)
    first, second = (asked for asked in site.asked if asked.path == "/a")
    assert second.start - first.end >= 0.95


@pytest.mark.parametrize("after", ["3600", email.utils.format_datetime(datetime.datetime(2100, 1, 1))])
def test_a_server_that_asks_for_a_long_pause_is_left_alone(site: Site, after: str) -> None:
    site.answers |= {"/a": (503, {"Retry-After": after}, b""), "/b": html(TEXT)}
    first, second = fetch([site.url("/a"), site.url("/b")], client=site.client())
    assert first.rejected == "the server asks us to come later (HTTP 503)"
    assert second.rejected == "its server asked to be left alone for a while"
    assert site.paths() == ["/a"]


# ---------------------------------------------------------------- robots.txt
def rejected(site: Site) -> str | None:
    [page] = fetch([site.url("/a")], client=site.client(replace(QUICK, tries=1)))
    return page.rejected


def test_what_a_site_asks_of_programs_is_done(site: Site) -> None:
    site.answers |= {
        "/robots.txt": b"User-agent: *\nDisallow: /private\nDisallow: /*.pdf$\nAllow: /private/but\n",
        "/private/a": html("x"), "/private/but": html("x"), "/a.pdf": html("x"), "/a.pdf?b": html("x"),
        "/there": (302, {"Location": "/private/a"}, b""),
    }  # fmt: skip
    client = site.client()
    paths = ["/private/a", "/a.pdf", "/there", "/private/but", "/a.pdf?b"]
    found = list(fetch([site.url(path) for path in paths], client=client))
    assert ["robots.txt" in str(page.rejected) for page in found] == [True, True, True, False, False]
    assert site.count("/robots.txt") == 1
    assert "/private/a" not in site.paths()


@pytest.mark.parametrize(("status", "open_to_us"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_site_without_robots_is_open_and_one_in_trouble_is_not(
    site: Site, status: int, open_to_us: bool
) -> None:
    site.answers |= {"/robots.txt": (status, {}, b""), "/a": html("x")}
    assert (rejected(site) is None) == open_to_us
    assert site.paths() == ["/a"] * open_to_us


# ---------------------------------------------------------------- one at a time
def test_two_requests_to_a_host_are_never_under_way_at_once(site: Site) -> None:
    site.slow = 0.02
    site.answers |= {f"/{number}": html("x") for number in range(12)}
    client = site.client(replace(QUICK, delay=0.03, patience=30))
    hosts = ("courier.example", "ledger.example", "COURIER.example.")

    def some(host: str) -> None:
        for page in fetch([site.url(f"/{number}", host) for number in range(6)], client=client):
            assert page.rejected is None

    threads = [threading.Thread(target=some, args=(host,)) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    by_host: dict[str, list[tuple[float, float]]] = {}
    for asked in site.asked:
        by_host.setdefault(asked.host, []).append((asked.start, asked.end))
    assert len(by_host) == 2
    for times in by_host.values():
        times.sort()
        assert len(times) in (7, 13)
        assert all(later - earlier >= 0.02 for (_, earlier), (later, _) in itertools.pairwise(times))
    together = sorted((asked.start, asked.host) for asked in site.asked)
    assert {host for _, host in together[:4]} == set(by_host)  # hosts do not wait for each other
