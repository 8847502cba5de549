"""What sites ask of programs (robots.txt, RFC 9309), asked once and believed for a while."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from reportedly.fetching.refusal import Refusal

NAME = "reportedly"
"""Who we are in a robots.txt."""

_READ = 500_000  # bytes of a robots.txt: what the RFC asks for
_SITES = 1000  # that are remembered
_UNREACHED = 600.0  # seconds until a robots.txt that could not be had is asked for again
_EVERYBODY = Protego.parse("")


@dataclass(slots=True)
class _Site:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None  # None: could not be had
    status: int = 0  # what HTTP answered in its place
    until: float = 0.0  # by the monotonic clock


class Robots:
    """Remembers the robots.txt of sites; `get` fetches one, `age` is how long it is believed."""

    def __init__(self, get: Callable[[str], bytes], age: float) -> None:
        self._get, self._age = get, age
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, site: str, url: str) -> float:
        """Return the pause between requests that a site asks for; raise Refusal where it wants none.

        `site` is scheme, host and port ("https://example.org"), `url` an address there.
        """
        with self._lock:
            known = self._sites.setdefault(site, _Site())
            self._sites.move_to_end(site)
            while len(self._sites) > _SITES:
                self._sites.popitem(last=False)
        with known.lock:
            if time.monotonic() >= known.until:
                self._ask(site, known)
            rules = known.rules
            if rules is None:
                wait = known.until - time.monotonic()
                raise Refusal(f"its robots.txt could not be had (HTTP {known.status})", again=True, wait=wait)
            if not rules.can_fetch(url, NAME):
                raise Refusal(
                    "its site asks programs to stay away from it (robots.txt): "
                    "save it in a browser, and add the file"
                )
            return float(rules.crawl_delay(NAME) or 0)

    def _ask(self, site: str, known: _Site) -> None:
        """Fetch a robots.txt. None there: all is allowed. A server in trouble: nothing is, for a while."""
        try:
            text = self._get(f"{site}/robots.txt")[:_READ].decode("utf-8", "replace")
            known.rules, age = Protego.parse(text), self._age
        except Refusal as refusal:
            if refusal.status is None:
                raise  # it did not come to an answer: nor would it for the page
            if 400 <= refusal.status < 500 and refusal.status != 429:
                known.rules, age = _EVERYBODY, self._age
            else:
                known.rules, known.status, age = None, refusal.status, min(_UNREACHED, self._age)
        known.until = time.monotonic() + age
