"""Sentence vectors in 48 bytes, for finding among very many what may mean the same.

A sketch keeps of each number of a vector whether it is above zero. The sentence that is asked about keeps its
whole vector, so nearness is a sum of its numbers with the signs of the sketch: of 48 that a sketch proposes
the nearest are among them (benchmarks/asking.py measures how surely), and these are compared by their texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportedly.claims.encoder import DIMENSIONS, encode

SKETCH_BYTES = DIMENSIONS // 8

Sketches = NDArray[np.uint8]
"""n texts (n, SKETCH_BYTES), a bit a dimension."""

_ROUGHLY = 4096  # sketches that are summed; of more, those of fewest bits that differ


def sketch(texts: Sequence[str]) -> Sketches:
    """Return a sketch for each text (n, 48); it depends on its text alone."""
    return sketched(encode(texts))


def sketched(vectors: NDArray[np.float32]) -> Sketches:
    """Return the sketches of vectors (n, 384)."""
    return np.packbits(vectors > 0, axis=1)


def nearest(vector: NDArray[np.float32], found: Sketches, most: int) -> NDArray[np.int64]:
    """Return the rows of the sketches nearest to a vector (384,), the nearest first, `most` of them."""
    if len(found) > _ROUGHLY:  # counting bits that differ is ten times as fast as summing, and rougher
        own = np.packbits(vector > 0).view(np.uint64)
        differ = np.bitwise_count(np.ascontiguousarray(found).view(np.uint64) ^ own).sum(
            axis=1, dtype=np.int64
        )
        rows = np.sort(np.argpartition(differ, _ROUGHLY)[:_ROUGHLY])
    else:
        rows = np.arange(len(found))
    near = np.unpackbits(found[rows], axis=1).astype(np.float32) @ vector
    return np.asarray(rows[np.argsort(-near, kind="stable")[:most]], np.int64)
