"""The served pages in a real browser (chromium, driven by Playwright), over a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sample_dossier import sample
from shown_dossier import app_of, served
from test_page_in_browser import CONTRASTS, browser, open_all, pytestmark  # noqa: F401

PLACES = ["/", "/stories/dam", "/claims/c2", "/claims/c6", "/articles/courier", "/versions/courier",
          "/articles/hostile", "/stories/dam/sources/Ilda%20Voss", "/ask?q=The%20dam%20is%20safe",
          "/nothing"]  # fmt: skip


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(app_of(sample())) as place:
        yield place


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(java_script_enabled=True, viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def test_a_reader_goes_from_a_word_to_the_passage(page: Page, address: str) -> None:
    """As somebody does who looks for a claim; nothing but this site is asked, and nothing goes wrong."""
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(address)
    page.get_by_label("Words of titles, claims and names").fill("structure downstream")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing in this store fits").wait_for()
    page.get_by_label("Words of titles, claims and names").fill("downstream")
    page.get_by_role("button", name="Look").click()
    page.wait_for_url("**/?q=downstream*")
    page.get_by_role("link", name="Ministry opens Tessmere spillway").click()
    page.wait_for_url("**/stories/dam")
    page.get_by_role("link", name="The dam is sound and nobody downstream").first.click()
    page.wait_for_url("**/claims/c2")
    assert page.locator("h1").inner_text() == "The dam is sound and nobody downstream is in danger."
    passage = page.locator(".opened").get_by_text("Energy Minister Ilda Voss").first
    assert not passage.is_visible()
    page.locator("summary[aria-label^='2 passages, Ilda Voss to MNA']").click()
    assert passage.is_visible()
    page.get_by_role("link", name="Corran Courier").first.click()
    page.wait_for_url("**/articles/courier#s-s2")
    assert page.evaluate("document.querySelector(':target').textContent").startswith("Ilda Voss → MNA")
    page.get_by_role("link", name="Ilda Voss").first.click()
    page.wait_for_url("**/sources/*")
    assert page.locator("h1").inner_text() == "Ilda Voss"
    assert {url.split("/")[2] for url in asked} == {address.split("/")[2]}
    assert wrong == []


def test_arrows_open_by_keyboard_one_at_a_time(page: Page, address: str) -> None:
    page.goto(f"{address}/claims/c2")
    opened = "[...document.querySelectorAll('.arrow[open]')].length"
    focused = "document.activeElement.tagName"
    for _ in range(2):
        page.keyboard.press("Tab")
        while page.evaluate(focused) != "SUMMARY":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate(opened) == 1
    page.keyboard.press("Enter")
    assert page.evaluate(opened) == 0


def test_the_first_key_leads_to_the_text(page: Page, address: str) -> None:
    page.goto(f"{address}/stories/dam")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("place", PLACES)
def test_no_width_scrolls_sideways(page: Page, address: str, place: str) -> None:
    for width in (320, 700, 1600):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(address + place)
        open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(browser: Browser, address: str, scheme: str) -> None:  # noqa: F811
    page = browser.new_page(color_scheme="light" if scheme == "light" else "dark")
    for place in PLACES:
        page.goto(address + place)
        open_all(page)
        texts = page.evaluate(CONTRASTS)
        assert len(texts) > 5
        assert [t for t in texts if t["ratio"] < 4.5] == [], place
    page.close()


def test_axe_finds_nothing_amiss(browser: Browser, address: str) -> None:  # noqa: F811
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: make test does")
    axe = Path(package.__file__).with_name("axe.min.js").read_text("utf8")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for place in PLACES[:5]:
        page.goto(address + place)
        open_all(page)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        assert len(found["passes"]) > 15
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], place
    context.close()


def test_what_can_be_pressed_is_large_enough(page: Page, address: str) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, but for links in running text."""
    page.goto(f"{address}/claims/c2")
    boxes = page.evaluate(
        "[...document.querySelectorAll('summary, button, input, select')]"
        ".map(e => e.getBoundingClientRect()).map(b => [b.width, b.height])"
    )
    assert boxes
    assert min(min(box) for box in boxes) >= 24


def test_it_reads_without_scripts_allowed(browser: Browser, address: str) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/claims/c2")
    page.locator(".arrow > summary").first.click()
    assert page.locator(".opened").first.is_visible()
    context.close()
