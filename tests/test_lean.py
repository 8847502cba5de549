"""What a process loads: no more than what it does needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reportedly.engine import cores

HEAVY = ("spacy", "onnxruntime", "trafilatura", "pandas", "pyarrow", "numpy", "scipy", "duckdb", "fastapi")
TAKES = {  # heavy modules that running this takes
    "import reportedly": set(),
    "from reportedly.cli import cli; cli(['trace', '--help'], standalone_mode=False)": set(),
    "import reportedly.pipeline": {"onnxruntime", "pyarrow", "numpy", "scipy", "duckdb"},
    "from reportedly.articles import read_articles; from reportedly.records import Page;"
    "assert read_articles([Page('a', 'k', 'a', 'text', b'The bridge at Marn fell on Friday. ' * 9)])": {
        "pyarrow",
        "numpy",
    },
}


def loaded(code: str) -> set[str]:
    """Return the heavy modules that a new process has after running code, where it can have no pandas."""
    lean = "import sys; from reportedly.engine.cores import without_pandas; without_pandas()"
    told = f"print('loaded', *({set(HEAVY)} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{lean}\n{code}\n{told}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("code", TAKES)
def test_no_more_is_loaded_than_is_needed(code: str) -> None:
    assert loaded(code) <= TAKES[code]


def test_arrow_works_where_there_is_no_pandas() -> None:
    code = "import pyarrow as pa; assert pa.array([1, None]).to_pylist() == [1, None]"
    assert loaded(code) == {"pyarrow", "numpy"}


def test_one_of_many_workers_takes_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_cores", 8)
    assert cores.cores() == 8
    cores.one_core()
    assert cores.cores() == 1
