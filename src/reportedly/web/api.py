"""The doors for programs, under /api/v1: the same objects as the JSON of a dossier."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.dossiers import export, schema
from reportedly.dossiers.as_json import encode
from reportedly.store import Search
from reportedly.web.answers import marked, objects
from reportedly.web.library import Library
from reportedly.web.lists import DAY

ROOT = "/api/v1"
Id = Annotated[str, Path(max_length=2000)]


def refusal(status: int, why: str) -> JSONResponse:
    """Return why something cannot be had, as an object."""
    return JSONResponse({"detail": why}, status)


def router(library: Library) -> APIRouter:
    """Return the doors to what a library holds."""
    found = APIRouter(prefix=ROOT)

    @found.get("/stories", summary="Stories, the largest first", responses=gives(_LISTED))
    def stories(
        request: Request,
        q: Annotated[str, Query(max_length=400, description="Words of titles, claims and names")] = "",
        kind: Annotated[list[Literal["", "disputed", "single-origin", "new"]], Query(max_length=8)] = [],  # noqa: B006
        outlet: Annotated[str, Query(max_length=400)] = "",
        agency: Annotated[str, Query(max_length=400, description="Credited, or named in a chain")] = "",
        source: Annotated[str, Query(max_length=400, description="Words of the name of who is heard")] = "",
        since: Annotated[str, Query(pattern=DAY, description="A day, month or year")] = "",
        until: Annotated[str, Query(pattern=DAY)] = "",
        mark: Annotated[int, Query(ge=0, le=10**15, description="What was told after it is new")] = 0,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        kinds = tuple(name for name in dict.fromkeys(kind) if name)
        search = Search(q, kinds, outlet, agency, source, since, until, mark)
        found = library.search(search, offset, limit, members=True)
        shown = [
            {**asdict(row.story), "claims": row.n_claims, "disputed": row.disputed,
             "single_origin": row.single_origin, "new": row.is_new}
            for row in found.rows
        ]  # fmt: skip
        after = None
        if offset + limit < found.total:
            asked = {
                "q": q, "kind": kinds, "outlet": outlet, "agency": agency, "source": source, "since": since,
                "until": until, "mark": mark, "offset": offset + limit, "limit": limit,
            }  # fmt: skip
            given = {name: value for name, value in asked.items() if value}
            after = f"{ROOT}/stories?{urlencode(given, doseq=True, errors='replace')}"
        told = {"total": found.total, "next": after, "mark": library.size().mark, "stories": shown}
        return objects(request, told)

    @found.get("/stories/{id}", summary="The dossier of a story", responses=gives(_dossier()))
    def story(request: Request, id: Id) -> Response:
        told = library.story(id)
        if told is None:
            raise HTTPException(404, "There is no such story in this store.")
        return marked(request, export(told.dossier, "json").encode(), "application/json")

    @found.get(
        "/claims/{id}", summary="A claim, with its statements", responses=gives(_part("claim", "statements"))
    )
    def claim(request: Request, id: Id) -> Response:
        told = library.of_claim(id)
        claim = told.view.claims.get(id) if told else None
        if told is None or claim is None:
            raise HTTPException(404, "There is no such claim in this store.")
        said = [told.view.statements[s] for s in claim.statements if s in told.view.statements]
        return objects(request, {"claim": encode(claim), "statements": encode(said)})

    @found.get(
        "/articles/{id:path}",
        summary="An article, with what it says",
        responses=gives(_part("article", "statements")),
    )
    def article(request: Request, id: Id) -> Response:
        told = library.of_article(id)
        article = told.view.articles.get(id) if told else None
        if told is None or article is None:
            raise HTTPException(404, "There is no such article in this store.")
        said = told.said_in.get(id, [])
        return objects(
            request, {"article": encode(article), "story": told.story.id, "statements": encode(said)}
        )

    return found


# ---------------------------------------------------------------- what is promised
_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_LISTED = {
    "type": "object",
    "required": ["total", "next", "mark", "stories"],
    "properties": {
        "total": _NUMBER,
        "next": {"type": ["string", "null"], "description": "Where the stories after these are found"},
        "mark": {"type": "integer", "description": "Given back, it asks for what is newer"},
        "stories": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": _TEXT, "title": _TEXT, "articles": {"type": "array", "items": _TEXT},
                    "outlets": {"type": "array", "items": _TEXT}, "first": {"type": ["string", "null"]},
                    "last": {"type": ["string", "null"]}, "claims": _NUMBER, "disputed": _NUMBER,
                    "single_origin": _NUMBER, "new": {"type": "boolean"},
                },
            },
        },
    },
}  # fmt: skip
_REFUSED = {
    "type": "object", "required": ["detail"],
    "properties": {"detail": {"type": "string", "description": "Why, for people"}},
}  # fmt: skip
_SENSELESS = {
    "type": "object", "required": ["detail"],
    "properties": {"detail": {
        "description": "What is wrong with each parameter, or why, for people",
        "anyOf": [{"type": "array", "items": {"type": "object"}}, _TEXT],
    }},
}  # fmt: skip


def gives(shape: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Return what a door promises to answer: an object of this schema, or a refusal."""

    def told(description: str, schema: dict[str, Any]) -> dict[str, Any]:
        return {"description": description, "content": {"application/json": {"schema": schema}}}

    return {
        200: told("What was asked for", shape),
        304: {"description": "As it was (If-None-Match)"},
        404: told("There is none", _REFUSED),
        422: told("It makes no sense", _SENSELESS),
        503: told("The store cannot be read just now", _REFUSED),
    }


def _dossier() -> dict[str, Any]:
    """Return the schema of a dossier, its parts in place."""
    return in_place(schema())


def in_place(whole: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its parts in place, which hold each other nowhere in a circle."""
    parts = whole.get("$defs", {})

    def placed(value: Any) -> Any:
        if isinstance(value, list):
            return [placed(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return placed(parts[value["$ref"].rpartition("/")[2]])
        return {key: placed(item) for key, item in value.items() if key not in ("$schema", "$id", "$defs")}

    return dict(placed(whole))


def _part(*names: str) -> dict[str, Any]:
    """Return the schema of parts of a dossier: a list, or one of it."""
    lists = _dossier()["properties"]
    found = {n: lists[n] if n in lists else lists[f"{n}s"]["items"] for n in names}
    return {"type": "object", "required": list(names), "properties": found}
