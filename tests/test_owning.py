"""A process that owns a store: all others borrow their transactions from it, and nothing else changes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from light_steps import lighten
from reportedly import dossiers
from reportedly.cli import cli
from reportedly.errors import BusyError, ReportedlyError, StoreError
from reportedly.store import Store, borrowing, lending, locks, messages, migrations
from reportedly.store.file import File

TEXT = "Two people died in a warehouse fire in Marn on Monday, police said. The fire spread to the harbour."


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    lighten(monkeypatch.setattr)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        lighten(patch.setattr)
        Store(folder / "news.duckdb").add(put(folder, "fire", TEXT))
    return folder / "news.duckdb"


@pytest.fixture
def place(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


@pytest.fixture
def owned(place: Path) -> Iterator[Path]:
    with Store(place).owned():
        yield place


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"id": name, "outlet": name.title(), "text": text}), "utf8")
    return path


def run(place: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run a command in this process; return its exit code and what it wrote."""
    done = CliRunner().invoke(cli, [*map(str, arguments), "--store", str(place)])
    if isinstance(done.exception, ReportedlyError):
        return 2, str(done.exception)
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


# ---------------------------------------------------------------- the same as without
def test_commands_do_the_same_with_an_owner(tmp_path: Path) -> None:
    told = []
    for name in ("alone", "owned"):
        folder = tmp_path / name
        folder.mkdir()
        store = Store(folder / "news.duckdb")
        store.add(put(folder, "fire", TEXT))
        if name == "alone":
            told.append(list(_worked(folder, store.path)))
        else:
            with store.owned():
                told.append(list(_worked(folder, store.path)))
    assert told[0] == told[1]


def _worked(folder: Path, place: Path) -> Iterator[Any]:
    """Yield what every kind of command tells, in a folder of its own."""
    put(folder, "again", TEXT.replace("Two", "Three"))
    put(folder, "other", "An election was held in Tolm on Friday, officials said. Nobody was hurt.")
    (folder / "broken.json").write_text('{"id": "broken", "page": ""}', "utf8")
    told = [
        run(place, "add", folder / "again.json", folder / "other.json", folder / "broken.json", "--quiet"),
        run(place, "add", folder / "other.json", "--format", "jsonl", "--quiet"),
        run(place, "stories"),
        run(place, "claims", "fire", "--format", "jsonl"),
        run(place, "decide", "note", "fire", "--why", "look", "--by", "Ann"),
        run(place, "decide", "undo", "1", "--why", "seen", "--by", "Ann"),
        run(place, "decide", "list"),
        run(place, "show", "other"),
        run(place, "rm", "nobody"),
        run(place, "rm", "other"),
        run(place, "doctor", "--mend"),
        run(place, "alerts"),
    ]
    yield [(code, text.replace(str(folder), "")) for code, text in told]
    yield dossiers.export(Store(place).dossier(), "json").replace(str(folder), "")


def test_nobody_sees_half_of_what_is_written(owned: Path) -> None:
    """And readers do not wait for it."""
    with File(owned).writing() as connection:
        connection.execute("DELETE FROM stories")
        begun = time.monotonic()
        assert len(Store(owned).stories()) == 1
        assert time.monotonic() - begun < 5
    assert Store(owned).stories() == []


def test_what_a_broken_line_wrote_does_not_hold(owned: Path) -> None:
    line = borrowing.reach(owned)
    assert line
    with suppress(KeyboardInterrupt), borrowing.lent(line, owned, writing=True, patience=5) as connection:
        connection.execute("DELETE FROM stories")
        raise KeyboardInterrupt
    assert len(Store(owned).stories()) == 1
    with File(owned).writing():  # and the next one may write
        pass


def test_what_goes_wrong_there_is_told_here(owned: Path) -> None:
    with (
        pytest.raises(StoreError, match=r"could not write to .* nowhere"),
        File(owned).writing() as connection,
    ):
        connection.execute("SELECT 1 FROM nowhere")
    hasty = File(owned, patience=0.1)
    with hasty.writing(), pytest.raises(BusyError, match="is being written to"), hasty.writing():
        pass


def test_a_query_reaches_no_other_file(owned: Path, tmp_path: Path) -> None:
    for query in (f"COPY stories TO '{tmp_path}/x.csv'", f"ATTACH '{tmp_path}/y.db'", "SET threads = 4"):
        with pytest.raises(StoreError), File(owned).writing() as connection:
            connection.execute(query)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"news.duckdb{end}" for end in ("", ".door", ".owner", ".socket")
    }  # fmt: skip


