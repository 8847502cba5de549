"""Correcting in the page: every kind of decision, who may send it, and what becomes of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from light_steps import lighten
from reportedly.errors import StoreError
from reportedly.store import Store
from reportedly.web import make_app
from reportedly.web.editing import Desk
from reportedly.web.retelling import Retelling
from shown_dossier import client

REPORTS = {
    "fire": "Two people died in a fire in Marn, police said. The fire spread to the harbour of Marn.",
    "blaze": "Two people died in a fire in Marn, police said. The mayor of Marn denied that it spread.",
    "smoke": "Two people died in a fire in Marn, police said. The fire spread to the harbour of Marn.",
    "vote": "An election was held in Tolm on Friday, officials said. Nobody was hurt.",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for name, text in REPORTS.items():
        row = {"id": name, "title": text.split(",")[0], "outlet": f"The {name.title()}", "text": text}
        (folder / f"{name}.json").write_text(json.dumps(row), "utf8")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch.setattr)
        Store(folder / "news.duckdb").add(sorted(folder.glob("*.json")))
    return folder / "news.duckdb"


@pytest.fixture
def store(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    lighten(monkeypatch.setattr)
    return Store(shutil.copy(made, tmp_path))


def app_of(store: Store, finish: Callable[[], object] | None = None, password: str | None = None) -> FastAPI:
    return make_app(store, password, desk=Desk(store, Retelling(finish or store.finish), "Ann Roe"))


@pytest.fixture
def web(store: Store) -> TestClient:
    return client(app_of(store))


class Forms:
    """The forms of a page, as somebody finds them who reads it."""

    def __init__(self, web: TestClient, place: str) -> None:
        self.web = web
        answer = web.get(place)
        assert answer.status_code == 200, place
        found = re.findall(r"<summary>(.*?)</summary>\s*<form.*?>(.*?)</form>", answer.text, re.S)
        self.forms = {unescape(heading): body for heading, body in found}

    def choices(self, heading: str) -> dict[str, str]:
        """Return the values of what can be chosen, by what stands beside each."""
        found = re.findall(r'name="part" value="([^"]*)">\s*<span>(.*?)</label>', self.forms[heading], re.S)
        return {unescape(re.sub("<.*?>", "", text)).strip(): unescape(value) for value, text in found}

    def send(self, heading: str, *parts: str, **more: str) -> str:
        """Send a form, with what is hidden in it, and return the page that it leads to."""
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.forms[heading])
        fields: dict[str, str | list[str]] = {name: unescape(value) for name, value in hidden}
        given = [*parts, *([fields["part"]] if "part" in fields else [])]
        answer = self.web.post(
            "/decisions", data={**fields, "who": "Ann Roe", "why": "I know", **more, "part": given}
        )
        assert answer.status_code == 303, answer.text
        place = answer.headers["location"]
        page = self.web.get(place.partition("#")[0])
        assert page.status_code == 200, place
        return page.text


def story_of(store: Store, word: str) -> str:
    return next(
        story.id for story in store.stories() if word in store.dossier([story.id]).stories[0].articles
    )


def claim_of(store: Store, text: str) -> str:
    return next(claim.id for claim in store.claims() if text in claim.text)


# ---------------------------------------------------------------- every kind
def test_a_claim_is_split_and_put_together_again(store: Store, web: TestClient) -> None:
    forms = Forms(web, f"/correct/claims/{claim_of(store, 'Two people died')}")
    choices = forms.choices("Some of this is another claim")
    [out] = [value for text, value in choices.items() if "The Smoke" in text]
    page = forms.send("Some of this is another claim", out)
    assert "Ann Roe" in page
    assert "I know" in page
    found = [claim for claim in store.claims() if "Two people died" in claim.text]
    assert sorted(claim.articles for claim in found) == [1, 2]
    one, other = (claim.id for claim in found)
    page = Forms(web, f"/correct/claims/{one}").send(
        "Another claim is the same", address=f"http://localhost/claims/{other}?x=1"
    )
    assert [claim.articles for claim in store.claims() if "Two people died" in claim.text] == [3]
    assert [decision.kind for decision in store.decisions()] == ["split-claim", "merge-claims"]


def test_stories_are_put_together_and_split(store: Store, web: TestClient) -> None:
    fire, vote = story_of(store, "fire"), story_of(store, "vote")
    assert fire != vote
    Forms(web, f"/correct/stories/{fire}").send("Another story is the same", address=f"/stories/{vote}")
    [whole] = store.stories()
    forms = Forms(web, f"/correct/stories/{whole.id}")
    forms.send("Some articles tell another story", "vote")
    assert sorted(len(story.articles) for story in store.stories()) == [1, 3]
    Forms(web, "/correct/articles/smoke").send("It tells another story")
    assert sorted(len(story.articles) for story in store.stories()) == [1, 1, 2]


def test_somebody_is_called_otherwise(store: Store, web: TestClient) -> None:
    story = story_of(store, "fire")
    page = Forms(web, f"/correct/stories/{story}").send(
        "Somebody is called otherwise", name="The Fire", instead="The <b>Daily</b> Fire", where="everywhere"
    )
    assert "The &lt;b&gt;Daily&lt;/b&gt; Fire" in page
    assert "The <b>" not in page
    assert next(a.outlet for a in store.dossier().articles if a.id == "fire") == "The <b>Daily</b> Fire"
    forms = Forms(web, "/correct/articles/blaze")
    [said] = [value for text, value in forms.choices("Somebody else is meant").items() if "Two" in text]
    forms.send("Somebody else is meant", said, name="police", instead="Tolm police")
    forms = Forms(web, "/correct/articles/vote")
    forms.send("The outlet is called otherwise", instead="Vote", where="here")
    chains = {s.article: s.chain for s in store.dossier().statements if s.chain}
    assert chains["blaze"] == ["Tolm police"]
    assert chains["fire"] == ["police"]
    assert [len(decision.targets) for decision in store.decisions()] == [0, 1, 1]


def test_lines_depend_and_stand(store: Store, web: TestClient) -> None:
    claim = claim_of(store, "Two people died")
    forms = Forms(web, f"/correct/claims/{claim}")
    lines = list(forms.choices("Some lines have one origin").values())
    assert len(lines) == 3
    forms.send("Some lines have one origin", *lines[:2], name="Port Office")
    forms.send("A line stands by itself", lines[2])
    assert [(d.kind, d.name, len(d.targets)) for d in store.decisions()] == [
        ("dependent", "Port Office", 2), ("independent", None, 1),
    ]  # fmt: skip


def test_notes_and_dismissals_and_their_undoing(store: Store, web: TestClient) -> None:
    claim = claim_of(store, "Two people died")
    page = Forms(web, f"/correct/claims/{claim}").send("Keep a note", why="Ask <i>them</i>\nagain")
    assert "Ask &lt;i&gt;them&lt;/i&gt; again" in page
    Forms(web, "/correct/articles/vote").send("Keep a note")
    Forms(web, f"/correct/stories/{story_of(store, 'vote')}").send("Of no interest")
    assert "decided" in web.get("/articles/vote").text
    forms = Forms(web, "/decisions")
    page = forms.send("Undo", why="it was not so")
    assert "undone by Ann Roe" in page
    assert [bool(d.undone) for d in store.decisions()].count(True) == 1
    assert store.check() == []


# ---------------------------------------------------------------- who may
def test_only_a_form_of_this_session_is_heard(store: Store, web: TestClient) -> None:
    claim = claim_of(store, "Two people died")
    forms = Forms(web, f"/correct/claims/{claim}")
    [token] = re.findall(r'name="token" value="(\w+)"', forms.forms["Keep a note"])
    given = {"do": "note", "of": claim, "why": "so", "who": "Ann Roe"}
    stranger = client(web.app)  # type: ignore[arg-type]
    assert web.post("/decisions", data=given).status_code == 403
    assert web.post("/decisions", data={**given, "token": token[:-1] + "é"}).status_code == 403
    assert stranger.post("/decisions", data={**given, "token": token}).status_code == 403
    stranger.cookies.set("reportedly-desk", "x" * 43)
    assert stranger.post("/decisions", data={**given, "token": token}).status_code == 403
    for origin in ("https://evil.example", "null", "http://localhost:1"):
        answer = web.post("/decisions", data={**given, "token": token}, headers={"Origin": origin})
        assert answer.status_code == 403, origin
    assert store.decisions() == []
    answer = web.post("/decisions", data={**given, "token": token}, headers={"Origin": "http://localhost"})
    assert answer.status_code == 303
    cookies = web.get(f"/correct/claims/{claim}", headers={"Cookie": ""}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict"} <= set(cookies.split("; "))


def test_with_a_password_a_token_is_of_who_came_in(store: Store) -> None:
    app = app_of(store, password="a long password")
    web, claim = client(app), claim_of(store, "Two people died")
    assert web.get("/decisions").status_code == 303
    assert web.post("/decisions", data={"do": "note"}).headers["location"] == "/login"
    web.post("/login", data={"password": "a long password"})
    forms = Forms(web, f"/correct/claims/{claim}")
    forms.send("Keep a note")
    web.post("/logout")
    web.post("/login", data={"password": "a long password"})
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', forms.forms["Keep a note"]))
    assert web.post("/decisions", data={**hidden, "who": "A", "why": "B"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"do": "split"}, 422, "nothing was chosen"),
        ({"do": "note", "why": " "}, 422, "say who decides, and why"),
        ({"do": "note", "why": "x" * 2001}, 422, "at most 2000 signs"),
        ({"do": "note", "of": "../../etc/passwd"}, 422, "nothing is called"),
        ({"do": "note", "of": "x" * 90_000}, 422, "nothing is called"),
        ({"do": "note", "why": "x" * 200_000}, 413, "too long"),
        ({"do": "note", "part": ["x"] * 1000}, 413, "too many fields"),
        ({"do": "drop"}, 422, "nothing can be decided that is called so"),
        ({"do": "rename", "name": "police", "where": "everywhere"}, 422, "say which name is wrong"),
        ({"undo": "77"}, 422, "there is no decision 77"),
        ({"undo": "1 OR 1"}, 422, "there is no such decision"),
    ],
)
def test_what_makes_no_sense_is_refused(
    store: Store, web: TestClient, given: dict[str, str], status: int, told: str
) -> None:
    claim = claim_of(store, "Two people died")
    [token, *_] = re.findall(r'name="token" value="(\w+)"', web.get(f"/correct/claims/{claim}").text)
    answer = web.post("/decisions", data={"of": claim, "who": "A", "why": "B", "token": token, **given})
    assert answer.status_code == status
    assert told in unescape(answer.text)
    assert store.decisions() == []


def test_only_forms_are_read(web: TestClient) -> None:
    assert web.post("/decisions", json={"do": "note"}).status_code == 415
    assert web.post("/decisions", files={"do": b"note"}).status_code == 415


@pytest.mark.parametrize("place", ["claims/x", "stories/x", "articles/x", "sources/x/police"])
def test_what_is_not_there_cannot_be_corrected(web: TestClient, place: str) -> None:
    assert web.get(f"/correct/{place}").status_code == 404


# ---------------------------------------------------------------- what becomes of it
def test_each_page_leads_to_its_correction(store: Store, web: TestClient) -> None:
    story = story_of(store, "fire")
    for place, what in (
        (f"/stories/{story}", "story"), (f"/claims/{claim_of(store, 'Two people died')}", "claim"),
        ("/articles/fire", "article"),
    ):  # fmt: skip
        [link] = re.findall(rf'<a href="([^"]+)">Correct this {what}</a>', web.get(place).text)
        assert web.get(link).status_code == 200
    assert web.get(f"/correct/stories/{quote(story)}").headers["cache-control"] == "no-store"


def test_what_takes_long_is_told_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what cannot be worked out is kept all the same."""
    monkeypatch.setattr("reportedly.web.editing.PATIENCE", 0.2)

    def broken() -> None:
        raise StoreError("the disk is full")

    web = client(app_of(store, broken))
    page = Forms(web, f"/correct/claims/{claim_of(store, 'Two people died')}").send("Of no interest")
    assert "What follows could not be worked out: the disk is full" in page
    assert [decision.kind for decision in store.decisions()] == ["dismiss"]
    assert store.waits()
    store.finish()
    assert "could not be worked out" not in web.get("/decisions").text
    assert store.alerts() == []


def test_decisions_are_kept_while_somebody_writes(store: Store) -> None:
    """Then who writes, or the next, works them out; what came meanwhile is news, what was decided is not."""
    from reportedly.store import locks

    web = client(app_of(store, lambda: None))
    with locks.writer(store.path, "an addition", wait=False, tell=None):
        Forms(web, f"/correct/claims/{claim_of(store, 'Two people died')}").send("Keep a note")
    assert len(store.decisions()) == 1
    store.finish()
    assert store.check() == []
