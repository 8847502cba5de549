"""What the scorer compares: a story's propositions as columns.

One row a proposition: its vector, and sparse 0/1 columns of its words, names, numbers, times and
three-word runs. Everything is computed once for the whole story, so that pairs cost a few sparse
products and no Python loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportedly.claims.encoder import encode
from reportedly.languages.comparing import Comparing, comparing, stem

Floats = NDArray[np.float64]

RIDGE = 5.0
"""Of the mean spread: how much directions of little spread are held back when vectors are whitened."""

_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W\d_]+)?")


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text, in order; apostrophes straight, possessive 's dropped."""
    found = (t.replace("’", "'") for t in _TOKEN.findall(text))
    return [t[:-2] if t.endswith("'s") else t for t in found]


@dataclass(frozen=True)
class Bag:
    """What one proposition holds, before it becomes columns."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: frozenset[str]
    times: frozenset[str]
    counted: frozenset[str]  # stems of what numbers stand before: "312 passengers"
    runs: frozenset[str]
    actors: tuple[str, ...]  # capitalised words in order, a first word too: who does what to whom
    passive: bool
    negated: bool
    hedged: bool


def bag(text: str, language: str = "en") -> Bag:
    """Return the words, names, numbers, times, runs, negation and hedging of one proposition."""
    lists = comparing(language)
    shown = tokens(text)
    low = [t.casefold() for t in shown]
    words: list[str] = []
    names: list[str] = []
    actors: list[str] = []
    numbers: set[str] = set()
    times: set[str] = set()
    counted: set[str] = set()
    at = -2  # of the number last seen
    for position, (token, word) in enumerate(zip(shown, low, strict=True)):
        if word[0].isdigit():
            numbers.add(word.replace(",", ""))
            at = position
        elif word in lists.numbers:
            numbers.add(lists.numbers[word])
            at = position
        elif word in lists.times:
            times.add(word)
        elif word not in lists.function and len(word) > 1:
            words.append(stem(word, language))
            if at == position - 1:
                counted.add(words[-1])
            if token[0].isupper() and lists.capitals_are_names:
                actors.append(words[-1])
                if position or not token[1:].islower():
                    names.append(words[-1])
    return Bag(
        tuple(dict.fromkeys(words)),
        tuple(dict.fromkeys(names)),
        frozenset(numbers),
        frozenset(times),
        frozenset(counted),
        frozenset(" ".join(low[i : i + 3]) for i in range(len(low) - 2)),
        tuple(dict.fromkeys(actors)),
        "by" in low,
        _negated(low, lists),
        not lists.hedges.isdisjoint(low),
    )


def _negated(low: Sequence[str], lists: Comparing) -> bool:
    """Is the statement itself turned round: an odd number of negators before its first dependent clause?"""
    count = 0
    for position, word in enumerate(low):
        if position > 2 and word in lists.subordinators:
            break
        count += word in lists.negators or word.endswith("n't")
    return count % 2 == 1


def _columns(sets: Sequence[Iterable[str]]) -> csr_array:
    """Return the sets as a 0/1 matrix (n, vocabulary), columns in the order of the words."""
    vocabulary = {word: i for i, word in enumerate(sorted({w for words in sets for w in words}))}
    rows = [row for row, words in enumerate(sets) for _ in words]
    where = [vocabulary[w] for words in sets for w in words]
    shape = (len(sets), max(1, len(vocabulary)))
    return csr_array((np.ones(len(rows)), (np.array(rows, int), np.array(where, int))), shape=shape)


def _rarity(matrix: csr_array) -> Floats:
    """Return the inverse document frequency of each column, from 0 (in all rows) upward."""
    n = matrix.shape[0]
    frequency = np.asarray(matrix.sum(axis=0)).ravel()
    return np.asarray(np.log((n + 1) / (frequency + 0.5)), float)


@dataclass(frozen=True)
class Wordings:
    """n propositions as columns; every sparse matrix is 0/1 (n, size of its vocabulary)."""

    vectors: Floats  # (n, 384), unit rows
    centred: Floats  # the same with the story's mean taken off, unit rows: what sets it apart in the story
    whitened: Floats  # and with the story's main themes played down, unit rows
    words: csr_array  # stems of content words, names too
    names: csr_array  # stems of capitalised words
    numbers: csr_array
    times: csr_array
    counted: csr_array  # stems of what numbers stand before
    runs: csr_array  # three words in a row, function words too
    rarity: Floats  # weight of each column of `words`: high for words that few propositions have
    negated: NDArray[np.bool_]
    hedged: NDArray[np.bool_]
    bags: tuple[Bag, ...]


def wordings(
    texts: Sequence[str],
    resolved: Sequence[str] | None = None,
    denied: Sequence[bool] = (),
    language: str = "en",
) -> Wordings:
    """Return the propositions of one story as columns; where one is `denied`, its "not" is not its own.

    Words are the text's own: names put in for pronouns (`resolved`) would make alike whatever one
    speaker says. Vectors stand halfway between a text and its resolved form.
    """
    bags = tuple(bag(t, language) for t in texts)
    both = encode([*texts, *(resolved or ())]).astype(float)  # together: what is the same is encoded once
    raw = both[: len(texts)] if resolved is None else _unit(both[: len(texts)] + both[len(texts) :])
    own = ~np.array(denied, bool) if len(denied) else np.ones(len(bags), bool)
    centred = raw - raw.mean(axis=0) if len(raw) else raw
    words = _columns([b.words for b in bags])
    return Wordings(
        vectors=raw,
        centred=_unit(centred),
        whitened=_unit(_whitened(centred)),
        words=words,
        names=_columns([b.names for b in bags]),
        numbers=_columns([b.numbers for b in bags]),
        times=_columns([b.times for b in bags]),
        counted=_columns([b.counted for b in bags]),
        runs=_columns([b.runs for b in bags]),
        rarity=_rarity(words),
        negated=np.array([b.negated for b in bags], bool) & own,
        hedged=np.array([b.hedged for b in bags], bool),
        bags=bags,
    )


def _whitened(centred: Floats) -> Floats:
    """Return the rows with each principal direction divided by its spread, plus a ridge.

    In a story everything lies along a few directions, its themes; two statements that share
    only those are not the same (Su et al. 2021, Whitening Sentence Representations).
    """
    if not len(centred):
        return centred
    spread, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    ridge = RIDGE * spread.sum() / min(centred.shape)
    return np.asarray(centred @ directions / np.sqrt(np.maximum(spread, 0) + ridge + 1e-12), float)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), float)
