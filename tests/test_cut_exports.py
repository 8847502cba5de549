"""Every page can be taken away: a dossier cut to what the page shows, whole and without a loose end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.dossiers import EXPORTERS, export, export_bytes, from_json, of_claims, schema
from reportedly.records import Dossier
from reportedly.web.exports import file_name
from sample_dossier import sample
from shown_dossier import app_of, client

CLAIMS = [claim.id for claim in sample().claims]
ARTICLES = [article.id for article in sample().articles]


@pytest.fixture(scope="module")
def web() -> TestClient:
    return client(app_of(sample()))


def pointed_at(value: Any, key: str) -> Iterator[str]:
    """Yield the ids under a key, wherever it stands."""
    if isinstance(value, dict):
        for name, held in value.items():
            if name == key:
                yield from [held] if isinstance(held, str) else [x for x in held or () if isinstance(x, str)]
            yield from pointed_at(held, key)
    elif isinstance(value, list):
        for held in value:
            yield from pointed_at(held, key)


def loose_ends(dossier: Dossier) -> set[str]:
    """Return what a dossier points at and does not have."""
    told = json.loads(export(dossier, "json"))
    articles = {row["id"] for row in told["articles"]}
    statements = {row["id"] for row in told["statements"]}
    names = {row["name"] for row in told["sources"]}
    missing = {id for key in ("article", "as_early", "undated") for id in pointed_at(told, key)} - articles
    missing |= {id for rows in ("stories", "claims", "timeline") for row in told[rows]
                for id in pointed_at(row, "articles")} - articles  # fmt: skip
    missing |= {
        id for key in ("statement", "statements", "loose") for id in pointed_at(told, key)
    } - statements
    return missing | set(pointed_at(told["statements"], "chain")) - names


@given(st.sets(st.sampled_from(CLAIMS)), st.sets(st.sampled_from(ARTICLES)))
def test_a_cut_dossier_is_a_dossier_without_loose_ends(claims: set[str], articles: set[str]) -> None:
    cut = of_claims(sample(), claims, articles)
    text = export(cut, "json")
    jsonschema.Draft202012Validator(schema()).validate(json.loads(text))
    assert from_json(text).claims == cut.claims
    assert loose_ends(cut) <= loose_ends(sample())
    assert [c for c in sample().claims if c.id in claims] == cut.claims
    assert articles <= {a.id for a in cut.articles}


def test_all_of_a_dossier_is_all_but_what_was_not_read() -> None:
    whole, cut = sample(), of_claims(sample(), CLAIMS, ARTICLES)
    told = {s for claim in whole.claims for s in claim.statements}
    assert cut.claims == whole.claims
    assert [s.id for s in cut.statements] == [s.id for s in whole.statements if s.id in told]
    assert cut.rejected == []


PLACES = [
    ("/stories/dam", "/stories/dam", "story-dam"),
    ("/claims/c2", "/claims/c2", "claim-c2"),
    ("/articles/courier", "/articles/courier", "article-courier"),
    ("/stories/dam/sources/Ilda%20Voss", "/stories/dam/sources/Ilda%20Voss", "source-Ilda-Voss"),
    ("/sources/Ilda%20Voss", "/sources/Ilda%20Voss?view=said&page=1", "sources-Ilda-Voss-said-1"),
    ("/outlets/Corran%20Courier", "/outlets/Corran%20Courier?view=carried&page=1",
     "outlets-Corran-Courier-carried-1"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "place", "name"), PLACES)
def test_every_page_leads_to_what_it_shows_in_every_format(
    web: TestClient, page: str, place: str, name: str
) -> None:
    text = web.get(page).text
    for form, exporter in EXPORTERS.items():
        assert f'href="/export/{form}{escape(place)}"' in text
        answer = web.get(f"/export/{form}{place}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == exporter.media_type
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}{exporter.suffix}"'
        assert answer.content


def test_a_claim_is_cut_to_its_story(web: TestClient) -> None:
    told = from_json(web.get("/export/json/claims/c2").text)
    assert [claim.id for claim in told.claims] == ["c2"]
    assert {s.id for s in told.statements} == {"s2", "s6", "s10"}
    article = from_json(web.get("/export/json/articles/courier").text)
    assert {"c1", "c2"} <= {claim.id for claim in article.claims}
    everywhere = from_json(web.get("/export/json/sources/Ilda%20Voss").text)
    assert all(any("Ilda Voss" in s.chain for s in everywhere.statements if s.id in c.statements)
               for c in everywhere.claims)  # fmt: skip
    assert web.get("/export/json/sources/Ilda%20Voss?page=9").status_code == 404
    source = from_json(web.get("/export/json/stories/dam/sources/Ilda%20Voss").text)
    assert all(
        any("Ilda Voss" in s.chain for s in source.statements if s.id in c.statements) for c in source.claims
    )


@pytest.mark.parametrize("kind", ["claims/c2", "articles/courier", "stories/dam"])
def test_programs_get_the_same(web: TestClient, kind: str) -> None:
    first = web.get(f"/api/v1/export/json/{kind}")
    assert first.content == web.get(f"/export/json/{kind}").content
    again = web.get(f"/api/v1/export/json/{kind}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "place",
    [
        "/export/odf/claims/c2",
        "/export/json/claims/none",
        "/export/json/articles/none",
        "/export/json/stories/x",
        "/export/json/stories/dam/sources/Nobody",
        "/api/v1/export/json/claims/none",
        "/api/v1/export/odf/claims/c2",
    ],
)
def test_what_is_not_there(web: TestClient, place: str) -> None:
    assert web.get(place).status_code == 404


@given(st.text())
def test_names_of_files_are_plain(id: str) -> None:
    name = file_name("article", id)
    assert name.isascii()
    assert len(name) <= 70
    assert not set(name) & set('/\\":;\r\n ')
    assert export_bytes(Dossier(), "json")
