"""A store's doors: the page, in chromium where it is installed, the HTTP API, and the MCP server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import httpx
from lxml import html
from mcp import Client
from playwright.sync_api import sync_playwright

from reportedly.asking.server import make_server
from reportedly.records import Dossier, DossierClaim
from reportedly.store import Store
from reportedly.web import make_app
from shown_dossier import served
from test_page_in_browser import CHROMIUM, QUIET

Read = Callable[[str], str]
FIGURES = ("independent", "origins", "rests_on", "disputed_by")


class Doors:
    """Says through every door what a store says; all must say the same."""

    def __init__(self, store: Store, programs: httpx.Client, read: Read) -> None:
        self._store, self._programs, self._read = store, programs, read

    def page(self, path: str) -> str:
        """Return the words of a page, as a reader has them."""
        return " ".join(self._read(path).split())

    def agree(self, dossier: Dossier) -> str:
        """Hold every door to a dossier; return all that the stories' pages and their claims' say."""
        said = [self.page("/")]
        for story in dossier.stories:
            shown = self._programs.get(f"/api/v1/stories/{story.id}").raise_for_status().json()
            told = self._tool("get_story", id=story.id, count=50)
            by_api = {claim["id"]: claim for claim in shown["claims"]}
            by_tool = {claim["claim"]: claim for claim in told["claims"]}
            wanted = {claim.id: claim for claim in dossier.claims if claim.story == story.id}
            assert set(by_api) == set(wanted) == set(by_tool)
            for id, claim in wanted.items():
                self._same(claim, by_api[id], "n_outlets")
                self._same(claim, by_tool[id], "outlets")
            said.append(self.page(f"/stories/{story.id}"))
            said += [self.page(f"/claims/{id}") for id, claim in wanted.items() if claim.n_outlets > 1]
        return " ".join(said)

    def check(self, sentence: str) -> dict[str, Any]:
        """Return what a model hears that asks for a sentence; programs hear the same."""
        by_tool = self._tool("check_claim", sentence=sentence)
        by_api = self._programs.get("/api/v1/check", params={"sentence": sentence}).raise_for_status().json()
        assert by_tool == by_api
        return by_tool

    @staticmethod
    def _same(claim: DossierClaim, told: dict[str, Any], outlets: str) -> None:
        expected = {name: getattr(claim, name) for name in FIGURES} | {outlets: claim.n_outlets}
        assert {name: told[name] for name in expected} == expected, claim.text

    def _tool(self, name: str, **given: Any) -> dict[str, Any]:
        async def ask() -> dict[str, Any]:
            async with Client(make_server(self._store)) as client:
                answer = await client.call_tool(name, given)
            assert not answer.is_error, answer
            return dict(answer.structured_content or {})

        # In a thread of its own: Playwright's loop runs in this one.
        found: list[dict[str, Any]] = []
        thread = threading.Thread(target=lambda: found.append(anyio.run(ask)))
        thread.start()
        thread.join(60)
        return found[0]


@contextmanager
def open_doors(store: Store) -> Iterator[Doors]:
    """Serve a store on this machine, and open its doors."""
    with (
        served(make_app(store)) as address,
        httpx.Client(base_url=address, timeout=60) as programs,
        _reading(address, programs) as read,
    ):
        yield Doors(store, programs, read)


@contextmanager
def _reading(address: str, client: httpx.Client) -> Iterator[Read]:
    """Yield what reads a page: a browser, or where there is none, a client that knows HTML."""
    if CHROMIUM is None:
        yield lambda path: str(html.fromstring(client.get(path).raise_for_status().text).text_content())
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page()

        def read(path: str) -> str:
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.ok, path
            return page.locator("body").text_content() or ""

        yield read
        browser.close()
