"""The whole way, from files to a dossier, and what the example's dossier concludes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import reportedly
from expected_story import EXAMPLES, read_expected, same_names, verdicts
from reportedly import Settings, dossiers, pipeline
from reportedly.errors import InputError
from reportedly.records import Dossier

TEXT = (
    "Two people died in a warehouse fire in Marn on Monday, police said.\n\n"
    '"We heard a loud bang," said Ana Lopez, who lives nearby.\n\n'
    "The cause is not known yet, according to the fire service."
)
KOREAN = "경찰은 월요일 창고 화재로 두 명이 숨졌다고 밝혔다. 소방 당국은 원인을 조사하고 있다고 말했다.\n"

FLOOR = 0.7
"""Share of EXPECTED.md's conclusions that the dossier draws, too: 18 of 24 on the day it was set."""
HELD = [
    ("Eleven people were killed", "told by most"),
    ("Eleven people were killed", "count"),
    ("The fire broke out on the car deck", "told by most"),
    ("Passengers heard no alarm", "told by most"),
    ("Passengers heard no alarm", "count"),
]


def article(folder: Path, name: str, text: str = TEXT, **more: object) -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"id": name, "text": text, **more}), "utf8")
    return path


# ---------------------------------------------------------------- inputs and rows
def test_a_file_that_comes_again_is_read_once_and_named(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"text": TEXT}), "utf8")
    dossier = reportedly.trace(tmp_path)
    assert [a.id for a in dossier.articles] == ["one"]
    assert [(Path(d.input).name, d.article) for d in dossier.duplicates] == [
        ("three.json", "one"),
        ("two.json", "one"),
    ]
    assert {s.article for s in dossier.statements} == {"one"}
    assert [a.id for a in reportedly.read(tmp_path)] == ["one", "three", "two"]
    assert [(a.id, r.id) for a, r in reportedly.quotes(tmp_path)] == [(n, n) for n in ("one", "three", "two")]


