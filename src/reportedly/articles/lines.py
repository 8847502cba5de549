"""The lines of a page of text, and what is said of a line by its words: how long, a sentence, an appeal."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.articles.expressions import compiled
from reportedly.languages import LANGUAGES

WORD = re.compile(r"\w+(?:['’]\w+)*")
WIDE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]"
)  # scripts written without spaces: two signs count as a word
_ENDS_SENTENCE = re.compile(r"[.!?…。！？।॥؟۔։።][\"”’'»“‘«›‹」』）)\]]*$|[:;]$")
_BULLET = re.compile(r"^\s*(?:[*+•·▪◦‣>»o-]|\d{1,2}[.)])(?:\s|$)")
RESIDUE = ("account", "share", "legal", "promo", "related", "page", "comments", "author", "picture")


WRAPPED = (45, 120)
"""How long, in signs, a line is that was broken at a column."""

CLIP = 4_000
"""A line is judged by so many of its first signs: more would tell no more, and cost the time."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page that has something on it."""

    text: str
    bullet: bool  # it stood in a list
    spaced: bool  # an empty line stands before it


def split_lines(text: str) -> list[Line]:
    """Return the lines of a page that hold at least one letter or digit, without bullets and spare spaces."""
    out, spaced = [], True
    for raw in text.splitlines():
        bare = " ".join(raw.split())
        if not bare:
            spaced = True
            continue
        mark = _BULLET.match(bare)
        rest = bare[mark.end() :].strip() if mark and not bare[0].isdigit() and bare[0] != "-" else bare
        if WORD.search(rest):
            out.append(Line(rest, mark is not None, spaced))
            spaced = False
    return out


def unwrap(text: str) -> str:
    """Return text with paragraphs that were broken at a column put together again.

    Such lines are of like length, and many break within a phrase; headlines and menus do not.
    """
    out: list[str] = []
    for blank, block in itertools.groupby(text.splitlines(), key=lambda line: not line.strip()):
        lines = [line.strip() for line in block]
        on = sum(_goes_on(line, after) for line, after in itertools.pairwise(lines))
        wrapped = all(WRAPPED[0] <= len(line) <= WRAPPED[1] for line in lines[:-1])
        if not blank and len(lines) > 1 and wrapped and on >= 0.4 * (len(lines) - 1):
            lines = [" ".join(lines)]
        out += lines
    return "\n".join(out)


def _goes_on(line: str, after: str) -> bool:
    """Tell whether a sentence runs over a line's end."""
    last = words_in_line(line)[-1:]
    starts = after[:1].islower() or after[:1].isdigit()
    return not ends_sentence(line) and (starts or bool(vocabulary()[0].intersection(last)))


def word_count(text: str) -> int:
    """Return about how many words a text has, in scripts with and without spaces."""
    wide = len(WIDE.findall(text))
    return wide // 2 + len(WORD.findall(WIDE.sub(" ", text) if wide else text))


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _ENDS_SENTENCE.search(text[-20:]) is not None


def has_residue(text: str) -> bool:
    """Tell whether a line has words in it that pages carry around articles."""
    return any(residue(words_in_line(text)))


def is_appeal(text: str) -> bool:
    """Tell whether a line bids the reader to subscribe, log in or download, in words of which it is full."""
    words = words_in_line(text)
    hits = dict(zip(RESIDUE, residue(words), strict=True))
    count = hits["account"] + hits["legal"] + hits["promo"]
    bids = len(words) <= 40 and compiled(r"(?:^|[.!?:–—-] )<appeal>").search(text) is not None
    calls = bids or "!" in text or any(word in _readers() for word in words)
    return (calls and count >= 3 and count > 0.06 * len(words)) or (bids and sum(hits.values()) > 0)


@functools.cache
def _readers() -> frozenset[str]:
    """Words by which a page speaks to its reader."""
    return frozenset(
        word for language in LANGUAGES.values() for word in language.words("page.toml")["reader"]
    )


def words_in_line(text: str) -> list[str]:
    """Return a line's words, in lower case."""
    return [w.replace("’", "'") for w in WORD.findall(text[:CLIP].lower())]


@functools.cache
def vocabulary() -> tuple[frozenset[str], dict[str, list[tuple[tuple[str, ...], int]]]]:
    """Function words; residue phrases by their first word, each with its class; of all languages."""
    tables = [language.words("page.toml") for language in LANGUAGES.values()]
    function = frozenset(word for table in tables for word in table["function_words"])
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for table in tables:
        for number, name in enumerate(RESIDUE):
            for phrase in table["phrases"][name]:
                key = tuple(words_in_line(phrase))
                phrases.setdefault(key[0], []).append((key, number))
    for starting in phrases.values():
        starting.sort(key=lambda entry: -len(entry[0]))
    return function, phrases


def residue(words: Sequence[str]) -> list[int]:
    """Return how many residue phrases of each class stand in a line, the longest that begin at a word."""
    counts = [0] * len(RESIDUE)
    phrases = vocabulary()[1]
    for i, word in enumerate(words):
        longest = 0
        for key, number in phrases.get(word, ()):
            if len(key) >= longest and tuple(words[i : i + len(key)]) == key:
                longest = len(key)
                counts[number] += 1
    return counts
