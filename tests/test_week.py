"""A story followed for a week, from its feeds on: at each step the store, the alerts, the exports, the page
in a browser, the HTTP API and the MCP server say the right thing.

The outlets are a server on this machine; the clock is the test's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import week_news as news
from local_server import serve
from reportedly import dossiers
from reportedly.alerts import Alert, atom, json_feed
from reportedly.fetching import FeedState, follow
from reportedly.records import DossierClaim
from reportedly.store import Store
from reportedly.store.decisions import Pointing, decide
from week_doors import Doors, open_doors
from week_news import Press, at

SCHEMA = json.loads((Path(dossiers.__file__).parent / "dossier.schema.json").read_text("utf8"))
CLOCKS = ("alerting", "coming", "deciding", "inbox")


class Desk:
    """Follows the feeds into a store, at times that the test tells."""

    def __init__(self, press: Press, store: Store, doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
        self.press, self.store, self.doors = press, store, doors
        self._client, self._states = press.site.client(), dict[str, FeedState]()
        self._monkeypatch = monkeypatch

    def look(self, day: int, clock: str) -> list[Alert]:
        """Ask all feeds at a time of the week; return what is told of it."""
        self.set(at(day, clock))
        told: list[Alert] = []
        for feed in self.press.feeds():
            came = follow(feed, self._states.get(feed), self._client, at(day, clock).timestamp())
            self._states[feed] = came.state
            told += self.store.take(came).alerts if came.pages else []
        return told

    def set(self, time: datetime) -> None:
        for module in CLOCKS:
            self._monkeypatch.setattr(f"reportedly.store.{module}.now", lambda: f"{time:%Y-%m-%dT%H:%M:%SZ}")

    def claim(self, *words: str) -> DossierClaim:
        """Return the claim whose text has these words."""
        return next(c for c in self.store.dossier().claims if all(word in c.text for word in words))

    def says(self, *lines: str) -> None:
        """Hold exports and doors to what they are to say now, and the JSON to its schema."""
        dossier = self.store.dossier()
        shown = self.doors.agree(dossier)
        for line in lines:
            assert line in shown, ("page", line)
        jsonschema.validate(json.loads(dossiers.export(dossier, "json")), SCHEMA)
        for form in ("text", "markdown"):
            page = " ".join(re.sub(r"[*_\\]", "", dossiers.export(dossier, form)).split())
            for line in lines:
                assert line in page, (form, line)

    def told(self) -> list[tuple[str, str]]:
        return [(alert.kind, alert.title) for alert in reversed(self.store.alerts())]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    store = Store(tmp_path / "news.duckdb")
    with serve() as site, open_doors(store) as doors:
        yield Desk(Press(site), store, doors, monkeypatch)


def kinds(alerts: Sequence[Alert]) -> list[tuple[str, str]]:
    return [(alert.kind, alert.title) for alert in alerts]


def test_a_week(desk: Desk) -> None:
    press = desk.press

    # Monday morning: the first report. A new story is no change.
    press.publish(news.FIRST)
    assert desk.look(0, "09:20") == []
    killed = desk.claim("killed")
    assert (killed.n_outlets, killed.independent, killed.rests_on) == (1, 1, ["Ines Tallow"])
    desk.says("1 outlet, 1 origin: rests on Ines Tallow")

    # Monday afternoon: two outlets carry the agency's copy. Three outlets, still one origin.
    press.publish(*news.WIRE)
    told = desk.look(0, "14:00")
    assert kinds(told) == [("credit", "Reuters is credited")]
    killed = desk.claim("killed")
    assert (killed.n_outlets, killed.independent, killed.rests_on) == (3, 1, ["Ines Tallow"])
    desk.says("3 outlets, 1 origin: rests on Ines Tallow")
    [story] = desk.store.stories()
    assert len(story.articles) == 3
    assert desk.look(0, "14:20") == []  # nothing new, nothing told

    # Tuesday: the union's word. Another claim, on one origin.
    press.publish(news.ALARMS)
    assert desk.look(1, "09:00") == []
    alarms = desk.claim("alarms")
    assert (alarms.independent, alarms.rests_on, alarms.disputed_by) == (1, ["Jonas Weil"], [])

    # Wednesday: the owner denies it.
    press.publish(news.DENIAL)
    [denial] = desk.look(2, "11:00")
    assert (denial.kind, denial.title) == ("denial", "Denied by Sella Grain")
    assert "It rests on Jonas Weil." in denial.text
    assert [proof.outlet for proof in denial.proofs] == ["Daily Lantern", "Sella Courier"]
    alarms = desk.claim("alarms")
    assert (alarms.independent, alarms.disputed_by) == (1, ["Sella Grain"])
    desk.says("2 outlets, 1 origin: rests on Jonas Weil", "isputed by Sella Grain")
    asked = desk.doors.check(alarms.text)
    assert (asked["verdict"], asked["same"][0]["rests_on"]) == ("same", ["Jonas Weil"])
    assert asked["same"][0]["disputed_by"] == ["Sella Grain"]
    assert desk.doors.check("The harbour bridge will reopen in June.")["verdict"] == "none"

    # Thursday: a fifth death; and the first report is corrected.
    press.publish(news.FIVE)
    [number] = desk.look(3, "08:30")
    assert (number.kind, number.title, number.time) == ("number", "4 → 5 dead", "2031-03-06T08:30:00Z")
    press.publish(news.CORRECTED)
    [edit] = desk.look(3, "16:00")
    assert (edit.kind, edit.title) == (
        "edit",
        "Corrected: Four workers killed in fire at Sella grain terminal",
    )
    assert "shortly before 5 a.m." in edit.text
    [courier] = [a for a in desk.store.dossier().articles if a.title == news.FIRST.title]
    assert (len(courier.versions), courier.corrected) == (1, "2031-03-06")
    assert "before 5 a.m." in courier.text
    desk.says()
    assert "Five workers have now been killed" in dossiers.export(desk.store.dossier(), "html")

    # Friday: somebody else knows it. Elsewhere, something else happens.
    press.publish(news.SECOND, news.ELSEWHERE)
    [second] = desk.look(4, "12:00")
    assert (second.kind, second.title) == ("origin", "A second origin: Tomas Reed")
    assert "at most 2 origins" in second.text
    alarms = desk.claim("alarms")
    assert (alarms.independent, alarms.rests_on) == (2, ["Jonas Weil", "Tomas Reed"])
    assert len(desk.store.stories()) == 2
    desk.says(
        "3 outlets, at most 2 origins: rests on Jonas Weil and Tomas Reed", "Council votes for new school"
    )

    # Saturday: an analyst knows that the inspector had it from the union; on Sunday, that he had not.
    desk.set(at(5, "10:00"))
    targets = Pointing(desk.store.dossier()).lines(alarms.id, [])
    decision = desk.store.decide(
        lambda number: decide("dependent", targets, number=number, who="Ann Roe", when="2031-03-08T10:00:00Z",
                              why="Reed quotes the union's own report", name="Jonas Weil")
    )  # fmt: skip
    alarms = desk.claim("alarms")
    assert (alarms.independent, alarms.rests_on) == (1, ["Jonas Weil"])
    assert alarms.evidence[0].why == (
        "Ann Roe marked this as having one origin (2031-03-08): Reed quotes the union's own report"
    )
    desk.says("3 outlets, 1 origin: rests on Jonas Weil", "Ann Roe marked this as having one origin")
    before = dossiers.export(desk.store.dossier(), "json")
    desk.store.undo(decision.number, "Ann Roe", "he saw the switches himself")
    assert desk.claim("alarms").independent == 2
    assert desk.store.fates()[decision.id].state == "undone"

    # Sunday: a page of the denial is gone; what it said is kept.
    press.withdraw(news.DENIAL)
    [gone] = desk.look(8, "11:00")
    assert (gone.kind, gone.title) == ("gone", "Gone: Sella Grain denies that alarms were off")
    assert desk.claim("alarms").disputed_by == ["Sella Grain"]
    desk.says("isputed by Sella Grain")
    assert desk.look(8, "12:00") == []

    # The week as it was told, newest last; as feeds; and the dossier in every format that is text.
    assert desk.told() == [
        ("credit", "Reuters is credited"),
        ("denial", "Denied by Sella Grain"),
        ("number", "4 → 5 dead"),
        ("edit", "Corrected: Four workers killed in fire at Sella grain terminal"),
        ("origin", "A second origin: Tomas Reed"),
        ("gone", "Gone: Sella Grain denies that alarms were off"),
    ]
    told = desk.store.alerts()
    assert [item["title"] for item in json.loads(json_feed(told))["items"]] == [alert.title for alert in told]
    assert atom(told).count("<entry>") == 6
    final = desk.store.dossier()
    assert json.loads(before) != json.loads(dossiers.export(final, "json"))
    exports(final)
    assert desk.store.check() == []


def exports(final: Any) -> None:
    """Every format of text says what the store says."""
    for form, exporter in dossiers.EXPORTERS.items():
        if exporter.gives == "text":
            text = dossiers.export(final, form)
            assert "Jonas Weil" in text, form
    page = dossiers.export(final, "markdown")
    assert "Sella Grain" in page