def test_an_edited_article_under_the_same_id_is_another(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    told: list[str] = []
    article(tmp_path / "old", "fire")
    article(tmp_path / "new", "fire", TEXT.replace("Two", "Three"))
    first, second = reportedly.read([tmp_path / "old", tmp_path / "new"], Settings(warn=told.append))
    assert first.id == "fire"
    assert second.id == f"fire~{second.key[:6]}"
    assert len(told) == 1
    assert "another page has the id 'fire'" in told[0]


def test_what_is_refused_is_listed_each_by_itself(tmp_path: Path) -> None:
    article(tmp_path, "good")
    article(tmp_path, "korean", KOREAN * 3)
    for name in ("menu1", "menu2"):  # the same page twice, and no article on it
        (tmp_path / f"{name}.txt").write_text("Home\nNews\nSign in\n", "utf8")
    (tmp_path / "void.txt").write_text("", "utf8")
    dossier = reportedly.trace(tmp_path)
    reasons = {Path(r.input).name: r.reason for r in dossier.rejected}
    assert list(reasons) == ["menu1.txt", "menu2.txt", "void.txt", "korean.json"]
    assert reasons["menu1.txt"] == reasons["menu2.txt"]
    assert reasons["void.txt"] == "empty"
    assert "English" in reasons["korean.json"]
    assert [a.id for a in dossier.articles] == ["good", "korean"]
    assert dossier.duplicates == []
    assert [story.articles for story in dossier.stories] == [["good"]]


def test_nothing_read_is_an_error_that_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file was found"):
        reportedly.trace(tmp_path)
    with pytest.raises(InputError, match=r"missing\.txt: no such file or folder"):
        reportedly.trace(tmp_path / "missing.txt")
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text("", "utf8")
    with pytest.raises(InputError, match=r"0\.txt: empty; .*; and 2 more"):
        reportedly.trace(tmp_path)
    assert [a.rejected for a in reportedly.read(tmp_path)] == ["empty"] * 5


@pytest.mark.workers
def test_progress_counts_every_step_up_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_ROWS", 2)
    for n in range(5):
        article(tmp_path, str(n), TEXT + str(n))
    told: list[tuple[str, int, int]] = []
    reportedly.trace(tmp_path, Settings(progress=lambda *step: told.append(step)))
    last = {step: (done, total) for step, done, total in told}
    assert list(last) == ["articles", "statements", "claims", "origins"]
    assert last["articles"] == last["statements"] == (5, 5)
    for step in last:
        counts = [done for name, done, _ in told if name == step]
        assert counts == sorted(counts)
        assert counts[0] == 0
    assert all(done <= total for _, done, total in told)


def test_pages_are_held_by_their_bytes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        article(tmp_path, str(n), TEXT + str(n))
    whole = reportedly.read(tmp_path)
    monkeypatch.setattr(pipeline, "BATCH_BYTES", 1)
    assert reportedly.read(tmp_path) == whole


@pytest.mark.workers
def test_two_processes_draw_the_same_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.engine.workers.POOL_ROWS", 2)
    monkeypatch.setattr("reportedly.engine.embedded.BATCH_ROWS", 2)
    example = EXAMPLES / "orlava-ferry"
    assert reportedly.trace(example, Settings(workers=2)) == reportedly.trace(example, Settings(workers=1))


def test_statements_of_one_text() -> None:
    found = reportedly.find_statements(TEXT, published="2024-01-10", outlet="The Marn Post")
    assert all(TEXT[s.start : s.end] == s.text for s in found)
    assert ["Ana Lopez"] in [s.chain for s in found]
    assert "2024-01-08" in [s.when.value for s in found if s.when]
    assert reportedly.find_statements("") == []


# ---------------------------------------------------------------- the example
@pytest.fixture(scope="module")
def example() -> Dossier:
    return reportedly.trace(EXAMPLES / "orlava-ferry")


def test_the_example_is_one_story_of_seven_pages(example: Dossier) -> None:
    assert len(example.articles) == 7
    assert [len(story.articles) for story in example.stories] == [7]
    assert (example.rejected, example.duplicates) == ([], [])
    value = json.loads(reportedly.export(example, "json"))
    jsonschema.Draft202012Validator(dossiers.schema()).validate(value)


def test_every_reference_in_the_example_leads_somewhere(example: Dossier) -> None:
    texts = {a.id: a.text for a in example.articles}
    statements = {s.id for s in example.statements}
    assert len(statements) == len(example.statements)
    for s in example.statements:
        assert texts[s.article][s.start : s.end] == s.text
    for claim in example.claims:
        assert set(claim.statements) <= statements
        assert claim.independent == len(claim.rests_on)
        assert claim.independent <= len(claim.origins)
    for copy in example.copies:
        for passage in (copy.origin, copy.copy):
            assert 0 <= passage.start < passage.end <= len(texts[passage.article])


def test_the_example_concludes_what_a_careful_reader_does(
    example: Dossier, capsys: pytest.CaptureFixture[str]
) -> None:
    found = verdicts(example)
    share = sum(found.values()) / len(found)
    with capsys.disabled():
        print(f"\nexample: {sum(found.values())} of {len(found)} conclusions right, floor {FLOOR:.2f}")
    wrong = "; ".join(f"{what} of {claim!r}" for (claim, what), right in found.items() if not right)
    assert share >= FLOOR, wrong
    assert [held for held in HELD if not found[held]] == []


def test_the_checker_reads_what_is_expected() -> None:
    claims = read_expected()
    assert len(claims) == 6
    alarms = claims[0]
    assert (len(alarms.told), len(alarms.denied), alarms.count) == (6, 1, 2)
    assert alarms.origins == [{"Tomas Belik"}, {"Maritime Safety Board", "Anders Holm"}]
    assert same_names(["Tomas Belik", "Kestria's Maritime Safety Board"], alarms.origins)
    assert not same_names(["Tomas Belik"], alarms.origins)
    assert not same_names(["Tomas Belik", "Anders Holm", "Quayside"], alarms.origins)
    assert same_names(["Tomas Belik", "Anders Holm", "Quayside"], alarms.origins, ["Quayside"])
