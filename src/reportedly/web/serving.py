"""Running the application: on this machine alone, unless there is a password."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import uvicorn

from reportedly.errors import SettingsError
from reportedly.store import Store
from reportedly.web.app import make_app
from reportedly.web.guard import LOOPBACK

SHORTEST = 8
"""Signs of a password, at least."""


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches a host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    store: Store, host: str, port: int, password: str | None, names: list[str], tell: Callable[[str], None]
) -> None:
    """Serve a store until stopped; raise SettingsError where others could read it without a password."""
    if not is_loopback(host) and not password:
        raise SettingsError(
            f"{host} can be reached by others: --password (or REPORTEDLY_PASSWORD) keeps them out"
        )
    if password is not None and len(password) < SHORTEST:
        raise SettingsError(f"a password has {SHORTEST} signs or more")
    known = {*LOOPBACK, *names, "*" if host in ("0.0.0.0", "::") else host}
    app = make_app(store, password, known)
    shown = f"[{host}]" if ":" in host else host
    tell(f"reportedly: reading {store.path} at http://{shown}:{port}/ (Ctrl-C stops)")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=20)
