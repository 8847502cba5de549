"""`reportedly serve` in a process of its own: it is read while others work through it, and it is killed."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from light_steps import lighten
from reportedly.store import Store, locks
from reportedly.store.decisions import Pointing, decide

HERE = Path(__file__).parent
TEXT = "Two people died in a warehouse fire in Marn on Monday, police said. The fire spread to the harbour."


def command(place: Path, *arguments: str | Path) -> list[str]:
    """Return a command line with the light steps."""
    return [sys.executable, str(HERE / "light_steps.py"), *map(str, arguments), "--store", str(place)]


def run(place: Path, *arguments: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(
        command(place, *arguments), capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@contextmanager
def served(place: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve a store; yield the process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command(place, "serve", "--port", str(port)), stderr=subprocess.PIPE, text=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < end:
            try:
                read(address)
                break
            except OSError:
                time.sleep(0.05)
        yield process, address
    finally:
        process.kill()
        process.communicate()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def put(folder: Path, number: int) -> Path:
    path = folder / f"report-{number}.json"
    text = TEXT.replace("Two", str(number + 2))
    path.write_text(
        json.dumps({"id": f"report-{number}", "outlet": f"Outlet {number}", "text": text}), "utf8"
    )
    return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lighten(monkeypatch.setattr)
    return tmp_path / "news.duckdb"


def test_commands_work_through_the_server_while_pages_are_read(place: Path, tmp_path: Path) -> None:
    with served(place) as (process, address):
        answers: list[str] = []
        wrong: list[Exception] = []
        stop = threading.Event()

        def look() -> None:
            while not stop.is_set():
                try:
                    answers.append(read(f"{address}/"))
                    for link in re.findall(r'href="(/(?:stories|claims)/[^"/]+)"', answers[-1])[:3]:
                        read(address + link)
                except OSError as error:
                    if getattr(error, "code", 0) != 404:  # told anew between two breaths
                        wrong.append(error)

        readers = [threading.Thread(target=look) for _ in range(3)]
        for reader in readers:
            reader.start()
        code, out, _ = run(place, "add", put(tmp_path, 0), put(tmp_path, 1), "--quiet")
        assert (code, out) == (0, "2 new; 1 story changed\n")
        store = Store(place)  # this process is another than the server's, too
        targets = Pointing(store.holding(["report-0"])).about(["report-0"])
        store.decide(
            lambda number: decide("note", targets, number=number, who="A", when="2031-03-05", why="so")
        )
        assert [page.state for page in store.add(put(tmp_path, 2)).received] == ["new"]
        assert [removed.id for removed in store.remove(["report-1"])] == ["report-1"]
        assert {article.id for article in store.dossier().articles} == {"report-0", "report-2"}
        assert store.check() == []
        stop.set()
        for reader in readers:
            reader.join()
        assert wrong == []
        assert "There is no story here yet" in answers[0]
        assert "report-2" in read(f"{address}/api/v1/stories")
        code, _, err = run(place, "serve", "--port", "1")
        assert code == 2
        assert re.search(r"is served already, by .*serve.* \(process \d+", err)

        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert not locks.beside(place, "socket").exists()
        assert not place.with_name("news.duckdb.wal").exists()


def test_of_a_killed_server_nothing_is_lost_and_nobody_waits(place: Path, tmp_path: Path) -> None:
    Store(place).add(put(tmp_path, 0))
    with served(place) as (process, _):
        Store(place).add(put(tmp_path, 1))
        process.kill()
        process.wait()
        assert locks.beside(place, "socket").is_socket()
        code, out, err = run(place, "stories", "--format", "jsonl")
        assert (code, len(json.loads(out)["articles"]), err) == (0, 2, "")
        assert Store(place).check() == []
