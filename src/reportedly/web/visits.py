"""What is new to a visitor: what was told since the visit before this one.

A cookie holds it, and nothing else is kept of anybody: the mark of the store as the last visit left it,
the newest mark that this one has seen, and when that was. A visit ends with half an hour in which nothing
was asked for. The first finds nothing new.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "reportedly-visit"

_PAUSE = 30 * 60  # seconds
_YEAR = 365 * 24 * 3600
_HELD = re.compile(r"(\d{1,15})\.(\d{1,15})\.(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit: what was told after the mark `since` is new to it; None where nobody was here before."""

    since: int | None
    seen: int = 0


def visit(request: Request) -> Visit:
    """Return the visit that a request belongs to."""
    held = _HELD.fullmatch(request.cookies.get(COOKIE, ""))
    if held is None:
        return Visit(None)
    since, seen, last = (int(part) for part in held.groups())
    return Visit(seen if time.time() - last > _PAUSE else since, seen)


def remember(response: Response, visit: Visit, newest: int) -> Response:
    """Let the browser keep what this visit has seen: all up to the `newest` mark of the store."""
    since = newest if visit.since is None else min(visit.since, newest)
    value = f"{since}.{newest}.{int(time.time())}"
    response.set_cookie(COOKIE, value, _YEAR, httponly=True, samesite="lax")
    return response
