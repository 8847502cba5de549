"""Average linkage that never needs all pairs at once."""

from __future__ import annotations

import numpy as np
import scipy.sparse
from scipy.cluster import hierarchy
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from reportedly.stories.likeness import Likeness, Rows

THRESHOLD = 0.21
"""Two groups of articles are one story when their articles are this alike on average."""

LARGEST = 3000
"""Articles linked at once: their pairs take 8 bytes each, twice (144 MB at 3,000)."""


def cluster(likeness: Likeness) -> list[list[int]]:
    """Return the rows of each story, in order.

    Average linkage joins two groups only if some pair between them reaches the threshold, so
    linking each connected component of such pairs by itself gives the same stories as linking all
    pairs. Of a component larger than LARGEST a sample is linked; the others join the story of the
    sample that they are most like on average, and those that are like none are linked by themselves.
    """
    pending = _components(likeness, np.arange(len(likeness)))
    stories: list[list[int]] = []
    while pending:
        rows = pending.pop()
        if len(rows) <= LARGEST:
            stories += _linked(likeness, rows)
        else:
            joined, rest = _linked_by_sample(likeness, rows)
            stories += joined
            pending += _components(likeness, rest)
    return sorted(stories)


def _components(likeness: Likeness, rows: Rows) -> list[Rows]:
    """Return the rows of each connected component of the pairs that reach the threshold."""
    labels = np.arange(len(rows))
    start = 0
    for block, alike in likeness.blocks(rows, rows):
        near, far = np.nonzero(alike >= THRESHOLD)
        pairs = labels[near + start], labels[far]
        joins = scipy.sparse.coo_array((np.ones(len(near), bool), pairs), shape=(len(rows), len(rows)))
        labels = connected_components(joins, directed=False)[1][labels]
        start += len(block)
    order = np.argsort(labels, kind="stable")
    return [part for part in np.split(rows[order], np.flatnonzero(np.diff(labels[order])) + 1) if len(part)]


def _linked(likeness: Likeness, rows: Rows) -> list[list[int]]:
    """Return the rows of each group that average linkage leaves at the threshold."""
    if len(rows) == 1:
        return [rows.tolist()]
    distance = 1 - np.concatenate([alike for _, alike in likeness.blocks(rows, rows)])
    np.fill_diagonal(distance, 0)
    # Rounded, so that the same pair is equally far whichever block it was computed in.
    condensed = squareform(distance.round(9), checks=False)
    tree = hierarchy.linkage(condensed, "average")
    labels = hierarchy.fcluster(tree, 1 - THRESHOLD, "distance")
    return [rows[labels == label].tolist() for label in np.unique(labels)]


def _linked_by_sample(likeness: Likeness, rows: Rows) -> tuple[list[list[int]], Rows]:
    """Return the stories of a sample, with the rows that join them, and the rows that join none."""
    # Rows are in the order of content hashes, so that every n-th is a random sample.
    sample = rows[:: -(-len(rows) // LARGEST)]
    stories = _linked(likeness, sample)
    story_of = {row: i for i, story in enumerate(stories) for row in story}
    member = np.zeros((len(sample), len(stories)))
    member[np.arange(len(sample)), [story_of[row] for row in sample.tolist()]] = 1
    mean = member / member.sum(axis=0)
    rest = []
    for block, alike in likeness.blocks(np.setdiff1d(rows, sample), sample):
        average = alike @ mean
        for row, story, like in zip(block.tolist(), average.argmax(axis=1), average.max(axis=1), strict=True):
            if like >= THRESHOLD:
                stories[story].append(row)
            else:
                rest.append(row)
    return [sorted(story) for story in stories], np.array(rest, np.int64)
