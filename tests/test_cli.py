"""The commands: what they take, what they print where, and how they end."""

from __future__ import annotations

import gzip
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from reportedly import __version__, console, dossiers
from reportedly.cli import cli

EXAMPLE = Path(__file__).parent.parent / "examples" / "orlava-ferry"
STEPS = ["read", "quotes", "dates", "group"]
TEXT = (
    "Two people died in a warehouse fire on Monday, police said.\n\n"
    '"We heard a loud bang," said Ana Lopez, who lives nearby.\n\n'
    "The mayor denied on Tuesday that the alarm had been switched off."
)
HTML = "<html><head><title>Fire in Marn</title></head><body><article><h1>Fire in Marn</h1>{}</article></body>"
KEYS = {
    "read": "id input url outlet country title byline credits dateline "
    "published published_precision published_method updated corrected "
    "fetched language incomplete notes urls kept_as text versions parts",
    "quotes": "id input attributions notes",
    "dates": "id input timex",
    "group": "id input story",
}


@pytest.fixture
def here(here: Path) -> Path:
    """A folder of two good articles and an empty file."""
    rows = [
        {
            "id": "a",
            "text": TEXT,
            "published": "2024-01-10",
            "outlet": "The Marn Post",
            "title": "Fire kills two",
        },
        {"id": "b", "text": TEXT.replace("Monday", "Sunday"), "published": "2024-01-11"},
    ]
    (here / "good.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    (here / "empty.txt").write_text("", "utf8")
    return here


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, list(arguments), input=stdin)


