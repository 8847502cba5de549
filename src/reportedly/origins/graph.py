"""How many lines of a claim are not shown to depend on each other, and what the claim rests on.

A graph leads from CLAIM over tellers, relays and outlets to READER. The count is the largest number
of paths that share no node; by Menger's theorem (1927) it is the size of the smallest set of nodes
whose withdrawal leaves no path. It is an upper bound: dependence can be shown, independence cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

Path = tuple[str, ...]
"""Nodes from the first teller to the outlet."""


def separate(paths: Collection[Path], outlets: Collection[str]) -> tuple[int, list[str]]:
    """Return how many paths share no node, and the smallest set of nodes that all paths run through.

    Such a set is not unique: of those it is one with the fewest outlets, nearest to the reader.
    """
    edges, nodes = _edges(paths)
    if not nodes:
        return 0, []
    number = {node: i for i, node in enumerate(nodes)}
    claim, reader = 2 * len(nodes), 2 * len(nodes) + 1
    # Node i is the edge from 2i to 2i + 1. Its capacity is `unit` for one path; one more for an outlet
    # makes the cheapest of the smallest sets one that holds as few outlets as can be.
    unit = len(set(outlets)) + 1
    rows = [(2 * i, 2 * i + 1, unit + (node in outlets)) for node, i in number.items()]
    unbounded = min((unit + 1) * len(nodes) + 1, 2**31 - 1)  # scipy's flows are 32-bit
    for start, end in edges:
        tail = claim if start is None else 2 * number[start] + 1
        head = reader if end is None else 2 * number[end]
        rows.append((tail, head, unbounded))
    tails, heads, capacities = (np.array(column, np.int32) for column in zip(*rows, strict=True))
    size = 2 * len(nodes) + 2
    capacity = coo_array((capacities, (tails, heads)), shape=(size, size)).tocsr()
    found = maximum_flow(capacity, claim, reader)
    left = capacity - found.flow
    left.eliminate_zeros()
    reaching = set(breadth_first_order(left.T.tocsr(), reader, return_predecessors=False).tolist())
    cut = [node for node, i in number.items() if 2 * i not in reaching and 2 * i + 1 in reaching]
    return int(found.flow_value) // unit, cut


def _edges(paths: Collection[Path]) -> tuple[list[tuple[str | None, str | None]], list[str]]:
    """Return the edges between the nodes of paths (None: the claim, or the reader), and the nodes."""
    edges: dict[tuple[str | None, str | None], None] = {}
    for path in sorted(paths):
        steps: Sequence[str | None] = [None, *path, None]
        edges.update(dict.fromkeys(pairwise(steps)))
    return list(edges), sorted({node for path in paths for node in path})
