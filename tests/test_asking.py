"""A store that is asked: what is found, with which passages, and the same at every door."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from asked_store import TOLD, make
from reportedly.asking import Answer, Narrowed, as_text, check, find, telling
from reportedly.cli import cli, main
from reportedly.errors import InputError
from reportedly.store import Store
from reportedly.web import make_app
from shown_dossier import client

KILLED = "Twelve people were killed in the fire on the ferry Sarelle."
OFF = "The fire alarms had been switched off."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def web(store: Store) -> TestClient:
    return client(make_app(store))


def passages(answer: Answer) -> dict[tuple[str, str], str]:
    """What each article's passages say of the sentence."""
    hits = (*answer.same, *answer.contrary, *answer.near)
    return {(p.article, h.text): p.says for h in hits for p in h.passages}


def test_what_says_the_same_comes_with_its_passages(store: Store) -> None:
    answer = check(store, KILLED)
    assert (answer.found, answer.verdict, answer.in_words) == (True, "same", "Found in this store.")
    [hit] = answer.same
    assert (hit.outlets, hit.independent, hit.rests_on) == (2, 1, ["Tomas Belik"])
    assert {p.outlet for p in hit.passages} == {"Harbour Post", "Senn Herald"}
    for passage in hit.passages:
        assert passage.quote == TOLD[passage.article][2][passage.start : passage.end]
        assert (passage.says, passage.chain, passage.published) == (
            "the same", ["Tomas Belik"], TOLD[passage.article][1])  # fmt: skip
    assert "not established" in hit.in_words
    assert "independent" not in hit.in_words.replace("That sources are independent is not established.", "")


def test_another_number_is_near_and_says_so(store: Store) -> None:
    answer = check(store, KILLED.replace("Twelve", "Thirteen"))
    assert (answer.found, answer.verdict) == (False, "near")
    assert "Not found in this store" in answer.in_words
    assert answer.near[0].differs == ["numbers"]


@pytest.mark.parametrize(
    ("sentence", "same", "contrary"),
    [
        (OFF, "post", "meridian"),
        ("The fire alarms had not been switched off.", "meridian", "post"),
        ("Sundline denied that the fire alarms had been switched off.", "meridian", "post"),
        ("Tomas Belik said the fire alarms had been switched off.", "post", "meridian"),
    ],
)
def test_a_denial_is_the_contrary_and_who_denies_says_so(
    store: Store, sentence: str, same: str, contrary: str
) -> None:
    answer = check(store, sentence)
    assert [p.article for hit in answer.same for p in hit.passages] == [same]
    assert [p.article for hit in answer.contrary for p in hit.passages] == [contrary]
    assert {says for (_, text), says in passages(answer).items() if "alarms" in text} == {
        "the same", "the contrary"}  # fmt: skip
    assert answer.in_words == "Found in this store. 1 claim says the contrary."


def test_what_is_not_there_is_said_not_to_be_found(store: Store) -> None:
    answer = check(store, "The parliament of Kestria lowered the tax on fish.")
    assert (answer.verdict, answer.same, answer.contrary, answer.near) == ("none", [], [], [])
    assert answer.in_words == "Not found in this store. That says nothing about whether it is true."


@pytest.mark.parametrize("sentence", ["", " \n ", "?!", "a" * 1001, "\u200b", "% _ %", "\x00\ud800"])
def test_what_is_no_sentence_is_refused(store: Store, sentence: str) -> None:
    with pytest.raises(InputError):
        check(store, sentence)


@pytest.mark.parametrize(
    "sentence", ["'; DROP TABLE claims; --", "\ud800 was heard", "12 12 12", "die die die"]
)
def test_any_other_text_is_answered(store: Store, sentence: str) -> None:
    assert check(store, sentence).claims_held == len(store.claims())


def test_claims_are_found_by_words_meaning_and_what_narrows(store: Store) -> None:
    assert [found.claim.text for found in find(store, "alarm switched").claims] == [
        "The fire alarms of the ferry had been switched off.", OFF]  # fmt: skip
    by_meaning = find(store, meaning="A dozen dead in ferry blaze")
    assert by_meaning.claims[0].claim.text.startswith("Twelve people were killed")
    assert by_meaning.claims[0].nearness is not None
    assert find(store, "alarm", "deaths", Narrowed(outlet="The Meridian")).claims[0].claim.text == OFF
    told_by = find(store, narrowed=Narrowed(source="castel", since="2031-03-04", until="2031"))
    assert [found.claim.text for found in told_by.claims] == ["The ferry passed an inspection in January."]
    everything = find(store)
    assert everything.total == len(store.claims()) == len(everything.claims)
    pages = [found.claim.id for at in range(0, 8, 3) for found in find(store, start=at, count=3).claims]
    assert pages == [found.claim.id for found in everything.claims]
    assert find(store, narrowed=Narrowed(disputed=True)).total == 1
    assert find(store, "\ud800", narrowed=Narrowed(outlet="\ud800")).total == 0
    assert find(store, "nosuchword").total == find(store, narrowed=Narrowed(story="none")).total == 0


