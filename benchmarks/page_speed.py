"""How fast every kind of page is on a large store: first byte, and size, beside what they should be.

    python -m benchmarks.page_speed [--articles 50000] [--keep STORE] [--requests 20]

The store is made up (`--keep`: made there, or taken from there; making it takes most of the time): five
articles to an event, each with 24 of the event's 30 sentences, so that six claims come of an article, as of
the news; two sentences in three have a teller, of 7,000 names, one in nine has passed an agency. One story has
500 articles of 500 outlets, and a claim that all of them carry. Reading articles and finding claims is left to
steps that need no models (see `tests/light_steps.py`). All else is as in use.
The pages are asked for over HTTP, from a server in a process of its own that serves as `reportedly serve` does. Every
kind is asked for at different things, each first cold (nobody asked for it since the server began), then
warm. What is asked for before is nothing of its kind. The first byte is timed from when the request
is sent; the machine's other work is in it, and told beside it by the time of a page of four lines.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import light_steps
from benchmarks.store import COMMON
from reportedly import origins, statements
from reportedly.engine.stage import Stage
from reportedly.records import (
    Article,
    Origins,
    Page,
    Reading,
    Source,
    Statement,
    StoryAccount,
    StoryOrigins,
    content_hash,
)
from reportedly.store import Store

GOAL_MS, GOAL_KB = 100, 300
LONG, EVENT = 500, 5
"""Articles of the long story, and of any other."""
POOL, TOLD, WORDS = 30, 24, 14
"""Sentences of an event, those of them in one article, and words of one."""
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
        affirmed = sorted({s.chain[0] if s.chain else outlet[s.article] for s in rows if s.stance == "affirms"})
        denied = sorted({s.chain[0] for s in rows if s.stance == "denies" and s.chain})
        outlets, members = {outlet[s.article] for s in rows}, {s.article for s in rows}
        found.append(
            Origins(
                claim.id, affirmed, len(affirmed), affirmed, [], denied, len(members), len(outlets)
            )
        )
    names = sorted({name for s in said.values() for name in s.chain})
    sources = [Source(name, "agency" if name in AGENCIES else "person") for name in names]
    return StoryOrigins(story.id, found, sources)


def lighten() -> None:
    """Put steps that need no models in place of the real ones."""
    light_steps.lighten()
    statements.stage = lambda: Stage("statements", 1, Article, Reading, read)  # type: ignore[assignment]
    origins.stage = lambda _marks=(): Stage("origins", 1, StoryAccount, StoryOrigins, account)  # type: ignore[assignment]


def made(place: Path, count: int) -> Store:
    """Return a store of so many articles, made where it is not there yet, or not whole."""
    store = Store(place)
    pages = list(reports(count))
    for start in range(0, count, 2500):
        begun = time.perf_counter()
        added = store.add_pages(pages[start : start + 2500])
        took = time.perf_counter() - begun
        print(f"{start + len(added.received):,} articles, {took:.0f} s", file=sys.stderr, flush=True)
    return store


if __name__ == "__main__":
    lighten()
    made(Path(sys.argv[1]), int(sys.argv[2]))
