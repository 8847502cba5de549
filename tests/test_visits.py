"""The list as a visitor sees it: what is new to them, and filters that stay."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from named_dossier import names
from reportedly.web import make_app, visits
from sample_dossier import sample
from shown_dossier import Shown, client


def fresh(web: TestClient, more: str = "") -> list[str]:
    """Return the stories that the list marks as new."""
    rows = re.findall(
        r'<li class="fresh">\s*<h2 dir="auto"><a href="/stories/([^"]+)"', web.get(f"/{more}").text
    )
    return [str(row) for row in rows]


def test_what_changed_since_the_last_visit_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(visits.time, "time", lambda: clock[0])
    shown = Shown(sample())
    web = client(make_app(shown))
    answer = web.get("/?kind=new")
    assert "This is your first visit" in answer.text
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert fresh(web) == []
    clock[0] += 3600
    dam, road = shown.whole.stories
    shown.change(replace(shown.whole, stories=[replace(dam, title="Gates shut"), road]))
    assert fresh(web) == ["dam"]
    assert fresh(web, "?kind=new") == ["dam"]  # all through the visit
    clock[0] += 60
    assert fresh(web, "?page=1") == ["dam"]
    clock[0] += 3600
    assert fresh(web) == []
    assert "Nothing in this store fits" in web.get("/?kind=new").text


@pytest.mark.parametrize("held", ["", "x", "1.2", "9" * 99, "-1.-1.-1", "999999.999999.1"])
def test_a_cookie_of_anybody_else_is_no_visit(held: str) -> None:
    web = client(make_app(Shown(sample())))
    web.cookies.set(visits.COOKIE, held)
    assert fresh(web, "?kind=new") == []
    assert web.get("/").status_code == 200


def test_filters_stay_in_the_address_and_in_the_form() -> None:
    dossier = names()
    [flood, chess] = dossier.stories
    dossier.stories = [flood, chess, *(replace(chess, id=f"more{n}", title=f"Chess {n}") for n in range(30))]
    web = client(make_app(Shown(dossier)))
    asked = "/?q=chess&kind=single-origin&kind=nonsense&outlet=Herald&since=2031&until=2031-12-31"
    text = web.get(asked).text
    assert "0 stories of 32" in text
    text = web.get("/?q=chess&outlet=Herald&source=jan+kowal&since=2031&until=2031-12-31").text
    assert "31 stories of 32" in text
    assert 'name="source" value="jan kowal"' in text
    assert '<details class="filters" open>' in text
    [later] = [unescape(link) for link in re.findall(r'rel="next" href="([^"]+)"', text)]
    assert later == "/?q=chess&outlet=Herald&source=jan+kowal&since=2031&until=2031-12-31&page=2"
    assert len(re.findall("<h2", web.get(later).text)) == 6
    assert "The list ends before this page" in web.get(later.replace("page=2", "page=9")).text
    assert web.get("/?since=yesterday").status_code == 422
    assert web.get("/api/v1/stories?kind=nonsense").status_code == 422
    told = web.get("/api/v1/stories?q=chess&kind=new&mark=3&limit=5").json()
    assert told["next"] == "/api/v1/stories?q=chess&kind=new&mark=3&offset=5&limit=5"
    assert told["mark"] == 32
    assert all(story["new"] for story in told["stories"])
