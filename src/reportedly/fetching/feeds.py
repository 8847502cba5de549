"""A feed, asked once: the pages of entries that are new or changed, and of articles looked at again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from reportedly.fetching.address import parse
from reportedly.fetching.client import Answer, Client
from reportedly.fetching.refusal import ClosedRefusal, Refusal, Stopped
from reportedly.fetching.settings import Limits
from reportedly.fetching.state import FeedState, Followed, Seen, copied, spread
from reportedly.fetching.urls import GONE, gone, pages_of, refused
from reportedly.pages import FORMATS
from reportedly.records import Page, content_hash

EVERY = 600.0
"""Seconds between two times that a feed is asked, where the user says nothing."""

_FEEDS = (FORMATS["feed"], FORMATS["json-feed"])
_HEAD = 8192
_PAGE_HEAD = 200_000
_LINK = re.compile(rb"<link\b[^<>]{1,2000}>", re.I)
_FEED_LINK = re.compile(rb"application/(?:rss\+xml|atom\+xml|feed\+json)", re.I)
_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s<>]+)""", re.I)
_AGAIN = 300.0  # seconds until a page that was not to be had is asked for again; doubles each time


def follow(
    feed: str, state: FeedState | None, client: Client, now: float, *, every: float = EVERY
) -> Followed:
    """Ask a feed, fetch what is due of it, and return the pages with its new state; `state` stays as it is.

    `now` is in seconds since 1970. An entry whose page cannot be had gives what the feed itself has of
    it, or a page with `rejected`. Of many new entries a batch is fetched, and the feed is due at once.
    """
    state = copied(state) if state else FeedState(feed)
    texts: dict[str, Page] = {}
    try:
        # Where entries wait, their texts are wanted, too: the whole feed is asked for.
        waiting = any(entry.visit is None and entry.next is not None for entry in state.entries.values())
        answer = client.get(state.url, None if waiting else state.visit)
        texts = _heard(state, answer, client, now)
    except Stopped:
        return Followed(feed, [], state)
    except Refusal as refusal:
        _failed(state, refusal, every, client.settings.limits, now)
    else:
        state.failures, state.closed, state.next = 0, False, now + spread(feed, every)
    state.checked = now
    pages = list(_fetched(state, texts, client, now))
    if any(_ready(entry, now) for entry in state.entries.values()) and not state.failures:
        state.next = now
    return Followed(feed, pages, state)


def _heard(state: FeedState, answer: Answer, client: Client, now: float) -> dict[str, Page]:
    """Enter what a feed says into its state; return its entries' own texts by their keys."""
    if answer.changed and not any(form.looks(answer.content[:_HEAD]) for form in _FEEDS):
        raise Refusal(_no_feed(answer))
    state.visit, state.url, state.problem = answer.visit, answer.moved or state.url, None
    texts: dict[str, Page] = {}
    limits = client.settings.limits
    pages = pages_of(answer, limits.page, now) if answer.changed else []
    for page in pages[: limits.entries]:
        if page.input == answer.asked:  # the feed as a whole: it has no entries, or breaks off
            state.problem = page.rejected
            continue
        url = _address(page)
        said = (page.kind, page.content, page.title, page.byline, page.published)
        mark = content_hash(url, *said)
        key = url or mark
        if key in texts:
            continue  # listed twice
        texts[key] = replace(page, url=url)
        known = state.entries.setdefault(key, Seen(url or "", mark, now, now, now))
        known.listed = now
        if known.mark != mark:
            known.mark, known.next, known.failures = mark, now, 0
    if texts:
        _forget(state, limits.entries, now)
    return texts


def _no_feed(answer: Answer) -> str:
    """Return what is wrong with an answer that is no feed; a page may tell where its feed is."""
    for link in _LINK.findall(answer.content[:_PAGE_HEAD]):
        if _FEED_LINK.search(link) and (href := _HREF.search(link)):
            where = urljoin(answer.visit.url, html.unescape(href[1].decode("utf-8", "replace")))
            return f"a page, not a feed; it says that its feed is {where[:500]}"
    return "not a feed"


