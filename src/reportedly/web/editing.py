"""Correcting where it is shown: pages with forms, what comes of them, and what was decided, with its undoing.

What is decided is kept at once, and its stories are told anew beside the pages. A form holds a token that is
made for the session of who asked for it, so no other site can send one (nor can one that is served to
somebody else be used).
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import parse_qs

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.dossiers.phrases import one_line
from reportedly.errors import InputError, ReportedlyError, SettingsError
from reportedly.records import Article, Dossier, DossierClaim, Source
from reportedly.store import clock
from reportedly.store.decisions import Decision, Fate, Pointing, decide
from reportedly.store.rows import KeptStory
from reportedly.web import corrections
from reportedly.web.answers import found, page
from reportedly.web.corrections import Form, Wish
from reportedly.web.guard import token_of
from reportedly.web.library import Kept, Library, Told
from reportedly.web.links import address
from reportedly.web.retelling import Retelling

COOKIE = "reportedly-desk"
PATIENCE = 10.0
"""Seconds that who decided something waits for what follows; then they are told that it is to come."""

SHOWN = 100
"""Decisions on a page of them."""

DID = {
    "merge-claims": "One claim",
    "split-claim": "Another claim",
    "merge-stories": "One story",
    "split-story": "Another story",
    "rename": "Called otherwise",
    "dependent": "One origin",
    "independent": "Stands by itself",
    "note": "Note",
    "dismiss": "Of no interest",
}
"""What was decided, in brief, by kind."""

MOST_BYTES, MOST_FIELDS = 100_000, 600
_LONGEST = {"why": 2000, "who": 100, "name": 300, "instead": 300, "address": 2000}
_ID = 600
_TOKEN = re.compile(r"[\w-]{20,100}")


class Deciding(Protocol):
    """What is asked of a store; see `reportedly.store.Store`."""

    def state(self) -> str: ...
    def waits(self) -> bool: ...
    def stories(self) -> list[KeptStory]: ...
    def decisions(self) -> list[Decision]: ...
    def fates(self) -> dict[str, Fate]: ...
    def holding(self, ids: list[str]) -> Dossier: ...
    def decide(self, make: Callable[[int], Decision], *, later: bool) -> Decision: ...
    def undo(self, number: int, who: str, why: str, *, later: bool) -> Decision: ...


@dataclass(frozen=True, slots=True)
class Corner:
    """What stands on the page of a thing about correcting it."""

    address: str
    what: str
    decided: list[Decision]


class Desk:
    """Who has something corrected: decides it, has stories told anew, and knows what was decided."""

    def __init__(self, store: Deciding, retelling: Retelling, who: str = "") -> None:
        self._store, self._retelling = store, retelling
        self._secret = secrets.token_bytes(32)
        self._kept = Kept(4)
        self.who = who
        """Who decides, where nobody said otherwise before."""

    # ------------------------------------------------------------ what was decided
    def decisions(self) -> list[Decision]:
        """Return all decisions, by their numbers."""
        return self._kept.get(("decisions", self._store.state()), self._store.decisions)

    def fates(self) -> dict[str, Fate]:
        """Return what became of each, by id."""
        return self._kept.get(("fates", self._store.state()), self._store.fates)

    def waiting(self) -> str:
        """Return what is to be said of work that waits; "" where none does."""
        if not self._store.waits():
            return ""
        problem = self._retelling.problem
        return (
            f"What follows could not be worked out: {problem}"
            if problem
            else "What follows is being worked out."
        )

    def of_claim(self, claim: DossierClaim) -> Corner:
        """Return what stands on a claim's page."""
        own = set(claim.statements)
        return self._corner("claims", claim.id, lambda d: any(t.statement in own for t in d.targets))

    def of_story(self, told: Told) -> Corner:
        """Return what stands on a story's page."""
        keys = {article.key for article in told.view.story_articles(told.story)}
        return self._corner("stories", told.story.id, lambda d: any(t.article in keys for t in d.targets))

    def of_article(self, article: Article) -> Corner:
        """Return what stands on an article's page."""
        return self._corner(
            "articles", article.id, lambda d: any(t.article == article.key for t in d.targets)
        )

    def of_source(self, told: Told, source: Source) -> Corner:
        """Return what stands on the page of a source of a story."""
        names = {source.name, *source.aliases}
        corner = self._corner("stories", told.story.id, lambda d: d.name in names or d.instead == source.name)
        return Corner(address("correct", "sources", told.story.id, source.name), "name", corner.decided)

    def _corner(self, kind: str, id: str, concerns: Callable[[Decision], bool]) -> Corner:
        what = {"claims": "claim", "stories": "story", "articles": "article"}[kind]
        about = [d for d in reversed(self.decisions()) if concerns(d)]
        return Corner(address("correct", kind, id), what, about)

    def titles(self) -> list[tuple[str, str]]:
        """Return the ids and titles of all stories."""
        rows = self._kept.get(("titles", self._store.state()), self._store.stories)
        return [(row.id, row.title) for row in rows]

    # ------------------------------------------------------------ deciding
    def decide(self, wish: Wish, who: str, why: str) -> str:
        """Keep what somebody wishes, and return the address of what it is about, as it is told then."""
        dossier = self._store.holding(corrections.named(wish))
        kind, targets, names = corrections.decided(Pointing(dossier), wish)
        made = self._store.decide(
            lambda number: decide(kind, targets, number=number, who=who, when=clock.now(), why=why, **names),
            later=True,
        )
        if not self._retelling.ask(PATIENCE):
            return f"/decisions#d-{made.number}"
        return self._place(made, dossier, wish.of) or f"/decisions#d-{made.number}"

    def undo(self, number: int, who: str, why: str) -> str:
        """Take a decision back, and return the address of what is told of it."""
        self._store.undo(number, who, why, later=True)
        self._retelling.ask(PATIENCE)
        return f"/decisions#d-{number}"

    def _place(self, made: Decision, before: Dossier, of: str) -> str | None:
        """Return where what a decision is about is shown now."""
        ids = {article.key: article.id for article in before.articles}
        named = [ids[target.article] for target in made.targets if target.article in ids]
        if any(article.id == of for article in before.articles):
            return address("articles", of)
        try:
            now = self._store.holding([*named[:1], *([] if named else [of])])
        except ReportedlyError:
            return None
        if not now.stories:
            return None
        story = now.stories[0]
        statement = next((t.statement for t in made.targets if t.statement), None)
        if statement:
            claim = next((c for c in now.claims if statement in c.statements), None)
            return address("claims", claim.id) if claim else address("stories", story.id)
        if made.instead and any(source.name == made.instead for source in now.sources):
            return address("stories", story.id, "sources", made.instead)
        return address("stories", story.id)

    # ------------------------------------------------------------ tokens
    def session(self, request: Request) -> str:
        """Return the session that a request belongs to; "" where there is none yet."""
        own = request.cookies.get(COOKIE, "")
        return token_of(request.headers) or (own if _TOKEN.fullmatch(own) else "")

    def token(self, session: str) -> str:
        """Return the token of forms of a session."""
        return hmac.new(self._secret, session.encode("utf8", "replace"), sha256).hexdigest()

    def must_be_ours(self, request: Request, given: str) -> None:
        """Refuse what was not sent from a form that this session asked for."""
        session = self.session(request)
        right = self.token(session).encode()
        if not session or not hmac.compare_digest(right, given.encode("utf8", "replace")):
            raise HTTPException(
                403, "This form is not one of this session: it may be from an earlier start of the server."
                " Go back, load the page again, and send it once more."
            )  # fmt: skip


