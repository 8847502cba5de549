"""How fast every kind of page is on a large store: first byte, and size, beside what they should be.

    python -m benchmarks.page_speed [--articles 50000] [--keep STORE] [--requests 10]

The store (`--keep`: made there, or taken from there) is made up. Five articles tell of an event, each with 24
of its 30 sentences, so that six claims come of an article, as of the news. Two sentences in three have a
teller, of 7,000 names; one in nine passed an agency, of five. One story has 500 articles of 500 outlets, and
a claim that all of them carry. A seventh of the store is added as in use, but for reading articles and
finding claims, which is left to steps that need no models (`tests/light_steps.py`); of the rows of all but
the long story, six copies are written under other ids. "Frequent words" stand in every tenth story.

Pages are asked for over HTTP, from a server in a process of its own. Each kind is asked for at several
places: first cold (nobody asked for that page since the server began), then warm. The first byte is timed
from when the request is sent. What other programs take of the machine is in it, so the server's processor
time for a page, cold, stands beside it, as a mean (threads added up), and a file that is in memory leads
the list: what the machine's other work alone costs.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import light_steps
from benchmarks.store import COMMON
from reportedly import claims, origins, statements
from reportedly.engine.stage import Stage
from reportedly.records import (
    Article,
    Origins,
    Page,
    Reading,
    Source,
    Statement,
    StoryAccount,
    StoryClaims,
    StoryMaterial,
    StoryOrigins,
    content_hash,
)
from reportedly.store import Store
from reportedly.store.file import File
from reportedly.web import make_app
from reportedly.web.parts import PARTS

GOAL_MS, GOAL_KB = 100, 300
LONG, EVENT = 500, 5
"""Articles of the long story, and of any other."""
POOL, TOLD, WORDS = 30, 24, 14
"""Sentences of an event, those of them in one article, and words of one."""
COPIES = 6
RARE = 3000
"""Sentences of the long story beside its frequent ones, of which an article has eight more."""
NAMES, OUTLETS = 7000, 300
AGENCIES = ("Reuters", "AFP", "KCNA", "Xinhua", "dpa")

_SAID = re.compile(r"([A-Z]\w+ [A-Z]\w+)(?: told (\w+)| said| (denied)): ")


# ---------------------------------------------------------------- a store
def reports(count: int) -> Iterator[Page]:
    """Yield made-up articles, those of the long story first."""
    for number in range(count):
        event = 0 if number < LONG else 1 + (number - LONG) // EVENT
        yield _report(number, event)


def _report(number: int, event: int) -> Page:
    chance, of_event = random.Random(number), random.Random(-event)
    own = ["".join(of_event.choices("abcdefghiklmnoprstuvw", k=7)).capitalize() for _ in range(40)]
    pool = [_sentence(of_event, own) for _ in range(POOL if event else RARE + POOL)]
    frequent = chance.sample(range(1, POOL), TOLD)
    rare = [] if event else chance.sample(range(POOL, POOL + RARE), 8)
    text = " ".join(pool[place] for place in [0, *sorted(frequent), *sorted(rare)])
    outlet = f"Outlet {number if not event else chance.randrange(OUTLETS)}"
    day = f"20{31 + of_event.randrange(3)}-{of_event.randint(1, 12):02}-{of_event.randint(1, 28):02}"
    url = f"https://{outlet.replace(' ', '').lower()}.example/{number}"
    title = f"{own[0]} {own[1]} {chance.choice(own)} {own[2]}"
    key = content_hash(text, url)
    return Page(f"a{number}", key, url, "article", text.encode(), url, outlet, title, [], day)


def _sentence(chance: random.Random, own: Sequence[str]) -> str:
    words = [
        chance.choice(own) if chance.random() < 0.25 else COMMON[int(len(COMMON) * chance.random() ** 3)]
        for _ in range(WORDS)
    ]
    who = name(int(NAMES * chance.random() ** 2))
    kind = chance.random()
    said = f"{who} told {chance.choice(AGENCIES)}: " if kind < 0.11 else f"{who} said: " if kind < 0.6 else ""
    return f"{f'{who} denied: ' if kind > 0.95 else said}{' '.join(words)}."


def name(number: int) -> str:
    """Return one of NAMES names."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices("aeilmnorstu", k=6)).capitalize() for _ in range(2))


def read(articles: Sequence[Article], _options: object) -> list[Reading]:
    """Return a statement for each sentence, with who is said to have said it, and to whom."""
    return [_reading(article) for article in articles]


def _reading(article: Article) -> Reading:
    found = []
    for sentence in re.finditer(r"[^.\n]+\.", article.text):
        start, end = sentence.span()
        start += len(sentence[0]) - len(sentence[0].lstrip())
        text = article.text[start:end]
        said = _SAID.match(text)
        chain = [part for part in said.groups()[:2] if part] if said else []
        at = start + said.end() if said else start
        source = [[start, start + len(said[1])]] if said else []
        stance = "denies" if said and said[3] else "affirms"
        id = content_hash(article.key, start, end)
        found.append(
            Statement(
                id, article.id, at, end, article.text[at:end], False, stance, chain, source, [], [[at, end]]
            )
        )
    return Reading(article.id, article.key, statements=found)


