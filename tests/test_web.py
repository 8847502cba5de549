"""The served pages: what they show, what they refuse, and what programs get."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urlencode

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.dossiers import export, schema
from reportedly.errors import SettingsError, StoreError
from reportedly.records import Dossier
from reportedly.store import LookUp, Store
from reportedly.web import is_loopback, make_app, serve
from sample_dossier import sample
from shown_dossier import Shown, app_of, client


@pytest.fixture(scope="module")
def web() -> TestClient:
    return client(app_of(sample()))


class Found(HTMLParser):
    """The links, ids and elements of a page; what follows them in a page is not looked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.attributes |= given.keys()
        self.links += [link for name in ("href", "action") if (link := given.get(name))]
        self.ids += [id] if (id := given.get("id")) else []


def crawled(web: TestClient) -> Iterator[tuple[str, str]]:
    """Yield every page that links lead to, from the list on."""
    seen, waiting = {"/"}, ["/"]
    while waiting:
        place = waiting.pop()
        answer = web.get(place)
        assert answer.status_code == 200, place
        if "content-disposition" in answer.headers or "text/html" not in answer.headers["content-type"]:
            continue
        yield place, answer.text
        for link in Found(answer.text).links:
            there = urldefrag(link).url
            if there.startswith("/") and there not in seen:
                seen.add(there)
                waiting.append(there)


def test_every_link_leads_somewhere_and_every_page_is_sound(web: TestClient) -> None:
    pages = dict(crawled(web))
    kinds = {place.split("/")[1] for place in pages}
    assert kinds == {"", "stories", "claims", "articles", "sources", "agencies", "outlets", "versions"}
    ids = {place: Found(text).ids for place, text in pages.items()}
    for place, text in pages.items():
        found = Found(text)
        assert len(ids[place]) == len(set(ids[place])), place
        assert not found.tags & {"script", "img", "iframe", "style"}, place
        assert not {name for name in found.attributes if name.startswith("on")} | {"style"} & found.attributes
        for link in found.links:
            where, anchor = urldefrag(link)
            if anchor and (where or place) in ids:
                assert anchor in ids[where or place], (place, link)


def test_hostile_words_are_words(web: TestClient) -> None:
    for place in ("/", "/stories/road", "/claims/c7", "/articles/hostile"):
        text = web.get(place).text
        assert "<script" not in text
        assert "<img" not in text
        assert not re.search("[\x07\x1b\u202e]", text)
    assert "&lt;script&gt;alert(5)" in web.get("/").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["dam", "road"]),
        ("?q=SPILLWAY", ["dam"]),
        ("?q=water+road", ["road"]),
        ("?q=lower+siren", ["dam"]),  # in a claim
        ("?q=pillway", []),  # a word is found from its beginning on
        ("?q=%22%3C%27--%25", ["dam", "road"]),  # no words at all
        ("?kind=disputed", ["dam"]),
        ("?kind=single-origin", ["dam"]),
        ("?outlet=The+Gazette", ["dam"]),
        ("?outlet=Gazette", []),
        ("?kind=disputed&q=road", []),
    ],
)
def test_stories_are_found(web: TestClient, asked: str, found: list[str]) -> None:
    shown = re.findall(r'<h2 dir="auto"><a href="/stories/([^"]+)"', web.get(f"/{asked}").text)
    assert shown == found
    told = web.get(f"/api/v1/stories{asked}").json()
    assert [story["id"] for story in told["stories"]] == found
    assert told["total"] == len(found)


def test_a_story_tells_what_it_rests_on(web: TestClient) -> None:
    text = web.get("/stories/dam").text
    order = [
        "Claims",
        "Disputes",
        "Timeline",
        "Words that changed",
        "Who speaks",
        "Articles",
        "Take it along",
    ]
    places = [text.index(f"<h2>{heading}</h2>") for heading in order]
    assert places == sorted(places)
    assert "3 outlets, 1 origin: rests on <b>Ilda Voss</b>" in text
    assert "disputed by Opposition lawmakers" in text


