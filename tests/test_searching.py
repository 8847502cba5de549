"""Stories as they are looked for, in a true store; what is entered with them, and goes with them."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from light_steps import lighten
from reportedly.records import Page
from reportedly.store import Search, Store
from reportedly.store.words import asked, folded, stems
from reportedly.web.library import Kept

FIRE = "Two people died in a warehouse fire in Märn on Monday, police said. The flames spread to the harbour."
DENIED = "The mayor denied on Monday that two warehouses burned in Märn. The flames spread to the harbour."
VOTE = "Parliament in Kestria passed the budget on Thursday. The opposition voted against the budget."


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    lighten(monkeypatch.setattr)
    store = Store(tmp_path / "news.duckdb")
    store.add_pages([report("fire", FIRE, 4, "Courier"), report("vote", VOTE, 9, "Herald")])
    return store


def report(name: str, text: str, day: int, outlet: str | None) -> Page:
    return Page(name, name, name, "article", text.encode(), outlet=outlet, title=name.capitalize(),
                published=f"2031-03-0{day}")  # fmt: skip


def found(store: Store, **given: object) -> list[str]:
    rows = store.catalogue.search(Search(**given)).rows  # type: ignore[arg-type]
    return [row.story.title for row in rows]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", ["Fire", "Vote"]),
        ("warehouses burning", []),
        ("warehouses", ["Fire"]),  # in any form
        ("spreads the flame", ["Fire"]),
        ("MARN", ["Fire"]),  # without accents
        ("budg", ["Vote"]),  # the store has no such word: a beginning
        ("dget", []),
        ("police", ["Fire"]),  # a name
        ("the", []),  # it means nothing alone
        ("the budget", ["Vote"]),
        ("fire budget", []),  # all of the words
        ("'; DROP TABLE words --", []),
    ],
)
def test_words_are_found(store: Store, words: str, titles: list[str]) -> None:
    assert found(store, words=words) == titles


def test_words_of_the_title_weigh_more(store: Store) -> None:
    store.add_pages([report("budget", "Schools in Tolm need teachers. Nobody pays them.", 7, "Courier")])
    assert found(store, words="budget") == ["Budget", "Vote"]
    claims = store.catalogue.search(Search("flames")).rows[0].claims
    assert claims[0].text == "The flames spread to the harbour."


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ({"outlet": "Courier"}, ["Fire"]),
        ({"outlet": "Cour"}, []),
        ({"source": "POLICE"}, ["Fire"]),
        ({"source": "pol"}, []),  # whole words of a name
        ({"since": "2031-03-05"}, ["Vote"]),
        ({"until": "2031-03-04"}, ["Fire"]),
        ({"since": "2031-03", "until": "2031"}, ["Fire", "Vote"]),
        ({"since": "2031-04"}, []),
        ({"kinds": ("disputed",)}, []),
        ({"kinds": ("nonsense",)}, ["Fire", "Vote"]),
    ],
)
def test_stories_are_narrowed(store: Store, given: dict[str, object], titles: list[str]) -> None:
    assert found(store, **given) == titles


def test_what_came_since_a_mark_is_new(store: Store) -> None:
    before = store.catalogue.size().mark
    assert found(store, kinds=("new",), mark=before) == []
    store.add_pages([report("fire again", FIRE + " " + DENIED, 5, "Gazette")])
    new = store.catalogue.search(Search(kinds=("new",), mark=before))
    assert new.total == new.counts["new"] == 1
    assert len(new.rows[0].story.outlets) == 2
    assert [row.is_new for row in store.catalogue.search(Search(mark=before)).rows] == [True, False]


def test_entries_go_with_what_is_told(store: Store) -> None:
    store.remove(["vote"])
    assert found(store, words="budget") == []
    with duckdb.connect(str(store.path), read_only=True) as connection:
        for table in ("briefs", "words", "named", "heard"):
            query = f"SELECT count(*) FROM {table} WHERE number NOT IN (SELECT number FROM briefs)"
            assert connection.execute(query).fetchall() == [(0,)]
        assert connection.execute("SELECT count(*) FROM briefs").fetchall() == [(1,)]


def test_stories_of_an_older_program_are_entered_by_whatever_writes_next(store: Store) -> None:
    with duckdb.connect(str(store.path)) as connection:
        for table in ("briefs", "words", "named", "heard", "lexicon"):
            connection.execute(f"DELETE FROM {table}")
    assert found(store, words="budget") == []
    assert (store.catalogue.size().held, store.catalogue.size().entered) == (2, 0)
    assert "2 stories that cannot be searched for yet" in [finding.text for finding in store.check()]
    assert store.mend() == []
    assert found(store, words="budget") == ["Vote"]
    assert found(store, kinds=("new",)) == []  # nothing happened to them


@given(st.text(max_size=60), st.sets(st.sampled_from(["en", "de", "fr"])))
def test_words_are_found_by_themselves(text: str, languages: set[str]) -> None:
    for word in stems(text, languages):
        assert word == folded(word) or not word.isascii()
    for word in text.split():
        entered = set(stems(word, {"en"}))
        forms = {form for given in asked(word) for form in (*given.forms, given.beginning)}
        assert not entered or entered & forms


@given(st.text(max_size=40))
def test_a_name_is_one_however_it_is_written(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert folded(f" {name}\t") == folded(name)


def test_a_thing_that_several_ask_for_is_made_once() -> None:
    kept, made, begun, go = Kept(2), [], threading.Event(), threading.Event()

    def slow() -> str:
        made.append("slow")
        begun.set()
        go.wait(10)
        return "story"

    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(kept.get("large", slow))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    assert kept.get("small", lambda: "quick") == "quick"  # nobody waits for another story
    go.set()
    for thread in threads:
        thread.join(10)
    assert (got, made) == (["story"] * 4, ["slow"])


def test_what_could_not_be_made_is_tried_again() -> None:
    kept = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("x", lambda: 1 // 0)
    assert kept.get("x", lambda: 7) == 7
    kept.get("y", lambda: 1), kept.get("z", lambda: 1)
    assert kept.get("x", lambda: 8) == 8  # the oldest went
