"""No client asks for more than its share: so many requests at once, and so many a second after that."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

AT_ONCE, A_SECOND = 600, 60
"""Far more than somebody who reads, or a program that looks things up, asks for."""

_CLIENTS = 10_000  # that are remembered; who asked longest ago is forgotten first
_NETWORK = 64  # bits of an IPv6 address that tell whose it is


class Buckets:
    """A bucket of tokens for each client, filled as time goes by; a request takes one."""

    def __init__(self, size: float, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._a_second, self._clock = size, a_second, clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, at which time
        self._lock = Lock()

    def take(self, client: str) -> float:
        """Take a token, and return 0; where there is none, return the seconds until there is."""
        now = self._clock()
        with self._lock:
            tokens, at = self._held.pop(client, (self._size, now))
            tokens = min(self._size, tokens + (now - at) * self._a_second)
            taken = tokens >= 1
            self._held[client] = (tokens - taken, now)
            if len(self._held) > _CLIENTS:
                self._held.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._a_second


class Rates:
    """Answers 429 to a client that asks too much; this machine itself may ask what it likes."""

    def __init__(self, app: ASGIApp, at_once: float = AT_ONCE, a_second: float = A_SECOND) -> None:
        self._app, self._buckets = app, Buckets(at_once, a_second)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = whose(scope) if scope["type"] == "http" else None
        wait = self._buckets.take(client) if client else 0.0
        if not wait:
            await self._app(scope, receive, send)
            return
        told = {"detail": "That is a lot at once. Ask again in a moment."}
        await JSONResponse(told, 429, {"Retry-After": str(math.ceil(wait))})(scope, receive, send)


def whose(scope: Scope) -> str | None:
    """Return the client of a request, by its address or network; None for this machine, or none of it."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("", 0))[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return None
    bits = _NETWORK if address.version == 6 else address.max_prefixlen
    return str(ipaddress.ip_network((address, bits), strict=False))
