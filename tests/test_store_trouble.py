"""The store in bad circumstances: one clear message each, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from light_steps import lighten
from reportedly import fetching
from reportedly.errors import BusyError, StoreError
from reportedly.store import Store, clock, inbox, locks, migrations
from reportedly.store.file import File

TEXT = "Two people died in a warehouse fire in Marn on Monday, police said. The fire spread to the harbour."
HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    lighten(monkeypatch.setattr)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return put(tmp_path, "fire", TEXT)


@pytest.fixture
def store(tmp_path: Path, report: Path) -> Store:
    made = Store(tmp_path / "news.duckdb")
    made.add(report)
    return made


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"id": name, "text": text}), "utf8")
    return path


def changed(first: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command with the light steps, in a process of its own that does something `first`."""
    code = (
        "import ctypes.util, os, resource, reportedly.store; from reportedly.cli import main; "
        "from light_steps import lighten; "
        f"from reportedly.articles.step import _language; _language('It rained. ' * 9); lighten(); {first};"
        "main()"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=HERE)
    assert "Traceback" not in done.stderr, done.stderr
    return done


# ---------------------------------------------------------------- what is no store
@pytest.mark.parametrize("content", [b"", b"Two people died.\n", os.urandom(20_000)])
def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path, report: Path, content: bytes) -> None:
    place = tmp_path / "notes.txt"
    place.write_bytes(content)
    for do in (Store(place).dossier, lambda: Store(place).add(report), Store(place).check):
        with pytest.raises(StoreError, match="is no store of reportedly's; it was left as it is"):
            do()
    assert place.read_bytes() == content


def test_a_database_that_is_no_store_is_left_as_it_is(tmp_path: Path, report: Path) -> None:
    place = tmp_path / "other.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    before = place.read_bytes()
    with pytest.raises(StoreError, match="a database, but no store of reportedly's"):
        Store(place).add(report)
    assert place.read_bytes() == before


