"""A lake: the whole way as tables, on this machine. What Spark makes of it, see test_spark."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lake_tables import rows, tables
from light_steps import lighten
from make_crawl import articles, write
from reportedly import claims, lake, origins, pages, pipeline, statements
from reportedly.engine.arrow import to_table
from reportedly.engine.embedded import Embedded
from reportedly.engine.files import Files
from reportedly.engine.tables import Table
from reportedly.errors import InputError, SettingsError
from reportedly.lake import Bounds, Lake
from reportedly.lake.blocks import ASKED, NEXT
from reportedly.lake.components import components
from reportedly.lake.rows import Edge
from reportedly.pipeline import Settings
from reportedly.store import Store
from reportedly.stories.sketches import BANDS, bands

EXAMPLE = Path(__file__).parent.parent / "examples" / "orlava-ferry"


def make(out: Path, *paths: Path, bounds: Bounds | None = None, lot: int = 50) -> list[str]:
    """Make a lake on one core, and return the names of the steps that were run."""
    told: list[str] = []
    with Embedded(1) as engine:
        made = Lake(Files(str(out), engine), lot, lambda name, done, rows: told.append(name))
        lake.run(made, [str(path) for path in paths], bounds=bounds)
    return told


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that need no model."""
    lighten(monkeypatch.setattr)


def stories_of(out: Path) -> list[list[str]]:
    """Return the articles (keys) of a lake's stories."""
    return sorted(sorted(json.loads(row)["articles"]) for row in rows(out / "stories"))


# ---------------------------------------------------------------- what is in it
def test_a_lake_tells_what_trace_tells(tmp_path: Path) -> None:
    outcome = pipeline.run(EXAMPLE, tmp_path / "lake", settings=Settings(1))
    dossier = pipeline.trace(EXAMPLE, Settings(1))
    assert lake.dossier(str(tmp_path / "lake")) == dossier
    [story] = dossier.stories
    assert lake.dossier(str(tmp_path / "lake"), [story.id]).claims == dossier.claims
    with pytest.raises(InputError, match="no story 'x'"):
        lake.dossier(str(tmp_path / "lake"), ["x"])
    assert (outcome.summary.articles, outcome.summary.stories) == (len(dossier.articles), 1)
    files = tmp_path / "lake" / "claims" / "*" / "*.parquet"
    found = duckdb.sql(
        f"SELECT day, count(*) FROM read_parquet('{files}', hive_partitioning = true) "
        "WHERE independent >= 1 GROUP BY day"
    ).fetchall()
    assert [(str(day), number) for day, number in found] == [
        (
            min((a.published or "")[:10] for a in dossier.articles),
            sum(c.independent >= 1 for c in dossier.claims),
        )
    ]


@pytest.mark.usefixtures("light")
def test_what_is_refused_what_came_twice_and_whose_id_is_taken_is_told_as_trace_tells_it(
    tmp_path: Path,
) -> None:
    some = list(articles(2, 3))
    write(tmp_path / "in" / "a.jsonl", some)
    write(
        tmp_path / "in" / "b.jsonl",
        [some[0], {"id": "e0-o1", "text": "Another text. It is short."}, {"id": 1}],
    )
    write(tmp_path / "in" / "c" / "a.jsonl", [{**some[1], "text": some[1]["text"] + " More was said."}])
    (tmp_path / "in" / "empty.html").write_text("")
    (tmp_path / "in" / "deutsch.txt").write_text("Die Polizei sagte am Montag, die Brücke sei gesperrt. " * 9)
    item = "<title>A bridge</title><description>It was shut, police said. They gave no reason.</description>"
    feed = f'<rss version="2.0"><channel><title>A</title><item>{item}</item></channel></rss>'
    (tmp_path / "in" / "feed.xml").write_text(feed)
    warned: list[str] = []
    settings = Settings(1, warn=warned.append)
    outcome = pipeline.run(tmp_path / "in", tmp_path / "lake", settings=settings)
    told = pipeline.trace(tmp_path / "in", Settings(1))
    found = lake.dossier(str(tmp_path / "lake"))
    assert [note for note in warned if "not whole" in note]
    assert found.rejected == told.rejected
    assert outcome.summary.rejected == len(told.rejected) == len(outcome.rejected)
    assert found.duplicates == told.duplicates
    assert found == told


def test_an_engine_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no engine 'abacus'"):
        pipeline.run(EXAMPLE, tmp_path, "abacus")
    with pytest.raises(InputError, match="there is no lake"):
        lake.dossier(str(tmp_path / "none"))
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError, match="no file was found"):
        make(tmp_path / "lake", tmp_path / "nothing")


