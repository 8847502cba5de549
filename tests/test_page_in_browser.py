"""The HTML dossier in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from reportedly.dossiers import export
from sample_dossier import sample

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"),
]

# WCAG 2.2, 1.4.3: every text node's colour against what is painted behind it, in a page with opaque colours.
CONTRASTS = """() => {
  const channels = c => c.match(/[\\d.]+/g).map(Number);
  const linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => [r, g, b].map(linear)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = channels(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; }
    return [255, 255, 255]; };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, style = getComputedStyle(e);
    if (!walker.currentNode.data.trim() || !e.getClientRects().length) continue;
    const [low, high] = [luminance(channels(style.color)), luminance(behind(e))].sort((a, b) => a - b);
    found.push({text: walker.currentNode.data, ratio: (high + .05) / (low + .05)});
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "dossier.html"
    path.write_text(export(sample(), "html"), "utf8")
    return path.as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    yield page
    page.close()


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def test_nothing_is_asked_for_and_nothing_goes_wrong(page: Page, address: str) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(address)
    open_all(page)
    page.wait_for_timeout(100)
    assert asked == [address]
    assert wrong == []
    assert page.title() == "Ministry opens Tessmere spillway – reportedly"


def test_the_policy_holds(page: Page, address: str) -> None:
    """Should a script or a picture ever slip in, the browser is told to leave it alone."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(address)
    page.evaluate("""() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script, Object.assign(new Image(), {src: 'https://example.org/x.png'}));
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert len([text for text in refused if "Content Security Policy" in text]) == 2


def test_claims_open_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    passage = page.get_by_text("the Marendian energy ministry", exact=True).first
    assert not passage.is_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    assert passage.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the outlet at the end of the chain leads to its passage
    assert page.evaluate("document.querySelector(':target').className") == "passage affirms"
    assert page.evaluate("document.querySelector(':target').textContent").startswith("Corran Courier")


def test_the_timeline_leads_to_its_claim(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="The spillway of the Tessmere dam was opened on 8 April 2025.").click()
    assert page.evaluate("document.querySelector(':target > summary').textContent").startswith("2origins")


@pytest.mark.parametrize("width", [320, 360, 700, 1600])
def test_no_width_scrolls_sideways(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ends = "[...document.querySelectorAll('body *')].map(e => e.getBoundingClientRect().right)"
    assert max(page.evaluate(ends)) <= width + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="light" if scheme == "light" else "dark")
    page.goto(address)
    open_all(page)
    texts = page.evaluate(CONTRASTS)
    page.close()
    assert len(texts) > 150
    assert [t for t in texts if t["ratio"] < 4.5] == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 380), ("dark", 1280)])
def test_axe_finds_nothing_amiss(browser: Browser, address: str, scheme: str, width: int) -> None:
    """The rules of axe-core: WCAG at its levels A and AA, and what is known to be good beyond."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: make test does")
    page = browser.new_page(
        color_scheme="light" if scheme == "light" else "dark", viewport={"width": width, "height": 900}
    )
    page.goto(address)
    open_all(page)
    page.evaluate(Path(package.__file__).with_name("axe.min.js").read_text("utf8"))
    found = page.evaluate("axe.run()")
    page.close()
    assert len(found["passes"]) > 20
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []


def test_much_is_folded_away(browser: Browser, tmp_path: Path) -> None:
    dossier = sample()
    longer = [*dossier.copies, *(replace(dossier.copies[0], direction="unknown") for _ in range(20))]
    path = tmp_path / "long.html"
    path.write_text(export(replace(dossier, copies=longer), "html"), "utf8")
    page = browser.new_page()
    page.goto(path.as_uri())
    passages = page.locator(".copies > li")
    assert passages.count() == len(longer)
    shown = [passages.nth(n).is_visible() for n in range(len(longer))]
    assert shown == [n < 8 for n in range(len(longer))]
    page.get_by_text(f"{len(longer) - 8} more passages").click()
    assert all(passages.nth(n).is_visible() for n in range(len(longer)))
    assert " and " in passages.nth(5).inner_text().splitlines()[0]  # nothing tells who was first
    page.close()


def test_it_reads_without_styles(page: Page, address: str) -> None:
    """The order of the text is the order of reading: headline, claim, verdict, passage."""
    page.goto(address)
    open_all(page)
    text = page.evaluate("document.querySelector('main').textContent")
    words = [
        "Ministry opens",
        "Claims",
        "opened on 8 April 2025.",
        "rests on",
        "On whose word",
        "Timeline",
        "Articles",
    ]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_it_prints(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    page.pdf(path=tmp_path / "dossier.pdf")
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF")
