"""How crowded an article's neighbourhood is, and what likeness counts in view of it."""

from __future__ import annotations

import numpy as np

from reportedly.stories.memory import Floats

NEIGHBOURS = 16
"""So many nearest articles tell how crowded an article's neighbourhood is."""
SPARE = 4
"""So many more are kept, to follow on those that leave."""
CROWDED, EMPTY = 0.3, 0.15
"""Mean likeness to the neighbours that leaves likeness as it is; and the least that is believed."""


def nearest(alike: Floats, count: int) -> Floats:
    """Return the `count` greatest values of each row, 0 for what is missing."""
    found = -np.sort(-alike, axis=1)[:, :count]
    return np.pad(found, ((0, 0), (0, count - found.shape[1])))


def scale(near: Floats, count: int) -> Floats:
    """Return what likeness to an article is multiplied by, from its likeness to the nearest of `count`.

    In a crowd of reports on like events only the closest belong together, far from all others less is
    enough (local scaling: Zelnik-Manor & Perona, Self-tuning spectral clustering, NIPS 2004). Where there
    are no neighbours yet, a usual crowd stands in for them.
    """
    missing = max(0, NEIGHBOURS - (count - 1))
    crowd = (near.sum(axis=1) + missing * CROWDED) / NEIGHBOURS
    return np.asarray(np.sqrt(CROWDED / np.maximum(crowd, EMPTY)))


def scaled(alike: Floats) -> Floats:
    """Return how alike articles are (n x n) in view of how crowded their neighbourhoods are, at most 1."""
    by = scale(nearest(alike, NEIGHBOURS), len(alike))
    return np.minimum(alike * by[:, None] * by[None, :], 1)
