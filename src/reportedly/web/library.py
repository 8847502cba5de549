"""What pages ask of a store, kept as long as the store does not change."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from reportedly.dossiers.as_html import Page
from reportedly.dossiers.view import View
from reportedly.errors import InputError
from reportedly.records import Dossier, DossierStory, Statement
from reportedly.store import ListedStory, ShownClaim
from reportedly.web.links import WebLinks
from reportedly.web.shelf import Shelf

KEPT = 32
"""Stories that are kept as they were read; the one that was asked for longest ago goes first."""


class Holding(Protocol):
    """What is asked of a store; see `reportedly.store.Store`."""

    def state(self) -> str: ...
    def listed(self) -> list[ListedStory]: ...
    def claims(self) -> list[ShownClaim]: ...
    def dossier(self, ids: Iterable[str]) -> Dossier: ...


@dataclass(slots=True)
class Told:
    """A story with all that is told of it."""

    story: DossierStory
    dossier: Dossier
    view: View
    parts: Page
    links: WebLinks
    said_in: dict[str, list[Statement]] = field(default_factory=dict)  # by article


class Library:
    """A store as its readers see it; can be used from several threads."""

    def __init__(self, store: Holding) -> None:
        self._store = store
        self._lock = Lock()
        self._state: str | None = None
        self._shelf = Shelf([], [])
        self._told: OrderedDict[str, Told] = OrderedDict()

    def shelf(self) -> Shelf:
        """Return the stories in brief, as they are now; none where there is no store yet."""
        with self._lock:
            self._refresh()
            return self._shelf

    def story(self, id: str) -> Told | None:
        """Return all that is told of a story, by its id; None where there is none."""
        with self._lock:
            self._refresh()
            if id not in self._shelf.stories:
                return None
            if id not in self._told:
                try:
                    self._told[id] = _told(self._store.dossier([id]))
                except InputError:  # it went between two breaths
                    return None
                while len(self._told) > KEPT:
                    self._told.popitem(last=False)
            self._told.move_to_end(id)
            return self._told[id]

    def of_claim(self, id: str) -> Told | None:
        """Return the story of a claim, by the claim's id."""
        return self.story(self.shelf().story_of_claim.get(id, ""))

    def of_article(self, id: str) -> Told | None:
        """Return the story of an article, by the article's id."""
        return self.story(self.shelf().story_of_article.get(id, ""))

    def _refresh(self) -> None:
        state = self._store.state()
        if state == self._state:
            return
        self._told.clear()
        self._shelf = Shelf(self._store.listed(), self._store.claims()) if state else Shelf([], [])
        self._state = state


def _told(dossier: Dossier) -> Told:
    view = View(dossier)
    links = WebLinks(view)
    said_in: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(dossier.statements, key=lambda s: s.start):
        said_in[statement.article].append(statement)
    return Told(dossier.stories[0], dossier, view, Page(view, links), links, dict(said_in))
