"""The hand-written dossier, as a store would give it, and the application over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fastapi import FastAPI
from starlette.testclient import TestClient

from reportedly.errors import InputError
from reportedly.records import Dossier
from reportedly.store import ListedStory, ShownClaim
from reportedly.web import make_app


class Shown:
    """A dossier, in place of a store; `version` changes when it does."""

    def __init__(self, dossier: Dossier) -> None:
        self.whole = dossier
        self.version = 1
        self.asked = 0

    def state(self) -> str:
        return str(self.version)

    def listed(self) -> list[ListedStory]:
        outlets = {a.id: a.outlet for a in self.whole.articles}
        return [
            ListedStory(
                s.id, s.title, s.articles, sorted({o for a in s.articles if (o := outlets[a])}),
                "2025-04-08", "2025-04-10",
            )
            for s in self.whole.stories
        ]  # fmt: skip

    def claims(self) -> list[ShownClaim]:
        return [
            ShownClaim(
                c.id, c.story, c.text, len(c.statements), c.n_articles, c.n_outlets, c.independent,
                c.rests_on, c.disputed_by,
            )
            for c in self.whole.claims
        ]  # fmt: skip

    def dossier(self, ids: Iterable[str]) -> Dossier:
        self.asked += 1
        stories = [story for story in self.whole.stories if story.id in set(ids)]
        if not stories:
            raise InputError("no such story")
        return replace(self.whole, stories=stories)


def client(app: FastAPI) -> TestClient:
    """Return a browser without a screen, on this machine."""
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def app_of(dossier: Dossier) -> FastAPI:
    """Return the application that shows a dossier."""
    return make_app(Shown(dossier))
