"""Which texts of very many are near-copies of an earlier one: by MinHash bands, in memory that stays small.

Bands are kept as numbers in an array, 128 bytes a text, and looked through one column at a time: 1,000,000
texts take a few hundred megabytes. However many texts have one band in common (a wire story copied ten
thousand times), each is compared with three of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportedly.engine.stage import Stage
from reportedly.stories.sketches import BANDS, bands

NEAR_BANDS, BESIDE = BANDS // 4, 2
"""Bands that near-copies have in common, at least; and texts before it with the same band with which,
beside the first with it, a text is compared."""

Rows = npt.NDArray[np.int64]


@dataclass(slots=True)
class Text:
    """A text to be looked for among others."""

    text: str


@dataclass(slots=True)
class Bands:
    """What a text is looked up by; empty for one without words."""

    bands: list[int]


def banding() -> Stage:
    """Return the step that makes the bands of texts."""
    return Stage("bands", 1, Text, Bands, find_bands)


def find_bands(texts: Sequence[Text], _options: None = None) -> list[Bands]:
    """Return the MinHash bands of texts."""
    return [Bands(bands(row.text)) for row in texts]


def near_copies(marks: Rows) -> tuple[Rows, Rows, Rows]:
    """Return pairs of near-copies: the later text's row, the earlier one's, and how many bands they share.

    `marks` (n, BANDS): the bands of texts that have words, earliest first. Pairs are sorted by the later,
    then the earlier. Two texts that share a part s of their five-word runs are a pair where 4 of 16 bands
    agree, each with the chance s ** 4: .94 at s = .8, .56 at .7, .02 at .5. Of many near-copies of one
    text, each is a pair with the first of them and a few that stand just before it.
    """
    total = max(1, len(marks))
    codes = np.concatenate([_pairs(column, total) for column in marks.T] or [np.zeros(0, np.int64)])
    codes, shared = np.unique(codes, return_counts=True)
    later, earlier = np.divmod(codes[shared >= NEAR_BANDS], total)
    return later, earlier, shared[shared >= NEAR_BANDS]


def _pairs(band: Rows, total: int) -> Rows:
    """Return a number for each pair of rows with one band: the later times `total`, plus the earlier."""
    order = np.argsort(band, kind="stable")  # so that rows stay in order
    values = band[order]
    place = np.arange(len(values))
    begins = np.maximum.accumulate(np.where(np.r_[True, values[1:] != values[:-1]], place, 0))
    made = []
    for beside in range(1, BESIDE + 1):
        later = np.flatnonzero(place - beside > begins)  # those before it that are not the first
        made.append(order[later] * total + order[later - beside])
    later = np.flatnonzero(place > begins)
    made.append(order[later] * total + order[begins[later]])
    return np.concatenate(made)
