"""Many readers at once while articles are being added: errors, waits, and whether all arrived.

    python -m benchmarks.load [--store STORE] [--articles 50000] [--readers 50] [--seconds 60] [--pause 1]

The store is that of `benchmarks.page_speed` (made where STORE is not there yet; it is changed, so give a
copy), served by `reportedly serve` in a process of its own. Readers follow links: each asks for a page,
pauses as people do (exponentially, `--pause` seconds in the mean; 0: not at all), and goes on to a page that
it links to, or begins again. One request in five goes to the API. Meanwhile `reportedly add`, a process each
time, adds ten articles after ten. At the end every article that was acknowledged must be found on the page.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.store import article

AT_ONCE = 10
"""Articles that one `reportedly add` brings."""
HELD = 400
"""Links that a reader remembers of a page."""

_LINK = re.compile(r'href="(/[^"#]*)"')


_COPIED = re.compile(r"/(api/v1/)?claims/\w+-\d\b")
"""A claim that the made store has as a copied row alone: its story's account knows it by its first id."""


@dataclass
class Seen:
    """What the readers met: seconds and bytes by kind of page, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    size: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: Counter[str] = field(default_factory=Counter)
    where: dict[str, str] = field(default_factory=dict)  # the first of each


async def read_all(base: str, readers: int, seconds: float, pause: float) -> Seen:
    """Let readers follow links for some seconds, and return what they met."""
    seen, until = Seen(), time.monotonic() + seconds
    limits = httpx.Limits(max_connections=readers, max_keepalive_connections=readers)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits, follow_redirects=True) as client:
        await asyncio.gather(*(_reader(client, seen, until, pause, number) for number in range(readers)))
    return seen


async def _reader(client: httpx.AsyncClient, seen: Seen, until: float, pause: float, number: int) -> None:
    chance = random.Random(number)
    links = ["/"]
    while time.monotonic() < until:
        path = "/" if chance.random() < 0.1 or not links else chance.choice(links)
        if chance.random() < 0.2:
            path = _of_api(path)
        begun = time.perf_counter()
        try:
            answer = await client.get(path)
        except httpx.HTTPError as error:
            seen.wrong[f"{type(error).__name__} {_kind(path)}"] += 1
            continue
        kind = _kind(path)
        seen.seconds[kind].append(time.perf_counter() - begun)
        seen.size[kind] = max(seen.size[kind], len(answer.content))
        if answer.status_code >= 400:
            seen.wrong[f"{answer.status_code} {kind}"] += 1
            seen.where.setdefault(f"{answer.status_code} {kind}", path)
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = _links(answer.text)
        await asyncio.sleep(chance.expovariate(1 / pause) if pause else 0)


def _links(page: str) -> list[str]:
    """Return where a page leads, but for files to take away."""
    found = (html.unescape(link) for link in _LINK.findall(page))
    return [link for link in found if "/export/" not in link and not _COPIED.match(link)][:HELD]


def _of_api(path: str) -> str:
    """Return what programs ask for in place of a page."""
    found = re.match(r"/(stories|claims|articles)/[^/?]+", path)
    return f"/api/v1{found[0]}" if found else "/api/v1/stories"


def _kind(path: str) -> str:
    """Return the kind of page: its first word, `search` where the list is searched."""
    parts = path.partition("?")[0].strip("/").split("/")
    if parts[:2] == ["api", "v1"]:
        return f"api/{parts[2]}" + ("/one" if len(parts) > 3 else "")
    return parts[0] or ("search" if "?" in path else "list")


class Adding(threading.Thread):
    """Adds articles until it is told to stop; `titles` are those that were acknowledged."""

    def __init__(self, store: Path, folder: Path) -> None:
        super().__init__(daemon=True)
        self.store, self.folder, self.next = store, folder, 0
        self.seed = time.time_ns() % 1_000_000  # other articles than the last time
        self.done = threading.Event()
        self.titles: list[str] = []
        self.said: list[str] = []

    def run(self) -> None:
        """Add ten after ten."""
        while not self.done.is_set():
            pages = [article(number, self.seed) for number in range(self.next, self.next + AT_ONCE)]
            self.next += AT_ONCE
            rows = [
                {
                    "url": p.url,
                    "title": p.title,
                    "text": p.content.decode(),
                    "date": p.published,
                    "outlet": p.outlet,
                }
                for p in pages
            ]
            file = self.folder / f"{self.next}.jsonl"
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
            command = [sys.executable, "-m", "reportedly", "add", str(file), "--store", str(self.store)]
            ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
            if ended.returncode:
                self.said.append(f"exit {ended.returncode}: {ended.stderr[-300:]}")
            else:
                self.titles += [row["title"] or "" for row in rows]


def missing(base: str, titles: list[str]) -> list[str]:
    """Return the titles that the page's search does not find."""
    with httpx.Client(base_url=base, timeout=60) as client:
        return [t for t in titles if html.escape(t) not in client.get("/", params={"q": t}).text]


def main() -> None:
    """Serve, read and add; print what came of it, and exit with 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = given.store or folder / "news.duckdb"
        if not store.exists():
            make = [sys.executable, "-m", "benchmarks.page_speed", "--keep", str(store)]
            subprocess.run([*make, "--articles", str(given.articles), "--requests", "1"], check=True)
        sys.exit(_measured(store, folder, given.readers, given.seconds, given.pause))


def _measured(store: Path, folder: Path, readers: int, seconds: float, pause: float) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    serve = [sys.executable, "-m", "reportedly", "serve", "--store", str(store), "--port", str(port)]
    server = subprocess.Popen(serve)
    try:
        _wait(base)
        adding = Adding(store, folder)
        adding.start()
        begun = time.monotonic()
        seen = asyncio.run(read_all(base, readers, seconds, pause))
        took = time.monotonic() - begun
        adding.done.set()
        adding.join(600)
        lost = missing(base, adding.titles)
    finally:
        server.terminate()
        server.wait(60)
    _print(seen, took, adding, lost)
    return 1 if seen.wrong or lost or adding.said or not adding.titles else 0


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            httpx.get(base, timeout=60)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not begin to answer")


def _print(seen: Seen, took: float, adding: Adding, lost: list[str]) -> None:
    count = sum(map(len, seen.seconds.values()))
    added = len(adding.titles)
    print(f"\n{count:,} requests in {took:.0f} s, {count / took:.0f} a second; {added} articles added")
    print("| page | requests | median | 95 in 100 | slowest | largest |\n|---|---|---|---|---|---|")
    for kind, times in sorted(seen.seconds.items(), key=lambda item: -len(item[1])):
        waits = statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))], max(times)
        cells = " | ".join(f"{1000 * wait:.0f} ms" for wait in waits)
        print(f"| {kind} | {len(times):,} | {cells} | {seen.size[kind] / 1000:.0f} kB |")
    for what, times in seen.wrong.most_common():
        print(
            f"wrong: {what} ({times} times){f', first at {seen.where[what]}' if what in seen.where else ''}"
        )
    for said in adding.said:
        print(f"adding went wrong: {said}")
    print(f"{len(lost)} of the articles added are not found" + "".join(f"\n  {title}" for title in lost[:10]))


if __name__ == "__main__":
    main()