# ---------------------------------------------------------------- pages
def routes(app: FastAPI, library: Library, desk: Desk) -> None:
    """Serve the pages on which things are corrected, and take in what comes of them."""

    def get(path: str) -> Callable[[Callable[..., Response]], object]:
        return app.api_route(path, methods=["GET", "HEAD"], include_in_schema=False)

    def formed(request: Request, title: str, told: Told, back: str, forms: list[Form]) -> Response:
        return _with_token(desk, request, "correct.html", title=title, told=told, back=back, forms=forms)

    @get("/correct/claims/{id}")
    def claim(request: Request, id: str) -> Response:
        told = found(library.of_claim(id), "claim")
        claim = found(told.view.claims.get(id), "claim")
        forms = corrections.of_claim(told, claim)
        return formed(request, claim.text, told, address("claims", id), forms)

    @get("/correct/stories/{id}")
    def story(request: Request, id: str) -> Response:
        told = found(library.story(id), "story")
        forms = corrections.of_story(told, desk.titles())
        return formed(request, told.story.title, told, address("stories", id), forms)

    @get("/correct/sources/{id}/{name:path}")
    def source(request: Request, id: str, name: str) -> Response:
        told = found(library.story(id), "story")
        found(next((s for s in told.dossier.sources if s.name == name), None), "source")
        back = address("stories", id, "sources", name)
        return formed(request, name, told, back, corrections.of_name(told, name))

    @get("/correct/articles/{id:path}")
    def article(request: Request, id: str) -> Response:
        told = found(library.of_article(id), "article")
        article = found(told.view.articles.get(id), "article")
        forms = corrections.of_article(told, article)
        return formed(
            request, article.title or "An article without a title", told, address("articles", id), forms
        )

    @get("/decisions")
    def decisions(request: Request) -> Response:
        rows, fates = list(reversed(desk.decisions())), desk.fates()
        try:
            before = int(request.query_params.get("before", "")[:9])
        except ValueError:
            before = 0
        shown = [row for row in rows if not before or row.number < before][:SHOWN]
        more = shown[-1].number if shown and shown[-1].number > 1 else None
        return _with_token(
            desk, request, "decisions.html", rows=[(row, fates.get(row.id)) for row in shown], more=more,
            did=DID, waiting=desk.waiting(),
        )  # fmt: skip

    @app.post("/decisions", include_in_schema=False)
    async def decide(request: Request) -> Response:
        given = await read_form(request)
        desk.must_be_ours(request, _one(given, "token"))
        try:
            place = await run_in_threadpool(_kept, desk, given)
        except (InputError, SettingsError) as error:
            raise HTTPException(422, f"Nothing was decided: {error}.") from error
        answer = RedirectResponse(place, 303)
        _remember(answer, COOKIE + "-who", _one(given, "who").encode("utf8", "replace").hex())
        return answer


