"""The store: what comes in is worked out as `trace` would, once, and again only where it changed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

import reportedly
from light_steps import lighten
from reportedly import claims, origins
from reportedly.engine.stage import Stage
from reportedly.errors import InputError, StoreError
from reportedly.store import Store, telling

FIRE = (
    "Two people died in a warehouse fire in Marn on Monday, police said. "
    "The flames spread to the harbour of Marn within an hour. The warehouse belongs to Tolm Freight."
)
VOTE = (
    "Parliament in Kestria passed the budget on Thursday. The finance minister Ida Holm was glad. "
    "The opposition voted against the budget."
)


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    lighten(monkeypatch.setattr)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "news.duckdb")


def put(folder: Path, name: str, text: str, **more: object) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"id": name, "text": text, "published": "2031-05-06", **more}), "utf8")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    put(folder, "fire-a", FIRE, outlet="Courier", url="https://courier.example/fire")
    put(folder, "fire-b", FIRE + " A witness saw smoke.", outlet="Herald", url="https://herald.example/fire")
    put(folder, "vote", VOTE, outlet="Herald", url="https://herald.example/vote")
    (folder / "empty.txt").write_text("", "utf8")
    return folder


def export(store: Store) -> str:
    return reportedly.export(store.dossier(), "json")


def states(store: Store, path: Path | Sequence[Path], again: bool = False) -> list[str]:
    return [received.state for received in store.add(path, again=again).received]


# ---------------------------------------------------------------- the same as trace, once
def test_what_is_added_is_told_as_trace_tells_it(store: Store, reports: Path) -> None:
    assert states(store, reports) == ["rejected", "new", "new", "new"]
    assert export(store) == reportedly.export(reportedly.trace(reports), "json")
    assert store.check() == []


def test_adding_again_changes_nothing(store: Store, reports: Path) -> None:
    store.add(reports)
    before, bytes_before = export(store), store.path.read_bytes()
    again = store.add(reports)
    assert [r.state for r in again.received] == ["known"] * 4
    assert (again.stories, export(store)) == (0, before)
    assert store.path.read_bytes() == bytes_before


def test_one_at_a_time_ends_as_all_at_once(store: Store, reports: Path) -> None:
    for path in sorted(reports.iterdir()):
        store.add(path)
    assert export(store) == reportedly.export(reportedly.trace(sorted(reports.iterdir())), "json")


def test_copies_and_versions_are_found_whenever_they_come(store: Store, tmp_path: Path) -> None:
    text = FIRE + " " + VOTE
    first = put(tmp_path / "a", "one", text, url="https://courier.example/x", published="2031-05-06T08:00Z")
    copy = put(tmp_path / "b", "two", text, url="https://courier.example/y")
    other = put(tmp_path / "b", "vote", VOTE, url="https://herald.example/vote")
    edited = text.replace("Two people", "Three people")
    later = put(tmp_path / "c", "one", edited, url="https://courier.example/x", published="2031-05-06T09:00Z")
    for path in (first, copy, other, later):
        store.add(path)
    assert export(store) == reportedly.export(reportedly.trace([first, copy, other, later]), "json")
    dossier = store.dossier()
    [kept] = [article for article in dossier.articles if article.versions]
    assert [version.id for version in kept.versions] == ["one"]
    assert "Three people" in kept.text
    assert store.check() == []


def test_an_id_that_another_page_has_gets_digits_of_its_own(store: Store, tmp_path: Path) -> None:
    one, two = put(tmp_path / "a", "fire", FIRE), put(tmp_path / "b", "fire", VOTE)
    store.add(one)
    [received] = store.add(two).received
    assert received.id == f"fire~{received.key[:6]}"
    assert {a.id for a in store.dossier().articles} == {"fire", received.id}
    assert states(store, [one, two]) == ["known", "known"]


def test_what_could_not_be_read_is_forgotten_once_it_can(store: Store, tmp_path: Path) -> None:
    path = put(tmp_path / "a", "fire", "")
    assert states(store, path) == ["rejected"]
    put(tmp_path / "a", "fire", FIRE)
    assert states(store, path) == ["new"]
    assert store.dossier().rejected == []
    assert store.check() == []


# ---------------------------------------------------------------- only what changed
def worked_on(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that the titles of stories are put on as they are worked on."""
    seen: list[str] = []
    tell = telling.deciding.tell

    def counted(engine: object, materials: Sequence[object], force: object) -> object:
        seen.extend(sorted(article.id for article in material.articles) for material in materials)  # type: ignore[attr-defined,arg-type]
        return tell(engine, materials, force)  # type: ignore[arg-type]

    monkeypatch.setattr(telling.deciding, "tell", counted)
    return seen


