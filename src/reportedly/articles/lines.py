"""Which lines of a pasted page are its article: features of each line, weighed, then smoothed along the page.

Two logistic regressions (weights in `languages/<code>/page_lines.json`, made by
`training/page_lines.py`): the first judges a line by itself, the second by its own judgement and
its neighbours'. Nothing but lists of numbers passes between `features`, `scores` and the caller, so
a better tagger replaces `scores` alone.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from reportedly.articles.expressions import compiled
from reportedly.languages import LANGUAGES

Matrix = NDArray[np.float64]

WORD = re.compile(r"\w+(?:['’]\w+)*")
_WIDE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]"
)  # scripts written without spaces: two signs count as a word
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"”’'»)\]]*$|[:;]$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9\"”’)][.!?][\"”’)]* +[\"“‘(]?[A-Z]|[。！？]")
_BULLET = re.compile(r"^\s*(?:[*+•·▪◦‣>»o-]|\d{1,2}[.)])(?:\s|$)")
_QUOTED = re.compile(r"[\"“”«»「」]")
_MARKS = re.compile(r"[|©®™@→←▶✕›»#]|https?:|www\.|\.com\b")
_CLASSES = ("account", "share", "legal", "promo", "related", "page", "comments", "author", "picture")


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
    last = _words(line)[-1:]
    starts = after[:1].islower() or after[:1].isdigit()
    return not ends_sentence(line) and (starts or bool(_vocabulary()[0].intersection(last)))


def word_count(text: str) -> int:
    """Return about how many words a text has, in scripts with and without spaces."""
    wide = len(_WIDE.findall(text))
    return wide // 2 + len(WORD.findall(_WIDE.sub(" ", text) if wide else text))


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _ENDS_SENTENCE.search(text[-20:]) is not None


def has_residue(text: str) -> bool:
    """Tell whether a line has words in it that pages carry around articles."""
    return any(_hits(_words(text)))


def is_appeal(text: str) -> bool:
    """Tell whether a line bids the reader to subscribe, log in or download, in words of which it is full."""
    words = _words(text)
    hits = dict(zip(_CLASSES, _hits(words), strict=True))
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


def _words(text: str) -> list[str]:
    return [w.replace("’", "'") for w in WORD.findall(text[:CLIP].lower())]


@functools.cache
def _vocabulary() -> tuple[frozenset[str], dict[str, list[tuple[tuple[str, ...], int]]]]:
    """Function words; residue phrases by their first word, each with its class; of all languages."""
    tables = [language.words("page.toml") for language in LANGUAGES.values()]
    function = frozenset(word for table in tables for word in table["function_words"])
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for table in tables:
        for number, name in enumerate(_CLASSES):
            for phrase in table["phrases"][name]:
                key = tuple(_words(phrase))
                phrases.setdefault(key[0], []).append((key, number))
    for starting in phrases.values():
        starting.sort(key=lambda entry: -len(entry[0]))
    return function, phrases


def _hits(words: Sequence[str]) -> list[int]:
    """Return how many residue phrases of each class stand in a line, the longest that begin at a word."""
    counts = [0] * len(_CLASSES)
    phrases = _vocabulary()[1]
    for i, word in enumerate(words):
        longest = 0
        for key, number in phrases.get(word, ()):
            if len(key) >= longest and tuple(words[i : i + len(key)]) == key:
                longest = len(key)
                counts[number] += 1
    return counts


def features(lines: Sequence[Line]) -> Matrix:
    """Return one row of numbers, most between 0 and 1, for each line."""
    function, _ = _vocabulary()
    seen = Counter(line.text for line in lines)
    words = [_words(line.text) for line in lines]
    known = sum(w in function for ws in words for w in ws) > 0.1 * sum(map(len, words))
    rows = []
    for i, (line, ws) in enumerate(zip(lines, words, strict=True)):
        text, many = line.text[:CLIP], max(1, len(ws))
        n = word_count(text)
        starts = [m[0][0] for m in WORD.finditer(text)]
        hits = [min(1.0, count * 8 / (8 + many)) for count in _hits(ws)]
        rows.append(
            [
                1.0,
                math.log1p(n) / 5,
                float(n > 12),
                float(n > 25),
                float(n < 5),
                ends_sentence(line.text),
                min(1.0, len(_SENTENCE_BREAK.findall(text)) / 2),
                # Where the language's function words are not known, their usual share is taken.
                (sum(w in function for w in ws) / many if known else min(0.4, n / 50)),
                sum(c.isupper() for c in starts) / many,
                sum(c.isdigit() for c in starts) / many,
                min(1.0, text.count(",") / 3),
                bool(_QUOTED.search(text)),
                text[0].islower(),
                text.isupper(),
                line.text.endswith(("...", "…")),
                line.bullet,
                line.spaced,
                lines[i + 1].spaced if i + 1 < len(lines) else 1.0,
                seen[line.text] > 1,
                min(1.0, len(_MARKS.findall(text)) / 2),
                i / len(lines),
                sum(hits) > 0,
                *hits,
            ]
        )
    return np.array(rows, dtype=np.float64)


def in_context(own: Matrix, local: Matrix) -> Matrix:
    """Return the second judge's rows: a line's features, its own score, and the scores around it."""
    n = len(own)
    columns = [own]
    padded = np.concatenate([np.full(5, 0.0), own, np.full(5, 0.0)])
    columns += [padded[5 + d : 5 + d + n] for d in (-3, -2, -1, 1, 2, 3)]
    # How much prose lies before and after, the nearer the more: an article is one long run of it.
    for order in (1, -1):
        for keep in (0.7, 0.9):
            level, run = 0.0, []
            for p in own[::order]:
                run.append(level)
                level = keep * level + (1 - keep) * p
            columns.append(np.array(run[::order]))
    before = np.cumsum(own) - own
    total = max(1.0, float(own.sum()))
    columns += [before / total, np.minimum(columns[-4], columns[-2]), own * columns[-3]]
    return np.column_stack([local, *columns])


def scores(lines: Sequence[Line], weights: Weights | None = None) -> Matrix:
    """Return for each line how sure it is (0 to 1) to be part of the article."""
    if not lines:
        return np.zeros(0)
    weights = weights or _weights()
    local = features(lines)
    own = sigmoid(local @ weights.local)
    return sigmoid(in_context(own, local) @ weights.context)


def sigmoid(x: Matrix) -> Matrix:
    """Return the logistic function of each number."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))


@dataclass(frozen=True)
class Weights:
    """What the two judges have learnt."""

    local: Matrix
    context: Matrix


@functools.cache
def _weights() -> Weights:
    table = json.loads(files("reportedly.languages").joinpath("en/page_lines.json").read_text("utf8"))
    return Weights(np.array(table["local"]), np.array(table["context"]))
