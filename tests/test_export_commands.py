"""Where exports go from the command line: files, new folders, zip archives, or nowhere, with a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reportedly import console
from reportedly.cli import cli
from reportedly.dossiers import export_bytes, export_files
from sample_dossier import sample


@pytest.fixture
def run(here: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The trace command, which finds the sample whatever it is given."""
    monkeypatch.setattr("reportedly.pipeline.trace", lambda paths, settings: sample())

    def told(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["trace", "x.txt", *arguments])
        return result.exit_code, result.stderr

    return told


def test_files_go_to_a_folder_or_a_zip_archive(here: Path, run: Any) -> None:
    assert run("--format", "csv", "-o", "tables")[0] == 1  # the sample has inputs that were refused
    files = export_files(sample(), "csv")
    assert {p.name: p.read_bytes() for p in (here / "tables").iterdir()} == files
    run("--format", "parquet", "-o", "all.ZIP")
    with zipfile.ZipFile(here / "all.ZIP") as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == export_files(sample(), "parquet")
    run("--format", "sqlite", "-o", "dam.sqlite")
    assert (here / "dam.sqlite").read_bytes() == export_bytes(sample(), "sqlite")
    assert {p.name for p in here.iterdir()} == {"tables", "all.ZIP", "dam.sqlite"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "csv"], "csv is several files: name a new folder or a .zip file"),
        (["--format", "parquet", "-o", "-"], "parquet is several files"),
        (["--format", "sqlite"], "sqlite is no text: name a file for it with -o"),
        (["--format", "csv", "-o", "full"], "full is a folder"),
        (["--format", "csv", "-o", "file.csv"], "file.csv is there already: csv goes to a new folder"),
    ],
)
def test_where_a_format_cannot_go_is_told_before_the_run(
    arguments: list[str], message: str, here: Path, run: Any
) -> None:
    (here / "full").mkdir()
    (here / "file.csv").write_text("mine", "utf8")
    code, error = run(*arguments)
    assert code == 2
    assert message in error
    assert (here / "file.csv").read_text("utf8") == "mine"


def test_a_folder_is_whole_or_not_there(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def full(path: Path, data: bytes) -> int:
        written.append(path.name)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        return len(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(console.OutputError, match="could not write tables: No space left on device"):
        console.write_export(sample(), "csv", "tables")
    assert list(here.iterdir()) == []