def account(stories: Sequence[StoryAccount], _options: object) -> list[StoryOrigins]:
    """Return who told each claim first as its origins, and what it rests on."""
    return [_behind(story) for story in stories]


def _behind(story: StoryAccount) -> StoryOrigins:
    said = {s.id: s for reading in story.readings for s in reading.statements}
    outlet = {article.id: article.outlet or "?" for article in story.articles}
    found = []
    for claim in story.claims:
        rows = [said[id] for id in claim.statements]
        affirmed = sorted(
            {s.chain[0] if s.chain else outlet[s.article] for s in rows if s.stance == "affirms"}
        )
        denied = sorted({s.chain[0] for s in rows if s.stance == "denies" and s.chain})
        outlets, members = {outlet[s.article] for s in rows}, {s.article for s in rows}
        found.append(
            Origins(claim.id, affirmed, len(affirmed), affirmed, [], denied, len(members), len(outlets))
        )
    names = sorted({name for s in said.values() for name in s.chain})
    sources = [Source(name, "agency" if name in AGENCIES else "person") for name in names]
    return StoryOrigins(story.id, found, sources)


def lighten() -> None:
    """Put steps that need no models in place of the real ones, under their versions: it counts as theirs."""
    reads, claims_, counts = (step.stage().version for step in (statements, claims, origins))
    light_steps.lighten()
    statements.stage = lambda: Stage("statements", reads, Article, Reading, read)
    claims.stage = lambda: Stage("claims", claims_, StoryMaterial, StoryClaims, light_steps.claim)
    origins.stage = lambda _marks=(): Stage("origins", counts, StoryAccount, StoryOrigins, account)  # type: ignore[assignment]