def test_only_stories_that_changed_are_worked_on(
    store: Store, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(reports)
    seen = worked_on(monkeypatch)
    more = put(reports, "fire-c", FIRE + " Rescuers left.", outlet="Post", url="https://post.example/fire")
    assert store.add(more).stories == 2  # one went, one came
    assert seen == [["fire-a", "fire-b", "fire-c"]]


def test_a_step_of_a_newer_version_reads_again(
    store: Store, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(reports)
    before = export(store)
    lighten(monkeypatch.setattr, version=2)
    assert [finding.kind for finding in store.check()] == ["waiting", "waiting"]
    seen = worked_on(monkeypatch)
    done = store.finish()
    assert len(seen) == 2
    assert (export(store), store.check(), done.alerts) == (before, [], [])


@pytest.mark.parametrize("step", [claims, origins])
def test_a_newer_version_of_what_is_told_reads_nothing_again_and_tells_all_anew(
    store: Store, reports: Path, monkeypatch: pytest.MonkeyPatch, step: ModuleType
) -> None:
    store.add(reports)
    before = export(store)
    newer = dataclasses.replace(step.stage(), version=2)
    monkeypatch.setattr(step, "stage", lambda *_: newer)
    assert [finding.kind for finding in store.check()] == ["waiting"]
    assert export(store) == before  # as it was told, until it is told anew
    seen = worked_on(monkeypatch)
    done = store.finish()
    assert len(seen) == 2
    assert (export(store), store.check(), done.alerts) == (before, [], [])


# ---------------------------------------------------------------- looking and taking out
def test_a_dossier_of_one_story(store: Store, reports: Path) -> None:
    store.add(reports)
    part = store.dossier(["vote"])
    assert [a.id for a in part.articles] == ["vote"]
    assert part.rejected == []
    [story] = part.stories
    assert store.dossier([story.id]) == part
    assert {claim.story for claim in store.claims(["vote"])} == {story.id}
    assert len(store.stories()) == 2
    with pytest.raises(InputError, match="'nobody'"):
        store.dossier(["nobody"])


def test_what_is_removed_stays_out_until_asked_for(store: Store, reports: Path) -> None:
    store.add(reports)
    assert [r.id for r in store.remove(["fire-b"])] == ["fire-b"]
    assert {a.id for a in store.dossier().articles} == {"fire-a", "vote"}
    assert store.check() == []
    [received] = store.add(reports / "fire-b.json").received
    assert received.state == "removed"
    assert received.reason is not None
    assert received.reason.startswith("fire-b was removed on 20")
    assert states(store, reports / "fire-b.json", again=True) == ["new"]
    assert {a.id for a in store.dossier().articles} == {"fire-a", "fire-b", "vote"}
    with pytest.raises(InputError, match="nothing was removed"):
        store.remove(["fire-a", "nobody"])
    assert "fire-a" in {a.id for a in store.dossier().articles}


def test_an_article_goes_with_its_versions_and_a_story_with_its_articles(
    store: Store, tmp_path: Path
) -> None:
    first = put(tmp_path / "a", "one", FIRE + VOTE, url="https://courier.example/x", published="2031-05-06")
    later = put(tmp_path / "b", "one", VOTE + FIRE, url="https://courier.example/x", published="2031-05-07")
    other = put(tmp_path / "b", "vote", VOTE, url="https://herald.example/vote")
    store.add([first, later])
    store.add(other)
    kept = next(a.id for a in store.dossier().articles if a.versions)
    assert len(store.remove([kept])) == 2
    [story] = store.stories()
    store.remove([story.id])
    assert (store.dossier().articles, store.stories(), store.check()) == ([], [], [])


def test_the_real_steps_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    folder = tmp_path / "reports"
    put(folder, "fire-a", FIRE, outlet="Courier")
    put(folder, "fire-b", FIRE.replace("Two", "Three"), outlet="Herald")
    store = Store(tmp_path / "news.duckdb")
    store.add(folder)
    assert export(store) == reportedly.export(reportedly.trace(folder), "json")
    assert isinstance(reportedly.statements.stage(), Stage)


def test_what_is_removed_is_shown_by_no_story_even_before_they_are_told_anew(
    store: Store, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(reports)
    monkeypatch.setattr("reportedly.store.work.finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        store.remove(["fire-b"])
    monkeypatch.undo()
    lighten(monkeypatch.setattr)
    assert [finding.kind for finding in store.check()] == ["waiting"]
    assert {claim.story for claim in store.dossier().claims} == {store.dossier(["vote"]).stories[0].id}
    store.finish()
    assert {a.id for a in store.dossier(["fire-a"]).articles} == {"fire-a"}


def test_no_store_no_answer(store: Store) -> None:
    for ask in (store.dossier, store.stories, store.check, store.finish, store.mend):
        with pytest.raises(StoreError, match="there is no store"):
            ask()
    assert list(store.path.parent.iterdir()) == []
