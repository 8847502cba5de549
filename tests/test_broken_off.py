"""Runs that cannot end as they should: full disks, readers that go away, Ctrl-C, a parent that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from run_commands import TEXT, gone, run, start


def written(path: Path, articles: int) -> str:
    """Write a file of so many articles, of 1.4 kB each."""
    rows = ({"id": str(n), "text": f"{n} " + TEXT * 5} for n in range(articles))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return str(path)


@pytest.fixture
def good(tmp_path: Path) -> str:
    """Articles of more text than a pipe or the small disk holds."""
    return written(tmp_path / "good.jsonl", 80)


@pytest.fixture
def many(tmp_path: Path) -> str:
    """Articles that keep a run busy for more than some seconds."""
    return written(tmp_path / "many.jsonl", 300)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 kB, where one can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_the_old_file(good: str, small_disk: Path) -> None:
    (small_disk / "out.jsonl").write_text("old", "utf8")
    code, out, err = run("read", good, "--workers", "1", "-o", str(small_disk / "out.jsonl"))
    assert (code, out) == (2, "")
    assert err == f"reportedly: could not write {small_disk}/out.jsonl: No space left on device\n"
    assert (small_disk / "out.jsonl").read_text("utf8") == "old"
    assert [p.name for p in small_disk.iterdir()] == ["out.jsonl"]


def in_the_middle(process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has processes of its own, and then a second, in which it is not done."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None and not has_children(process.pid):
        time.sleep(0.05)
    time.sleep(1)
    assert process.poll() is None, "too quick to be broken off: give it more to do"


def has_children(process: int) -> bool:
    """Whether a process has started others, as far as the system tells."""
    parents = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents.append(stat.read_text().rpartition(")")[2].split()[1])
    return str(process) in parents


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_device(good: str) -> None:
    message = "reportedly: could not write {}: No space left on device\n"
    assert run("read", good, "--workers", "1", "-o", "/dev/full") == (2, "", message.format("/dev/full"))
    with Path("/dev/full").open("wb") as full:
        assert run("read", good, "--workers", "1", stdout=full) == (
            2,
            "",
            message.format("to standard output"),
        )
    assert Path("/dev/full").is_char_device()  # not replaced by a file


def test_a_reader_that_goes_away(good: str) -> None:
    process = start("read", good, "--workers", "1", "--format", "jsonl")
    assert process.stdout
    assert process.stderr
    assert json.loads(process.stdout.readline())["id"] == "0"
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 0
    process.stderr.close()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c(workers: str, many: str, tmp_path: Path) -> None:
    output = tmp_path / "out.html"
    output.write_text("old", "utf8")
    arguments = ["trace", many, "--workers", workers, "--format", "html", "-o", str(output)]
    process = start(*arguments, start_new_session=True)
    in_the_middle(process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip() in (b"", b"Aborted!")
    assert output.read_text("utf8") == "old"
    assert {p.name for p in tmp_path.iterdir()} == {"many.jsonl", "out.html"}
    assert gone(process.pid)


def test_workers_end_with_a_parent_that_is_killed(many: str) -> None:
    process = start("trace", many, "--workers", "2", start_new_session=True)
    in_the_middle(process)
    process.kill()
    process.communicate(timeout=30)
    assert gone(process.pid)
