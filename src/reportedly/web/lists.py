"""The doors to all stories: the list with its search, and whoever has a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.store import Search, Speaker
from reportedly.web.answers import page
from reportedly.web.chapters import STANCES
from reportedly.web.library import Library
from reportedly.web.links import address
from reportedly.web.paging import Number, paged
from reportedly.web.visits import remember, visit

ON_A_PAGE = 25
"""Stories, or claims, on a page."""

KINDS = {
    "disputed": "disputed",
    "single-origin": "many outlets, one origin",
    "new": "new since your last visit",
}
"""What stories can be narrowed to, and how that is called."""

DAY = r"^$|^\d{4}(-\d\d(-\d\d)?)?$"
"""A day, month or year, or nothing."""

Words = Annotated[str, Query(max_length=400)]
Kinds = Annotated[list[str], Query(max_length=8)]
Day = Annotated[str, Query(pattern=DAY)]


@dataclass(frozen=True, slots=True)
class Kind:
    """A page on a name: what it is called, and what it lists: views of `store.speakers`, each with a name."""

    title: str
    views: dict[str, str]


NAMES = {
    "sources": Kind("Source", {"said": "Told first", "passed": "Passed on", "rests": "Rests on it"}),
    "agencies": Kind(
        "Agency", {"through": "Came through it", "rests": "Rests on it", "alone": "Rests on it alone"}
    ),
    "outlets": Kind("Outlet", {"carried": "Printed", "own": "On its own word", "alone": "Rests on it alone"}),
}
"""The pages that a name may have; the first view is the one shown first."""


def routes(get: Callable[[str], Callable[[Callable[..., Response]], object]], library: Library) -> None:
    """Add the doors."""

    @get("/")
    def stories(
        request: Request, q: Words = "", kind: Kinds = [], outlet: Words = "", agency: Words = "",  # noqa: B006
        source: Words = "", since: Day = "", until: Day = "", number: Number = 1,
    ) -> Response:  # fmt: skip
        here, size = visit(request), library.size()
        given: dict[str, Any] = {
            "q": q.strip(), "kind": [name for name in KINDS if name in kind], "outlet": outlet.strip(),
            "agency": agency.strip(), "source": source.strip(), "since": since, "until": until,
        }  # fmt: skip
        search = Search(
            given["q"], tuple(given["kind"]), given["outlet"], given["agency"], given["source"], since, until,
            mark=size.mark if here.since is None else here.since,
        )  # fmt: skip
        found = library.search(search, (number - 1) * ON_A_PAGE, ON_A_PAGE)
        outlets, agencies = library.facets() if size.held else ([], [])
        answer = page(
            request, "stories.html", search=search, kinds=KINDS, outlets=outlets, agencies=agencies,
            found=found, size=size, is_first=here.since is None,
            pages=paged(found.rows, "/", given, number, ON_A_PAGE, number * ON_A_PAGE < found.total),
        )  # fmt: skip
        return remember(answer, here, size.mark)

    for kind in NAMES:
        _names(get, library, kind)


def _names(
    get: Callable[[str], Callable[[Callable[..., Response]], object]], library: Library, kind: str
) -> None:
    @get(f"/{kind}/{{name:path}}")
    def named(
        request: Request, name: str, view: Annotated[str, Query(max_length=20)] = "", number: Number = 1
    ) -> Response:
        who, views = library.speaker(name), NAMES[kind].views
        view = view or next(iter(views))
        if who is None or view not in views:
            raise HTTPException(404, "Nobody and nothing of this name is in this store.")
        rows = library.told_by(name, view, (number - 1) * ON_A_PAGE, ON_A_PAGE + 1)
        place = address(kind, name)
        return page(
            request, "name.html", who=who, kind=kind, here=NAMES[kind], view=view, place=place,
            notes=_notes(who, kind), others=_others(who, kind), stances=STANCES, number=number,
            pages=paged(
                rows[:ON_A_PAGE], place, {"view": view}, number, ON_A_PAGE, len(rows) > ON_A_PAGE
            ),
        )  # fmt: skip


def _notes(who: Speaker, kind: str) -> list[str]:
    """Return what a reader must know of whom a name means."""
    if kind != "sources" and not any(other in ("person", "unnamed", "unknown") for other, _ in who.kinds):
        return []
    if all(other == "unnamed" for other, _ in who.kinds):
        return ["This names nobody: each story may mean another."] if who.stories > 1 else []
    lines = []
    if len(who.kinds) > 1 or len(who.speaks_for) > 1:
        lines.append("Stories tell differently who this is: more than one may have this name.")
    if who.stories > 1:
        lines.append("Put together by the name alone; that it is the same one everywhere is not established.")
    return lines


def _others(who: Speaker, kind: str) -> Sequence[str]:
    """Return the other pages that this name has."""
    kinds = {name for name, _ in who.kinds}
    has = {
        "sources": bool(who.claims["said"] or who.claims["passed"]),
        "agencies": "agency" in kinds,
        "outlets": bool(who.claims["carried"]),
    }
    return [other for other in NAMES if has[other] and other != kind]
