"""Addresses -> pages, several hosts at a time, in the order of the addresses."""

from __future__ import annotations

import datetime
import itertools
import threading
from collections import deque
from collections.abc import Iterable, Iterator, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from reportedly.fetching.address import parse
from reportedly.fetching.client import Answer, Client
from reportedly.fetching.refusal import Refusal, Stopped
from reportedly.fetching.settings import Settings
from reportedly.fetching.state import Visit
from reportedly.pages import Limits, read_fetched
from reportedly.records import Page, content_hash

GONE = (404, 410)


def fetch(
    urls: Iterable[str],
    settings: Settings | None = None,
    *,
    visits: MutableMapping[str, Visit] | None = None,
    client: Client | None = None,
) -> Iterator[Page]:
    """Yield the pages at addresses, each address once; what could not be had has a `rejected` reason.

    A feed gives its entries, as it has them. `visits` is what the addresses answered before: a page
    that has not changed since is not yielded, one that is no longer there is "gone: ...". It is
    brought up to date.
    """
    stop = threading.Event()
    client = client or Client(settings, stop=stop)
    visits = visits if visits is not None else {}
    waiting = iter(dict.fromkeys(urls))
    running: deque[Future[list[Page]]] = deque()
    workers = client.settings.workers
    with ThreadPoolExecutor(workers, thread_name_prefix="fetch") as pool:
        try:
            while True:
                for url in itertools.islice(waiting, 2 * workers - len(running)):
                    running.append(pool.submit(_pages, url, visits, client))
                if not running:
                    return
                yield from running.popleft().result()
        finally:  # the caller may have left in the middle
            stop.set()
            for future in running:
                future.cancel()


def _pages(url: str, visits: MutableMapping[str, Visit], client: Client) -> list[Page]:
    """Return the pages at one address, none where it has not changed, one with `rejected` where it failed."""
    visit = visits.get(url)
    try:
        answer = _patiently(url, visit, client)
    except Stopped:
        return [refused(url, "stopped before it was there", client.now())]
    except Refusal as refusal:
        if visit and refusal.status in GONE:
            visits[url] = Visit(visit.url, gone=True)
            return [] if visit.gone else [gone(url, visit, refusal, client.now())]
        return [refused(url, str(refusal), client.now())]
    visits[url] = answer.visit
    return pages_of(answer, client.settings.limits.page, client.now()) if answer.changed else []


def _patiently(url: str, visit: Visit | None, client: Client) -> Answer:
    """Return the answer of an address that may be busy: asked again, after longer and longer waits."""
    limits = client.settings.limits
    for attempt in itertools.count(1):
        try:
            return client.get(url, visit)
        except Refusal as refusal:
            wait = 2.0**attempt if refusal.wait is None else refusal.wait
            if not refusal.again or attempt >= limits.tries or wait > limits.patience:
                raise
        if client.stop.wait(wait):
            raise Stopped
    raise AssertionError("the count does not end")


def pages_of(answer: Answer, limit: int, now: float) -> list[Page]:
    """Return what an answer holds, up to so many bytes: a page or document, or the entries of a feed."""
    return list(
        read_fetched(
            answer.content,
            answer.visit.url,
            asked=answer.asked,
            charset=answer.charset,
            fetched=stamp(now),
            limits=Limits(page=limit, document=limit, unpacked=limit),
        )
    )


def refused(url: str, reason: str, now: float, known: str | None = None) -> Page:
    """Return the page of an address that could not be had; `known` is where it was had before."""
    if known is None:
        try:
            known = str(parse(url))
        except Refusal:
            known = None
    key = content_hash("refused", url, reason)
    return Page(url, key, url, "text", b"", url=known, rejected=reason, fetched=stamp(now))


def gone(url: str, visit: Visit, refusal: Refusal, now: float) -> Page:
    """Return the page that tells that what stood at an address no longer does; each time is news."""
    page = refused(url, f"gone: {refusal}", now, visit.url)
    return replace(page, key=content_hash(page.key, page.fetched))


def stamp(now: float) -> str:
    """Return a moment as ISO 8601, to the second."""
    return datetime.datetime.fromtimestamp(int(now), datetime.UTC).isoformat()