def _kept(desk: Desk, given: dict[str, list[str]]) -> str:
    """Keep what a form asks for, and return where to go on."""
    who, why = (one_line(_one(given, name)).strip() for name in ("who", "why"))
    if number := _one(given, "undo"):
        if not re.fullmatch(r"[0-9]{1,9}", number):
            raise InputError("there is no such decision")
        return desk.undo(int(number), who, why)
    other = corrections.meant_by(_one(given, "address").strip())
    parts = [part for part in given.get("part", []) if len(part) <= _ID]
    wish = Wish(
        _one(given, "do"), _one(given, "of")[:_ID], (*parts, *([other] if other else [])),
        one_line(_one(given, "name")).strip(), one_line(_one(given, "instead")).strip(),
        _one(given, "where") == "everywhere",
    )  # fmt: skip
    return desk.decide(wish, who, why)


def _with_token(desk: Desk, request: Request, template: str, **shown: Any) -> Response:
    """Return a page with forms of the session of who asks for it, which begins where there is none."""
    session = desk.session(request)
    begun = session or secrets.token_urlsafe(32)
    answer = page(request, template, token=desk.token(begun), who=_who(request) or desk.who, **shown)
    answer.headers["Cache-Control"] = "no-store"
    if not session:
        _remember(answer, COOKIE, begun)
    return answer


def _remember(answer: Response, cookie: str, value: str) -> None:
    answer.set_cookie(cookie, value, httponly=True, samesite="strict")


def _who(request: Request) -> str:
    """Return who decided something the last time, of this browser's session."""
    try:
        return one_line(bytes.fromhex(request.cookies.get(COOKIE + "-who", "")[:800]).decode())
    except ValueError:
        return ""


async def read_form(request: Request, most: int = MOST_BYTES) -> dict[str, list[str]]:
    """Return the fields of a form; refuse one that is none, or too large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "This is not a form as the pages here have them.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, "That is too long.")
    try:
        given = parse_qs(body.decode("utf8", "replace"), max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(413, "That has too many fields.") from None
    for name, longest in _LONGEST.items():
        if any(len(value) > longest for value in given.get(name, ())):
            raise HTTPException(422, f"Nothing was done: at most {longest} signs fit there.")
    return given


def _one(given: dict[str, list[str]], name: str) -> str:
    return given.get(name, [""])[0]