def made(place: Path, count: int) -> Store:
    """Return a store of some `count` articles, made where it is not there yet: an eighth of them are added,
    and of the rows of all but the long story, copies are written under other ids."""
    store = Store(place)
    store.add_pages(reports(LONG + (count - LONG) // (1 + COPIES)))
    with File(place).writing() as connection:
        connection.execute("CREATE TEMP TABLE long AS SELECT * FROM stories WHERE len(articles) = ?", [LONG])
        for copy in range(1, COPIES + 1):
            for table, columns in _COPIED.items():
                connection.execute(_copy(table, columns, copy))
    return store


_NOT_LONG = {
    "articles": "key NOT IN (SELECT unnest(articles) FROM long)",
    "readings": "key NOT IN (SELECT unnest(articles) FROM long)",
    "pages": "key NOT IN (SELECT page FROM articles WHERE key IN (SELECT unnest(articles) FROM long))",
    "inputs": "key NOT IN (SELECT page FROM articles WHERE key IN (SELECT unnest(articles) FROM long))",
    "stories": "id NOT IN (SELECT id FROM long)",
    "accounts": "id NOT IN (SELECT account FROM long)",
    "claims": "story NOT IN (SELECT id FROM long)",
    "briefs": "account NOT IN (SELECT account FROM long)",
}
_OF_ENTRY = "number NOT IN (SELECT number FROM briefs WHERE account IN (SELECT account FROM long))"
_COPIED = {
    "inputs": ("id", "key"),
    "readings": ("id", "key"),
    "accounts": ("id", "story"),
    "claims": ("id", "story"),
    "words": ("claim",),
    "heard": ("claim",),
    "named": (),
    "stories": ("id", "account", "articles"),
    "pages": ("id", "key"),
    "briefs": ("account",),
    "articles": ("id", "key", "page"),
}


def _copy(table: str, columns: tuple[str, ...], copy: int) -> str:
    """Return the statement that copies the rows there were at first, under other ids."""
    ids = {column: f"{column} || '-{copy}'" for column in columns}
    if "articles" in ids:
        ids["articles"] = f"list_transform(articles, lambda key: key || '-{copy}')"
    if table in ("words", "heard", "named", "briefs"):
        ids["number"] = f"number + {copy * 1_000_000}"
    named = ", ".join(f'{value} AS "{column}"' for column, value in ids.items())
    first = "number < 1_000_000" if "number" in ids else " AND ".join(
        f"{column} NOT LIKE '%-_'" for column in columns if column in ("key", "id")
    )  # fmt: skip
    where = _NOT_LONG.get(table, _OF_ENTRY)
    return f"INSERT INTO {table} BY NAME SELECT * REPLACE ({named}) FROM {table} WHERE {first} AND {where}"


# ---------------------------------------------------------------- asking
def places(store: Store, many: int) -> dict[str, list[str]]:
    """Return addresses to ask for, by the kind of page: `many` of each kind that there are many of."""
    with File(store.path).reading() as connection:

        def found(query: str) -> list[Any]:
            return [value for [value] in connection.execute(query).fetchall()]

        first = "NOT contains({}, '-') ORDER BY md5({}) LIMIT " + str(many)
        stories = found(f"SELECT id FROM stories WHERE len(articles) < 20 AND {first.format('id', 'id')}")
        claims = found(f"SELECT id FROM claims WHERE {first.format('id', 'id')}")
        articles = found(f"SELECT id FROM articles WHERE {first.format('id', 'id')}")
        words = found(f"""SELECT word FROM lexicon JOIN words USING (stem) GROUP BY word
            ORDER BY md5(word) LIMIT {many}""")
        common = found(f"""SELECT word FROM words JOIN lexicon USING (stem) GROUP BY word
            ORDER BY abs(count(DISTINCT number) - (SELECT count(*) / 10 FROM stories)), word LIMIT {many}""")
        [long] = found(f"SELECT id FROM stories WHERE len(articles) = {LONG}")
        wide = found(f"SELECT id FROM claims WHERE story = '{long}' ORDER BY outlets DESC LIMIT {many}")
        member = found(f"""SELECT id FROM articles
            WHERE key IN (SELECT unnest(articles) FROM stories WHERE id = '{long}') LIMIT {many}""")
    who = [name(number * number) for number in range(many)]
    return {
        "a file (nothing is asked)": ["/static/web.css"] * many,
        "the list": ["/", *(f"/?page={number}" for number in (2, 40, 400))],
        "search, a rare word": [f"/?q={word}" for word in words],
        "search, a frequent word": [f"/?q={word}" for word in common],
        "search, two frequent words": [f"/?q={a}+{b}" for a, b in pairwise(common)],
        "search, a beginning": [f"/?q={word[:3]}" for word in words],
        "filters": [
            "/?kind=disputed", "/?kind=single-origin&kind=disputed", "/?outlet=Outlet+7", "/?agency=KCNA",
            f"/?source={quote(who[0])}", "/?since=2032-03-01&until=2032-03-31",
            f"/?q={common[0]}&agency=dpa&since=2032&kind=disputed",
        ],
        "a story": [f"/stories/{id}" for id in stories],
        "a claim": [f"/claims/{id}" for id in claims],
        "an article": [f"/articles/{id}" for id in articles],
        "a source": [f"/sources/{quote(name)}" for name in who],
        "an agency": [f"/agencies/{name}" for name in AGENCIES],
        "an outlet": [f"/outlets/Outlet%20{number}" for number in range(many)],
        "a story of 500": [f"/stories/{long}"],
        "its parts": [f"/stories/{long}/{part}" for part in PARTS],
        "its claims, the widest": [f"/claims/{id}" for id in wide],
        "all who tell one": [f"/claims/{wide[0]}/affirms", f"/claims/{wide[0]}/affirms?page=3"],
        "its articles": [f"/articles/{id}" for id in member],
    }  # fmt: skip


def timed(port: int, place: str) -> tuple[float, int]:
    """Return milliseconds to the first byte of a page, and its size in bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    begun = time.perf_counter()
    connection.request("GET", place)
    answer = connection.getresponse()
    took = (time.perf_counter() - begun) * 1000
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{place}: {answer.status}")
    return took, len(body)


@contextmanager
def serving(store: Store) -> Iterator[tuple[int, Callable[[], float]]]:
    """Serve a store from a process of its own; give the port, and what tells the processor time it took."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.page_speed", "--keep", str(store.path), "--serve", str(port)]
    server = subprocess.Popen(command)

    def used() -> float:
        fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                timed(port, "/?q=nothing-has-this-word")
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(10)  # it reads ahead
        yield port, used
    finally:
        server.terminate()
        server.wait(20)


def serve(store: Store, port: int) -> None:
    """Serve a store as `reportedly serve` does; nothing is told anew by other steps meanwhile."""
    with store.owned():
        uvicorn.run(make_app(store), host="127.0.0.1", port=port, log_level="error")


def main() -> None:
    """Make the store, ask for pages, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--requests", type=int, default=10)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder) / "news.duckdb"
        lighten()
        store = Store(place) if place.exists() else made(place, given.articles)
        if given.serve:
            serve(store, given.serve)
            return
        asked = places(store, given.requests)
        print("| page | cold, median | worst | warm, median | worst | processor, cold | largest |")
        print("|---|---|---|---|---|---|---|")
        over = 0
        with serving(store) as (port, used):
            for kind, addresses in asked.items():
                before = used()
                cold = [timed(port, address) for address in addresses]
                processor = (used() - before) / len(cold)
                warm = [timed(port, address) for address in addresses * 3]
                largest = max(size for _, size in cold) / 1000
                over += max(took for took, _ in cold) > GOAL_MS or largest > GOAL_KB
                row = (
                    f"| {kind} | {_spread(cold)} | {_spread(warm)} | {processor:.0f} ms | {largest:.0f} kB |"
                )
                print(row, flush=True)
    print(f"\nGoals: {GOAL_MS} ms, {GOAL_KB} kB. {over} kinds of page are over one of them at worst.")


def _spread(rows: Sequence[tuple[float, int]]) -> str:
    times = [took for took, _ in rows]
    return f"{statistics.median(times):.0f} ms | {max(times):.0f} ms"


if __name__ == "__main__":
    main()
