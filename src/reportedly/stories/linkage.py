"""Average linkage that asks more of groups which are close already."""

from __future__ import annotations

import numpy as np

from reportedly.stories.memory import Floats, Rows

THRESHOLD = 0.2
"""Two groups of articles are one story when their articles are this alike on average ..."""
COHESION = 0.3
"""... more where the articles within each are more alike than USUAL, less where they are less, by this
power of it: two like events are closer to each other than the reports of a long story are."""
USUAL, USUAL_PAIRS = 0.3, 10
"""How alike the articles of a story are mostly; counts as so many pairs beside a group's own."""


def link(alike: Floats, sizes: Rows, within: Floats) -> list[list[int]]:
    """Return which of n groups of articles belong together, each as their rows in order.

    `alike` (n x n): how alike the articles of two groups are on average; `sizes`: how many articles a
    group has; `within`: how alike these are (anything for a group of one).
    """
    n = len(alike)
    sizes = sizes.astype(float)
    pairs = sizes * (sizes - 1) / 2
    inner = within * pairs
    total = alike * sizes[:, None] * sizes[None, :]
    closeness = _closeness(inner, pairs)
    near = alike / np.sqrt(closeness[:, None] * closeness[None, :])
    np.fill_diagonal(near, -1)
    live = np.ones(n, bool)
    members = [[row] for row in range(n)]
    for _ in range(n - 1):
        kept, gone = divmod(int(near.argmax()), n)
        if near[kept, gone] < THRESHOLD:
            break
        inner[kept] += inner[gone] + total[kept, gone]
        pairs[kept] += pairs[gone] + sizes[kept] * sizes[gone]
        sizes[kept] += sizes[gone]
        total[kept] += total[gone]
        total[:, kept] = total[kept]
        members[kept] += members[gone]
        members[gone] = []
        live[gone] = False
        closeness[kept] = _closeness(inner[kept], pairs[kept])
        row = np.where(live, total[kept] / (sizes[kept] * sizes) / np.sqrt(closeness[kept] * closeness), -1)
        row[kept] = -1
        near[kept] = near[:, kept] = row
        near[gone] = near[:, gone] = -1
    return sorted(sorted(group) for group in members if group)


def _closeness(inner: Floats, pairs: Floats) -> Floats:
    """Return how close groups are in themselves, by the power that it counts; 1 is usual."""
    mean = (inner + USUAL_PAIRS * USUAL) / (pairs + USUAL_PAIRS)
    return np.asarray((mean / USUAL) ** COHESION)
