"""The list of stories, and names over all of them, in a real browser: long, right to left, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from named_dossier import LONG, MINISTRY, names
from shown_dossier import app_of, served
from test_page_in_browser import CONTRASTS, browser, open_all, pytestmark  # noqa: F401
from test_web_in_browser import page  # noqa: F401

PLACES = [
    "/", "/?outlet=Herald&source=jan&kind=new", "/sources/Jan%20Kowal", f"/sources/{quote(MINISTRY)}",
    f"/outlets/{quote(LONG)}", "/agencies/ORNA", "/stories/flood", "/stories/flood/claims",
    "/stories/flood/speakers", "/claims/c0/affirms",
]  # fmt: skip


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(app_of(names())) as place:
        yield place


def test_the_list_is_narrowed_by_keyboard_alone(page: Page, address: str) -> None:  # noqa: F811
    page.goto(address)
    page.get_by_label("Words of titles, claims and names").focus()
    page.keyboard.type("marn")
    focused = "document.activeElement.closest('label, summary')?.innerText ?? ''"
    for wanted in ("disputed", "By outlet, agency, source, day"):
        for _ in range(12):
            page.keyboard.press("Tab")
            if wanted in page.evaluate(focused):
                break
        assert wanted in page.evaluate(focused)
        page.keyboard.press("Space" if wanted == "disputed" else "Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Herald")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=marn&kind=disputed&outlet=Herald*")
    assert page.get_by_role("status").inner_text().startswith("1 story of 2")
    assert page.get_by_role("combobox", name="Outlet").is_visible()  # what narrows is not folded away
    assert page.get_by_label("disputed").is_checked()
    page.get_by_role("link", name="what Herald printed").click()
    page.wait_for_url("**/outlets/Herald")
    assert page.locator("h1").inner_text() == "Herald"
    page.get_by_role("link", name="On its own word").click()
    assert page.get_by_text("Nothing is told so under this name.").is_visible()


@pytest.mark.parametrize("place", PLACES)
def test_no_width_scrolls_sideways(page: Page, address: str, place: str) -> None:  # noqa: F811
    for width in (320, 390, 1600):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(address + place)
        open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_and_the_eye_find_nothing_amiss(browser: Browser, address: str) -> None:  # noqa: F811
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: make test does")
    axe = Path(package.__file__).with_name("axe.min.js").read_text("utf8")
    context = browser.new_context(bypass_csp=True, color_scheme="dark")
    page = context.new_page()  # noqa: F811
    for place in PLACES:
        page.goto(address + place)
        open_all(page)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        assert len(found["passes"]) > 15
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], place
        assert [t for t in page.evaluate(CONTRASTS) if t["ratio"] < 4.5] == [], place
    context.close()


def test_what_is_printed_has_no_forms(page: Page, address: str) -> None:  # noqa: F811
    page.emulate_media(media="print")
    page.goto(f"{address}/sources/Jan%20Kowal?view=said")
    for hidden in (".trail", ".views", ".skip"):
        assert not page.locator(hidden).is_visible()
    assert page.get_by_text("The bridge at Marn is closed.").is_visible()
