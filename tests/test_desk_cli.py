"""The commands of a desk, over a store of three short reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from in_process import steps_here
from local_hook import serve
from reportedly.alerts.webhook import Hook
from reportedly.cli import cli
from reportedly.errors import InputError, ReportedlyError
from reportedly.fetching import Client, Settings
from reportedly.pipeline import Settings as Reading
from reportedly.records import Page, content_hash
from reportedly.store import Store
from reportedly.store.decisions import Pointing

ONE = Reading(workers=1)
TEXTS = {
    "courier": "The ferry Maren sank off Orrin on Tuesday, harbour master Ida Borg said.",
    "herald": "The ferry Maren sank off Orrin on Tuesday, coast guard captain Tomas Belik said.",
    "globe": "The ferry Maren sank off Orrin on Tuesday, ship owner Lars Holm said.",
}


def page(name: str, text: str) -> Page:
    return Page(
        id=name,
        key=content_hash(name, text),
        input=name,
        kind="article",
        content=text.encode(),
        url=f"https://{name}.example/ferry",
        outlet=name.title(),
        title=f"Ferry sinks, says the {name}",
        published="2031-03-04",
    )


@pytest.fixture(scope="module", autouse=True)
def here() -> Iterator[None]:
    with steps_here():  # for `made`, too
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("desk") / "news.duckdb"
    store = Store(place)
    for name in TEXTS:
        store.add_pages([page(name, TEXTS[name])], ONE)
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    copy = tmp_path / "news.duckdb"
    copy.write_bytes(made.read_bytes())
    return copy


def run(place: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--store", str(place)])


def decide(place: Path, *words: str) -> Result:
    done = run(place, "decide", *words, "--why", "as I know", "--by", "Ann Roe")
    assert done.exit_code == 0, done.output
    return done


def sank(place: Path) -> tuple[str, int, list[str]]:
    """The id of the claim that the ferry sank, how many origins it has, and on whom it rests."""
    claim = next(claim for claim in Store(place).claims() if "sank" in claim.text)
    return claim.id, claim.independent, claim.rests_on


def test_lines_are_marked_undone_and_listed(place: Path) -> None:
    before = sank(place)
    assert before[1:] == (3, ["Ida Borg", "Lars Holm", "Tomas Belik"])
    done = decide(place, "depend", before[0][:8], "courier", "globe", "--on", "Lars Holm")
    assert done.output.startswith("decision 1\tdependent\t")
    assert sank(place)[1:] == (2, ["Lars Holm", "Tomas Belik"])
    decide(place, "stand", sank(place)[0], "courier")
    listed = run(place, "decide", "list").output.splitlines()
    assert [line.split("\t")[:3] for line in listed] == [
        ["1", "overruled", "dependent"],
        ["2", "holds", "independent"],
    ]
    decide(place, "undo", "2")
    decide(place, "undo", "1")
    assert sank(place) == before
    rows = [
        json.loads(line) for line in run(place, "decide", "list", "--format", "jsonl").output.splitlines()
    ]
    assert [(row["state"], row["undone"][0]["who"]) for row in rows] == [("undone", "Ann Roe")] * 2


def test_names_are_corrected_wherever_they_are_shown(place: Path) -> None:
    decide(place, "rename", "Ida Borg", "Ida Berg")
    assert "Ida Berg" in sank(place)[2]
    dossier = Store(place).dossier()
    assert [s.chain for s in dossier.statements if s.chain and s.chain[0].startswith("Ida")] == [["Ida Berg"]]
    decide(place, "rename", "Courier", "Orrin Courier", "--in", dossier.stories[0].id[:6])
    assert {a.outlet for a in Store(place).dossier().articles} == {"Orrin Courier", "Herald", "Globe"}


def test_a_claim_is_split_and_merged(place: Path) -> None:
    before = sank(place)
    decide(place, "split", before[0], "herald")
    claims = [claim for claim in Store(place).claims() if "sank" in claim.text]
    assert sorted(claim.rests_on for claim in claims) == [["Ida Borg", "Lars Holm"], ["Tomas Belik"]]
    decide(place, "merge", claims[0].id, claims[1].id)
    assert sank(place) == before


def test_a_story_is_split_and_an_article_that_comes_later_finds_its_place(place: Path) -> None:
    [story] = Store(place).stories()
    decide(place, "split", story.id, "globe")
    assert sorted(len(story.articles) for story in Store(place).stories()) == [1, 2]
    Store(place).add_pages([page("lantern", "Ferry sinks, says the globe: " + TEXTS["globe"])], ONE)
    assert sorted({a.outlet for a in Store(place).dossier(["globe"]).articles} - {None}) == [
        "Globe",
        "Lantern",
    ]
    decide(place, "undo", "1")
    assert [len(story.articles) for story in Store(place).stories()] == [4]


def test_notes_and_dismissals_are_shown_and_what_analysts_say_is_no_news(place: Path) -> None:
    told = Store(place).alerts()
    decide(place, "note", sank(place)[0])
    decide(place, "dismiss", sank(place)[0])
    dossier = Store(place).dossier()
    last = next(claim for claim in dossier.claims if claim.id == dossier.stories[0].claims[-1])
    assert [e.why for e in last.evidence if e.kind == "analyst"] == [
        "Ann Roe noted (" + Store(place).decisions()[0].when[:10] + "): as I know",
        "Ann Roe dismissed this (" + Store(place).decisions()[1].when[:10] + "): as I know",
    ]
    assert "sank" in last.text
    assert Store(place).alerts() == told


def test_alerts_are_listed_as_lines_and_as_feeds(place: Path, tmp_path: Path) -> None:
    lines = run(place, "alerts").output.splitlines()
    assert any(
        "a claim has a second origin: “The ferry Maren sank off Orrin on Tuesday" in line for line in lines
    )
    assert json.loads(run(place, "alerts", "--format", "jsonl").output.splitlines()[0])["kind"] == "origin"
    feed = json.loads(run(place, "alerts", "--format", "json-feed", "--most", "1").output)
    assert len(feed["items"]) == 1
    home, out = "https://desk.example/alerts.xml", tmp_path / "alerts.xml"
    assert run(place, "alerts", "--format", "atom", "--home", home, "-o", str(out)).exit_code == 0
    assert home in out.read_text("utf8")


def test_alerts_are_sent_as_they_come_and_what_could_not_be_goes_first_next_time(place: Path) -> None:
    with serve() as desk:
        hook, client = Hook(desk.url), Client(Settings(allow_private=True))
        store = Store(place)
        assert store.send(hook, client) is None
        assert desk.got == []  # what was told before is no news to who listens from now on
        desk.statuses = [400]
        store.add_pages(
            [page("lantern", "Mayor Jo Lund denied that the ferry Maren sank off Orrin on Tuesday.")], ONE
        )
        assert store.send(hook, client) == "it answered 400"
        store.add_pages(
            [
                page(
                    "radio",
                    "Transport minister Kai Brandt denied that the ferry Maren sank off Orrin on Tuesday.",
                )
            ],
            ONE,
        )
        assert store.send(hook, client) is None
        assert store.send(hook, client) is None
    sent = [alert["id"] for _, body in desk.got[1:] for alert in json.loads(body)["data"]["alerts"]]
    new = [alert.id for alert in reversed(store.alerts())][-len(sent) :]
    assert sent
    assert sent == new


def test_what_makes_no_sense_is_said_and_changes_nothing(place: Path) -> None:
    for words, problem in (
        (("merge", "nobody", "courier"), "nothing is called 'nobody'"),
        (("rename", "A", "A"), "the two names are the same"),
        (("undo", "7"), "there is no decision 7"),
    ):
        done = run(place, "decide", *words, "--why", "so", "--by", "Ann Roe")
        assert isinstance(done.exception, ReportedlyError)
        assert problem in str(done.exception)
    with pytest.raises(InputError, match="nothing is called 'nob'"):
        Pointing(Store(place).holding(["nob"])).about(["nob"])
    assert "--why" in run(place, "decide", "merge", "a", "b").output
    assert Store(place).decisions() == []
