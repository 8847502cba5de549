"""The doors for people: an address each for stories, claims, articles and sources."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from reportedly import __version__
from reportedly.errors import ReportedlyError
from reportedly.web import api, asked, chapters, editing, exports, lists, versions
from reportedly.web.ahead import reading_ahead
from reportedly.web.answers import found, marked, page
from reportedly.web.chapters import HEADINGS, LISTED
from reportedly.web.editing import Desk, read_form
from reportedly.web.guard import COOKIE, HOURS, LOOPBACK, Guard, Sessions, token_of
from reportedly.web.library import Holding, Library
from reportedly.web.links import address
from reportedly.web.paging import Number, cut
from reportedly.web.parts import PARTS
from reportedly.web.rates import Rates

_LONGEST_FORM = 4096
_STATIC = {
    "dossier.css": ("reportedly.dossiers", "style.css", "text/css; charset=utf-8"),
    "web.css": ("reportedly.web", "static/web.css", "text/css; charset=utf-8"),
    "editing.css": ("reportedly.web", "static/editing.css", "text/css; charset=utf-8"),
    "icon.svg": ("reportedly.web", "static/icon.svg", "image/svg+xml"),
}


def make_app(
    store: Holding,
    password: str | None = None,
    names: Collection[str] = LOOPBACK,
    desk: Desk | None = None,
) -> FastAPI:
    """Return the application that serves a store, under host `names` alone.

    "*" among the names stands for any address in numbers. With a password, only who has it is let in.
    With a desk, what is shown can be corrected.
    """
    library = Library(store)
    app = FastAPI(
        title="reportedly", version=__version__, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", description="What a store of news reports tells: read only.",
        lifespan=reading_ahead(library),
    )  # fmt: skip
    sessions = Sessions(password) if password else None
    app.add_middleware(Rates)
    app.add_middleware(Guard, names=names, sessions=sessions)
    programs = api.router(library)
    asked.doors(programs, library)
    exports.doors(programs, library)
    app.include_router(programs)
    _files(app)
    lists.routes(_getting(app), library)
    asked.routes(_getting(app), library)
    versions.routes(_getting(app), library, store)
    exports.routes(_getting(app), library)
    _pages(app, library, desk)
    if desk:
        editing.routes(app, library, desk)
    if sessions:
        _doors(app, sessions)
    _refusals(app)
    return app


# ---------------------------------------------------------------- the pages
def _pages(app: FastAPI, library: Library, desk: Desk | None) -> None:
    get = _getting(app)

    @get("/stories/{id}")
    def story(request: Request, id: str) -> Response:
        told = found(library.story(id), "story")
        return page(request, "story.html", told=told,
                    desk=desk and desk.of_story(told), **chapters.story(told))  # fmt: skip

    @get("/stories/{id}/{part}")
    def part(request: Request, id: str, part: str, number: Number = 1) -> Response:
        told = found(library.story(id), "story")
        shown = found(PARTS.get(part), "part of a story")
        pages = cut(shown.rows(told), address("stories", id, part), {}, number, shown.size)
        return page(request, "part.html", told=told, part=part, heading=shown.heading, pages=pages)

    @get("/stories/{id}/sources/{name:path}")
    def source(request: Request, id: str, name: str) -> Response:
        told = found(library.story(id), "story")
        source = found(next((s for s in told.dossier.sources if s.name == name), None), "source")
        shown = chapters.source(told, source)
        corner = desk and desk.of_source(told, source)
        return page(request, "source.html", told=told, source=source, desk=corner, **shown)

    @get("/claims/{id}")
    def claim(request: Request, id: str) -> Response:
        told = found(library.of_claim(id), "claim")
        claim = found(told.view.claims.get(id), "claim")
        shown = chapters.claim(told, claim)
        return page(
            request, "claim.html", told=told, claim=claim, desk=desk and desk.of_claim(claim), **shown
        )

    @get("/claims/{id}/{stance}")
    def side(request: Request, id: str, stance: str, number: Number = 1) -> Response:
        told = found(library.of_claim(id), "claim")
        claim = found(told.view.claims.get(id), "claim")
        heading = found(HEADINGS.get(stance), "side of a claim")
        pages = cut(told.view.told(claim, stance), address("claims", id, stance), {}, number, LISTED)
        return page(request, "side.html", told=told, claim=claim, heading=heading, pages=pages)

    @get("/articles/{id:path}")
    def article(request: Request, id: str) -> Response:
        told = found(library.of_article(id), "article")
        article = found(told.view.articles.get(id), "article")
        shown, corner = chapters.article(told, article), desk and desk.of_article(article)
        return page(request, "article.html", told=told, article=article, desk=corner, **shown)


def _getting(app: FastAPI) -> Callable[[str], Callable[[Callable[..., Response]], object]]:
    """Return what makes a door for people of a function; programs are not told of it."""
    return lambda path: app.api_route(path, methods=["GET", "HEAD"], include_in_schema=False)


def _files(app: FastAPI) -> None:
    """Serve the few files there are; no name from a request is looked for on the disk."""
    held = {
        name: (files(package).joinpath(path).read_bytes(), media)
        for name, (package, path, media) in _STATIC.items()
    }

    @_getting(app)("/static/{name}")
    def static(request: Request, name: str) -> Response:
        body, media = found(held.get(name), "file")
        return marked(request, body, media)


# ---------------------------------------------------------------- coming in and going
def _doors(app: FastAPI, sessions: Sessions) -> None:
    get = _getting(app)

    @get("/login")
    def ask(request: Request) -> Response:
        return page(request, "login.html", problem=None)

    @app.post("/login", include_in_schema=False)
    async def come_in(request: Request) -> Response:
        given = (await read_form(request, _LONGEST_FORM)).get("password", [""])[0]
        if sessions.is_tired():
            return page(request, "login.html", 429, problem="Too many wrong passwords: wait a minute.")
        if not sessions.is_right(given):
            return page(request, "login.html", 403, problem="That is not the password.")
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, sessions.begin(), HOURS * 3600, httponly=True, samesite="strict")
        return answer

    @app.post("/logout", include_in_schema=False)
    def leave(request: Request) -> Response:
        sessions.end(token_of(request.headers))
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer


# ---------------------------------------------------------------- what cannot be shown
def _refusals(app: FastAPI) -> None:
    """Answer what goes wrong in words: to programs as an object, to people as a page."""

    def refused(request: Request, status: int, why: str) -> Response:
        if request.url.path.startswith("/api/"):
            return api.refusal(status, why)
        return page(request, "refusal.html", status, why=why)

    @app.exception_handler(HTTPException)
    def told(request: Request, error: HTTPException) -> Response:
        why = "There is nothing here." if error.detail == "Not Found" else error.detail
        answer = refused(request, error.status_code, why)
        answer.headers.update(error.headers or {})  # which methods there are
        return answer

    @app.exception_handler(RequestValidationError)
    async def unclear(request: Request, error: RequestValidationError) -> Response:
        if request.url.path.startswith("/api/"):
            return await request_validation_exception_handler(request, error)
        return refused(request, 422, "This address asks for something that makes no sense.")

    @app.exception_handler(ReportedlyError)
    def unread(request: Request, error: ReportedlyError) -> Response:
        return refused(request, 503, f"The store cannot be read just now: {error}")
