"""The hand-written dossier, as a store would give it, and the application over it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import duckdb
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from reportedly.errors import InputError
from reportedly.records import (
    Claim,
    Dossier,
    DossierStory,
    Origins,
    Reading,
    StoryAccount,
    StoryOrigins,
    content_hash,
)
from reportedly.store import LookUp, catalogue, migrations
from reportedly.store.connection import Connection
from reportedly.store.file import insert
from reportedly.store.reading import row
from reportedly.store.rows import KeptStory
from reportedly.web import make_app

Seen = TypeVar("Seen")


class Shown:
    """A dossier, in place of a store; `asked` counts how often one of its stories was read."""

    def __init__(self, dossier: Dossier) -> None:
        self.whole = dossier
        self.version = 1
        self.asked = 0
        self._connection = duckdb.connect()
        migrations.migrate(self._connection, 0)
        with self.reading() as connection:
            for number, article in enumerate(dossier.articles, 1):
                insert(connection, "articles", [row(article, number, 1, article.id)])
            for story in dossier.stories:
                self.enter(connection, story)

    def change(self, dossier: Dossier) -> None:
        """Show another dossier from now on."""
        self.whole, self.version = dossier, self.version + 1
        with self.reading() as connection:
            connection.execute("DELETE FROM stories")
            connection.execute("DELETE FROM claims")
            for story in dossier.stories:
                self.enter(connection, story)

    def enter(self, connection: Connection, story: DossierStory) -> None:
        """Put a story where it is looked up."""
        told, behind = self._account(story)
        account = content_hash(story)
        keys = [article.key for article in told.articles]
        insert(connection, "stories", [KeptStory(story.id, story.title, keys, account)])
        insert(connection, "claims", catalogue.in_brief(told.claims, behind))
        if catalogue.missing(connection):
            catalogue.enter(connection, [(account, told, behind)], news=True)

    def _account(self, story: DossierStory) -> tuple[StoryAccount, StoryOrigins]:
        dossier = self.whole
        articles = [article for article in dossier.articles if article.id in story.articles]
        readings = [
            Reading(a.id, a.key, statements=[s for s in dossier.statements if s.article == a.id])
            for a in articles
        ]
        own = [claim for claim in dossier.claims if claim.story == story.id]
        claims = [Claim(c.id, c.story, c.text, c.statements, loose=c.loose) for c in own]
        behind = [
            Origins(
                c.id, c.origins, c.independent, c.rests_on, c.evidence, c.disputed_by, c.n_articles,
                c.n_outlets,
            )
            for c in own
        ]  # fmt: skip
        told = StoryAccount(story.id, story.title, articles, readings, claims)
        return told, StoryOrigins(story.id, behind, dossier.sources)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self._connection.cursor()

    @property
    def catalogue(self) -> LookUp:
        return LookUp(self)

    def seek(self, look: Callable[[Connection], Seen]) -> Seen:
        with self.reading() as connection:
            return look(connection)

    def holding(self, ids: Iterable[str]) -> Dossier:
        return self.whole

    def state(self) -> str:
        return str(self.version)

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


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on this machine, for a browser, and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    [port] = [s.getsockname()[1] for one in server.servers for s in one.sockets]
    try:
        yield f"http://localhost:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
