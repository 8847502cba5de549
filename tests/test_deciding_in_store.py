"""Decisions in a store: only what they concern is looked at again, and it is as if all were told anew."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from light_steps import lighten
from reportedly import dossiers
from reportedly.errors import InputError
from reportedly.store import Store, grouping
from reportedly.store.decisions import Pointing, decide
from reportedly.store.file import File

PLACES = ["Marn", "Tolm", "Varn", "Orlava", "Senn"]
EVENTS = ["fire", "flood", "strike", "election"]


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    lighten(monkeypatch.setattr)


def report(folder: Path, number: int, address: int) -> Path:
    chance = random.Random(number)
    place, event = chance.choice(PLACES), chance.choice(EVENTS)
    text = (
        f"A {event} hit {place} on Monday, police said. It was the worst {event} in {number % 3 + 4} years."
    )
    row = {"id": f"r{number}", "url": f"https://o{number % 4}.example/{address}", "outlet": f"O{number % 4}",
           "title": f"{event} in {place}", "text": text}  # fmt: skip
    path = folder / f"r{number}.json"
    path.write_text(json.dumps(row), "utf8")
    return path


def act(store: Store, chance: random.Random, number: int, later: bool) -> None:
    """Decide something that makes sense of the stories that there are, or take a decision back."""
    stories = [story.id for story in store.stories()]
    story = chance.choice(stories)
    pointing = Pointing(store.holding(stories))
    what = chance.choice(["merge", "split", "merge-claims", "rename", "everywhere", "undo", "note"])
    names: dict[str, str] = {}
    if what == "undo":
        active = [decision.number for decision in store.decisions() if not decision.undone]
        if active:
            store.undo(chance.choice(active), "A", "so", later=later)
        return
    if what == "merge":
        kind, targets = pointing.merged([story, chance.choice(stories)])
    elif what == "split":
        kind, targets = pointing.split(story, [chance.choice(store.dossier([story]).stories[0].articles)])
    elif what == "merge-claims":
        claims = [claim.id for claim in store.claims([story])]
        kind, targets = pointing.merged([chance.choice(claims), chance.choice(claims)])
    elif what == "note":
        kind, targets = "note", pointing.about([story])
    else:
        kind, targets = "rename", [] if what == "everywhere" else pointing.stories([story])
        names = {"name": f"O{chance.randint(0, 3)}", "instead": f"Outlet {number}"}
    store.decide(
        lambda at: decide(kind, targets, number=at, who="A", when="2031-03-05", why="so", **names),
        later=later,
    )


@pytest.mark.parametrize("seed", range(2))
def test_it_is_as_if_all_were_told_anew(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store = Store(tmp_path / "news.duckdb")
    store.add([report(tmp_path, number, number) for number in range(12)])
    with store.owned():  # quicker
        for step in range(5):
            for _ in range(chance.randint(1, 2)):
                try:
                    act(store, chance, step, later=chance.random() < 0.5)
                except InputError:  # it would take all of a story, or name one thing twice
                    continue
            if chance.random() < 0.5:
                number = 12 + step
                store.add(report(tmp_path, number, chance.choice([number, chance.randint(0, 11)])))
            if chance.random() < 0.2:
                store.remove([chance.choice(store.dossier().articles).id])
            store.finish()
            assert store.check() == []
            told = dossiers.export(store.dossier(), "json")
            with File(store.path).writing() as connection:
                connection.execute("UPDATE about SET shown = ''")
            store.finish()
            assert dossiers.export(store.dossier(), "json") == told


def test_only_what_is_concerned_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "news.duckdb")
    store.add([report(tmp_path, number, number) for number in range(20)])
    stories = store.stories()
    looked: list[int] = []
    marks = grouping.marks
    monkeypatch.setattr(grouping, "marks", lambda c, found: looked.append(len(found)) or marks(c, found))
    targets = Pointing(store.dossier([stories[0].id])).about([stories[0].id])
    store.decide(lambda number: decide("note", targets, number=number, who="A", when="2031-03-05", why="so"))
    assert looked == [1]
    assert len(stories) > 3


def test_what_came_is_news_and_what_was_decided_is_not(tmp_path: Path) -> None:
    """Also where both were waiting."""
    text = "Two people died in a fire in Marn, police said."
    (tmp_path / "a.json").write_text(json.dumps({"id": "a", "outlet": "A", "text": text}), "utf8")
    (tmp_path / "b.json").write_text(json.dumps({"id": "b", "outlet": "B", "text": text}), "utf8")
    store = Store(tmp_path / "news.duckdb")
    store.add(tmp_path / "a.json")
    assert store.alerts() == []
    store.decide(
        lambda number: decide(
            "rename", [], number=number, who="A", when="2031-03-05", why="so", name="A", instead="The A"
        ),
        later=True,
    )
    added = store.add(tmp_path / "b.json")
    assert [alert.kind for alert in added.alerts] == [alert.kind for alert in store.alerts()] != []
    assert {article.outlet for article in store.dossier().articles} == {"The A", "B"}
    assert not any("The A" in json.dumps([alert.title, alert.text], default=str) for alert in added.alerts)