def test_a_claim_shows_its_chain_and_both_sides(web: TestClient) -> None:
    text = web.get("/claims/c2").text
    flow = text[text.index('class="flow"') : text.index("For and against")]
    order = [">Ilda Voss<", 'aria-label="2 passages, Ilda Voss to MNA"', 'outlet">Corran Courier<']
    places = [flow.index(words) for words in order]
    assert places == sorted(places)
    assert "Why this count" in text
    assert "Nobody here denies it." in text
    denied = web.get("/claims/c6").text
    against = denied[denied.index("For and against") :]
    assert against.index("Nobody here affirms it.") < against.index("Opposition lawmakers")


def test_an_article_shows_its_statements(web: TestClient) -> None:
    text = web.get("/articles/courier").text
    assert '<span class="cue">said</span>' in text
    assert 'id="s-s2"' in text
    assert "Edited since" in text
    assert "Shares passages with" in text
    assert 'href="https://courier.example/dam" rel="noopener noreferrer nofollow"' in text


def test_a_source_shows_what_it_said(web: TestClient) -> None:
    text = web.get("/stories/dam/sources/Ilda%20Voss").text
    assert "The dam is sound" in text
    assert "in 3 outlets" in text
    passed = web.get("/stories/dam/sources/MNA").text
    assert passed.index("Said in this story") < passed.index("Passed on from others")


@pytest.mark.parametrize(
    "place",
    ["/stories/x", "/claims/x", "/articles/x", "/articles/../../etc/passwd", "/articles/%2Fetc%2Fpasswd",
     "/stories/dam/sources/nobody", "/static/../app.py", "/static/%2e%2e%2fapp.py", "/export/exe/stories/dam",
     "/docs", "/nothing", "/articles/%00", "/claims/%ff"],
)  # fmt: skip
def test_what_is_not_there_is_told_so(web: TestClient, place: str) -> None:
    answer = web.get(place)
    assert answer.status_code == 404
    assert "</html>" in answer.text


@given(
    door=st.sampled_from(
        ["", "stories/", "claims/", "articles/", "stories/dam/sources/", "api/v1/stories/", "static/"]
    ),
    name=st.text(max_size=40),
    asked=st.dictionaries(
        st.sampled_from(["q", "kind", "outlet", "page", "limit", "offset"]), st.text(max_size=20)
    ),
)
def test_whatever_is_asked_is_answered(web: TestClient, door: str, name: str, asked: dict[str, str]) -> None:
    place = f"/{door}{quote(name, safe='', errors='replace')}"
    answer = web.get(f"{place}?{urlencode(asked, errors='replace')}")
    assert answer.status_code in (200, 307, 404, 422)
    assert door.startswith("api/") or answer.status_code == 307 or not answer.text.startswith("{")
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert not Found(answer.text).tags & {"script", "img"}


def test_programs_get_the_dossier_itself(web: TestClient) -> None:
    dossier = sample()
    told = web.get("/api/v1/stories/dam")
    jsonschema.validate(told.json(), schema())
    alone = replace(dossier, stories=[s for s in dossier.stories if s.id == "dam"])
    assert told.text == export(alone, "json")
    whole = json.loads(export(dossier, "json"))
    claim = web.get("/api/v1/claims/c2").json()
    assert claim["claim"] == next(c for c in whole["claims"] if c["id"] == "c2")
    assert [s["id"] for s in claim["statements"]] == claim["claim"]["statements"]
    article = web.get("/api/v1/articles/courier").json()
    assert article["article"] == next(a for a in whole["articles"] if a["id"] == "courier")
    assert web.get("/api/v1/claims/none").json() == {"detail": "There is no such claim in this store."}
    assert web.get("/api/v1/stories?limit=0").status_code == 422
    described = web.get("/api/v1/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/v1/articles/{id}", "/api/v1/check", "/api/v1/claims", "/api/v1/claims/{id}",
        "/api/v1/export/{form}/{kind}/{id}", "/api/v1/stories", "/api/v1/stories/{id}",
    ]  # fmt: skip


