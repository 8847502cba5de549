"""Running the application: on this machine alone, unless there is a password."""

from __future__ import annotations

import getpass
import ipaddress
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn

from reportedly.errors import SettingsError
from reportedly.store import Store
from reportedly.web.app import make_app
from reportedly.web.editing import Desk
from reportedly.web.guard import LOOPBACK
from reportedly.web.retelling import Beside, Retelling

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
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ends as Ctrl-C does, the store put away
    shown = f"[{host}]" if ":" in host else host
    with _editing(store, tell) as retelling:
        desk = Desk(store, retelling, _user(host)) if retelling else None
        app = make_app(store, password, known, desk)
        tell(f"reportedly: serving {store.path} at http://{shown}:{port}/ (Ctrl-C stops)")
        uvicorn.run(
            app, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=20
        )


def _user(host: str) -> str:
    """Return who decides, unless they say otherwise: the user of this machine, where nobody else comes in."""
    with suppress(OSError, KeyError):
        return getpass.getuser() if is_loopback(host) else ""
    return ""


@contextmanager
def _editing(store: Store, tell: Callable[[str], None]) -> Iterator[Retelling | None]:
    """Own a store, and yield what has its stories told anew; None where it can be read only."""
    if not store.is_writable():
        tell(f"reportedly: {store.path} cannot be written: it is served for reading")
        yield None
        return
    beside = Beside(store.path)
    with store.owned():
        retelling = Retelling(beside)
        if store.waits():
            retelling.ask()
        try:
            yield retelling
        finally:
            beside.end()
