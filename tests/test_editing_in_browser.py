"""Correcting in a real browser, with the keyboard alone and without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from light_steps import lighten
from reportedly.store import Store
from reportedly.web import make_app
from reportedly.web.editing import Desk
from reportedly.web.retelling import Retelling
from shown_dossier import served
from test_page_in_browser import CONTRASTS, browser, open_all, pytestmark  # noqa: F401

LONG = "Varn Strait Chronicle of Ships, Ferries and Harbours " * 4
TEXT = "Two people died in a fire in Marn, police said. The fire spread to the harbour of Marn."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("made")
    for outlet in ("Courier", "Herald", LONG):
        row = {"id": outlet[:7], "title": "Fire in Marn", "outlet": outlet, "text": TEXT}
        (folder / f"{outlet[:7]}.json").write_text(json.dumps(row), "utf8")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch.setattr)
        store = Store(folder / "news.duckdb")
        store.add(sorted(folder.glob("*.json")))
        app = make_app(store, desk=Desk(store, Retelling(store.finish), "Ann Roe"))
        with served(app) as address:
            yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(java_script_enabled=True, viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def reach(page: Page, text: str) -> None:
    """Press Tab until what has a text, or a name, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(e => [e.innerText, e.name, e.labels?.[0]?.innerText].filter(Boolean).join(' '))"
            "(document.activeElement)"
        )
        if text in found:
            return
    raise AssertionError(f"{text!r} was not reached")


def test_a_claim_is_corrected_and_that_is_undone_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    reach(page, "Two people died")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
    reach(page, "Correct this claim")
    page.keyboard.press("Enter")
    page.wait_for_url("**/correct/claims/*")
    reach(page, "Some of this is another claim")
    page.keyboard.press("Enter")
    reach(page, "Courier")
    page.keyboard.press("Space")
    reach(page, "why")
    page.keyboard.type("the Courier means <another> fire")
    reach(page, "who")
    assert page.evaluate("document.activeElement.value") == "Ann Roe"
    page.keyboard.type("Ida Berg")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
    assert "Ida Berg" in page.locator("#decided").inner_text()
    assert "the Courier means <another> fire" in page.locator("#decided").inner_text()
    assert page.locator(".standing-line").inner_text().startswith("1")
    reach(page, "Ida Berg")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions#d-1")
    reach(page, "Undo")
    page.keyboard.press("Enter")
    reach(page, "why")
    page.keyboard.type("they are one")
    reach(page, "Undo decision 1")
    page.keyboard.press("Enter")
    page.get_by_text("undone by Ida Berg").wait_for()
    assert page.locator("#d-1.undone").count() == 1


def places(page: Page, address: str) -> list[str]:
    page.goto(address)
    claim = page.get_by_role("link", name="Two people died").first.get_attribute("href") or ""
    story = page.get_by_role("link", name="Fire in Marn").first.get_attribute("href") or ""
    return [f"/correct{claim}", f"/correct{story}", "/correct/articles/Courier", "/decisions"]


def test_it_fits_and_can_be_read(browser: Browser, address: str) -> None:  # noqa: F811
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme="light" if scheme == "light" else "dark")
        for place in places(page, address):
            for width in (320, 1600):
                page.set_viewport_size({"width": width, "height": 700})
                page.goto(address + place)
                open_all(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            texts = page.evaluate(CONTRASTS)
            assert [t for t in texts if t["ratio"] < 4.5] == [], place
            boxes = page.evaluate(
                "[...document.querySelectorAll('summary, button, select, input:not([type=hidden])')]"
                ".map(e => e.getBoundingClientRect()).map(b => Math.min(b.width, b.height))"
            )
            assert min(boxes, default=24) >= 24, place
        page.close()


def test_axe_finds_nothing_amiss(browser: Browser, address: str) -> None:  # noqa: F811
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: make test does")
    axe = Path(package.__file__).with_name("axe.min.js").read_text("utf8")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for place in places(page, address):
        page.goto(address + place)
        open_all(page)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        assert len(found["passes"]) > 10
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], place
    context.close()