def test_lists_are_paged(web: TestClient) -> None:
    first = web.get("/api/v1/stories?limit=1").json()
    then = web.get(first["next"]).json()
    assert [s["id"] for s in (*first["stories"], *then["stories"])] == ["dam", "road"]
    assert then["next"] is None


def test_what_has_not_changed_is_not_sent_again() -> None:
    shown = Shown(sample())
    web = client(make_app(shown))
    for place in ("/", "/stories/dam", "/api/v1/stories/dam", "/static/web.css"):
        mark = web.get(place).headers["etag"]
        again = web.get(place, headers={"If-None-Match": f'"other", W/{mark}'})
        assert (again.status_code, again.content) == (304, b"")
    assert shown.asked == 1
    dam, road = shown.whole.stories
    web.get("/stories/road")
    shown.change(replace(shown.whole, stories=[replace(dam, title="Gates shut"), road]))
    assert "Gates shut" in web.get("/stories/dam").text
    web.get("/stories/road")
    assert shown.asked == 3  # news of one story leaves the other as it was read
    shown.change(replace(shown.whole, stories=[dam]))
    assert web.get("/stories/road").status_code == 404


def test_an_empty_store_says_what_to_do(web: TestClient) -> None:
    text = client(app_of(Dossier())).get("/").text
    assert "reportedly add" in text
    assert 'role="search"' not in text


def test_a_store_that_cannot_be_read_is_told_so() -> None:
    class Broken(Shown):
        @property
        def catalogue(self) -> LookUp:
            raise StoreError("no permission to read news.duckdb")

    web = client(make_app(Broken(sample())))
    assert web.get("/").status_code == 503
    assert "no permission" in web.get("/api/v1/stories").json()["detail"]


# ---------------------------------------------------------------- who may come in
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "192.0.2.7", "", "[::1", "user@evil.example:80"]
)
def test_another_name_is_refused(web: TestClient, host: str) -> None:
    assert web.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8420", "127.0.0.1:8420", "[::1]:8420"])
def test_this_machine_is_let_in(web: TestClient, host: str) -> None:
    answer = web.get("/", headers={"Host": host})
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_password_keeps_others_out() -> None:
    web = client(make_app(Shown(sample()), "a long secret"))
    assert web.get("/").headers["location"] == "/login"
    assert web.get("/stories/dam").status_code == 303
    assert web.get("/api/v1/stories").status_code == 401
    assert web.get("/api/v1/stories", headers={"Authorization": "Bearer a long secret"}).status_code == 200
    assert web.post("/login", data={"password": "guess"}).status_code == 403
    strange = {"Origin": "http://evil.example"}
    assert web.post("/login", data={"password": "a long secret"}, headers=strange).status_code == 403
    came = web.post("/login", data={"password": "a long secret"})
    assert came.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=strict"} <= set(came.headers["set-cookie"].split("; "))
    assert web.get("/stories/dam").status_code == 200
    token = web.cookies["reportedly"]
    web.post("/logout")
    web.cookies.set("reportedly", token)
    assert web.get("/stories/dam").status_code == 303
    assert web.post("/login", data={"password": "x" * 5000}).status_code == 413


def test_guessing_is_slow() -> None:
    web = client(make_app(Shown(sample()), "a long secret"))
    for _ in range(10):
        assert web.post("/login", data={"password": "guess"}).status_code == 403
    assert web.post("/login", data={"password": "a long secret"}).status_code == 429
    assert web.get("/api/v1/stories", headers={"Authorization": "Bearer a long secret"}).status_code == 401


def test_others_are_not_served_without_a_password(tmp_path: object) -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("desk.example")
    for password, words in ((None, "--password"), ("short", "8 signs")):
        with pytest.raises(SettingsError, match=words):
            serve(Store(f"{tmp_path}/news.duckdb"), "0.0.0.0", 8420, password, [], print)