def _address(page: Page) -> str | None:
    """Return the address of an entry's article, None where it has none that can be asked."""
    try:
        return str(parse(page.url or ""))
    except Refusal:
        return None


def _forget(state: FeedState, most: int, now: float) -> None:
    """Let go of entries that the feed no longer lists and nobody will look at; of the oldest, if too many.

    Twice as many are remembered as are read of a feed, so that none that it lists is let go of.
    """
    kept = {key: e for key, e in state.entries.items() if e.listed >= now or e.next is not None}
    if len(kept) > 2 * most:
        newest = sorted(kept, key=lambda key: kept[key].listed, reverse=True)[: 2 * most]
        kept = {key: kept[key] for key in newest}
    state.entries = kept


def _failed(state: FeedState, refusal: Refusal, every: float, limits: Limits, now: float) -> None:
    """Note that a feed could not be had: it is asked less and less often; one that is gone, never again."""
    state.problem, state.closed = str(refusal), isinstance(refusal, ClosedRefusal)
    if refusal.status == 410:
        state.stopped = str(refusal)
    state.failures += 1
    pause = min(every * 2.0 ** min(state.failures, 30), max(every, limits.backoff))
    state.next = now + spread(state.feed, max(pause, refusal.wait or 0.0))


def _ready(entry: Seen, now: float) -> bool:
    return entry.next is not None and entry.next <= now


def _fetched(state: FeedState, texts: dict[str, Page], client: Client, now: float) -> Iterator[Page]:
    """Yield the pages of the entries that are due, new ones first, no more than a batch of them."""
    limits, size = client.settings.limits, 0
    for entry in state.entries.values():
        if entry.first > now:  # the clock was set back
            entry.first, entry.next = now, now
    ready = [item for item in state.entries.items() if _ready(item[1], now)]
    ready.sort(key=lambda item: item[1].visit is not None)
    for key, entry in ready[: limits.batch]:
        try:
            pages = _looked_at(entry, texts.get(key), client, now)
        except Stopped:
            return
        yield from pages
        size += sum(len(page.content) for page in pages)
        if size > limits.batch_bytes:
            return


def _looked_at(entry: Seen, text: Page | None, client: Client, now: float) -> list[Page]:
    """Return what stands at an entry's address, nothing where it is as it was; set when to look again."""
    limits = client.settings.limits
    if not entry.url:
        entry.next = None
        return [text] if text else []
    try:
        answer = client.get(entry.url, entry.visit)
    except Refusal as refusal:
        return _not_had(entry, text, refusal, limits, now)
    entry.visit, entry.failures, entry.next = answer.visit, 0, _next_look(entry, limits, now)
    pages = pages_of(answer, limits.page, now) if answer.changed else []
    return [text] if text and not text.rejected and pages and all(page.rejected for page in pages) else pages


def _not_had(entry: Seen, text: Page | None, refusal: Refusal, limits: Limits, now: float) -> list[Page]:
    """Return what there is of an entry whose page could not be had, if it is time to give up on it."""
    visit = entry.visit
    if visit:
        entry.next = _next_look(entry, limits, now)
        if refusal.status not in GONE or visit.gone:
            return []
        entry.visit = replace(visit, gone=True)
        return [gone(entry.url, visit, refusal, now)]
    # A server may ask to wait, which is no failure; and a feed may be quicker than its page.
    entry.failures += refusal.wait is None
    hopeful = refusal.again or refusal.status == 404
    if hopeful and entry.failures < limits.tries and now - entry.first < limits.backoff:
        entry.next = now + (refusal.wait or _AGAIN * 2.0**entry.failures)
        return []
    entry.next, entry.closed = None, isinstance(refusal, ClosedRefusal)
    return [text] if text and not text.rejected else [refused(entry.url, str(refusal), now)]


def _next_look(entry: Seen, limits: Limits, now: float) -> float | None:
    """Return when an article is to be looked at again: less and less often, and then no more."""
    return next((entry.first + age for age in limits.looks if entry.first + age > now), None)
