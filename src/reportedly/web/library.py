"""What pages ask of a store, kept as long as what it is made from does not change.

Stories are kept by a mark that changes when their dossier does (`LookUp.find`), so news of one leaves the
others as they are. A story that several ask for at once is read once; nobody waits for another story.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, TypeVar, cast

from reportedly.asking import Answer, Found, Narrowed, check, find
from reportedly.asking.finding import Asking
from reportedly.dossiers import of_claims
from reportedly.dossiers.as_html import Page
from reportedly.dossiers.view import View
from reportedly.errors import InputError
from reportedly.records import Dossier, DossierStory, Statement
from reportedly.store import LookUp, Results, Search, Size, Speaker
from reportedly.store.speakers import Told as ToldClaim
from reportedly.web.links import WebLinks

Thing = TypeVar("Thing")

KEPT = 32
"""Stories that are kept as they were read; the one that was asked for longest ago goes first."""

_ANSWERS = 500  # lists that are kept until the store changes
_FACETS = 300  # outlets, and agencies, that are offered


class Holding(Asking, Protocol):
    """What is asked of a store; see `reportedly.store.Store`."""

    @property
    def catalogue(self) -> LookUp: ...
    def state(self) -> str: ...
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
        self._answers = Kept(_ANSWERS)
        self._told = Kept(KEPT)

    # ------------------------------------------------------------ lists
    def size(self) -> Size:
        """Return how large the store is."""
        return self._asked(("size",), Size, lambda c: c.size())

    def search(self, given: Search, start: int, count: int, members: bool = False) -> Results:
        """Return stories that fit, as they are now; none where there is no store yet."""
        key = ("search", given, start, count, members)
        return self._asked(key, Results, lambda c: c.search(given, start, count, members))

    def facets(self) -> tuple[list[str], list[str]]:
        """Return the outlets, and the agencies, of most stories."""
        return self._asked(("facets",), lambda: ([], []), lambda c: c.facets(_FACETS))

    def speaker(self, name: str) -> Speaker | None:
        """Return what the store has of a name."""
        return self._asked(("speaker", name), lambda: None, lambda c: c.speaker(name))

    def told_by(self, name: str, view: str, start: int, count: int) -> list[ToldClaim]:
        """Return claims under a name; see `LookUp.told`."""
        return self._asked(
            ("told", name, view, start, count), list, lambda c: c.told(name, view, start, count)
        )

    def dossier_of(self, claims: Iterable[ToldClaim]) -> Dossier:
        """Return the dossier of the stories that claims are in, cut to what bears on these."""
        found = list(claims)
        stories = dict.fromkeys(told.claim.story for told in found)
        return of_claims(self._store.dossier(stories), {told.claim.id for told in found})

    def check(self, sentence: str, narrowed: Narrowed, most: int, passages: int) -> Answer | None:
        """Return what the store has on a sentence; None where there is no store yet."""
        return self._asked(
            ("check", sentence, narrowed, most, passages), lambda: None,
            lambda _: check(self._store, sentence, narrowed, most, passages),
        )  # fmt: skip

    def claims(self, words: str, meaning: str, narrowed: Narrowed, start: int, count: int) -> Found:
        """Return claims that fit; see `asking.find`."""
        return self._asked(
            ("claims", words, meaning, narrowed, start, count), lambda: Found(0, []),
            lambda _: find(self._store, words, meaning, narrowed, start, count),
        )  # fmt: skip

    # ------------------------------------------------------------ stories
    def story(self, id: str) -> Told | None:
        """Return all that is told of a story, by its id; None where there is none."""
        return self._of("story", id)

    def of_claim(self, id: str) -> Told | None:
        """Return the story of a claim, by the claim's id."""
        return self._of("claim", id)

    def of_article(self, id: str) -> Told | None:
        """Return the story of an article, by the article's id."""
        return self._of("article", id)

    def _of(self, kind: str, id: str) -> Told | None:
        found = self._asked((kind, id), lambda: None, lambda c: c.find(kind, id))
        if found is None:
            return None
        story, _ = found
        try:
            return self._told.get(found, lambda: _told(self._store.dossier([story])))
        except InputError:  # it went between two breaths
            return None

    def _asked(
        self, what: tuple[Hashable, ...], none: Callable[[], Thing], ask: Callable[[LookUp], Thing]
    ) -> Thing:
        """Return the answer to a question, asked once for each state of the store; `none` without one."""
        state = self._store.state()
        if not state:
            return none()
        return self._answers.get((state, *what), lambda: ask(self._store.catalogue))


class Kept:
    """Things that are made when they are first asked for, each once; of many the last `most` are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()  # held for the books alone, never while something is made
        self._made: OrderedDict[Hashable, Future[object]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """Return what is kept under a key; who asks first makes it, who asks meanwhile waits for that."""
        with self._lock:
            future, is_first = self._made.get(key), key not in self._made
            if future is None:
                future = self._made[key] = Future()
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        if is_first:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._made.get(key) is future:
                        del self._made[key]
                future.set_exception(error)
        return cast(Thing, future.result())


def _told(dossier: Dossier) -> Told:
    view = View(dossier)
    links = WebLinks(view)
    said_in: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(dossier.statements, key=lambda s: s.start):
        said_in[statement.article].append(statement)
    return Told(dossier.stories[0], dossier, view, Page(view, links), links, dict(said_in))