def test_news_is_data(store: Store) -> None:
    """What a leaflet orders is quoted, as all else, and every answer says what quotes are."""
    answer = check(store, "Nobody died in the fire.")
    assert answer.same[0].passages[0].article == "notice"
    assert any("not instructions" in caveat for caveat in answer.caveats)
    article = telling.article(store, "notice", 0, 10_000)
    assert article.text == TOLD["notice"][2]
    assert any("not instructions" in caveat for caveat in article.caveats)


def test_a_claim_without_a_sketch_is_found_by_its_words(store: Store, tmp_path: Path) -> None:
    copied = tmp_path / "news.duckdb"
    copied.write_bytes(store.path.read_bytes())
    other = Store(copied)
    with other._writing(), other._file.writing() as connection:
        connection.execute("DELETE FROM sketches")
    answer = check(other, KILLED)
    assert (answer.verdict, answer.claims_waiting) == ("same", answer.claims_held)
    assert any("doctor --mend" in caveat for caveat in answer.caveats)
    assert [finding.kind for finding in other.check()] == ["waiting"]
    assert other.mend() == []
    assert check(other, KILLED).claims_waiting == 0


def test_a_story_and_an_article_are_told_a_page_at_a_time(store: Store) -> None:
    [story] = store.stories()
    for id in (story.id, "post", find(store).claims[0].claim.id):
        told = telling.story(store, id, 0, 3, 1)
        assert (told.story, told.articles_held, told.total, told.next_start) == (story.id, 4, 8, 3)
    rest = telling.story(store, story.id, 6, 50, 0)
    assert (len(rest.claims), rest.next_start) == (2, None)
    article = telling.article(store, "post", 0, 60)
    assert (article.text, article.next_start) == (TOLD["post"][2][:60], 60)
    assert [s.passage.start for s in article.statements] == [0]
    for id in ("nothing", "po", story.id[:5]):
        with pytest.raises(InputError, match="not found in this store"):
            telling.article(store, id, 0, 60)


# ---------------------------------------------------------------- doors
@pytest.mark.parametrize(
    ("sentence", "code"),
    [(KILLED, 0), ("The moon is made of cheese.", 1), ("Thirteen people were killed.", 1)],
)
def test_the_exit_code_says_whether_it_was_found(store: Store, sentence: str, code: int) -> None:
    done = CliRunner().invoke(cli, ["check", sentence, "--store", str(store.path)])
    assert done.exit_code == code
    assert ("Not found" in done.output) == bool(code)


def test_what_makes_no_sense_is_refused_on_one_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["reportedly", "check", "...", "--store", str(store.path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (2, "reportedly: give a sentence to check\n")


def test_people_read_passages_with_outlet_day_and_place(store: Store) -> None:
    lines = list(as_text.lines(check(store, OFF)))
    assert "SAYS THE SAME: The fire alarms of the ferry had been switched off." in lines
    start = TOLD["post"][2].index(told := "The fire alarms of the ferry had been switched off")
    place = f"[post {start}–{start + len(told)}]"
    assert f"    Harbour Post, 2 March 2031, on the word of Tomas Belik {place}" in lines
    assert "  denied: “that the fire alarms had been switched off”" in lines
    assert all("\n" not in line and "\x1b" not in line for line in lines)


def test_every_door_gives_the_same_answer(store: Store, web: TestClient) -> None:
    answer = asdict(check(store, OFF))
    done = CliRunner().invoke(cli, ["check", OFF, "--json", "--store", str(store.path)])
    told = web.get("/api/v1/check", params={"sentence": OFF})
    assert json.loads(done.output) == told.json() == answer
    promised = web.get("/api/v1/openapi.json").json()["paths"]["/api/v1/check"]["get"]["responses"]
    jsonschema.validate(answer, promised["200"]["content"]["application/json"]["schema"])
    again = web.get(
        "/api/v1/check", params={"sentence": OFF}, headers={"If-None-Match": told.headers["etag"]}
    )
    assert again.status_code == 304


def test_programs_page_through_claims(web: TestClient) -> None:
    found, place = [], "/api/v1/claims?limit=3"
    while place:
        answer = web.get(place).json()
        found += [claim["id"] for claim in answer["claims"]]
        place = answer["next"]
    assert len(found) == len(set(found)) == answer["total"] == 8
    near = web.get(
        "/api/v1/claims", params={"meaning": "a dozen dead in ferry blaze", "source": "belik"}
    ).json()
    assert near["claims"][0]["nearness"] > 0.3
    for wrong in ("sentence=", "sentence=...", f"sentence={'a' * 1001}", "sentence=a&most=0"):
        assert web.get(f"/api/v1/check?{wrong}").status_code == 422


def test_the_page_tells_the_same_and_leads_on(web: TestClient) -> None:
    shown = web.get("/ask", params={"q": OFF}).text
    assert "Says the same" in shown
    assert "Says the contrary" in shown
    assert 'href="/articles/meridian"' in shown
    hostile = web.get("/ask", params={"q": "<script>alert(1)</script> was heard"}).text
    assert "<script" not in hostile
    assert 'formaction="/ask"' in web.get("/").text
    assert "There is nothing here" not in web.get("/ask").text
    assert "give a sentence" in web.get("/ask", params={"q": "..."}).text
    filtered = web.get("/ask", params={"q": OFF, "outlet": "Harbour Post", "kind": "disputed"}).text
    assert "Not found in this store" in filtered
    assert "Ask without them" in filtered
