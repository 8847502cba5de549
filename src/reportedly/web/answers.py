"""What is sent: pages from templates, and objects, each with a mark by which a browser knows it again."""

from __future__ import annotations

import hashlib
import json
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly.dossiers import EXPORTERS
from reportedly.dossiers.dates import in_words
from reportedly.dossiers.phrases import COUNTING, counted, listed, one_line, plural, safe, verdict
from reportedly.web.links import address

Thing = TypeVar("Thing")


def _shown(value: Any) -> Any:
    """Return what a template is to show; text without signs that a browser would act on."""
    return value if hasattr(value, "__html__") or not isinstance(value, str) else safe(value)


TEMPLATES = Environment(
    loader=PackageLoader("reportedly.web"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_shown,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals |= {
    "COUNTING": COUNTING,
    "FORMATS": list(EXPORTERS),
    "address": address,
    "plural": plural,
    "listed": listed,
}
TEMPLATES.filters |= {
    "day": lambda time: in_words(time[:10]) if time else "no date",
    "in_words": in_words,
    "line": one_line,
    "verdict": verdict,
    "verdict_in_brief": lambda claim: counted(claim.outlets, claim.independent, claim.rests_on),
}


def found(thing: Thing | None, kind: str) -> Thing:
    """Return a thing that was asked for; refuse to show one that is not there."""
    if thing is None:
        raise HTTPException(404, f"There is no such {kind} in this store.")
    return thing


def page(request: Request, template: str, status: int = 200, **shown: Any) -> Response:
    """Return a page made from a template."""
    text = TEMPLATES.get_template(template).render(**shown)
    return marked(request, text.encode("utf8", "replace"), "text/html; charset=utf-8", status)


def objects(request: Request, value: Any, **headers: str) -> Response:
    """Return an object as JSON, signs of other alphabets as they are, lone surrogates as escapes."""
    try:
        body = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        body = json.dumps(value).encode()
    return marked(request, body, "application/json", 200, **headers)


def marked(request: Request, body: bytes, media: str, status: int = 200, **headers: str) -> Response:
    """Return an answer with its mark (ETag); without its body where the browser has it already."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", **headers}
    known = [
        given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")
    ]
    if status == 200 and (mark in known or "*" in known):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media)