def shell(*arguments: str, stdin: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, as a user does."""
    command = [sys.executable, "-m", "reportedly", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, **more)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def spans(*pieces: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    return [(start, end) for piece in pieces for start, end in piece]


# ---------------------------------------------------------------- what is printed
@pytest.mark.parametrize("command", STEPS)
def test_a_line_for_every_input_under_its_own_name(command: str, here: Path) -> None:
    (here / "page.html.gz").write_bytes(gzip.compress(HTML.format("<p>" + TEXT * 3 + "</p>").encode()))
    (here / "again.jsonl").write_text(json.dumps({"id": "c", "text": TEXT}) + '\n{"id": broken\n', "utf8")
    result = run(command, ".", "--format", "jsonl", "--quiet")
    found = rows(result)
    assert [row["id"] for row in found] == ["c", "again-2", "empty", "a", "b", "page"]
    for row in found:
        assert set(row) - {"rejected"} == set(KEYS[command].split())
    assert {row["id"]: row["rejected"] for row in found if "rejected" in row} == {
        "again-2": "not valid JSON",
        "empty": "empty",
    }
    assert result.stderr.splitlines() == [
        "rejected: again.jsonl:2: not valid JSON",
        "rejected: empty.txt: empty",
        "6 inputs: 4 read, 2 rejected",
    ]
    assert result.exit_code == 1


def test_read_keeps_given_text_to_the_letter(here: Path) -> None:
    text = "  Two  died,\r\n\tpolice said.\u00ad \N{FIRE} e\u0301\n\n\n"
    (here / "odd.json").write_text(json.dumps({"id": "odd", "text": text, "outlet": "X"}), "utf8")
    (row,) = rows(run("read", "odd.json", "--format", "jsonl"))
    assert (row["id"], row["text"], row["outlet"]) == ("odd", text, "X")


def test_quotes_point_into_the_text(here: Path) -> None:
    first, second = rows(run("quotes", "good.jsonl", "--format", "jsonl"))
    assert (first["id"], second["id"]) == ("a", "b")
    told = []
    for attribution in first["attributions"]:
        assert set(attribution) == {"source", "cue", "content", "names", "stance", "chain"}
        for start, end in spans(attribution["source"], attribution["cue"], attribution["content"]):
            assert 0 <= start < end <= len(TEXT)
        told.append([TEXT[s:e] for s, e in spans(attribution["cue"])])
    assert ["said"] in told
    assert any(cue[0].startswith("denied") for cue in told)
    assert "denies" in {attribution["stance"] for attribution in first["attributions"]}


def test_dates_point_into_the_text(here: Path) -> None:
    first, _ = rows(run("dates", "good.jsonl", "--format", "jsonl"))
    found = {TEXT[t["start"] : t["end"]]: (t["type"], t["value"]) for t in first["timex"]}
    assert found == {"Monday": ("DATE", "2024-01-08"), "Tuesday": ("DATE", "2024-01-09")}


def test_group_names_a_story_for_each(here: Path) -> None:
    first, second = rows(run("group", "good.jsonl", "--format", "jsonl"))
    assert first["story"] == second["story"]


@pytest.mark.parametrize(("form", "start"), [("json", "{"), ("html", "<!"), ("markdown", "#"), ("text", "━")])
def test_trace_in_every_format(form: str, start: str, here: Path) -> None:
    result = run("trace", "good.jsonl", "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(start)
    assert result.stdout.endswith("\n")
    assert "Ana Lopez" in result.stdout
    if form == "json":
        value = json.loads(result.stdout)
        jsonschema.Draft202012Validator(dossiers.schema()).validate(value)
        assert {a["id"]: a["text"] for a in value["articles"]}["a"] == TEXT


def test_every_format_of_the_table_is_offered() -> None:
    (option,) = [p for p in cli.commands["trace"].params if p.name == "form"]
    assert list(option.type.choices) == list(dossiers.EXPORTERS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", STEPS)
def test_text_for_people(command: str, here: Path) -> None:
    result = run(command, "good.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    wanted = {"read": "2024-01-10", "quotes": "Ana Lopez [said]", "dates": "2024-01-08", "group": "\ta\tFire"}
    assert wanted[command] in result.stdout


def test_body_alone() -> None:
    whole, body = (run("read", str(EXAMPLE / "senn-herald.html"), *more).stdout for more in ([], ["--body"]))
    assert len(body) < len(whole)
    assert set(body.split("\n\n")) < set(whole.split("\n\n"))


def test_clean_reads_text_as_a_page(here: Path) -> None:
    page = (
        "Home\nNews\nSign in\nFire in Marn\n"
        + TEXT
        + "\nShare\nSubscribe to our newsletter\n© 2024 Marn Post"
    )
    (here / "flat.jsonl").write_text(json.dumps({"id": "flat", "text": page}), "utf8")
    as_given, cleaned = (
        rows(run("read", "flat.jsonl", "--format", "jsonl", *m))[0] for m in ([], ["--clean"])
    )
    assert as_given["text"] == page
    assert "police said" in cleaned["text"]
    assert "Sign in" not in cleaned["text"]
    assert cleaned["id"] == "flat"


# ---------------------------------------------------------------- where it comes from and goes
def test_folders_globs_and_stdin_are_inputs(here: Path) -> None:
    (here / "saved").mkdir()
    (here / "saved" / "one.txt").write_text(TEXT + "\n1", "utf8")
    (here / "saved" / "two.txt").write_text(TEXT + "\n2", "utf8")
    arguments = ["saved/*.txt", "saved", "-", "good.jsonl", "--format", "jsonl"]
    result = run("group", *arguments, stdin=json.dumps({"text": TEXT}))
    assert [row["id"] for row in rows(result)] == ["one", "two", "stdin-1", "a", "b"]


def test_output_to_a_file_leaves_nothing_else(here: Path) -> None:
    printed = run("dates", "good.jsonl", "--format", "jsonl").stdout
    result = run("dates", "good.jsonl", "--format", "jsonl", "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (here / "out.jsonl").read_text("utf8") == printed
    assert {p.name for p in here.iterdir()} == {"good.jsonl", "empty.txt", "out.jsonl"}


def test_output_follows_a_link_and_keeps_permissions(here: Path) -> None:
    (here / "real").write_text("old", "utf8")
    (here / "real").chmod(0o600)
    (here / "link").symlink_to("real")
    assert run("group", "good.jsonl", "-o", "link").exit_code == 0
    assert (here / "link").is_symlink()
    assert "Fire kills two" in (here / "real").read_text("utf8")
    assert (here / "real").stat().st_mode & 0o777 == 0o600


def test_output_dash_is_standard_output(here: Path) -> None:
    assert run("group", "good.jsonl", "-o", "-").stdout == run("group", "good.jsonl").stdout != ""


@pytest.mark.workers
@pytest.mark.parametrize("workers", ["1", "2"])
def test_workers_change_nothing(workers: str, here: Path) -> None:
    result = run("quotes", "good.jsonl", "--workers", workers, "--format", "jsonl")
    assert result.stdout == run("quotes", "good.jsonl", "--format", "jsonl").stdout


# ---------------------------------------------------------------- how it ends
@pytest.mark.parametrize("command", ["trace", *STEPS])
def test_exit_codes(command: str, here: Path) -> None:
    (here / "void").mkdir()
    assert run(command, "good.jsonl").exit_code == 0
    assert run(command, "good.jsonl", "empty.txt").exit_code == 1
    for nothing in ("empty.txt", "void", "missing.txt", "no*thing"):
        result = run(command, nothing)
        if command == "trace":
            assert isinstance(result.exception, Exception), nothing  # told by main(): see the next test
        else:
            assert result.exit_code == 2, nothing
            assert result.stderr, nothing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["trace", "void"], "nothing to read: no file was found"),
        (["trace", "empty.txt"], "nothing could be read: empty.txt: empty"),
        (["read", "void"], "nothing to read: no file was found"),
        (["trace", "good.jsonl", "--format", "pdf"], "'pdf' is not one of"),
        (["read", "good.jsonl", "--workers", "0"], "--workers"),
        (["trace", "good.jsonl", "-o", "void"], "void is a folder"),
        (["trace", "good.jsonl", "-o", "missing/out.html"], "there is no folder missing"),
        (["trace"], "Missing argument"),
        (["tracee"], "No such command"),
        (["trace", "--no-such"], "No such option"),
    ],
)
def test_errors_are_told_without_a_traceback(arguments: list[str], message: str, here: Path) -> None:
    (here / "void").mkdir()
    done = shell(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    error = done.stderr.decode()
    assert message in error
    assert "Traceback" not in error
    assert error.startswith("reportedly")
    assert error.count("\n") == 1


def test_a_whole_run_in_a_process_of_its_own(here: Path) -> None:
    done = shell("trace", "-", "--format", "json", stdin=(here / "good.jsonl").read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [a["id"] for a in json.loads(done.stdout)["articles"]] == ["a", "b"]


def test_output_is_utf8_wherever_it_goes(here: Path) -> None:
    (here / "e.json").write_text(json.dumps({"id": "é→", "text": TEXT}), "utf8")
    done = shell("group", "e.json", "--format", "jsonl", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf8"))["id"] == "é→"


# ---------------------------------------------------------------- help
def test_help_shows_examples_that_the_command_understands() -> None:
    assert run("--version").stdout.strip().endswith(__version__)
    for command in ("trace", *STEPS):
        text = run(command, "--help").stdout
        examples = [line.strip() for line in text.splitlines() if line.strip().startswith("reportedly ")]
        assert examples, command
        for example in examples:
            _, name, *arguments = shlex.split(example)
            assert name == command
            cli.commands[name].make_context(name, arguments).close()
        assert "PATH: a file, a folder" in text
    assert all(name in run("-h").stdout for name in cli.commands)


def test_escapes_are_written_out() -> None:
    assert console.visible("a\x1b[31mb\tc\n\u202e\x9b") == "a\\x1b[31mb\tc\n\\u202e\\x9b"
    assert console.one_line("a\nb\tc") == "a\\nb\\tc"
