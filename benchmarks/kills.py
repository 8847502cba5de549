"""A store whose writers are killed at random moments: nothing that was acknowledged is lost, or half there.

    python -m benchmarks.kills --kills 200

Adding, following a feed, migrating, taking out, deciding and exporting are begun in a process of their own,
which SIGKILL ends at some moment of it. Half of them borrow from a process that owns the store, as
`reportedly serve` does; that is killed as often as they are. After each kill the store must be sound: every
page that was acknowledged is there with its bytes, every decision, every reference holds, and nothing is
wrong but that work is waiting. Now and then it is finished, and must then hold the same articles, in the
same versions, as one made anew of its pages. Steps are those of `tests/light_steps.py`, without models: so
nearly all of the time is the store's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import duckdb

from light_steps import lighten
from reportedly import dossiers, fetching
from reportedly.records import Page, content_hash
from reportedly.store import Store, migrations
from reportedly.store.decisions import Pointing, decide
from reportedly.store.file import File
from reportedly.store.inbox import pages_of

PLACES = ["Marn", "Tolm", "Varn", "Orlava", "Kestria", "Senn", "Quay", "Belik", "Rusk", "Dunholm", "Ester"]
EVENTS = ["fire", "flood", "strike", "election", "outage", "landslide", "crash", "storm", "trial"]


def report(number: int) -> dict[str, str]:
    """Return a made-up report; some are of one event, some are edits or copies of others."""
    chance = random.Random(number)
    place, event = chance.choice(PLACES), chance.choice(EVENTS)
    sentences = [f"A {event} hit {place} on Monday, police said.", f"It was the worst {event} in years."]
    sentences += [
        f"{chance.choice(PLACES)} sent {chance.randint(2, 90)} helpers to {place}." for _ in range(8)
    ]
    address = number if chance.random() < 0.8 else chance.randint(0, number)
    return {
        "id": f"report-{number}",
        "text": " ".join(sentences),
        "published": f"2031-05-{1 + number % 28:02}",
        "url": f"https://outlet{number % 7}.example/{address}",
        "outlet": f"Outlet {number % 7}",
    }


class Trial:
    """A store, what was acknowledged of it, and a folder of reports."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.place = folder / "news.duckdb"
        self.acknowledged: dict[str, None] = {}
        self.next = 0
        self.seconds: dict[str, float] = {}
        self.owner: tuple[int, int] | None = None

    # ------------------------------------------------------------ what is begun, and killed
    def add(self, tell: Callable[[str], None]) -> None:
        path = self.fresh(self.chance.randint(1, 6))
        Store(self.place).add(path, acknowledged=lambda some: [tell(r.key) for r in some])

    def watch(self, tell: Callable[[str], None]) -> None:
        pages = [_page(report(self.next + n)) for n in range(3)]
        state = fetching.FeedState("https://feed.example/rss", checked=1.0)
        fetching.watch = lambda *_a, **_k: iter([fetching.Followed(state.feed, pages, state)])  # type: ignore[assignment]
        fetching.find_feeds = lambda feeds, _client: list(feeds)  # type: ignore[assignment]
        for added in Store(self.place).watch([state.feed], 600):
            for received in added.received:
                tell(received.key)

    def migrate(self, tell: Callable[[str], None]) -> None:
        del tell
        Store(self.place).finish()

    def remove(self, tell: Callable[[str], None]) -> None:
        del tell
        store = Store(self.place)
        store.remove([self.chance.choice(store.stories()).id])

    def decide(self, tell: Callable[[str], None]) -> None:
        store = Store(self.place)
        [story] = self.chance.choices(store.stories())
        targets = Pointing(store.dossier([story.id])).about([story.id])
        kept = store.decide(
            lambda number: decide(
                "note", targets, number=number, who="A", when="2031-05-01T00:00:00Z", why="so"
            ),
            later=self.chance.random() < 0.5,
        )
        tell(f"decision {kept.number}")

    def own(self, tell: Callable[[str], None]) -> None:
        with Store(self.place).owned():
            tell("owned")
            time.sleep(600)

    def export(self, tell: Callable[[str], None]) -> None:
        del tell
        from reportedly import console

        console.write_export(Store(self.place).dossier(), "json", str(self.folder / "out.json"))

    # ------------------------------------------------------------ who owns it
    def begin_owner(self) -> None:
        """Have a process own the store."""
        self.owner = forked(self.own)
        os.read(self.owner[0], 6)

    def end_owner(self) -> None:
        """Kill who owns the store, if somebody does."""
        if self.owner:
            reading, child = self.owner
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reading)
        self.owner = None

    # ------------------------------------------------------------ killing
    def fresh(self, number: int) -> Path:
        """Write a file of new reports, and return it."""
        path = self.folder / f"reports-{self.next}.jsonl"
        rows = [json.dumps(report(self.next + n)) + "\n" for n in range(number)]
        path.write_text("".join(rows), "utf8")
        return path

    def kill(self, what: str) -> bool:
        """Begin something, kill it at some moment, and return whether it was still at work."""
        self.end_owner()
        if what == "migrate":
            self.age()
        elif self.place.exists() and self.chance.random() < 0.5:
            self.begin_owner()
        # The first time it is let go on to its end, to know how long that takes.
        wait = self.chance.uniform(0, 1.1 * self.seconds[what]) if what in self.seconds else 600.0
        begun = time.monotonic()
        reading, child = forked(lambda tell: getattr(self, what)(tell))
        os.set_blocking(reading, False)
        killed = True
        while time.monotonic() - begun < wait:
            if os.waitpid(child, os.WNOHANG)[0]:
                killed = False
                break
            time.sleep(0.001)
        if killed and self.owner and self.chance.random() < 0.5:
            self.end_owner()
            time.sleep(self.chance.uniform(0, 0.2))  # what is begun goes on without, or ends by itself
        if killed:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        elif what not in self.seconds or not self.owner:
            self.seconds[what] = time.monotonic() - begun
        os.set_blocking(reading, True)
        lines = _all(reading).split("\n")
        self.acknowledged |= dict.fromkeys(lines[:-1])  # a line that was cut off was not read to its end
        self.next += 6
        return killed

    def age(self) -> None:
        """Make the store one of version 1, as it was before decisions and shelves."""
        self.acknowledged = {key: None for key in self.acknowledged if not key.startswith("decision ")}

        def back(_tell: Callable[[str], None]) -> None:
            with duckdb.connect(str(self.place)) as connection:
                connection.begin()
                names = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
                first = {
                    line.split()[2]
                    for line in migrations.FIRST.splitlines()
                    if line.startswith("CREATE TABLE")
                }
                for [name] in names:
                    if name not in first:
                        connection.execute(f"DROP TABLE {name}")
                connection.execute("UPDATE about SET version = 1, shown = ''")
                connection.commit()

        finished(back)

    # ------------------------------------------------------------ what must hold
    def check(self, done: bool = False) -> list[str]:
        """Return what is wrong after a kill; when it is `done`, what waits is wrong, too."""
        return finished(lambda tell: self._check(tell, done)).splitlines()

    def _check(self, tell: Callable[[str], None], done: bool) -> None:
        store = Store(self.place)
        if not self.place.exists():
            if self.acknowledged:
                tell("the store is gone")
            return
        for finding in store.check():
            if done or finding.kind != "waiting":
                tell(f"{finding.kind}: {finding.text}")
        if File(self.place).version() == migrations.newest():
            with File(self.place).reading() as connection:
                there = {key for [key] in connection.execute("SELECT key FROM pages").fetchall()}
                there |= {key for [key] in connection.execute("SELECT page FROM removed").fetchall()}
            dossiers.export(store.dossier(), "json")
            for key in self.acknowledged:
                if key not in there and not key.startswith("decision "):
                    tell(f"lost: {key}")
            numbers = {f"decision {decision.number}" for decision in store.decisions()}
            for key in self.acknowledged:
                if key.startswith("decision ") and key not in numbers:
                    tell(f"lost: {key}")
        if done:
            self._compare(store, tell)
        out = self.folder / "out.json"
        if out.exists():
            dossiers.from_json(out.read_text("utf8"))

    def _compare(self, store: Store, tell: Callable[[str], None]) -> None:
        """Tell where the store holds other articles than one that is made anew of its pages."""
        with File(self.place).reading() as connection:
            keys = [key for [key] in connection.execute("SELECT key FROM pages").fetchall()]
            pages = pages_of(connection, keys)
        anew = Store(self.folder / f"anew-{self.next}.duckdb")
        anew.add_pages(pages)
        ours = {a.key: a for a in store.dossier().articles}
        theirs = {a.key: a for a in anew.dossier().articles} if pages else {}  # of nothing no store is made
        for key in ours.keys() | theirs.keys():
            if ours.get(key) != theirs.get(key):
                tell(f"another article than in a store made anew: {key}")

    def finish(self) -> list[str]:
        """Finish what waits; then all must be well, and as in a store that is made anew of the same pages."""
        finished(lambda _tell: Store(self.place).finish() and None)
        return self.check(done=True)


