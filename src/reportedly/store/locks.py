"""Who may write, and how readers and the writer take turns; all end with the process that holds them.

`writer` is held for as long as something is being added: there is one. `door` is held for moments:
readers go through it one by one, and the writer closes it behind the last of them while it commits.
`owning` is held by a process that keeps the file open, and lends it to all others (lending.py).
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reportedly.errors import BusyError, StoreError
from reportedly.store.clock import now

Tell = Callable[[str], None]

_LOOKED_AT = 1.0  # seconds within which one who only looks at a lock has let go of it


@contextmanager
def writer(store: Path, command: str, wait: bool, tell: Tell | None) -> Iterator[None]:
    """Be the one who writes to a store; who waits is told for whom.

    Raises BusyError where another does and we are not to `wait`, StoreError where the folder cannot be
    written to.
    """
    with _opened(beside(store, "lock")) as file:
        if not _held(file):
            said = f"{store} is being written to by {_who(file)}"
            if not wait:
                raise BusyError(f"{said}; nothing was done") from None
            if tell:
                tell(f"{said}: waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        _sign(file, {"pid": os.getpid(), "command": command, "since": now()})
        try:
            yield
        finally:
            _sign(file, None)


@contextmanager
def owning(store: Path, command: str) -> Iterator[None]:
    """Be the one who keeps a store open; raise BusyError where another does.

    Raises StoreError where the folder cannot be written to.
    """
    with _opened(beside(store, "owner")) as file:
        end = time.monotonic() + _LOOKED_AT
        while not _held(file):
            if time.monotonic() > end:
                raise BusyError(f"{store} is served already, by {_who(file)}; nothing was done")
            time.sleep(_LOOKED_AT / 20)
        _sign(file, {"pid": os.getpid(), "command": command, "since": now()})
        try:
            yield
        finally:
            _sign(file, None)


def owner(store: Path) -> str | None:
    """Return who keeps a store open, for people; None where nobody does."""
    return _holder(beside(store, "owner"))


def holder(store: Path) -> str | None:
    """Return who writes to a store, for people; None where nobody does."""
    return _holder(beside(store, "lock"))


def _holder(place: Path) -> str | None:
    try:
        file = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # none, or not for our eyes
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _who(file)
    finally:
        os.close(file)
    return None


def _held(file: int) -> bool:
    """Take a lock, if nobody has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def door(store: Path) -> Iterator[None]:
    """Hold the door of a store; where its folder cannot be written to there is none, and no writer."""
    try:
        file = os.open(beside(store, "door"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOENT, errno.ENOSPC):
            raise
        yield
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def beside(store: Path, kind: str) -> Path:
    """Return the place of a file that goes with a store: its lock, its door, its owner, its socket."""
    return store.with_name(f"{store.name}.{kind}")


@contextmanager
def _opened(place: Path, flags: int = os.O_RDWR | os.O_CREAT) -> Iterator[int]:
    try:
        file = os.open(place, flags | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise StoreError(f"cannot write beside {place.stem}: {place}: {error.strerror}") from error
    try:
        yield file
    finally:
        os.close(file)


def _sign(file: int, who: dict[str, Any] | None) -> None:
    """Say in the lock file who holds it; a full disk must not keep anybody from working."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        if who:
            os.pwrite(file, json.dumps(who).encode(), 0)


def _who(file: int) -> str:
    try:
        who = json.loads(os.pread(file, 4096, 0))
        return f"“{who['command']}” (process {who['pid']}, since {who['since']})"
    except (ValueError, KeyError, TypeError):
        return "another process"
