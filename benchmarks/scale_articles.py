"""Made-up articles by number, as many as wanted: the corpora's reports with seeded edits.

Eight articles in a row are on one event: reports of one event of a corpus, in which every rare word, name
and number is another one. Some are such a report as it is, some are copies (a sentence or two changed, cut
or put in), some rewrites (sentences shuffled, a third of them gone). One article in a hundred, whatever the
event, is a copy of one wire story. Which is made of which is known, so that what is found can be judged.
"""

from __future__ import annotations

import functools
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks import shared
from reportedly.languages import LANGUAGES
from reportedly.records import Article, content_hash

TOGETHER = 8
"""Articles in a row that are on one event."""
WIRE = 100
"""One article of so many is a copy of the wire story."""
KINDS = ("report", "copy", "rewrite")
CORPORA = ("multi-outlet", "wikinews-sources")
_FIRST_DAY = date(2024, 1, 1)
_PER_DAY = 5000

_WORD = re.compile(r"[^\W_]{2,}")
_SENTENCE = re.compile(r"(?<=[.!?”])\s+|\n+")
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "el")]


@dataclass(frozen=True)
class Made:
    """A made-up article; those of one `family` are made of one report."""

    number: int
    text: str
    title: str
    published: str
    family: int
    kind: str
    event: int

    def article(self) -> Article:
        """Return it as an article that was read."""
        name = f"made-{self.number}"
        key = content_hash(name)
        return Article(
            name, key, name, outlet=f"Outlet {self.number % 97}", title=self.title, published=self.published,
            published_precision="day", language="en", text=self.text,
        )  # fmt: skip


def made_up(start: int, end: int) -> Iterator[Made]:
    """Yield the articles of these numbers; the same for the same number, whichever are made."""
    for number in range(start, end):
        rng = random.Random(f"scale {number}")
        if number % WIRE == WIRE - 1:
            yield _made(number, 0, 0, "copy" if number >= WIRE else "report", rng)
            continue
        event = 1 + number // TOGETHER
        nth = number % TOGETHER
        # An event's first three are reports; of the others half are made of these.
        kind = "report" if nth < 3 else rng.choices(KINDS, (3, 4, 2))[0]
        yield _made(number, event, nth if kind == "report" else rng.randrange(3), kind, rng)


def _made(number: int, event: int, nth: int, kind: str, rng: random.Random) -> Made:
    title, text = _report(event, nth)
    if kind != "report":
        sentences = [s for s in _SENTENCE.split(text) if s]
        text = _copied(sentences, rng) if kind == "copy" else _rewritten(sentences, rng)
    day = _FIRST_DAY + timedelta(days=number // _PER_DAY)
    return Made(number, text, title, day.isoformat(), event * TOGETHER + nth, kind, event)


def _copied(sentences: list[str], rng: random.Random) -> str:
    """Return a wire copy as outlets print it: one to three edits."""
    out = list(sentences)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(out))
        edit = rng.choice(("cut", "put in", "change"))
        if edit == "cut" and len(out) > 4:
            del out[at]
        elif edit == "put in":
            out.insert(
                at, f"{rng.choice(_SYLLABLES).capitalize()}{rng.choice(_SYLLABLES)} was told so on Monday."
            )
        else:
            words = out[at].split()
            words[rng.randrange(len(words))] = rng.choice(_SYLLABLES) * 2
            out[at] = " ".join(words)
    return "\n".join(out)


def _rewritten(sentences: list[str], rng: random.Random) -> str:
    """Return other sentences first, and a third of all gone."""
    kept = rng.sample(sentences, max(1, 2 * len(sentences) // 3))
    return "\n".join(kept)


@functools.lru_cache(maxsize=64)
def _report(event: int, nth: int) -> tuple[str, str]:
    """Return title and text of an event's report, under its own names and numbers."""
    stories = _stories()
    reports = stories[event % len(stories)]
    names: dict[str, str] = {}
    title, text = reports[nth % len(reports)]
    # More reports than the corpus has on an event are told in other words, too.
    copy = event // len(stories) * TOGETHER + nth // len(reports)
    return _renamed(title, copy, names), _renamed(text, copy, names)


@functools.cache
def _stories() -> list[list[tuple[list[str], list[str]]]]:
    """Return the reports of each event of the corpora: titles and texts, in pieces (see `_cut`)."""
    found: dict[str, list[tuple[list[str], list[str]]]] = defaultdict(list)
    for corpus in CORPORA:
        for row in shared.rows("corpora", "stories", f"{corpus}.jsonl.gz"):
            found[row["story"]].append((_cut(row.get("title") or ""), _cut(row["text"])))
    return [found[story] for story in sorted(found)]


def _cut(text: str) -> list[str]:
    """Return a text in pieces: at odd places the words that are exchanged."""
    pieces, at = [""], 0
    frequent = _frequent()
    for word in _WORD.finditer(text):
        if word[0].casefold() not in frequent:
            pieces += [text[at : word.start()], word[0]] if at else [text[: word.start()], word[0]]
            at = word.end()
    return [*pieces[1:], text[at:]]


@functools.cache
def _frequent() -> frozenset[str]:
    return frozenset(LANGUAGES["en"].words("frequent.toml")["words"])


def _renamed(pieces: list[str], copy: int, names: dict[str, str]) -> str:
    """Return a text with other rare words, names and numbers: the same word becomes the same in one copy."""
    out = list(pieces)
    for at in range(1, len(out), 2):
        word = out[at]
        if word not in names:
            names[word] = _other(word, copy)
        out[at] = names[word]
    return "".join(out)


def _other(word: str, copy: int) -> str:
    digest = hashlib.blake2b(f"{copy} {word.casefold()}".encode(), digest_size=4).digest()
    if word.isdigit():
        return str(int.from_bytes(digest) % 10 ** len(word))
    other = "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:3])
    return other.capitalize() if word[0].isupper() else other
