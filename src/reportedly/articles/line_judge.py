"""Which lines of a pasted page are its article: features of each line, weighed, then weighed in context.

Two logistic regressions (weights in `languages/<code>/page_lines.json`, made by
`training/page_lines.py`): the first judges a line by itself and what surrounds it, the second also by
what the first says of the lines around it. Nothing but numbers passes between `features`, `scores`
and the caller, so a better judge replaces `scores` alone.
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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.articles.lines import (
    CLIP,
    WIDE,
    WORD,
    Line,
    ends_sentence,
    residue,
    vocabulary,
    word_count,
    words_in_line,
)

Matrix = NDArray[np.float64]

_SENTENCE_BREAK = re.compile(r"[a-z0-9\"”’)][.!?][\"”’)]* +[\"“‘(]?[A-Z]|[。！？]")
_QUOTED = re.compile(r"[\"“”«»「」]")
_MARKS = re.compile(r"[|©®™@→←▶✕›»#]|https?:|www\.|\.com\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\d:\d\d")
_PARTING = frozenset("()[]/|_-–—•·")  # signs that part the pieces of menus and stamps
_LATIN_TERM = re.compile(r"[a-z0-9]{4,}")
_TERM = re.compile(r"[^\W_]{4,}")

OPENING = 16
"""Lines that begin with so many like signs are cut from one pattern ("Published on ...")."""

FAR = 99
"""How many lines away a line is from what is nowhere."""


def scores(lines: Sequence[Line]) -> Matrix:
    """Return for each line how sure it is (0 to 1) to be part of the article."""
    if not lines:
        return np.zeros(0)
    weights, local = shipped(), features(lines)
    own = sigmoid(local @ weights.local)
    return sigmoid(in_context(own, local, lengths(lines)) @ weights.context)


def sigmoid(x: Matrix) -> Matrix:
    """Return the logistic function of each number."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))


@dataclass(frozen=True)
class Weights:
    """What the two judges have learnt."""

    local: Matrix
    context: Matrix

    @classmethod
    def of(cls, table: dict[str, Any]) -> Weights:
        """Return the weights in a table of lists."""
        return cls(np.array(table["local"]), np.array(table["context"]))


@functools.cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    return Weights.of(
        json.loads(files("reportedly.languages").joinpath("en/page_lines.json").read_text("utf8"))
    )


def lengths(lines: Sequence[Line]) -> Matrix:
    """Return how many words each line has."""
    return np.array([word_count(line.text[:CLIP]) for line in lines], dtype=np.float64)


def features(lines: Sequence[Line]) -> Matrix:
    """Return one row of numbers for each line: what it looks like, what surrounds it, what the page is."""
    n = lengths(lines)
    alone = _alone(lines, n)
    # The columns that neighbours are asked for too.
    function, capitals, ends, bullet, spaced, hit = alone[:, [7, 8, 5, 15, 16, 21]].T
    prose = n * ends * (n > 7)
    columns = [*_endings(lines, n), *_groups(n, bullet, spaced), *_repetition(lines)]
    shared = _shared_terms(lines, prose)
    columns += [*shared, *_page(n, prose)]
    length = np.log1p(n)
    columns += [_shifted(column, d, -1) for d in (-3, -2, -1, 1, 2, 3) for column in (length, ends)]
    columns += [_shifted(column, d, -1) for d in (-2, -1, 1, 2) for column in (bullet, spaced, hit)]
    columns += [_shifted(column, d, -1) for d in (-1, 1) for column in (capitals, shared[0], function)]
    for reach in (3, 8, 20):
        columns += [_mean(length, reach), _mean(ends, reach), np.log1p(_mean(prose, reach))]
    columns += [np.log1p(_fading(prose, order, keep)) for order in (1, -1) for keep in (0.6, 0.9)]
    return np.column_stack([alone, *columns])