@pytest.mark.usefixtures("light")
def test_ids_are_those_that_one_run_gives(tmp_path: Path) -> None:
    taken = ["a", "a~0123456", "a", "a~0123456~abcdef", "b", "a~0123456", "a"]
    for number, id in enumerate(taken):
        write(tmp_path / "in" / f"{number}.jsonl", [{"id": id, "text": f"Text {number} is here."}])
    make(tmp_path / "lake", tmp_path / "in")
    found = [json.loads(row) for row in rows(tmp_path / "lake" / "inputs")]
    ids = [row["id"] for row in sorted(found, key=lambda row: (row["file"], row["place"]))]
    assert ids == [page.id for page in pages.unpack_pages([str(tmp_path / "in")])]
    assert len(set(ids)) == len(taken)


@pytest.mark.usefixtures("light")
def test_inputs_may_be_at_an_address(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jsonl", articles(1, 2))
    write(tmp_path / "in" / "b" / "c.jsonl", articles(1, 2, seed=5))
    (tmp_path / "in" / ".hidden.txt").write_text("Nothing.")
    folder = (tmp_path / "in").as_uri()
    found = pipeline.run([folder, folder + "/none.txt"], tmp_path / "lake", settings=Settings(1))
    assert (found.summary.articles, found.summary.rejected) == (4, 1)
    assert [one.reason for one in found.rejected] == ["no such file or folder"]
    told = lake.dossier((tmp_path / "lake").as_uri())
    assert {a.input for a in told.articles} > {f"{folder}/b/c.jsonl:1"}
    assert told == pipeline.trace([folder, folder + "/none.txt"], Settings(1))


@pytest.mark.usefixtures("light")
def test_a_lake_that_is_not_finished_is_no_one_s_to_read(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jsonl", articles(1, 2))
    make(tmp_path / "lake", tmp_path / "in")
    (tmp_path / "lake" / "_lake.json").write_text('{"lake": 1}')  # as while it is made
    with pytest.raises(InputError, match="not finished"):
        lake.dossier(str(tmp_path / "lake"))
    with pytest.raises(InputError, match="not finished"):
        Store(tmp_path / "news.duckdb").add([tmp_path / "lake"], Settings(1))
    with pytest.raises(InputError, match="standard input"):
        pipeline.run("-", tmp_path / "lake", settings=Settings(1))


# ---------------------------------------------------------------- nothing is done twice, or lost
@pytest.mark.usefixtures("light")
def test_what_is_there_is_not_made_again_and_what_comes_alone_is_read(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jsonl", articles(2, 3))
    make(tmp_path / "lake", tmp_path / "in")
    assert make(tmp_path / "lake", tmp_path / "in") == []
    write(tmp_path / "in" / "b.jsonl", articles(1, 2, seed=7))
    again = make(tmp_path / "lake", tmp_path / "in")
    assert {"unpacked", "read", "readings", "settled", "claims"} <= set(again)
    assert len(rows(next((tmp_path / "lake" / "_work").glob("readings-*/00002")))) == 2
    assert make(tmp_path / "anew", tmp_path / "in")
    assert lake.dossier(str(tmp_path / "lake")) == lake.dossier(str(tmp_path / "anew"))


@pytest.mark.usefixtures("light")
def test_a_table_without_its_manifest_was_broken_off(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jsonl", articles(2, 3))
    make(tmp_path / "lake", tmp_path / "in", lot=2)
    before = tables(tmp_path / "lake")
    lots = sorted((tmp_path / "lake" / "_work").glob("readings-*/0*/"))
    assert len(lots) > 2  # lots of two rows or so
    (lots[1] / "_reportedly.json").unlink()
    next(lots[1].parent.glob("*.json")).unlink()
    (tmp_path / "lake" / "claims" / "_reportedly.json").unlink()
    (tmp_path / "lake" / "claims" / "half.parquet").write_bytes(b"PAR1 and no more")
    assert set(make(tmp_path / "lake", tmp_path / "in", lot=2)) == {"readings", "claims"}
    left = [lot for lot in lots if lot != lots[1]]
    assert left == sorted(lots[1].parent.glob("0*/"))[:-1]  # what was there is as it was, and one more came
    assert tables(tmp_path / "lake") == before


@pytest.mark.usefixtures("light")
def test_killed_at_any_step_it_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jsonl", articles(2, 4))

    def run(number: int) -> subprocess.CompletedProcess[str]:
        script = Path(__file__).with_name("kill_lake.py")
        command = [sys.executable, script, str(number), tmp_path / "lake", tmp_path / "in"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run(7).returncode == run(15).returncode == -signal.SIGKILL
    last = run(0)
    assert last.returncode == 0, last.stderr
    whole = make(tmp_path / "undisturbed", tmp_path / "in", lot=4)
    assert 6 + 14 + int(last.stdout) <= len(whole) + 6  # at most a lot or two again each time
    assert lake.dossier(str(tmp_path / "lake")) == lake.dossier(str(tmp_path / "undisturbed"))


# ---------------------------------------------------------------- bounds
@pytest.mark.usefixtures("light")
def test_stories_of_many_articles_are_found_by_joins(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", articles(8, 5))
    make(tmp_path / "lake", tmp_path / "in.jsonl")
    whole = stories_of(tmp_path / "lake")
    told = make(tmp_path / "lake", tmp_path / "in.jsonl", bounds=Bounds(block=12))
    assert {"pairs", "links-0", "blocks-0"} <= set(told)
    assert "unpacked" not in told
    assert stories_of(tmp_path / "lake") == whole
    assert len(whole) >= 6  # two are of the same people and things


@pytest.mark.usefixtures("light")
def test_a_story_that_is_too_long_is_told_in_parts_and_a_block_that_is_too_large_is_cut(
    tmp_path: Path,
) -> None:
    write(tmp_path / "in.jsonl", articles(1, 9))
    make(tmp_path / "lake", tmp_path / "in.jsonl", bounds=Bounds(together=2, block=4, story=3))
    found = stories_of(tmp_path / "lake")
    assert max(map(len, found)) <= 3
    assert max(Counter(key for story in found for key in story).values()) == 1
    assert sum(map(len, found)) == 9


@pytest.mark.usefixtures("light")
def test_a_text_copied_many_times_makes_no_more_pairs_than_others_do(tmp_path: Path) -> None:
    [first, *others] = articles(4, 3)
    words, chance = first["text"].split(), random.Random(3)
    copied = []
    for number in range(80):
        text = words.copy()
        text[chance.randrange(len(text))] = f"edit{number}"
        place = {"id": f"c{number}", "url": f"https://c{number}.example/", "outlet": f"C {number}"}
        copied.append({**first, **place, "text": " ".join(text)})
    write(tmp_path / "in.jsonl", [first, *others, *copied])
    make(tmp_path / "lake", tmp_path / "in.jsonl", bounds=Bounds(block=40))
    near = rows(tmp_path / "lake" / "_work" / "near-copies")
    assert len(near) <= 3 * BANDS * len(copied)
    assert len(rows(tmp_path / "lake" / "_work" / "pairs")) <= ASKED * NEXT * 50
    assert max(map(len, stories_of(tmp_path / "lake"))) >= 81  # with all its copies


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=14))
@settings(max_examples=8)
def test_components_are_those_that_a_walk_finds(pairs: list[tuple[int, int]]) -> None:
    import tempfile

    edges = sorted({(f"{max(p):02d}", f"{min(p):02d}") for p in pairs if p[0] != p[1]})
    least = {name: name for edge in edges for name in edge}
    for _ in edges:
        for a, b in edges:
            least[a] = least[b] = min(least[a], least[b])
    with tempfile.TemporaryDirectory() as out, Embedded(1) as engine:
        made = Lake(Files(out, engine))
        table = made.put("edges", to_table([Edge(a, b) for a, b in edges], Edge), Edge)
        found = components(made, "parts", table)
        assert isinstance(found, Table)
        told = [json.loads(row) for place in found.places for row in rows(Path(out, place))]
    assert {row["a"]: row["b"] for row in told} == {a: b for a, b in least.items() if a != b}


def test_near_copies_share_bands_and_others_do_not() -> None:
    [one, *_], [other, *_] = list(articles(2, 1)), list(articles(2, 1, seed=9))
    text = one["text"] + " " + other["text"]
    shared = len(set(bands(text)) & set(bands(text.replace("Police", "Officers"))))
    assert shared >= BANDS // 2
    assert not set(bands(one["text"])) & set(bands("Nothing of all that was ever told anywhere at all."))
    assert bands("") == []
    assert len(bands("Two words")) == BANDS


# ---------------------------------------------------------------- to the store
@pytest.mark.usefixtures("light")
def test_a_store_takes_over_what_a_lake_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = list(articles(2, 3))
    edited = {
        **some[0],
        "id": "later",
        "text": some[0]["text"] + " More was said.",
        "published": "2031-03-09",
    }
    write(tmp_path / "in" / "a.jsonl", some)
    write(tmp_path / "in" / "b.jsonl", [some[1], edited, {"id": "x"}])
    make(tmp_path / "lake", tmp_path / "in")
    plain = Store(tmp_path / "plain.duckdb")
    plain.add([tmp_path / "in"], Settings(1))
    for step in (statements, claims, origins):
        stage = step.stage()  # type: ignore[attr-defined]
        broken = replace(stage, function=unasked)
        monkeypatch.setattr(step, "stage", lambda *_, broken=broken: broken)
    taken = Store(tmp_path / "taken.duckdb")
    added = taken.add([tmp_path / "lake"], Settings(1))
    assert len(added.received) == 9
    assert taken.dossier() == plain.dossier()
    assert taken.check() == plain.check()


def unasked(rows: Sequence[Any], _options: object) -> list[Any]:
    """Be a step that should have nothing to do."""
    raise AssertionError(f"worked out anew: {rows}")
