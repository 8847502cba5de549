"""How likely two propositions of one story are the same claim.

A logistic regression over features that are computed by columns finds likely pairs, a second one judges
these with what a network tells that reads both (`pair_reader`). `training/pairs.py` fits them, the
weights and their card stand in languages/en/same_claim. Beside the score stand the conflicts:
pairs whose words agree and whose numbers, polarity, times or roles do not are never one claim,
however near their vectors lie.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportedly.claims.pair_reader import ASKED, read_pairs
from reportedly.claims.wording import Floats, Wordings

Index = NDArray[np.int64]
Bools = NDArray[np.bool_]

FEATURES = (
    "cosine",  # of the vectors
    "centred cosine",  # of the vectors less the story's mean
    "whitened cosine",  # of the vectors with the story's themes played down
    "shared of fewer",  # rarity of the shared words over that of the side with less
    "shared of more",
    "shared of all",
    "rarity shared",  # log1p
    "words shared of all",  # the same without weights
    "names shared of fewer",
    "names shared of all",
    "names apart",  # both hold names, none in common
    "numbers shared",
    "numbers apart",
    "times shared",
    "times apart",
    "runs shared of fewer",  # three words in a row: a quotation repeated
    "runs shared",  # log1p
    "polarity apart",
    "hedging apart",
    "length of fewer",  # log1p of content words
    "length ratio",
)

ALIKE = 0.6
"""Pairs that share at least this part of their words (Jaccard) are read as one sentence with a difference."""

BEST, LEAST, MOST = 8, 0.05, 4_000
"""A pair is read if it is among this many best ones of a side, at least this likely; and at most so many."""

READ = {"en"}
"""The languages that the pair reader reads; of others the columns alone are judged."""

PAIRS = 20_000
"""Pairs whose features are in memory at once."""


def features(w: Wordings, i: Index, j: Index) -> Floats:
    """Return one row a pair (p, len(FEATURES)) for the propositions i and j; the same for (j, i)."""
    words = _Overlap(w.words, i, j, w.rarity)
    plain, names = _Overlap(w.words, i, j), _Overlap(w.names, i, j)
    numbers, times, runs = _Overlap(w.numbers, i, j), _Overlap(w.times, i, j), _Overlap(w.runs, i, j)
    columns = (
        (w.vectors[i] * w.vectors[j]).sum(axis=1),
        (w.centred[i] * w.centred[j]).sum(axis=1),
        (w.whitened[i] * w.whitened[j]).sum(axis=1),
        words.of_fewer,
        words.of_more,
        words.of_all,
        np.log1p(words.shared),
        plain.of_all,
        names.of_fewer,
        names.of_all,
        names.apart,
        np.minimum(numbers.shared, 2),
        numbers.apart,
        np.minimum(times.shared, 1),
        times.apart,
        runs.of_fewer,
        np.log1p(runs.shared),
        w.negated[i] != w.negated[j],
        w.hedged[i] != w.hedged[j],
        np.log1p(plain.fewer),
        plain.fewer / np.maximum(plain.more, 1),
    )
    return np.column_stack(columns).astype(float)


def conflicts(w: Wordings, i: Index, j: Index) -> Bools:
    """Say of each pair whether its words agree but its numbers, times, polarity or roles do not (p,).

    `w.negated` must be that of the proposition: a denial's "not" belongs to the denying.
    """
    numbers, times = _Overlap(w.numbers, i, j), _Overlap(w.times, i, j)
    differ = (numbers.apart > 0) | (times.apart > 0) | (w.negated[i] != w.negated[j])
    alike = _Overlap(w.words, i, j).of_all >= ALIKE
    found = alike & differ
    for pair in np.flatnonzero(alike & ~differ):
        found[pair] = _roles_swapped(w, int(i[pair]), int(j[pair]))
    return np.asarray(found, bool)


def _roles_swapped(w: Wordings, i: int, j: int) -> bool:
    """Do two names stand the other way round, with neither text (or both) in the passive?"""
    a, b = w.bags[i], w.bags[j]
    if a.passive != b.passive:
        return False
    shared = [n for n in a.actors if n in b.actors]
    return len(shared) >= 2 and [n for n in b.actors if n in a.actors][:2] == shared[1::-1]


class _Overlap:
    """What the sets of two rows share, by columns; `apart`: both hold something, and nothing in common."""

    def __init__(self, matrix: csr_array, i: Index, j: Index, weights: Floats | None = None) -> None:
        weights = np.ones(matrix.shape[1]) if weights is None else weights
        mass = np.asarray(matrix @ weights, float)
        self.shared = np.asarray(matrix[i].multiply(matrix[j]) @ weights, float)
        self.fewer, self.more = np.minimum(mass[i], mass[j]), np.maximum(mass[i], mass[j])
        self.of_fewer = self.shared / np.maximum(self.fewer, 1)
        self.of_more = self.shared / np.maximum(self.more, 1)
        self.of_all = self.shared / np.maximum(self.fewer + self.more - self.shared, 1)
        self.apart = ((self.fewer > 0) & (self.shared == 0)).astype(float)


@dataclass(frozen=True)
class Logistic:
    """A logistic regression: weights of standardised features (k,)."""

    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def apply(self, rows: Floats) -> Floats:
        """Return the likelihood for rows of features (p, k) -> (p,)."""
        # Multiplied and summed row by row: a matrix product may round a row differently among others.
        logit = ((rows - self.mean) / self.scale * self.weights).sum(axis=1) + self.intercept
        return np.asarray(1 / (1 + np.exp(-logit)), float)

    @classmethod
    def from_dict(cls, data: dict[str, Any], features: Sequence[str]) -> Logistic:
        """Take what `training/pairs.py` wrote; raises ValueError when it has other features."""
        if list(data["features"]) != list(features):
            raise ValueError("the weights were fitted to other features: run training/pairs.py")
        mean, scale, weights = (np.array(data[key], float) for key in ("mean", "scale", "weights"))
        return cls(mean, scale, weights, data["intercept"])


@dataclass(frozen=True)
class Scorer:
    """Two judgements: by the columns alone, for every pair, and of likely pairs once they are read."""

    glance: Logistic  # over FEATURES
    read: Logistic  # over FEATURES and what the pair reader tells
    threshold: float  # the least mean score (geometric) across two groups that are one claim

    def glances(self, w: Wordings, i: Index, j: Index) -> Floats:
        """Return the likelihood, 0 to 1, by columns alone, that i and j are one claim; 0 in conflict (p,)."""
        out = np.zeros(len(i))
        for start in range(0, len(i), PAIRS):
            a, b = i[start : start + PAIRS], j[start : start + PAIRS]
            out[start : start + PAIRS] = np.where(conflicts(w, a, b), 0, self.glance.apply(features(w, a, b)))
        return out

    def score(self, w: Wordings, near: tuple[Index, Index]) -> Callable[[Index, Index], Floats]:
        """Return the function that scores pairs, once the likely ones among those near have been read."""
        near = near if w.language in READ else (near[0][:0], near[1][:0])
        i, j = likely(len(w.vectors), *near, self.glances(w, *near))
        told = read_pairs([(w.texts[a], w.texts[b]) for a, b in zip(i.tolist(), j.tolist(), strict=True)])
        found = self.read.apply(np.column_stack([features(w, i, j), told])) if len(i) else np.zeros(0)
        codes = i * len(w.vectors) + j  # ascending

        def scored(i: Index, j: Index) -> Floats:
            out = self.glances(w, i, j)
            wanted = np.minimum(i, j) * len(w.vectors) + np.maximum(i, j)
            at = np.minimum(np.searchsorted(codes, wanted), max(len(codes) - 1, 0))
            known = codes[at] == wanted if len(codes) else np.zeros(len(wanted), bool)
            out[known] = found[at[known]]
            return out

        return scored

    @classmethod
    def from_json(cls, text: str) -> Scorer:
        """Read what `training/pairs.py` wrote; raises ValueError when it has other features."""
        data = json.loads(text)
        read = Logistic.from_dict(data["read"], (*FEATURES, *ASKED))
        return cls(Logistic.from_dict(data["glance"], FEATURES), read, data["threshold"])


def likely(n: int, i: Index, j: Index, score: Floats) -> tuple[Index, Index]:
    """Return the pairs i < j worth reading: among the best of one of the two, at most MOST of n's story."""
    pair = np.arange(len(i))
    rows, pairs = np.concatenate([i, j]), np.concatenate([pair, pair])
    order = np.lexsort((pairs, -score[pairs], rows))
    rows, pairs = rows[order], pairs[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)  # a pair's rank among those of its row
    chosen = np.unique(pairs[(place < BEST) & (score[pairs] >= LEAST)])
    if len(chosen) > MOST:
        chosen = np.sort(chosen[np.lexsort((chosen, -score[chosen]))[:MOST]])
    chosen = chosen[np.argsort(i[chosen] * n + j[chosen])]
    return i[chosen], j[chosen]


@functools.cache
def scorer() -> Scorer:
    """Return the shipped scorer, loaded once per process."""
    return Scorer.from_json(
        files("reportedly.languages").joinpath("en/same_claim/weights.json").read_text("utf8")
    )