def test_large_results_come_whole(owned: Path) -> None:
    with File(owned).reading() as connection:
        rows = connection.execute("SELECT i, 'é' || i, [i], NULL FROM range(3000) AS t (i)").fetchall()
        assert rows == [(i, f"é{i}", [i], None) for i in range(3000)]
        found = connection.execute("SELECT i FROM range(1200) AS t (i)")
        assert [len(found.fetchmany(700)) for _ in range(3)] == [700, 500, 0]


_VALUES = st.lists(
    st.tuples(st.integers(-(2**62), 2**62), st.text(st.characters(exclude_categories=["Cs"])) | st.none(),
              st.binary(), st.booleans(), st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
)  # fmt: skip


@given(_VALUES)
def test_rows_come_through_as_they_are(rows: list[tuple[Any, ...]]) -> None:
    assert messages.unpacked(bytes(messages.packed(rows))) == rows


# ---------------------------------------------------------------- the door
def test_the_door_is_for_this_user_alone(owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door = locks.beside(owned, "socket")
    assert stat.S_IMODE(door.stat().st_mode) == 0o600
    monkeypatch.setattr(messages, "other_user", lambda _line: 4321)
    with pytest.raises(StoreError, match="of another user"):
        Store(owned).stories()
    line = _dialled(owned)  # whoever comes as somebody else hears nothing
    with line:
        assert _unheard(line)


def _unheard(line: socket.socket) -> bool:
    with suppress(ConnectionResetError):
        return line.recv(1) == b""
    return True


def _dialled(place: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(20)
    line.connect(str(locks.beside(place, "socket")))
    return line


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff" * 12,
        b"\0\0\0\2" + b"\0" * 8 + b"[]",
        b"\0\0\0\1" + b"\0" * 8 + b"{",
        b"",
    ],
)
def test_what_is_no_message_ends_the_line_alone(owned: Path, said: bytes) -> None:
    with _dialled(owned) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        assert _unheard(line)
    assert len(Store(owned).stories()) == 1


def test_another_version_is_refused(owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _dialled(owned) as line:
        messages.send(line, {"tables": migrations.newest() + 1})
        assert "another version of reportedly" in messages.receive(line)[0]["text"]


def test_more_than_a_message_holds_is_refused(owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MOST_HEAD", 2000)
    with pytest.raises(StoreError, match="more than goes"), File(owned).reading() as connection:
        connection.execute("SELECT ?", ["x" * 3000])


def test_a_deep_folder_has_a_door_too(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a-folder-of-a-rather-long-name"] * 5)
    folder.mkdir(parents=True)
    store = Store(folder / "news.duckdb")
    with store.owned():
        assert Store(store.path).stories() == []
        assert locks.beside(store.path, "socket").is_socket()


def test_many_at_once(owned: Path, tmp_path: Path) -> None:
    """More than the lines there are: nobody is refused."""
    wrong: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(5):
                assert len(Store(owned).stories()) >= 1
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=look) for _ in range(40)]
    for thread in threads:
        thread.start()
    Store(owned).add(put(tmp_path, "late", "A flood hit Varn on Sunday, police said."))
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(Store(owned).stories()) == 2


# ---------------------------------------------------------------- who owns it
def test_a_second_owner_is_refused(owned: Path) -> None:
    with pytest.raises(BusyError, match=r"is served already, by .*process \d+"), Store(owned).owned():
        pass


def test_after_an_orderly_end_nothing_is_left(place: Path) -> None:
    with Store(place).owned():
        pass
    assert not locks.beside(place, "socket").exists()
    assert not place.with_name("news.duckdb.wal").exists()
    assert len(Store(place).stories()) == 1


def test_of_a_killed_owner_a_socket_is_left_that_keeps_nobody(place: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    if not (child := os.fork()):
        with Store(place).owned():
            os.write(writing, b"!")
            time.sleep(600)
    os.read(reading, 1)
    os.close(reading)
    os.close(writing)
    assert Store(place).add(put(tmp_path, "more", "A flood hit Varn on Sunday, police said.")).stories == 1
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert locks.beside(place, "socket").is_socket()
    assert borrowing.reach(place) is None
    assert len(Store(place).stories()) == 2
    assert Store(place).check() == []
    with Store(place).owned():
        assert len(Store(place).stories()) == 2


def test_an_owner_that_ends_meanwhile(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "GRACE", 0.1)

    def look() -> None:
        with ExitStack() as owning:
            owning.enter_context(Store(place).owned())
            with File(place).reading() as connection:
                owning.close()
                connection.execute("SELECT 1")

    with pytest.raises(StoreError, match="was served by a process that ended meanwhile"):
        look()
    assert len(Store(place).stories()) == 1


def test_a_store_is_made_and_migrated_by_who_owns_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "new.duckdb")
    with store.owned():
        assert store.stories() == []
    with pytest.raises(StoreError, match="there is no folder"), Store(tmp_path / "no" / "x.duckdb").owned():
        pass