def test_no_folder(tmp_path: Path, report: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        Store(tmp_path / "none" / "news.duckdb").add(report)


# ---------------------------------------------------------------- versions
OLD = """
INSERT INTO inputs VALUES (1, 'old/fire.json', 'fire', 'k1', '2026-01-01T00:00:00Z');
UPDATE about SET version = 1, program = '0.0.1', time = '2026-01-01T00:00:00Z';
"""


def test_a_store_of_an_older_version_is_migrated_whole(tmp_path: Path, report: Path) -> None:
    place = tmp_path / "old.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute(migrations.FIRST)
        connection.execute(OLD)
    store = Store(place)
    assert [finding.text for finding in store.check()] == [
        f"a store of version 1; this program writes {migrations.newest()}"
    ]
    with pytest.raises(StoreError, match="doctor --mend brings it up to date"):
        store.dossier()
    store.add(report)
    assert File(place).version() == migrations.newest()
    with File(place).reading() as connection:
        inputs = connection.execute("SELECT number, input FROM inputs ORDER BY number").fetchall()
    assert inputs == [(1, "old/fire.json"), (2, str(report))]


def test_a_migration_that_breaks_changes_nothing(
    tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "old.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute(migrations.FIRST)
        connection.execute(OLD)
    monkeypatch.setattr(migrations, "MIGRATIONS", [migrations.FIRST, "DROP TABLE claims; SELECT nonsense;"])
    with pytest.raises(StoreError, match="could not write to"):
        Store(place).add(report)
    assert File(place).version() == 1
    with duckdb.connect(str(place), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM claims").fetchall() == [(0,)]


def test_a_store_of_a_newer_version_is_refused(store: Store, report: Path) -> None:
    with duckdb.connect(str(store.path)) as connection:
        connection.execute("UPDATE about SET version = 999")
    before = store.path.read_bytes()
    for do in (store.dossier, lambda: store.add(report), store.check, store.mend):
        with pytest.raises(StoreError, match=r"a store of version 999, .* install a newer one"):
            do()
    assert store.path.read_bytes() == before


def test_tables_are_what_the_rows_say(store: Store) -> None:
    from reportedly.engine.arrow import schema
    from reportedly.store.rows import TABLES

    with File(store.path).reading() as connection:
        names = {name for [name] in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert names == set(TABLES)
        for name, row in TABLES.items():
            found = connection.sql(f"SELECT * FROM {name}").to_arrow_table().schema
            assert [(f.name, str(f.type)) for f in found] == [
                (f.name, str(f.type).replace("item: string not null", "l: string")) for f in schema(row)
            ]


# ---------------------------------------------------------------- turns
def test_the_second_writer_is_told_for_whom_it_waits(store: Store, tmp_path: Path, report: Path) -> None:
    told: list[str] = []
    more = put(tmp_path, "more", TEXT + " Nobody was hurt.")
    second = Store(store.path, tell=told.append)
    hasty = Store(store.path, wait=False)
    with locks.writer(store.path, "reportedly add night/", wait=True, tell=None):
        thread = threading.Thread(target=second.add, args=(more,))
        thread.start()
        with pytest.raises(BusyError, match=r"written to by “reportedly add night/” \(process \d+, since 20"):
            hasty.add(report)
        assert store.dossier().articles  # readers do not wait for who is at work
        while not told:
            time.sleep(0.01)
        assert thread.is_alive()
    thread.join()
    assert "“reportedly add night/”" in told[0]
    assert {a.id for a in store.dossier().articles} == {"fire", "more"}


def test_readers_see_whole_states_while_somebody_writes(store: Store, tmp_path: Path) -> None:
    stop, seen, wrong = threading.Event(), [0], list[object]()

    def look() -> None:
        while not stop.is_set():
            dossier = store.dossier()
            held = {key for story in dossier.stories for key in story.articles}
            claims = {claim for story in dossier.stories for claim in story.claims}
            if not held <= {a.id for a in dossier.articles} or claims != {c.id for c in dossier.claims}:
                wrong.append(dossier)
            seen[0] += 1

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(3):
        Store(store.path).add(put(tmp_path, f"more{number}", f"{TEXT} House {number} burnt down, too."))
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert seen[0] > 3
    assert len(store.dossier().articles) == 4


def test_a_lock_of_a_process_that_died_holds_nobody_up(store: Store, tmp_path: Path) -> None:
    lock = store.path.with_name("news.duckdb.lock")
    lock.write_text(json.dumps({"pid": 1, "command": "reportedly add", "since": "2026-01-01T00:00:00Z"}))
    assert locks.holder(store.path) is None
    Store(store.path, wait=False).add(put(tmp_path, "more", TEXT + " It rained."))


# ---------------------------------------------------------------- disks and rights
def test_a_full_disk_loses_nothing(store: Store, tmp_path: Path) -> None:
    big = put(tmp_path, "big", f"{TEXT}\n\n{os.urandom(9_000_000).hex()}")
    limit = store.path.stat().st_size + 40_000

    done = changed(f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))",
                   "add", big, "--store", store.path)  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert f"the disk is full: {store.path} could not be written" in done.stderr
    assert {a.id for a in store.dossier().articles} == {"fire"}
    assert store.check() == []
    assert [r.state for r in store.add(big).received] == ["new"]
    assert store.check() == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_who_may_only_read_can_read_and_is_told_so(store: Store, open_folder: Path, report: Path) -> None:
    place = open_folder / "news.duckdb"
    shutil.copy(store.path, place)
    nobody = "os.setgroups([]); os.setgid(65534); os.setuid(65534)"
    stories = changed(nobody, "stories", "--store", place)
    assert (stories.returncode, stories.stderr) == (0, "")
    assert "\t1\t" in stories.stdout
    added = changed(nobody, "add", HERE / "light_steps.py", "--store", place)
    assert added.returncode == 2
    assert added.stderr.startswith(f"reportedly: cannot write beside {place.name}")
    assert added.stderr.endswith("Permission denied\n")
    assert place.read_bytes() == store.path.read_bytes()


# ---------------------------------------------------------------- clocks and damage
def test_a_clock_that_jumps_back_changes_no_order(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (inbox, clock, locks):
        monkeypatch.setattr(module, "now", lambda: "1999-12-31T23:59:59Z")
    store.add(put(tmp_path, "more", TEXT + " It rained."))
    with File(store.path).reading() as connection:
        rows = connection.execute("SELECT id, time FROM inputs ORDER BY number").fetchall()
    assert [id for id, _ in rows] == ["fire", "more"]
    assert rows[0][1] > rows[1][1]
    assert store.check() == []


def test_damaged_bytes_are_found_and_what_can_be_is_made_anew(store: Store) -> None:
    before = store.dossier()
    with duckdb.connect(str(store.path)) as connection:
        connection.execute("UPDATE readings SET reading = 'nonsense'::BLOB")
        connection.execute("DELETE FROM claims")
        connection.execute("INSERT INTO claims (id, story) VALUES ('x', 'none')")
    assert {finding.kind for finding in store.check()} == {"wrong", "waiting"}  # for its meaning
    assert store.mend() == []
    assert store.dossier() == before
    with duckdb.connect(str(store.path)) as connection:
        connection.execute("UPDATE pages SET content = 'nonsense'::BLOB")
    [lost] = store.check()
    assert (lost.kind, lost.text) == ("lost", "1 page whose bytes are damaged")
    assert store.mend() == [lost]


# ---------------------------------------------------------------- the network
def test_what_could_not_be_fetched_is_told_and_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "Settings", fetching.Settings)
    [received] = store.add("http://127.0.0.1:9/fire").received
    assert received.state == "rejected"
    with File(store.path).reading() as connection:
        assert connection.execute("SELECT count(*) FROM inputs").fetchall() == [(1,)]
