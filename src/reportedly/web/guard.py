"""Who may come in, and what a browser may do with what it gets.

The name that a request asks for is checked first, so that no strange site can lead a browser here (DNS
rebinding); then, where there is a password, who asks.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from collections import deque
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE = "reportedly"
HOURS = 12
"""How long a session lasts."""

_SESSIONS = 1000
_WRONG, _WITHIN = 10, 60.0  # wrong passwords that are heard within so many seconds


class Sessions:
    """Who came in with the password; forgotten when the program ends."""

    def __init__(self, password: str) -> None:
        self._password = password.encode()
        self._open: dict[str, float] = {}
        self._wrong: deque[float] = deque(maxlen=_WRONG)
        self._lock = Lock()

    def is_right(self, given: str) -> bool:
        """Tell whether a password is the right one, in the same time for all that are not."""
        right = hmac.compare_digest(given.encode("utf8", "replace"), self._password)
        if not right:
            self._wrong.append(time.monotonic())
        return right

    def is_tired(self) -> bool:
        """Tell whether so many wrong passwords came lately that none is heard for a while."""
        return len(self._wrong) == _WRONG and time.monotonic() - self._wrong[0] < _WITHIN

    def begin(self) -> str:
        """Begin a session and return its token."""
        token, now = secrets.token_urlsafe(32), time.monotonic()
        with self._lock:
            self._open = {t: end for t, end in self._open.items() if end > now}
            while len(self._open) >= _SESSIONS:
                del self._open[next(iter(self._open))]
            self._open[token] = now + HOURS * 3600
        return token

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(token, None)

    def holds(self, token: str) -> bool:
        """Tell whether a session is open."""
        return self._open.get(token, 0.0) > time.monotonic()


class Guard:
    """Lets in what may come in, and sends the rules along with every answer."""

    def __init__(
        self, app: ASGIApp, names: Collection[str] = LOOPBACK, sessions: Sessions | None = None
    ) -> None:
        self._app, self._names, self._sessions = app, {name.lower() for name in names}, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def ruled(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        headers = Headers(scope=scope)
        await (self._refusal(scope, headers) or self._app)(scope, receive, ruled)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """Return the answer to what may not come in; None where it may."""
        host = headers.get("host", "")
        if not self._is_ours(host):
            return PlainTextResponse("This page is not served under that name.", 421)
        origin = headers.get("origin")
        if scope["method"] not in ("GET", "HEAD") and origin and urlsplit(origin).netloc != host:
            return PlainTextResponse("This was sent by another site.", 403)
        path = str(scope["path"])
        if self._sessions is None or path == "/login" or path.startswith("/static/"):
            return None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if self._sessions.holds(token_of(headers)):
            return None
        if kind.lower() == "bearer" and not self._sessions.is_tired() and self._sessions.is_right(given):
            return None
        if path.startswith("/api/"):
            return PlainTextResponse("A password is needed.", 401, {"WWW-Authenticate": "Bearer"})
        return RedirectResponse("/login", 303)

    def _is_ours(self, host: str) -> bool:
        """Tell whether a request asks for a name that we go by; any number of ours does for "*"."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        return name in self._names or ("*" in self._names and _is_number(name))


def token_of(headers: Headers) -> str:
    """Return the token of the session that a request belongs to; "" where there is none."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
