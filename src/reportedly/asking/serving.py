"""Running the MCP server: over standard input and output, or HTTP, on this machine alone without a token."""

from __future__ import annotations

import hmac
import time
from collections import deque
from collections.abc import Callable, Collection

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from reportedly.asking.finding import Asking
from reportedly.asking.server import make_server
from reportedly.errors import SettingsError

SHORTEST = 16
"""Signs of a token, at least."""

MOST_BYTES = 64 * 1024
"""Of a request."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_WRONG, _WITHIN = 10, 60.0  # wrong tokens that are heard within so many seconds


def over_streams(store: Asking) -> None:
    """Serve who started this process, until its standard input ends."""
    make_server(store).run("stdio")


def over_http(
    store: Asking,
    host: str,
    port: int,
    token: str | None,
    names: Collection[str],
    tell: Callable[[str], None],
) -> None:
    """Serve at http://HOST:PORT/mcp until stopped; raises SettingsError where others could ask unknown."""
    if host not in ("localhost", "127.0.0.1", "::1") and not token:
        raise SettingsError(
            f"{host} can be reached by others: --token (or REPORTEDLY_MCP_TOKEN) keeps them out"
        )
    if token is not None and len(token) < SHORTEST:
        raise SettingsError(f"a token has {SHORTEST} signs or more")
    shown = f"[{host}]" if ":" in host else host
    tell(f"reportedly: MCP at http://{shown}:{port}/mcp (Ctrl-C stops)")
    app = make_app(store, token, {shown, *names})
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def make_app(store: Asking, token: str | None = None, names: Collection[str] = ()) -> ASGIApp:
    """Return the server as an ASGI application, under this machine's own names and these."""
    known = [f"{name}{port}" for name in {*LOOPBACK, *names} for port in ("", ":*")]
    security = TransportSecuritySettings(
        allowed_hosts=known,
        allowed_origins=[f"{scheme}://{name}" for name in known for scheme in ("http", "https")],
    )
    app = make_server(store).streamable_http_app(
        json_response=True, stateless_http=True, max_request_body_size=MOST_BYTES, transport_security=security
    )
    return Keeper(app, token) if token else app


class Keeper:
    """Lets in who sends the token (`Authorization: Bearer ...`); after ten wrong ones nobody for a minute."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token.encode()
        self._wrong: deque[float] = deque(maxlen=_WRONG)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await (self._refusal(Headers(scope=scope)) or self._app)(scope, receive, send)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        if len(self._wrong) == _WRONG and time.monotonic() - self._wrong[0] < _WITHIN:
            return PlainTextResponse("Too many wrong tokens: wait a minute.", 429)
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(given.encode("utf8", "replace"), self._token):
            return None
        if given:
            self._wrong.append(time.monotonic())
        return PlainTextResponse("A token is needed.", 401, {"WWW-Authenticate": "Bearer"})
