"""Whoever has a name, over all stories: as the store tells it, and as its pages show it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from named_dossier import LONG, MINISTRY, names
from reportedly.store import LookUp
from reportedly.web import make_app
from sample_dossier import sample
from shown_dossier import Shown, client


@pytest.fixture(scope="module")
def catalogue() -> LookUp:
    return Shown(names()).catalogue


@pytest.fixture(scope="module")
def web() -> TestClient:
    return client(make_app(Shown(names())))


def told(catalogue: LookUp, name: str, view: str) -> list[tuple[str, str, list[str], list[str]]]:
    rows = catalogue.told(name, view, 0, 25)
    assert len(rows) >= (catalogue.speaker(name) or pytest.fail(name)).claims[view]
    return [(row.claim.text, row.stance, row.outlets, row.against) for row in rows]


def test_a_name_is_told_over_all_stories(catalogue: LookUp) -> None:
    jan = catalogue.speaker("JAN  kowal!")
    assert jan is not None
    assert (jan.name, jan.stories, jan.outlets, jan.disputed) == ("Jan Kowal", 2, 2, 1)
    assert jan.kinds == [("person", 2)]
    assert jan.claims == {
        "said": 2, "passed": 0, "through": 2, "carried": 0, "own": 0, "rests": 2, "alone": 2
    }  # fmt: skip
    assert told(catalogue, "Jan Kowal", "said") == [
        ("The bridge at Marn is closed.", "affirms", ["Courier", "Herald"], [MINISTRY]),
        ("The final ends in a draw.", "affirms", ["Herald"], []),
    ]
    assert catalogue.told("Jan Kowal", "said", 1, 25)[0].story == "Chess final in Orla"
    assert catalogue.speaker("Nobody") is None


def test_who_denies_has_those_against_it_who_affirm(catalogue: LookUp) -> None:
    assert sorted(told(catalogue, MINISTRY, "said"), key=lambda row: row[1]) == [
        ("غادر الجنود المدينة", "affirms", ["Courier"], []),
        ("The bridge at Marn is closed.", "denies", ["Herald"], ["Jan Kowal"]),
    ]


def test_an_agency_has_what_passed_through_it_and_what_credits_it(catalogue: LookUp) -> None:
    assert [row[0] for row in told(catalogue, "ORNA", "passed")] == ["The bridge at Marn is closed."]
    assert {row[0] for row in told(catalogue, "ORNA", "through")} == {
        "The bridge at Marn is closed.", "Repairs were agreed upon."
    }  # fmt: skip


def test_an_outlet_has_what_it_printed(catalogue: LookUp) -> None:
    assert {row[0] for row in told(catalogue, "Herald", "carried")} == {
        "The bridge at Marn is closed.", "The final ends in a draw.", "The hall was full.", "The water falls."
    }  # fmt: skip
    assert [row[:2] for row in told(catalogue, "Courier", "own")] == [("Tickets were sold out.", "affirms")]
    assert [row[0] for row in told(catalogue, "Courier", "alone")] == ["Tickets were sold out."]


def page(web: TestClient, kind: str, name: str, more: str = "") -> str:
    answer = web.get(f"/{kind}/{quote(name, safe='')}{more}")
    assert answer.status_code == 200
    return unescape(re.sub(r"<[^>]+>", "", answer.text))


def test_the_page_of_a_name_says_what_is_not_known(web: TestClient) -> None:
    text = page(web, "sources", "Jan Kowal")
    assert "2 claims told first, in 2 outlets and 2 stories; 1 disputed" in text
    assert f"disputed by {MINISTRY}" in text
    assert "Put together by the name alone" in text
    assert "This names nobody" in page(web, "sources", "officials")
    assert "Put together" not in page(web, "sources", MINISTRY)
    assert web.get("/sources/Nobody").status_code == 404
    assert web.get("/sources/Jan%20Kowal?view=nonsense").status_code == 404


def test_long_and_foreign_names_have_pages(web: TestClient) -> None:
    assert LONG in page(web, "outlets", LONG)
    assert "As a source" in page(web, "outlets", LONG)
    assert "1 claim came through it" in page(web, "agencies", "ORNA", "?view=alone").replace(
        "2 claims", "1 claim"
    )
    assert "denies it" in page(web, "sources", MINISTRY)
    for kind, name in (("sources", MINISTRY), ("outlets", LONG)):
        answer = web.get(f"/{kind}/{quote(name, safe='')}")
        assert '<h1 dir="auto">' in answer.text


def test_lists_under_a_name_are_paged() -> None:
    dossier = sample()
    claims = [replace(dossier.claims[3], id=f"x{n}", text=f"Reading {n} was taken.") for n in range(30)]
    dossier.claims = [*dossier.claims, *claims]
    web = client(make_app(Shown(dossier)))
    first = web.get("/sources/University%20of%20Corran?view=rests").text
    assert len(re.findall('class="claim-text"', first)) == 25
    [later] = re.findall(r'rel="next" href="([^"]+)"', first)
    assert unescape(later) == "/sources/University%20of%20Corran?view=rests&page=2"
    second = web.get(unescape(later)).text
    assert len(re.findall('class="claim-text"', second)) == 6
    beyond = web.get("/sources/University%20of%20Corran?view=rests&page=9").text
    assert "The list ends before this page" in beyond
