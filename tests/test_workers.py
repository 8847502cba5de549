"""Worker processes: one row that is stuck, or breaks its process, costs nobody but itself."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Settings, pipeline
from reportedly.engine import workers
from reportedly.engine.arrow import from_batch, schema, to_batch
from reportedly.engine.embedded import Embedded
from reportedly.errors import StepError
from stuck_stage import ORDERS, SILENT, Order, Outcome

pytestmark = pytest.mark.workers

TEXT = (
    "Two people died in a warehouse fire in Marn on Monday, police said.\n\n"
    '"We heard a loud bang," said Ana Lopez, who lives nearby.\n\n'
)


def batches(orders: Sequence[str], size: int) -> Iterator[pa.RecordBatch]:
    rows = [Order(str(n), do) for n, do in enumerate(orders)]
    for at in range(0, len(rows), size):
        yield to_batch(rows[at : at + size], Order)


def outcomes(engine: Embedded, orders: Sequence[str], size: int = 3, seconds: float = 2) -> list[Outcome]:
    return [
        row
        for batch in engine.stream([ORDERS], batches(orders, size), seconds)
        for row in from_batch(batch, Outcome)
    ]


@pytest.mark.parametrize("processes", [1, 2])
def test_only_the_culprit_is_refused(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "POOL_ROWS", 2)
    reasons = {
        "hang": "took longer than 2 seconds",
        "spin": "took longer than 2 seconds",
        "crash": "broke the process that worked on it (SIGSEGV)",
        "vanish": "the process that worked on it was ended from without; memory may have run out",
        "swell": "needs more memory than there is",
    }
    orders = ["", "hang", "", "crash", "", "print", "spin", "", "vanish", "", "", "swell", ""]
    with Embedded(processes) as engine:
        found = outcomes(engine, orders)
    assert [row.id for row in found] == [str(n) for n in range(len(orders))]
    assert [row.rejected for row in found] == [reasons.get(do) for do in orders]


def test_batches_may_be_cut_anyhow() -> None:
    with Embedded(2) as engine:

        @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.lists(st.sampled_from(["", "", "crash", "swell"]), max_size=6), st.integers(1, 7))
        def same(orders: list[str], size: int) -> None:
            whole, cut = outcomes(engine, orders, len(orders) or 1), outcomes(engine, orders, size)
            assert [(r.id, r.rejected) for r in whole] == [(r.id, r.rejected) for r in cut]

        same()


def test_a_bug_is_no_refusal() -> None:
    with Embedded(1) as engine, pytest.raises(StepError, match=r"row '1'.*no order"):
        outcomes(engine, ["", "fail", ""])


def test_rows_that_cannot_say_so_end_the_run() -> None:
    with Embedded(1) as engine, pytest.raises(StepError, match=r"row '0'.*SIGSEGV"):
        list(engine.stream([SILENT], batches(["crash"], 1)))


def test_a_table_loses_nothing_but_the_culprit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "POOL_ROWS", 2)
    table = pa.Table.from_batches(batches(["", "crash", ""], 3))
    with Embedded(2) as engine:
        found = from_batch(engine.map(ORDERS, table), Outcome)
    assert [row.rejected is None for row in found] == [True, False, True]


def test_batches_are_taken_ahead_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "AHEAD_BATCHES", 4)
    taken = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal taken
        for batch in itertools.islice(batches([""] * 60, 1), 60):
            taken += 1
            yield batch

    with Embedded(2) as engine:
        for done, batch in enumerate(engine.stream([ORDERS], counted()), 1):
            assert batch.schema == schema(Outcome)
            assert taken <= done + 4
    assert taken == done == 60


def test_few_rows_take_one_process() -> None:
    with Embedded(2) as engine:
        few = {row.process for row in outcomes(engine, [""] * 20)}
        assert len(few) == 1


def test_a_stuck_page_is_refused_and_the_rest_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ac":
        (tmp_path / f"{name}.txt").write_text(f"{name.upper()} " + TEXT * 3, "utf8")
    # Each attribute is compared with all before it, in C code that nothing interrupts: many minutes.
    attributes = " ".join(f"a{n}" for n in range(200_000))
    (tmp_path / "b.html").write_text(f"<html><body><p {attributes}>{TEXT}</p></body></html>", "utf8")
    monkeypatch.setattr(pipeline, "PAGE_SECONDS", 12.0)
    found = {a.id: a.rejected for a in reportedly.read(tmp_path, Settings(workers=1))}
    assert found == {"a": None, "b": "took longer than 12 seconds", "c": None}


def test_a_script_without_a_guard_reads_pages(tmp_path: Path) -> None:
    """`multiprocessing` would run the script again in each process that it spawns."""
    (tmp_path / "a.txt").write_text(TEXT * 3, "utf8")
    script = "import reportedly\nprint(*[a.rejected for a in reportedly.read('a.txt')])\n"
    (tmp_path / "script.py").write_text(script, "utf8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=200, check=True
    )
    assert (done.stdout, done.stderr) == ("None\n", "")


def test_ending_does_not_wait_for_what_is_stuck() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Embedded(1) as engine:  # noqa: PT012
        stream = engine.stream([ORDERS], batches(["", "hang"], 1))
        next(stream)
        raise KeyboardInterrupt
    assert time.monotonic() - start < 30


def test_where_no_process_can_be_started_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Embedded(1) as engine, pytest.raises(StepError, match="no process could be started"):
        outcomes(engine, [""])