def _alone(lines: Sequence[Line], n: Matrix) -> Matrix:
    """Return what each line looks like by itself, most of it between 0 and 1."""
    function, _ = vocabulary()
    seen = Counter(line.text for line in lines)
    words = [words_in_line(line.text) for line in lines]
    known = sum(w in function for ws in words for w in ws) > 0.1 * sum(map(len, words))
    rows = []
    for i, (line, ws) in enumerate(zip(lines, words, strict=True)):
        text, many = line.text[:CLIP], max(1, len(ws))
        starts = [m[0][0] for m in WORD.finditer(text)]
        hits = [min(1.0, count * 8 / (8 + many)) for count in residue(ws)]
        rows.append(
            [
                1.0,
                math.log1p(n[i]) / 5,
                float(n[i] > 12),
                float(n[i] > 25),
                float(n[i] < 5),
                ends_sentence(line.text),
                min(1.0, len(_SENTENCE_BREAK.findall(text)) / 2),
                # Where the language's function words are not known, their usual share is taken.
                (sum(w in function for w in ws) / many if known else min(0.4, n[i] / 50)),
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


def _endings(lines: Sequence[Line], n: Matrix) -> list[Matrix]:
    """Return how lines end, and the signs in them."""
    texts = [line.text[:CLIP] for line in lines]
    last = [text.rstrip("\"”’'»)] ")[-1:] for text in texts]
    tests = [[sign in kind for sign in last] for kind in (":", ",;-–", ".。", "?？!！")]
    tests.append([text[0].isdigit() for text in texts])
    tests += [[bool(pattern.search(text)) for text in texts] for pattern in (_YEAR, _CLOCK)]
    parting = [sum(sign in _PARTING for sign in text) / len(text) for text in texts]
    letters = np.array([len(text) for text in texts]) / np.maximum(1, n)
    return [*(np.array(test, dtype=np.float64) for test in tests), np.array(parting), letters]


def _groups(n: Matrix, bullet: Matrix, spaced: Matrix) -> list[Matrix]:
    """Return the size of the block (lines without an empty one between) and of the list that each is in."""
    block = np.cumsum(spaced).astype(int)
    listed = np.cumsum(np.diff(bullet, prepend=bullet[:1]) != 0)
    items = np.bincount(listed)
    words = np.bincount(listed, weights=n) / items
    return [
        np.log1p(np.bincount(block)[block]),
        np.log1p(np.bincount(block, weights=n)[block]),
        np.log1p(items[listed]) * bullet,
        words[listed] * bullet,
    ]


def _repetition(lines: Sequence[Line]) -> list[Matrix]:
    """Return how many lines begin alike: with the same signs, and with the same word."""
    out = []
    for begins in (
        [line.text[:OPENING].casefold() for line in lines],
        [line.text[:CLIP].split()[0].casefold() for line in lines],
    ):
        many = Counter(begins)
        out.append(np.array([math.log(many[begin]) for begin in begins]))
    return out


def _shared_terms(lines: Sequence[Line], prose: Matrix) -> list[Matrix]:
    """Return how many of a line's terms the page's other prose has, and how often; -1 if it has none."""
    terms = [_terms(line.text[:CLIP]) for line in lines]
    counts = Counter(term for line, n in zip(terms, prose, strict=True) if n for term in line)
    some, often = [], []
    for line, n in zip(terms, prose, strict=True):
        others = [counts[term] - bool(n) for term in line]
        some.append(sum(count > 0 for count in others) / len(others) if others else -1.0)
        often.append(sum(map(math.log1p, others)) / len(others) if others else -1.0)
    return [np.array(some), np.array(often)]


def _terms(text: str) -> list[str]:
    """Return a line's terms, once each: words over three letters, or pairs of signs without spaces."""
    text = text.casefold()
    wide = WIDE.findall(text)
    if wide:
        pairs = {a + b for a, b in itertools.pairwise(wide)}
        return sorted(pairs.union(_LATIN_TERM.findall(text)))
    return sorted(set(_TERM.findall(text)))


def _page(n: Matrix, prose: Matrix) -> list[Matrix]:
    """Return where on the page each line stands, and how large and how full of prose the page is."""
    size, total, read = len(n), max(1.0, float(n.sum())), max(1.0, float(prose.sum()))
    place = np.arange(size)
    usual = float(np.median(n[prose > 0])) if prose.any() else 1.0
    whole = (math.log1p(size), math.log1p(float(n.sum())), float(prose.sum()) / total)
    return [
        np.log1p(place),
        np.log1p(size - 1 - place),
        np.cumsum(n) / total,
        (np.cumsum(prose) - prose) / read,
        n / max(1.0, usual),
        *(np.full(size, value) for value in whole),
    ]


def in_context(own: Matrix, local: Matrix, n: Matrix) -> Matrix:
    """Return the second judge's rows: a line's features, its own score, and the scores around it.

    `n` is the number of words in each line.
    """
    place, mass = np.arange(len(own), dtype=np.float64), own * np.sqrt(n + 1)
    columns = [own, *(_shifted(own, d, 0) for d in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5))]
    # How much prose lies before and after, the nearer the more: an article is one long run of it.
    before, after = ([_fading(own, order, keep) for keep in (0.5, 0.7, 0.9, 0.97)] for order in (1, -1))
    columns += [*before, *after, *map(np.minimum, before[:3], after[:3])]
    columns += [_mean(own, reach) for reach in (2, 6, 15)]
    total = max(1.0, float(mass.sum()))
    so_far = np.cumsum(mass) - mass
    columns += [so_far / total, (total - so_far - mass) / total]
    for cost in (0.5, 0.3):
        start, end = _best_run(own, n, cost)
        columns += [np.asarray((place >= start) & (place < end), dtype=np.float64)]
        columns += [_signed_log(place - start), _signed_log(end - 1 - place)]
    columns += [_shifted(np.maximum.accumulate(own), -1, 0)]
    columns += [_shifted(np.maximum.accumulate(own[::-1])[::-1], 1, 0)]
    return np.column_stack([local, *columns, *_nearest(own > 0.6)])


def _best_run(own: Matrix, n: Matrix, cost: float) -> tuple[int, int]:
    """Return where the run of lines begins and ends that holds most, each line at a cost; 0, 0 if none."""
    start = first = end = 0
    best = held = 0.0
    for i, gain in enumerate((own - cost) * np.sqrt(n + 1)):
        held += float(gain)
        if held <= 0:
            held, start = 0.0, i + 1
        elif held > best:
            best, first, end = held, start, i + 1
    return first, end


def _nearest(marked: NDArray[np.bool_]) -> list[Matrix]:
    """Return how far the nearest marked line is, before (or here) and after (or here), as logarithms."""
    place = np.arange(len(marked))
    before = place - np.maximum.accumulate(np.where(marked, place, -FAR))
    after = np.minimum.accumulate(np.where(marked, place, len(marked) + FAR)[::-1])[::-1] - place
    return [np.log1p(np.minimum(distance, FAR)) for distance in (before, after)]


def _signed_log(x: Matrix) -> Matrix:
    return np.asarray(np.sign(x) * np.log1p(np.abs(x)))


def _shifted(column: Matrix, by: int, fill: float) -> Matrix:
    """Return for each line the value of the line so many after it; `fill` beyond the page."""
    reach = abs(by)
    padded = np.concatenate([np.full(reach, float(fill)), column, np.full(reach, float(fill))])
    return padded[reach + by : reach + by + len(column)]


def _mean(column: Matrix, reach: int) -> Matrix:
    """Return the mean over each line and so many before and after it."""
    sums, place = np.concatenate([[0.0], np.cumsum(column)]), np.arange(len(column))
    low, high = np.maximum(0, place - reach), np.minimum(len(column), place + reach + 1)
    return np.asarray((sums[high] - sums[low]) / (high - low))


def _fading(column: Matrix, order: int, keep: float) -> Matrix:
    """Return what lies before each line (after it, for order -1), the nearer the more."""
    level, out = 0.0, []
    for value in column[::order].tolist():
        out.append(level)
        level = keep * level + (1 - keep) * value
    return np.array(out[::order])
