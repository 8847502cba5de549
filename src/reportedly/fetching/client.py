"""An address -> what stands there: redirects followed, robots.txt and the guard asked at each step."""

from __future__ import annotations

import email.utils
import functools
import hashlib
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore
import httpx

from reportedly.fetching.address import host_of, parse
from reportedly.fetching.deadline import Deadline
from reportedly.fetching.guard import Guard
from reportedly.fetching.hosts import Hosts
from reportedly.fetching.network import sent
from reportedly.fetching.refusal import Refusal
from reportedly.fetching.robots import Robots
from reportedly.fetching.settings import Settings
from reportedly.fetching.state import Visit
from reportedly.fetching.unpack import Content

_FOR_GOOD = (301, 308)
_REDIRECTS = (*_FOR_GOOD, 302, 303, 307)
_LATER = (408, 425, 429)  # and all from 500
_LONGEST_WAIT = 86_400.0  # seconds that a server may ask for
_VALIDATOR = 1000  # signs of an ETag, or of a date, that are kept
_NO_PAGES = ("image/", "audio/", "video/", "font/")
_WORDS = {
    401: "it asks for a login",
    402: "it asks for payment",
    403: "the server does not let us in",
    404: "not found",
    410: "no longer there",
    429: "the server asks us to come later",
    451: "withheld for legal reasons",
    503: "the server asks us to come later",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered; `content` is unpacked, and empty where nothing `changed` since the visit."""

    asked: str
    visit: Visit  # its `url` is where redirects led to
    content: bytes
    charset: str | None  # as the HTTP header names it
    changed: bool
    moved: str | None  # the address that redirects lead to for good


class Client:
    """Asks addresses politely, within limits, and only where the guard allows; threads may share it.

    `stop` ends whatever is under way. For tests: another `guard`, the `backend` that connections are
    opened with, and `now`, the wall clock.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        stop: threading.Event | None = None,
        guard: Guard | None = None,
        backend: httpcore.NetworkBackend | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.settings = settings or Settings()
        self.stop = stop or threading.Event()
        self.now = now
        limits = self.settings.limits
        self._guard = guard or Guard(self.settings.allow_private)
        self._backend = backend
        self._hosts = Hosts(limits.delay, limits.patience, self.stop)
        self._robots = Robots(lambda url: self._follow(parse(url), None, robots=False).content, limits.robots)

    def get(self, url: str, visit: Visit | None = None) -> Answer:
        """Return what stands at an address; `visit` is what it answered last.

        Raises Refusal where it cannot be had, Stopped where the user asked to stop.
        """
        return self._follow(parse(url), visit, robots=True)

    def post(self, url: str, content: bytes, headers: dict[str, str], seconds: float = 10) -> int:
        """Send content to an address, and return the status that it answers; redirects are not followed.

        Raises Refusal where the guard forbids it or nothing answers, Stopped where the user asked to stop.
        """
        sending = {"User-Agent": self.settings.agent, "Connection": "close", **headers}
        deadline = Deadline(seconds, self.stop)
        with sent(parse(url), sending, self._guard, deadline, _secure(), self._backend, content) as response:
            return response.status_code

    def _follow(self, url: httpx.URL, visit: Visit | None, robots: bool) -> Answer:
        """Follow redirects to an answer; each step is checked as the first one is."""
        asked, moved = str(url), None
        for_good = True
        for _ in range(self.settings.limits.redirects + 1):
            if robots:
                site = f"{url.scheme}://{url.netloc.decode('ascii')}"
                self._hosts.slow(host_of(url), self._robots.check(site, str(url)))
            found = self._ask(url, asked, visit)
            if isinstance(found, Answer):
                return Answer(asked, found.visit, found.content, found.charset, found.changed, moved)
            for_good = for_good and found[1]
            url = parse(found[0])
            moved = str(url) if for_good else moved
        raise Refusal(f"it leads on to other addresses more than {self.settings.limits.redirects} times")

    def _ask(self, url: httpx.URL, asked: str, visit: Visit | None) -> Answer | tuple[str, bool]:
        """Send one request; return its answer, or where it redirects to and whether that is for good."""
        limits = self.settings.limits
        last = visit if visit and visit.url == str(url) and not visit.gone else None
        host = host_of(url)
        with self._hosts.turn(host):
            deadline = Deadline(limits.seconds, self.stop)
            with sent(url, self._headers(last), self._guard, deadline, _secure(), self._backend) as response:
                status = response.status_code
                if status in _REDIRECTS and response.headers.get("location"):
                    return _target(url, response.headers["location"]), status in _FOR_GOOD
                if status == 304 and last:
                    return Answer(asked, last, b"", None, False, None)
                if status != 200:
                    raise self._refusal(host, response)
                content = _content(response, limits.page)
        now = _visit(str(url), response.headers, content)
        changed = visit is None or visit.gone or visit.digest != now.digest
        charset = response.charset_encoding
        return Answer(asked, now, content if changed else b"", charset, changed, None)

    def _headers(self, last: Visit | None) -> dict[str, str]:
        headers = {
            "User-Agent": self.settings.agent,
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if last and last.etag:
            headers["If-None-Match"] = last.etag
        if last and last.last_modified:
            headers["If-Modified-Since"] = last.last_modified
        return headers

    def _refusal(self, host: str, response: httpx.Response) -> Refusal:
        """Return why an answer is no page; a host that asks for a pause gets it."""
        status = response.status_code
        again = status in _LATER or status >= 500
        wait = _wait(response.headers.get("retry-after"), self.now()) if again else None
        if wait is not None:
            self._hosts.pause(host, wait)
        trouble = "the server is in trouble" if status >= 500 else "no page"
        return Refusal(
            f"{_WORDS.get(status, trouble)} (HTTP {status})", again=again, wait=wait, status=status
        )


@functools.cache
def _secure() -> ssl.SSLContext:
    """Return how TLS is spoken: certificates are checked against certifi's list; nothing is read from the
    environment."""
    return httpx.create_ssl_context(trust_env=False)


def _target(url: httpx.URL, location: str) -> str:
    """Return the address that a redirect leads to."""
    try:
        return urljoin(str(url), location)
    except ValueError:
        raise Refusal("it leads on to what is no address") from None


def _content(response: httpx.Response, limit: int) -> bytes:
    """Return the content of an answer, unpacked; raise Refusal for one that is too large, or no page."""
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media.startswith(_NO_PAGES):
        raise Refusal(f"not a page but {media[:40]}")
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise Refusal(f"larger than {limit / 1e6:g} MB")
    content = Content(response.headers.get("content-encoding", "").strip().lower(), limit)
    for piece in response.iter_raw():
        content.take(piece)
    return content.whole()


def _visit(url: str, headers: httpx.Headers, content: bytes) -> Visit:
    etag, modified = headers.get("etag"), headers.get("last-modified")
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    return Visit(url, _kept(etag), _kept(modified), digest)


def _kept(value: str | None) -> str | None:
    """Return a header's value where it is one that can be sent back."""
    return value if value and len(value) <= _VALIDATOR and value.isascii() and value.isprintable() else None


def _wait(value: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number of them, or a date."""
    if not value:
        return None
    try:
        seconds = (
            float(value)
            if value.strip().isdigit()
            else email.utils.parsedate_to_datetime(value).timestamp() - now
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, seconds), _LONGEST_WAIT)
