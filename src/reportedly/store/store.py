"""The store itself: what can be asked of it, and done to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path

from reportedly import pages
from reportedly.engine.embedded import Embedded
from reportedly.errors import InputError, StoreError
from reportedly.pipeline import Settings
from reportedly.records import Dossier, Page
from reportedly.store import assembling, doctor, grouping, inbox, locks, reading, removing, telling
from reportedly.store.file import File
from reportedly.store.inbox import Received
from reportedly.store.rows import KeptStory, Removed, ShownClaim

Paths = str | PathLike[str] | Sequence[str | PathLike[str]]


@dataclass(slots=True)
class Added:
    """What an addition brought: a line for every page, and how many stories changed by it."""

    received: list[Received] = field(default_factory=list)
    stories: int = 0


class Store:
    """News reports, kept in one file, with all that is told of them.

    `wait`: wait for who else writes to it, and let `tell` know for whom; else raise BusyError.
    Nothing is opened, or made, before something is asked; the file is held for moments only. Objects of
    this class can be used from several threads and processes at once.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        wait: bool = True,
        tell: Callable[[str], None] | None = None,
        command: str | None = None,
    ) -> None:
        self.path = Path(fspath(path))
        self._file = File(self.path)
        self._wait, self._tell = wait, tell
        self._command = command or f"{Path(sys.argv[0]).name or 'python'} (Python)"

    # ------------------------------------------------------------ coming in
    def add(
        self,
        paths: Paths,
        settings: Settings | None = None,
        *,
        again: bool = False,
        acknowledged: Callable[[Sequence[Received]], None] | None = None,
    ) -> Added:
        """Add what files, folders, globs and `-` hold, and work out what is new of it.

        What is there already changes nothing; what somebody removed is taken in `again` only if asked.
        `acknowledged` is called with pages as soon as they are on the disk: from then on they are not
        lost, whatever happens. Raises StoreError where the store cannot be written.
        """
        settings = settings or Settings()
        several = [paths] if isinstance(paths, str | PathLike) else list(paths)
        options = pages.Options(settings.clean, tuple(settings.columns.items()))
        stream = pages.unpack_pages([fspath(p) for p in several], options=options, warn=settings.warn)
        return self.add_pages(stream, settings, again=again, acknowledged=acknowledged)

    def add_pages(
        self,
        stream: Iterable[Page],
        settings: Settings | None = None,
        *,
        again: bool = False,
        acknowledged: Callable[[Sequence[Received]], None] | None = None,
    ) -> Added:
        """Add pages, wherever they come from; see `add`."""
        added = Added()
        with self._writing():
            for batch in inbox.batches(stream):
                with self._file.writing() as connection:
                    received = inbox.receive(connection, batch, again)
                added.received += received
                if acknowledged:
                    acknowledged(received)
            if self.path.exists():
                added.stories = self._finish(settings or Settings())
        return added

    def finish(self, settings: Settings | None = None) -> int:
        """Finish what was broken off, and what an older step made; return how many stories changed."""
        with self._writing(), self._file.writing():  # an older store is migrated
            pass
        with self._writing():
            return self._finish(settings or Settings())

    def _finish(self, settings: Settings) -> int:
        with Embedded(settings.workers, settings.progress) as engine:
            reading.read_pages(self._file, engine)
            reading.read_statements(self._file, engine)
            with self._file.reading() as connection:
                if telling.is_shown(connection):
                    return 0
                plan = telling.plan(connection, grouping.group(connection))
            telling.tell(self._file, engine, plan)
        with self._file.writing() as connection:
            return telling.show(connection, plan)

    # ------------------------------------------------------------ going out
    def remove(self, ids: Sequence[str], settings: Settings | None = None) -> list[Removed]:
        """Take out articles, or all articles of stories, for good, and work out what follows.

        Raises InputError, and takes nothing out, where an id is neither an article's nor a story's.
        """
        if not self.path.exists():
            raise StoreError(f"there is no store {self.path}")
        with self._writing():
            with self._file.writing() as connection:
                removed = removing.remove(connection, ids)
            self._finish(settings or Settings())
        return removed

    # ------------------------------------------------------------ asking
    def dossier(self, ids: Iterable[str] | None = None) -> Dossier:
        """Return the dossier of stories: all, or those of `ids` (a story's, or an article's in it).

        Raises InputError for an id that is not there.
        """
        with self._file.reading() as connection:
            return assembling.dossier(connection, ids)

    def stories(self) -> list[KeptStory]:
        """Return the stories, largest first; `articles` are keys."""
        with self._file.reading() as connection:
            found = assembling.stories_of(connection)
        return sorted(found, key=lambda s: (-len(s.articles), s.title, s.id))

    def claims(self, ids: Iterable[str] | None = None) -> list[ShownClaim]:
        """Return claims in brief, by weight: all, or those of the stories of `ids`."""
        with self._file.reading() as connection:
            return assembling.claims_of(connection, ids)

    # ------------------------------------------------------------ health
    def check(self) -> list[doctor.Finding]:
        """Return what is wrong with the store, and what waits to be done; nothing is changed."""
        return doctor.check(self._file)

    def mend(self, settings: Settings | None = None) -> list[doctor.Finding]:
        """Do what waits to be done, and make anew what can be; return what is still wrong."""
        with self._writing(), self._file.writing() as connection:
            doctor.mend(connection)
        self.finish(settings)
        return self.check()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.path.parent.is_dir():
            raise InputError(f"there is no folder {self.path.parent}")
        with locks.writer(self.path, self._command, self._wait, self._tell):
            yield
