"""The store itself: what can be asked of it, and done to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar

from reportedly import fetching, pages
from reportedly.alerts import Alert, webhook
from reportedly.alerts.webhook import Hook
from reportedly.errors import StoreError
from reportedly.fetching import Followed
from reportedly.pipeline import Settings
from reportedly.records import Dossier, Page
from reportedly.store import (
    alerting,
    assembling,
    coming,
    deciding,
    doctor,
    from_lake,
    inbox,
    locks,
    migrations,
    removing,
    work,
)
from reportedly.store.decisions import Decision, Fate
from reportedly.store.file import Connection, File
from reportedly.store.inbox import Received
from reportedly.store.looking_up import LookUp
from reportedly.store.rows import KeptStory, Removed, ShownClaim

Paths = str | PathLike[str] | Sequence[str | PathLike[str]]
Acknowledged = Callable[[Sequence[Received]], None]
Seen = TypeVar("Seen")


@dataclass(slots=True)
class Added:
    """What an addition brought: a line for every page, the number of stories that changed, new alerts."""

    received: list[Received] = field(default_factory=list)
    stories: int = 0
    alerts: list[Alert] = field(default_factory=list)


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
        acknowledged: Acknowledged | None = None,
        fetch: fetching.Settings | None = None,
    ) -> Added:
        """Add what files, folders, globs, `-` and addresses (http, https) hold, and work out what is new.

        What was worked out in a lake (`pipeline.run`) is taken over from its folder. What is there
        already changes nothing; what somebody removed is taken in `again` only if asked.
        `acknowledged` is called with pages as soon as they are on the disk: from then on they are not
        lost, whatever happens. Raises StoreError where the store cannot be written.
        """
        settings = settings or Settings()
        several = [fspath(p) for p in ([paths] if isinstance(paths, str | PathLike) else paths)]
        lakes = [path for path in several if from_lake.is_lake(path)]
        files = [path for path in several if not coming.is_address(path) and path not in lakes]
        urls = [path for path in several if coming.is_address(path)]
        options = pages.Options(settings.clean, tuple(settings.columns.items()))
        with self._writing():
            batches = self._received(pages.unpack_pages(files, options=options, warn=settings.warn), again)
            added = self._taken(batches, acknowledged)
            for place in lakes:
                received = from_lake.receive(self._file, place, again)
                added.received += self._taken(received, acknowledged).received
                from_lake.take_over(self._file, place)
            if urls:
                batches = coming.fetch(self._file, urls, fetch or fetching.Settings(), again)
                added.received += self._taken(batches, acknowledged).received
            return self._finished(added, settings)

    def add_pages(
        self,
        stream: Iterable[Page],
        settings: Settings | None = None,
        *,
        again: bool = False,
        acknowledged: Acknowledged | None = None,
    ) -> Added:
        """Add pages, wherever they come from; see `add`."""
        with self._writing():
            added = self._taken(self._received(stream, again), acknowledged)
            return self._finished(added, settings or Settings())

    def watch(
        self,
        feeds: Sequence[str],
        every: float,
        settings: Settings | None = None,
        fetch: fetching.Settings | None = None,
    ) -> Iterator[Added]:
        """Follow feeds (addresses, and OPML files or addresses of such) until stopped.

        Yields what asking a feed brought, once it is worked out. Others may write between two feeds.
        """
        settings, fetch = settings or Settings(), fetch or fetching.Settings()
        found = fetching.find_feeds(feeds, fetching.Client(fetch))
        with self._writing(), self._file.writing() as connection:
            known = coming.states(connection, found)
        for came in fetching.watch(found, every, states=known, settings=fetch):
            yield self.take(came, settings)

    def take(self, came: Followed, settings: Settings | None = None) -> Added:
        """Take in what asking a feed gave (`fetching.follow`), and the feed's state, in one transaction."""
        settings = settings or Settings()
        with self._writing():
            added = Added(coming.followed(self._file, came))
            if came.state.problem and settings.warn:
                settings.warn(f"{came.feed}: {came.state.problem}")
            return self._finished(added, settings)

    def finish(self, settings: Settings | None = None) -> Added:
        """Finish what was broken off, and make anew what an older step made."""
        self._must_exist()
        with self._writing():
            with self._file.writing():  # an older store is migrated
                pass
            return self._finished(Added(), settings or Settings())

    def _received(self, stream: Iterable[Page], again: bool) -> Iterator[list[Received]]:
        for batch in inbox.batches(stream):
            with self._file.writing() as connection:
                received = inbox.receive(connection, batch, again)
            yield received

    def _taken(self, batches: Iterable[list[Received]], acknowledged: Acknowledged | None) -> Added:
        added = Added()
        for received in batches:
            added.received += received
            if acknowledged:
                acknowledged(received)
        return added

    def _finished(self, added: Added, settings: Settings) -> Added:
        if self.path.exists():
            done = work.finish(self._file, settings)
            added.stories, added.alerts = done.stories, done.alerts
        return added

    # ------------------------------------------------------------ going out
    def remove(self, ids: Sequence[str], settings: Settings | None = None) -> list[Removed]:
        """Take out articles, or all articles of stories, for good, and work out what follows.

        Raises InputError, and takes nothing out, where an id is neither an article's nor a story's.
        """
        self._must_exist()
        with self._writing():
            with self._file.writing() as connection:
                removed = removing.remove(connection, ids)
            self._finished(Added(), settings or Settings())
        return removed

    # ------------------------------------------------------------ deciding
    def decide(
        self, make: Callable[[int], Decision], settings: Settings | None = None, *, later: bool = False
    ) -> Decision:
        """Keep what an analyst decides, and work out what follows; `make` is given the decision's number.

        What follows `later` is worked out by whatever writes next; then this waits for nobody who writes.
        """
        return self._decided(lambda connection: deciding.make(connection, make), settings, later)

    def undo(
        self, number: int, who: str, why: str, settings: Settings | None = None, *, later: bool = False
    ) -> Decision:
        """Take a decision back, and work out what follows (see `decide`); raise InputError for none."""
        return self._decided(lambda connection: deciding.undo(connection, number, who, why), settings, later)

    def _decided(
        self, keep: Callable[[Connection], Decision], settings: Settings | None, later: bool
    ) -> Decision:
        self._must_exist()
        if later:
            with self._file.writing() as connection:
                return keep(connection)
        with self._writing():
            with self._file.writing() as connection:
                decision = keep(connection)
            self._finished(Added(), settings or Settings())
        return decision

    def decisions(self) -> list[Decision]:
        """Return what analysts decided, those undone too, by their numbers."""
        with self._file.reading() as connection:
            return deciding.decided(connection)

    def fates(self) -> dict[str, Fate]:
        """Return what became of each decision, by id."""
        with self._file.reading() as connection:
            return deciding.fates(connection)

    # ------------------------------------------------------------ asking
    def state(self) -> str:
        """Return a mark that changes whenever what is stored changes; "" where there is no store yet."""
        return self._file.state()

    def dossier(self, ids: Iterable[str] | None = None) -> Dossier:
        """Return the dossier of stories: all, or those of `ids` (a story's, or an article's in it).

        Raises InputError for an id that is not there.
        """
        with self._file.reading() as connection:
            return assembling.dossier(connection, ids)

    def holding(self, ids: Iterable[str]) -> Dossier:
        """Return the dossier of the stories that ids lead to: those of claims, stories, articles."""
        with self._file.reading() as connection:
            return assembling.dossier(connection, assembling.holding(connection, ids))

    def stories(self) -> list[KeptStory]:
        """Return the stories, largest first; `articles` are keys."""
        with self._file.reading() as connection:
            found = assembling.stories_of(connection)
        return sorted(found, key=lambda s: (-len(s.articles), s.title, s.id))

    @property
    def catalogue(self) -> LookUp:
        """What stories and names are looked up in: words, outlets, who is heard where."""
        return LookUp(self._file)

    def claims(self, ids: Iterable[str] | None = None) -> list[ShownClaim]:
        """Return claims in brief, by weight: all, or those of the stories of `ids`."""
        with self._file.reading() as connection:
            return assembling.claims_of(connection, ids)

    def seek(self, look: Callable[[Connection], Seen]) -> Seen:
        """Return what a function (see `seeking`) sees in one state of the store."""
        with self._file.reading() as connection:
            return look(connection)

    def alerts(self, most: int | None = None) -> list[Alert]:
        """Return what was told of stories that changed, the newest first."""
        with self._file.reading() as connection:
            return alerting.told(connection, most)

    def send(self, hook: Hook, client: fetching.Client) -> str | None:
        """Send what was told since an address was first sent to; return why it could not be, None if it was.

        What could not be sent goes first the next time. The first call sends nothing: from then on counts.
        """
        with self._writing(), self._file.writing() as connection:
            alerting.begin(connection, hook.url)
        while True:
            with self._file.reading() as connection:
                number, alerts = alerting.waiting(connection, hook.url)
            if not alerts:
                return None
            if problem := webhook.post(alerts, hook, client):
                return problem
            with self._writing(), self._file.writing() as connection:
                alerting.arrived(connection, hook.url, number)

    # ------------------------------------------------------------ owning
    @contextmanager
    def owned(self) -> Iterator[None]:
        """Keep the file open as long as this lasts, and lend it to this user's other processes.

        Their objects of this class find that by themselves: nobody waits for an opening, and readers not
        for who writes. A store that is not there yet is made. Raises BusyError where another process owns
        it, StoreError where it cannot be written.
        """
        if not self.path.exists() or self._file.version() < migrations.newest():
            with self._writing(), self._file.writing():
                pass
        with self._file.owned(self._command):
            yield

    def is_writable(self) -> bool:
        """Tell whether the file, and what stands beside it, can be written."""
        there = [self.path] if self.path.exists() else []
        return all(os.access(place, os.W_OK) for place in (self.path.absolute().parent, *there))

    # ------------------------------------------------------------ health
    def waits(self) -> bool:
        """Tell whether something waits to be done: `finish` does it, and so does whatever writes next."""
        with self._file.reading() as connection:
            return bool(doctor.waiting(connection))

    def check(self) -> list[doctor.Finding]:
        """Return what is wrong with the store, and what waits to be done; nothing is changed."""
        return doctor.check(self._file)

    def mend(self, settings: Settings | None = None) -> list[doctor.Finding]:
        """Do what waits to be done, and make anew what can be; return what is still wrong."""
        self._must_exist()
        with self._writing():
            with self._file.writing() as connection:
                doctor.mend(connection)
            self._finished(Added(), settings or Settings())
        return self.check()

    def _must_exist(self) -> None:
        if not self.path.exists():
            raise StoreError(f"there is no store {self.path}: reportedly add makes one")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.path.parent.is_dir():
            raise StoreError(f"there is no folder {self.path.parent} for a store")
        with locks.writer(self.path, self._command, self._wait, self._tell):
            yield
