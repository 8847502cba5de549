"""Large stories are read before anybody asks for them, whenever the store has changed.

A story of hundreds of articles takes half a second to read, so nobody should wait for it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from fastapi import FastAPI

from reportedly.errors import ReportedlyError
from reportedly.store import Search
from reportedly.web.library import Library

LARGE = 60
"""Articles of a story that is read ahead."""

MOST = 8
"""Stories that are read ahead, the largest; a quarter of those that are kept."""

_PAUSE = 1.0  # seconds
_PATIENCE = 5.0  # seconds for what is being read at the end


def reading_ahead(library: Library) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what reads ahead as long as an application lives."""

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=_read, args=(library, ended), daemon=True, name="reading ahead")
        thread.start()
        yield
        ended.set()
        await asyncio.to_thread(thread.join, _PATIENCE)

    return alive


def _read(library: Library, ended: threading.Event) -> None:
    while not ended.wait(_PAUSE):
        with suppress(ReportedlyError):  # who asks is told; here it is tried again
            for found in library.search(Search(), 0, MOST).rows:
                if found.n_articles >= LARGE and not ended.is_set():
                    library.story(found.story.id)
