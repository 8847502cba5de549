"""How likely two propositions of one story are the same claim.

A logistic regression over features that are computed by columns: `training/pairs.py` fits it, the
weights and their card stand in languages/en/same_claim. Beside the score stand the conflicts:
pairs whose words agree and whose numbers, polarity, times or roles do not are never one claim,
however near their vectors lie.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

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

    Two numbers of the same things (312 passengers, 236 passengers) are in conflict whatever else is said.
    `w.negated` must be that of the proposition: a denial's "not" belongs to the denying.
    """
    numbers, times = _Overlap(w.numbers, i, j), _Overlap(w.times, i, j)
    differ = (numbers.apart > 0) | (times.apart > 0) | (w.negated[i] != w.negated[j])
    alike = _Overlap(w.words, i, j).of_all >= ALIKE
    found = alike & differ | (numbers.apart > 0) & (_Overlap(w.counted, i, j).shared > 0)
    for pair in np.flatnonzero(alike & ~differ & ~found):
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
class Scorer:
    """A logistic regression: weights of standardised features."""

    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float
    threshold: float  # the least mean score (geometric) across two groups that are one claim

    def score(self, w: Wordings, i: Index, j: Index) -> Floats:
        """Return the likelihood, 0 to 1, that the propositions i and j are one claim; 0 in conflict (p,)."""
        out = np.zeros(len(i))
        for start in range(0, len(i), PAIRS):
            a, b = i[start : start + PAIRS], j[start : start + PAIRS]
            out[start : start + PAIRS] = np.where(conflicts(w, a, b), 0, self.apply(features(w, a, b)))
        return out

    def apply(self, rows: Floats) -> Floats:
        """Return the likelihood for rows of features (p, len(FEATURES)) -> (p,)."""
        # Multiplied and summed row by row: a matrix product may round a row differently among others.
        logit = ((rows - self.mean) / self.scale * self.weights).sum(axis=1) + self.intercept
        return np.asarray(1 / (1 + np.exp(-logit)), float)

    @classmethod
    def from_json(cls, text: str) -> Scorer:
        """Read what `training/pairs.py` wrote; raises ValueError when it has other features."""
        data = json.loads(text)
        if tuple(data["features"]) != FEATURES:
            raise ValueError("the weights were fitted to other features: run training/pairs.py")
        mean, scale, weights = (np.array(data[key], float) for key in ("mean", "scale", "weights"))
        return cls(mean, scale, weights, data["intercept"], data["threshold"])


@functools.cache
def scorer() -> Scorer:
    """Return the shipped scorer, loaded once per process."""
    return Scorer.from_json(
        files("reportedly.languages").joinpath("en/same_claim/weights.json").read_text("utf8")
    )
