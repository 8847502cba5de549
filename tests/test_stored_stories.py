"""Step 4 from a store on disk: the same stories as in memory, whatever comes and goes, and when."""

from __future__ import annotations

import dataclasses
import itertools

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.records import Article
from reportedly.store.shelves import MIGRATION, TABLES, Shelves
from reportedly.stories import Grouping, group, holding, neighbours, shelf, terms
from test_stories import ARTICLES, FERRY, article, many

CAME = [*many(20), *ARTICLES, dataclasses.replace(ARTICLES[1], language="fr", key="fr")]
CAME += [dataclasses.replace(a, id=f"copy of {a.id}", key=f"copy of {a.key}") for a in CAME[::7]]
BOTH = article("both", FERRY[0] + " " + ARTICLES[3].text)

Step = tuple[int, list[int], bool]
"""How many articles come together, which that came are taken out again, and whether a process begins anew."""
STEPS = st.lists(
    st.tuples(st.integers(0, 9), st.lists(st.integers(0, 40), max_size=2), st.booleans()), max_size=8
)


class Stored:
    """A grouping in a database, and the stories that it told of as they changed."""

    def __init__(self) -> None:
        self.database = duckdb.connect(config={"threads": 1})
        self.database.execute(MIGRATION)
        self.grouping = Grouping(Shelves(self.database))
        self.told: dict[str, list[str]] = {}

    def step(self, come: list[Article], gone: list[str], anew: bool) -> None:
        """Do what a process does between one transaction and the next."""
        self.database.begin()
        self.grouping.add(come)
        self.grouping.remove(gone)
        new, ids = self.grouping.save()
        self.database.commit()
        for story_id in ids:
            del self.told[story_id]
        assert not self.told.keys() & {story.id for story in new}
        self.told |= {story.id: story.articles for story in new}
        if anew:
            self.grouping = Grouping(Shelves(self.database))


@pytest.fixture(params=[0, 20, 1000], ids=["by the index", "at first whole", "whole"])
def whole(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Group with an index from so many articles on, and keep less of an article and of the index."""
    monkeypatch.setattr(shelf, "WHOLE", request.param)
    monkeypatch.setattr(holding, "POSTED", 6)
    monkeypatch.setattr(shelf, "LOOKED_AT", 30)
    monkeypatch.setattr(shelf, "AHEAD", 4)
    monkeypatch.setattr(terms, "KEPT", 30)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_stored_and_in_memory_are_the_same(steps: list[Step], whole: None) -> None:
    coming, came = iter(CAME), list[Article]()
    stored, held = Stored(), Grouping()
    for number, places, anew in steps:
        come = list(itertools.islice(coming, number))
        came += come
        gone = [came[place].key for place in places if place < len(came)]
        stored.step(come, gone, anew)
        held.add(come)
        held.remove(gone)
        stories = held.stories()
        assert stored.grouping.stories() == stories
        assert stored.told == {story.id: story.articles for story in stories}


def test_what_is_rolled_back_did_not_happen(whole: None) -> None:
    stored = Stored()
    stored.step(CAME[:20], [], anew=True)
    before = stored.grouping.stories()
    stored.database.begin()
    stored.grouping.add(CAME[20:])
    stored.grouping.remove([CAME[3].key])
    stored.grouping.save()
    stored.database.rollback()
    stored.grouping = Grouping(Shelves(stored.database))
    assert stored.grouping.stories() == before
    stored.step(CAME[20:], [], anew=True)
    held = Grouping()
    held.add(CAME[:20])
    held.add(CAME[20:])
    assert stored.grouping.stories() == held.stories()


@settings(max_examples=15, deadline=None)
@given(st.integers(1, len(CAME) - 1), st.integers(0, 3))
def test_taking_out_what_came_last_gives_what_was_there(first: int, more: int) -> None:
    grouping = Grouping()
    grouping.add(CAME[:first])
    before = grouping.stories()
    last = CAME[first : first + 1 + more]
    for one in last:
        grouping.add([one])
    grouping.remove([one.key for one in last])
    assert grouping.stories() == before


def test_what_came_last_leaves_no_trace_in_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "WHOLE", 0)
    monkeypatch.setattr(terms, "KEPT", 20)
    grouping = Grouping()
    grouping.add(CAME[:20])
    held = grouping._shelves["en"]._held
    rows = range(20)
    near, found = held.near(rows), grouping.stories()
    posted = {term: list(rows) for term, rows in held._posted.items() if rows}
    words = np.arange(held.terms.count, dtype=np.int32)
    rarity = held.terms.rarity(words)
    grouping.add([BOTH])
    assert held.near(rows).tolist() != near.tolist()
    grouping.remove([BOTH.key])
    assert held.near(rows)[:, : neighbours.NEIGHBOURS].tolist() == near[:, : neighbours.NEIGHBOURS].tolist()
    assert {term: rows for term, rows in held._posted.items() if rows} == posted
    assert held.terms.rarity(words).tolist() == rarity.tolist()
    assert grouping.stories() == found


def test_what_held_a_story_together_lets_go_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "WHOLE", 0)
    stored = Stored()
    stored.step([ARTICLES[0], ARTICLES[3], BOTH], [], anew=True)
    assert len(stored.told) == 1
    stored.step([], [BOTH.key], anew=True)
    assert stored.grouping.stories() == group([ARTICLES[0], ARTICLES[3]])


def test_taking_out_everything_and_what_is_not_there(whole: None) -> None:
    stored = Stored()
    stored.step(CAME, ["nothing has this key"], anew=True)
    copy = next(a for a in CAME if a.key.startswith("copy"))
    stored.step([], [copy.key], anew=True)
    assert sorted(key for keys in stored.told.values() for key in keys) == sorted(
        {a.key for a in CAME} - {copy.key}
    )
    stored.step([], [a.key for a in CAME], anew=True)
    assert stored.told == {}
    assert stored.grouping.stories() == []
    stored.step(ARTICLES, [], anew=True)
    assert len(stored.grouping.stories()) == 2


def test_few_rows_are_read_to_add_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "WHOLE", 0)
    stored = Stored()
    monkeypatch.setattr(shelf, "LOOKED_AT", 12)
    monkeypatch.setattr(shelf, "CANDIDATES", 5)
    stored.step(many(150), [], anew=True)
    stored.step([article("one more", FERRY[0])], [], anew=False)
    assert len(stored.grouping._shelves["en"]) <= 5 + 5 * 4 + 2 * 12


def test_the_tables_are_those_of_their_rows() -> None:
    stored = Stored()
    for table, row in TABLES.items():
        columns = [name for name, *_ in stored.database.execute(f"DESCRIBE {table}").fetchall()]
        assert columns == [field.name for field in dataclasses.fields(row)]
        assert stored.database.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]
