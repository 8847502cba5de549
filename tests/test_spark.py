"""One test body, two engines: what holds of the embedded one holds on Spark; both give equal tables."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import make_dataclass
from pathlib import Path
from typing import Any

import pytest

from counted_words import FRAGILE, LOSSY, MEASURE, WORDS, Length, Word
from lake_tables import tables
from reportedly import lake, pipeline
from reportedly.engine.arrow import schema, to_table
from reportedly.engine.embedded import Embedded
from reportedly.engine.files import Files
from reportedly.engine.stage import Query, Stage
from reportedly.engine.tables import Asked, Engine, Made, Table
from reportedly.errors import ContractError, InputError, StepError
from reportedly.lake import Bounds, Lake
from reportedly.lake.blocks import CUT, Follower, InBlock
from reportedly.pipeline import Settings
from reportedly.queries import query

EXAMPLE = Path(__file__).parent.parent / "examples" / "orlava-ferry"
SMALL = Bounds(together=2, block=3, story=2)
"""Bounds under which the shipped example takes every way that a million articles take."""

Open = Callable[[Path], Engine]


def java() -> int:
    """Return the version of Java that is here, 0 for none."""
    if not shutil.which("java"):
        return 0
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark on two cores of this machine, with as little of everything as will do."""
    sql = pytest.importorskip("pyspark.sql")
    if java() < 17:
        pytest.skip("Spark needs Java 17: apt-get install openjdk-17-jre-headless")
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = sql.SparkSession.builder.master("local[2]").appName("tests")
        settings = {
            "spark.driver.memory": "768m",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss4m",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": str(tmp_path_factory.mktemp("spark")),
            "spark.log.level": "OFF",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",  # compiling takes longer than so few rows
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        for name, value in settings.items():
            builder = builder.config(name, value)
        made = builder.getOrCreate()
        yield made
        made.stop()


@contextmanager
def opened(kind: str, root: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Yield an engine for the lake in a folder."""
    if kind == "spark":
        session = request.getfixturevalue("session")
        from reportedly.engine.spark import Spark

        yield Spark(str(root), session)
    else:
        with Embedded(1) as embedded:
            yield Files(str(root), embedded)


ENGINES = pytest.mark.parametrize("kind", ["embedded", pytest.param("spark", marks=pytest.mark.spark)])


def asked(engine: Engine, select: str = "SELECT id, text, tags FROM words", gives: type = Word) -> Asked:
    """Return what a query asks of three words that lie in a lake."""
    engine.put(to_table(WORDS, Word), "words")
    return Asked(query("some", 1, gives, select), {"words": Table(Word, ("words",), "words")})


def lengths(engine: Engine, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table by their ids."""
    found = engine.rows(Asked(Query("all", 1, "SELECT * FROM t", table.row), {"t": table}))
    return sorted(found, key=lambda row: str(row["id"]))


# ---------------------------------------------------------------- the contract
@ENGINES
def test_a_stage_is_run_and_columns_are_carried_past_it(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    marked = make_dataclass("Marked", [("mark", str), ("id", str), ("text", str | None), ("tags", list[str])])
    with opened(kind, tmp_path, request) as engine:
        words = asked(engine, "SELECT concat('m', id) AS mark, id, text, tags FROM words", marked)
        made = Made(words, (MEASURE,), ("mark",), rows=3)
        engine.make(made, "lengths")
        assert schema(made.row).names == ["mark", "id", "length"]
        assert lengths(engine, Table(made.row, ("lengths",), "")) == [
            {"mark": "ma", "id": "a", "length": 3},
            {"mark": "mb", "id": "b", "length": 0},
            {"mark": "mc", "id": "c", "length": 5},
        ]


WRONG = {
    "order": ("SELECT text, id, tags FROM words", [("text", str | None), ("id", str), ("tags", list[str])]),
    "missing": ("SELECT id, text FROM words", [("id", str), ("text", str | None)]),
    "extra": (
        "SELECT id, text, tags, id AS more FROM words",
        [("id", str), ("text", str | None), ("tags", list[str]), ("more", str)],
    ),
    "null": (
        "SELECT text AS id, text, tags FROM words",
        [("id", str | None), ("text", str | None), ("tags", list[str])],
    ),
    "type": ("SELECT id, text, id AS tags FROM words", [("id", str), ("text", str | None), ("tags", str)]),
}


@ENGINES
@pytest.mark.parametrize("wrong", WRONG)
def test_a_table_of_another_shape_is_refused_by_the_stage(
    kind: str, wrong: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    select, columns = WRONG[wrong]
    with opened(kind, tmp_path, request) as engine:
        words = asked(engine, select, make_dataclass("Wrong", columns))
        with pytest.raises(ContractError, match="step 'measure' broke on the table: was handed"):
            engine.make(Made(words, (MEASURE,)), "lengths")
        assert engine.read("lengths/_reportedly.json") is None


@ENGINES
@pytest.mark.parametrize(
    ("stage", "kind_of_error", "told"),
    [
        (LOSSY, ContractError, "gave 2 rows for 3"),
        (FRAGILE, StepError, "step 'fragile' broke on row 'b': ZeroDivisionError"),
    ],
    ids=["dropped row", "bug"],
)
def test_a_step_that_breaks_is_named(
    kind: str, stage: Stage, kind_of_error: type, told: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(kind, tmp_path, request) as engine, pytest.raises(kind_of_error, match=told):
        engine.make(Made(asked(engine), (stage,)), "lengths")


@ENGINES
def test_a_query_that_gives_other_columns_is_refused(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(kind, tmp_path, request) as engine, pytest.raises(ContractError, match="gave columns"):
        engine.make(Made(asked(engine, "SELECT id FROM words", Length)), "lengths")


@ENGINES
def test_small_files_are_written_whole_and_found_again(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(kind, tmp_path, request) as engine:
        engine.write("a/b/note.json", "ä{}")
        assert engine.read("a/b/note.json") == "ä{}"
        assert engine.names("a") == ["b"]
        engine.remove("a")
        assert engine.read("a/b/note.json") is None
        assert engine.names("a") == []


@ENGINES
def test_a_block_that_nothing_parts_is_cut_by_days(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(kind, tmp_path, request) as engine:
        crowd = [
            InBlock(key, block, 3 if block == "x" else 1) for key, block in zip("abcd", "xxyx", strict=True)
        ]
        days = {"a": "2031-03-02", "b": "2031-03-01", "c": "2031-03-01", "d": "2031-03-03"}
        of = {}
        for name, rows, row in (
            ("crowd", crowd, InBlock),
            ("followers", [Follower(key, key, "en", day) for key, day in days.items()], Follower),
        ):
            engine.put(to_table(rows, row), name)
            of[name] = Table(row, (name,), name)
        found = engine.rows(Asked(query("cut", 1, InBlock, CUT.format(2)), of))
    assert {row["key"]: row["block"] for row in found} == {"b": "x-0", "a": "x-0", "d": "x-1"}


@pytest.mark.spark
def test_what_one_engine_wrote_the_other_writes_anew(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with opened("spark", tmp_path, request) as spark, opened("embedded", tmp_path, request) as files:
        for engine in (spark, files, spark):
            engine.write("a/note.json", f"{engine}")
            assert spark.read("a/note.json") == files.read("a/note.json") == f"{engine}"


# ---------------------------------------------------------------- the whole path
def run(engine: Engine, bounds: Bounds | None = None) -> list[str]:
    """Run the shipped example, and return the steps that were run."""
    told: list[str] = []
    lake.run(Lake(engine, tell=lambda name, *_: told.append(name)), [str(EXAMPLE)], bounds=bounds)
    return told


@pytest.mark.spark
@pytest.mark.workers
def test_the_whole_path_gives_equal_tables_and_what_is_there_is_not_made_again(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    here, there = tmp_path / "embedded", tmp_path / "spark"
    with opened("spark", there, request) as spark, opened("embedded", here, request) as files:
        run(spark)
        run(files)
        found = tables(there)
        assert found == tables(here)
        assert {"accounts", "articles", "claims", "pages", "statements", "stories"} <= set(found)
        assert lake.dossier(str(there)) == pipeline.trace(EXAMPLE, Settings(1))
        # As if it had been killed while a table was written, and another was about to be.
        spark.remove("_work/told")
        (there / "timeline" / "_reportedly.json").unlink()
        assert run(spark) == ["told", "timeline"]
        assert tables(there) == found
        # The ways that many articles take, on what was read already; one engine goes on where the other was.
        steps = run(spark, SMALL)
        assert {"near-copies", "pairs", "links-0", "blocks-1"} <= set(steps)
        assert "read" not in steps
        run(files, SMALL)
        assert tables(there) == tables(here)
        shutil.copytree(there, tmp_path / "both")
    with opened("embedded", tmp_path / "both", request) as files:
        assert run(files, SMALL) == []


@pytest.mark.spark
def test_spark_without_its_package_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "pyspark"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "reportedly.engine.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(Exception, match=r"pip install 'reportedly\[spark\]'"):
        pipeline.run(EXAMPLE, tmp_path, "spark")
    with pytest.raises(InputError):
        lake.dossier(str(tmp_path / "lake"))
