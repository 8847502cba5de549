"""What a page shows, as a file of any format: a story, or one cut to a claim, an article or a source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from reportedly.dossiers import EXPORTERS, export_bytes, of_claims
from reportedly.records import Dossier
from reportedly.web.answers import found, marked
from reportedly.web.library import Library, Told
from reportedly.web.lists import NAMES, ON_A_PAGE
from reportedly.web.paging import Number

Id = Annotated[str, Path(max_length=2000)]
_STRANGE = re.compile(r"[^\w.-]+", re.ASCII)
_LONGEST = 60  # signs of a file's name before its suffix


def routes(get: Callable[[str], Callable[[Callable[..., Response]], object]], library: Library) -> None:
    """Add the doors for people."""

    @get("/export/{form}/stories/{id}")
    def story(request: Request, form: str, id: str) -> Response:
        return sent(request, form, "story", id, whole(library, "stories", id))

    @get("/export/{form}/claims/{id}")
    def claim(request: Request, form: str, id: str) -> Response:
        return sent(request, form, "claim", id, whole(library, "claims", id))

    @get("/export/{form}/articles/{id:path}")
    def article(request: Request, form: str, id: str) -> Response:
        return sent(request, form, "article", id, whole(library, "articles", id))

    @get("/export/{form}/stories/{id}/sources/{name:path}")
    def source(request: Request, form: str, id: str, name: str) -> Response:
        told = found(library.story(id), "story")
        return sent(request, form, "source", name, _of_source(told, name))

    for kind in NAMES:
        _named(get, library, kind)


def _named(
    get: Callable[[str], Callable[[Callable[..., Response]], object]], library: Library, kind: str
) -> None:
    """Add the door to the claims that a page of a name lists."""

    @get(f"/export/{{form}}/{kind}/{{name:path}}")
    def named(
        request: Request, form: str, name: str, view: Annotated[str, Query(max_length=20)] = "",
        number: Number = 1,
    ) -> Response:  # fmt: skip
        view = view or next(iter(NAMES[kind].views))
        claims = (
            library.told_by(name, view, (number - 1) * ON_A_PAGE, ON_A_PAGE)
            if view in NAMES[kind].views
            else []
        )
        return sent(
            request, form, kind, f"{name}-{view}-{number}", library.dossier_of(found(claims or None, "page"))
        )


def doors(programs: APIRouter, library: Library) -> None:
    """Add the doors for programs."""

    @programs.get(
        "/export/{form}/{kind}/{id:path}",
        summary="A story, or a claim or article with all that bears on it, as a file of a format",
        response_class=Response,
        responses={
            200: {"description": "The file", "content": {e.media_type: {} for e in EXPORTERS.values()}},
            **{status: {"description": why} for status, why in ((304, "As it was"), (404, "Not here"))},
        },
    )
    def file(
        request: Request,
        form: Annotated[str, Path(json_schema_extra={"enum": list(EXPORTERS)})],
        kind: Literal["stories", "claims", "articles"],
        id: Id,
    ) -> Response:
        return sent(request, form, kind, id, whole(library, kind, id))


def whole(library: Library, kind: str, id: str) -> Dossier:
    """Return the dossier of a story, or one cut to what bears on a claim or an article."""
    if kind == "stories":
        return found(library.story(id), "story").dossier
    if kind == "claims":
        return of_claims(found(library.of_claim(id), "claim").dossier, [id])
    told = found(library.of_article(id), "article")
    said = told.said_in.get(id, [])
    return of_claims(told.dossier, {told.view.claim_of.get(s.id, "") for s in said}, [id])


def _of_source(told: Told, name: str) -> Dossier:
    """Return a story cut to the claims that somebody tells, denies or passes on."""
    found(next((s for s in told.dossier.sources if s.name == name), None), "source")
    said = [s.id for s in told.dossier.statements if name in s.chain]
    return of_claims(told.dossier, {told.view.claim_of.get(id, "") for id in said})


def sent(request: Request, form: str, kind: str, id: str, dossier: Dossier) -> Response:
    """Return a dossier as a file to keep."""
    exporter = found(EXPORTERS.get(form), "format")
    name = f'attachment; filename="{file_name(kind, id)}{exporter.suffix}"'
    body = export_bytes(dossier, form)
    return marked(request, body, exporter.media_type, 200, **{"Content-Disposition": name})


def file_name(kind: str, id: str) -> str:
    """Return what a file is called, without suffix: plain letters, whatever the id."""
    plain = _STRANGE.sub("-", id)[:_LONGEST].strip("-.")
    return f"{kind}-{plain}" if plain else kind
