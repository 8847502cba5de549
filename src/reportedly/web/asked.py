"""The doors to what a store has on a sentence: a page, and objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.asking import Answer, Narrowed
from reportedly.asking.finding import LONGEST, MOST
from reportedly.asking.sentence import LONGEST as LONGEST_SENTENCE
from reportedly.errors import InputError
from reportedly.web.answers import objects, page
from reportedly.web.api import ROOT, gives, in_place
from reportedly.web.library import Library
from reportedly.web.lists import DAY

NEAREST = 25
"""Claims that the page lists by meaning, at most."""

Sentence = Annotated[str, Query(max_length=LONGEST_SENTENCE, description="A claim, as a sentence")]
Words = Annotated[str, Query(max_length=LONGEST)]
Day = Annotated[str, Query(pattern=DAY)]


def routes(get: Callable[[str], Callable[[Callable[..., Response]], object]], library: Library) -> None:
    """Add the page."""

    @get("/ask")
    def ask(
        request: Request, q: Sentence = "", kind: Annotated[list[str], Query(max_length=8)] = [],  # noqa: B006
        outlet: Words = "", source: Words = "", since: Day = "", until: Day = "",
    ) -> Response:  # fmt: skip
        narrowed = Narrowed(
            "", outlet.strip(), source.strip(), since, until, "disputed" in kind, "single-origin" in kind
        )
        answer, nearest, problem = None, [], ""
        if q.strip():
            try:
                answer = library.check(q, narrowed, 5, 3)
                nearest = library.claims("", q[:LONGEST], narrowed, 0, NEAREST).claims
            except InputError as error:
                problem = str(error)
        told = {hit.claim for hit in (*answer.same, *answer.contrary, *answer.near)} if answer else set()
        nearest = [each for each in nearest if each.claim.id not in told]
        return page(
            request, "ask.html", q=q, answer=answer, nearest=nearest, problem=problem,
            narrowed=narrowed != Narrowed(),
        )  # fmt: skip


def doors(found: APIRouter, library: Library) -> None:
    """Add the doors for programs."""

    @found.get(
        "/check",
        summary="What the store has on a sentence",
        responses=gives(in_place(TypeAdapter(Answer).json_schema())),
    )
    def check(
        request: Request, sentence: Annotated[Sentence, Query(min_length=1)],
        most: Annotated[int, Query(ge=1, le=20, description="Claims of each kind")] = 5,
        passages: Annotated[int, Query(ge=0, le=20, description="Of each claim")] = 4,
    ) -> Response:  # fmt: skip
        try:
            answer = library.check(sentence, Narrowed(), most, passages)
        except InputError as error:
            raise HTTPException(422, str(error)) from error
        if answer is None:
            raise HTTPException(404, "There is nothing in this store yet.")
        return objects(request, asdict(answer))

    @found.get("/claims", summary="Claims, by words and by meaning", responses=gives(_CLAIMS))
    def claims(
        request: Request, q: Annotated[Words, Query(description="Words of a claim, all of them")] = "",
        meaning: Annotated[Words, Query(description="What claims are about: the nearest first")] = "",
        outlet: Words = "", source: Words = "", since: Day = "", until: Day = "", story: Words = "",
        disputed: bool = False, single_origin: bool = False,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> Response:  # fmt: skip
        narrowed = Narrowed(story, outlet, source, since, until, disputed, single_origin)
        told = library.claims(q, meaning, narrowed, offset, limit)
        after = None
        if offset + limit < told.total:
            given = {"q": q, "meaning": meaning, **asdict(narrowed), "offset": offset + limit, "limit": limit}
            after = f"{ROOT}/claims?{urlencode({n: v for n, v in given.items() if v}, errors='replace')}"
        rows = [
            {**asdict(each.claim), "title": each.title, "nearness": each.nearness} for each in told.claims
        ]
        return objects(request, {"total": told.total, "next": after, "claims": rows})


_CLAIMS: dict[str, Any] = {
    "type": "object",
    "required": ["total", "next", "claims"],
    "properties": {
        "total": {"type": "integer"},
        "next": {"type": ["string", "null"], "description": "Where the claims after these are found"},
        "claims": {"type": "array", "items": {"type": "object", "required": ["id", "story", "text"]}},
    },
}
