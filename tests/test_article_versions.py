"""The versions of an article, compared: words that went and came, statements that came, went or changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from light_steps import lighten
from reportedly.records import Statement
from reportedly.store import Store
from reportedly.web import make_app
from reportedly.web.versions import compared, moves
from sample_dossier import sample
from shown_dossier import app_of, client

MILL = "https://oster.example/mill"
FIRST = (
    "The mill in Oster will close in June, police said.\n\n"
    "Two people worked there on Monday. No warning was given by the owner.\n\n"
    "The town has had a mill since 1820."
)
SECOND = (
    "The mill in Oster will close in July, police said.\n\n"
    "Two people worked there on Monday.\n\n"
    "The town has had a mill since 1820.\n\n"
    "The owner <b>denied</b> that a warning was due."
)
THIRD = SECOND.replace("Two people", "Three people")


def put(folder: Path, name: str, text: str, day: int) -> Path:
    path = folder / f"{name}.json"
    row = {"id": name, "url": MILL, "text": text, "title": "Mill closes", "published": f"2031-05-0{day}"}
    path.write_text(json.dumps(row), "utf8")
    return path


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """An article read in two versions, one after the other, and a third that came with the second."""
    folder = tmp_path_factory.mktemp("mill")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch.setattr)
        store = Store(folder / "news.duckdb")
        store.add(put(folder, "first", FIRST, 6))
        later = folder / "later"
        later.mkdir()
        put(later, "second", SECOND, 7)
        put(later, "third", THIRD, 8)
        store.add(later)
    return client(make_app(store))


def text_of(page: str) -> str:
    return " ".join(page.split())


def test_an_article_leads_to_its_versions_compared(web: TestClient) -> None:
    assert 'href="/versions/third"' in web.get("/articles/third").text
    page = text_of(web.get("/versions/third?before=1&after=2").text)
    assert "3 versions" in page
    assert "<del>June,</del> <ins>July,</ins>" in page
    assert "<del>No warning was given by the owner.</del>" in page
    assert "The owner &lt;b&gt;denied&lt;/b&gt; that a warning was due." in page
    assert '<p class="same" dir="auto">The town has had a mill since 1820.</p>' in page


def test_statements_that_came_went_or_changed_are_told(web: TestClient) -> None:
    page = text_of(web.get("/versions/third?before=1&after=3").text)
    told = page[page.index('<section id="statements">') :]
    assert "<b>Changed</b>" in told
    assert "<b>Came</b>" in told
    assert '<b>Went</b> <div><q dir="auto">No warning was given by the owner.</q>' in told
    assert "its claim</a>" in told
    assert "since 1820" not in told


def test_what_was_never_read_is_said_not_to_be(web: TestClient) -> None:
    page = text_of(web.get("/versions/third").text)
    assert "<del>Two</del> <ins>Three</ins>" in page
    assert "was never read" in page


def test_a_version_whose_text_is_not_here_shows_what_is_known_of_it() -> None:
    [article] = [a for a in sample().articles if a.versions]
    page = text_of(client(app_of(sample())).get(f"/versions/{article.id}").text)
    assert "is here no more" in page
    assert "<del>" in page


@pytest.mark.parametrize(
    ("place", "status"),
    [("/versions/none", 404), ("/versions/third?before=9&after=9", 200), ("/versions/third?before=0", 422)],
)
def test_what_makes_no_sense(web: TestClient, place: str, status: int) -> None:
    assert web.get(place).status_code == status


def test_an_article_of_one_version_has_none_to_compare() -> None:
    web = client(app_of(sample()))
    one = next(a for a in sample().articles if not a.versions)
    assert web.get(f"/versions/{one.id}").status_code == 404
    assert "/versions/" not in web.get(f"/articles/{one.id}").text


WORDS = st.lists(st.sampled_from(["mill", "closes", "June", "July", "so", "\n", "\n\n"]), max_size=30)


@given(WORDS, WORDS)
def test_no_paragraph_of_either_text_is_lost(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    rows = compared(old, new)
    for text, kinds in ((new, ("same", "new")), (old, ("same", "gone"))):
        left = [" ".join(words for kind, words in row.runs if kind in kinds) for row in rows]
        assert [line for line in left if line] == [
            " ".join(line.split()) for line in text.splitlines() if line.strip()
        ]


def test_long_texts_are_compared_as_far_as_they_may_be() -> None:
    assert len(compared("a\n" * 100_000, "b\n" * 100_000)) == 2_000
    [row] = compared("a " * 100_000, "a " * 50_000 + "b " * 50_000)
    assert row.kind == "reworded"


def test_who_is_said_to_say_it_may_change_alone() -> None:
    def said(text: str, *chain: str) -> Statement:
        return Statement(
            text, "a", 0, len(text), text, False, "affirms", list(chain), [], [], [[0, len(text)]]
        )

    one, other = said("The mill closes."), said("The mill closes.", "police")
    assert moves([one], [one]) == []
    [move] = moves([one], [other])
    assert (move.before, move.after) == (one, other)