def _page(row: dict[str, str]) -> Page:
    content = row["text"].encode()
    key = content_hash("article", content, row["url"])
    return Page(row["id"], key, row["url"], "article", content, url=row["url"], outlet=row["outlet"])


# ---------------------------------------------------------------- processes
def forked(do: Callable[[Callable[[str], None]], object]) -> tuple[int, int]:
    """Do something in a copy of this process, in which all is loaded; return what it tells, and its id."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return reading, child
    os.close(reading)
    code = 1
    try:
        do(lambda line: os.write(writing, f"{line}\n".encode()) and None)
        code = 0
    finally:
        os._exit(code)


def finished(do: Callable[[Callable[[str], None]], object]) -> str:
    """Do something in a copy of this process, to its end, and return what it tells."""

    def telling(tell: Callable[[str], None]) -> None:
        try:
            do(tell)
        except Exception as error:
            tell(f"{type(error).__name__}: {error}")
            raise

    reading, child = forked(telling)
    told = _all(reading)
    if os.waitpid(child, 0)[1]:
        told += "a process ended in error\n"
    return told


def _all(reading: int) -> str:
    with os.fdopen(reading, "rb") as stream:
        return stream.read().decode()


def kills(
    folder: Path, number: int, seed: int, whole_every: int = 20
) -> Iterator[tuple[str, bool, list[str]]]:
    """Yield for each of so many kills what was killed, whether it was at work, and what was wrong then."""
    lighten()
    trial = Trial(folder, seed)
    counted = 0
    weights = {"add": 10, "watch": 4, "migrate": 3, "remove": 1, "decide": 3, "export": 3}
    while counted < number:
        [what] = (
            trial.chance.choices(list(weights), list(weights.values())) if trial.place.exists() else ["add"]
        )
        killed = trial.kill(what)
        wrong = trial.check()
        counted += killed
        if counted % whole_every == 0 or counted == number:
            wrong += trial.finish()
        yield what, killed, wrong
    trial.end_owner()


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, killed, wrong in kills(Path(folder), given.kills, given.seed):
            counts[what if killed else f"{what}, to its end"] += 1
            bad += len(wrong)
            for line in wrong:
                print(f"{what}: {line}", flush=True)
            if given.verbose:
                print(f"{sum(counts.values())} {what}", file=sys.stderr, flush=True)
    print(", ".join(f"{number} {what}" for what, number in sorted(counts.items())))
    print("all is well" if not bad else f"{bad} findings")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
