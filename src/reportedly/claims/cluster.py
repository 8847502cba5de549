"""Propositions to claims: near neighbours propose, linkage of whole groups decides.

Connected components alone would let A~B~C make one claim of A and C. Here they only bound the work:
within one, groups are joined while the mean score of *all* pairs across them holds up, and never
across a pair in conflict. Fragments decide nothing: each goes to the group that it fits best.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import scipy  # its parts that take long to load are loaded where they are first used
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from reportedly.claims.scorer import Bools, Index, Scorer
from reportedly.claims.wording import Floats, Wordings

Score = Callable[[Index, Index], Floats]
"""How likely pairs of propositions i, j are one claim, 0 to 1 (p,)."""

NEIGHBOURS = 40
"""How many nearest propositions each is compared with when components are proposed."""

LARGEST = 800
"""Propositions in a component that are compared all with all; a larger one is cut at a higher score first."""

ROWS = 1024
"""Rows of the similarity matrix that are in memory at once."""

WHOLE = 3
"""A proposition of fewer content words is a fragment: it is like too much to tell claims from each other."""

APART = 1e6
"""The distance of a pair in conflict: no average with it in stays below a threshold."""


def group(w: Wordings, scorer: Scorer) -> tuple[NDArray[np.int64], Floats]:
    """Return the group of each proposition (n,), groups numbered by their first member, and how it fits.

    The fit (n,) is the geometric mean of its scores with the others of its group; 1 for one alone.
    """
    whole = np.array([len(bag.words) >= WHOLE for bag in w.bags], bool)
    return link(whole, neighbours(w), functools.partial(scorer.score, w), scorer.threshold)


def link(
    whole: Bools, near: tuple[Index, Index], score: Score, threshold: float
) -> tuple[NDArray[np.int64], Floats]:
    """Return the group of each of n propositions, of which the `near` pairs are proposed, and its fit.

    `whole` (n,): those that say enough to decide what a claim is.
    """
    i, j = near
    n = len(whole)
    proposed = components(n, i, j, score(i, j), threshold / 2)
    groups, fit = np.arange(n), np.ones(n)
    if proposed:
        pairs = [_all_pairs(members) for members in proposed]
        ends = np.cumsum([len(i) for i, _ in pairs])
        # Scored in one go: most components are tiny, and a call for each would cost more than its pairs.
        scores = score(*(np.concatenate(side) for side in zip(*pairs, strict=True)))
        for members, inner in zip(proposed, np.split(scores, ends[:-1]), strict=True):
            first = _split(inner, whole[members], threshold)
            groups[members] = members[first]
            fit[members] = _fit(inner, first)
    return _numbered(groups), fit


def _fit(score: Floats, groups: NDArray[np.int64]) -> Floats:
    """Return the geometric mean of each member's scores with the others of its group."""
    log = scipy.spatial.distance.squareform(np.log(np.maximum(score, 1e-12)))
    mates = groups[:, None] == groups[None, :]
    return np.asarray(np.exp((log * mates).sum(axis=1) / np.maximum(mates.sum(axis=1) - 1, 1)), float)


def neighbours(w: Wordings, k: int = NEIGHBOURS) -> tuple[Index, Index]:
    """Return pairs i < j in which one is among the k nearest of the other, plain or centred."""
    n = len(w.vectors)
    k = min(k, n - 1)
    if k < 1:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    codes = [_nearest(vectors, k) for vectors in (w.vectors, w.centred)]
    pairs = np.unique(np.concatenate(codes))
    return pairs // n, pairs % n


def _nearest(vectors: Floats, k: int) -> NDArray[np.int64]:
    """Return the pairs of each row and its k nearest, coded as smaller * n + larger."""
    n = len(vectors)
    small = vectors.astype(np.float32)
    codes = []
    for start in range(0, n, ROWS):
        rows = np.arange(start, min(start + ROWS, n))
        similarity = small[rows] @ small.T
        similarity[np.arange(len(rows)), rows] = -2
        near = np.argpartition(-similarity, k - 1, axis=1)[:, :k].astype(np.int64)
        here = np.repeat(rows, k).reshape(near.shape)
        codes.append((np.minimum(here, near) * n + np.maximum(here, near)).ravel())
    return np.concatenate(codes)


def components(n: int, i: Index, j: Index, score: Floats, least: float) -> list[Index]:
    """Return connected components of two or more, over pairs of at least this score, none over LARGEST."""
    out: list[Index] = []
    keep = score >= least
    graph = csr_array((np.ones(int(keep.sum())), (i[keep], j[keep])), shape=(n, n))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if len(members) <= LARGEST:
            if len(members) > 1:
                out.append(members)
            continue
        inside = keep & (labels[i] == labels[members[0]])
        place = np.searchsorted(members, np.arange(n))
        # Halfway to certainty each time; what holds together even then is near-copies, cut by number.
        higher = (1 + least) / 2
        if higher > 0.999:
            out += [members[s : s + LARGEST] for s in range(0, len(members), LARGEST)]
            continue
        parts = components(len(members), place[i[inside]], place[j[inside]], score[inside], higher)
        out += [members[part] for part in parts]
    return out


def _all_pairs(members: Index) -> tuple[Index, Index]:
    a, b = np.triu_indices(len(members), 1)
    return members[a], members[b]


def _split(score: Floats, whole: Bools, threshold: float) -> NDArray[np.int64]:
    """Return for each member of a component the place of the first member of its group.

    `score` is that of all pairs, in the order of `np.triu_indices`; 0 is a conflict. Average linkage
    over logarithms holds two groups together while the geometric mean of the scores across them
    reaches the threshold: one pair that plainly differs weighs more than one that plainly agrees.
    Of fragments ("it began in hall seven") each goes, after that, where it fits best; the rest of them
    are linked among themselves.
    """
    distance = scipy.spatial.distance.squareform(
        np.where(score > 0, -np.log(np.maximum(score, 1e-12)), APART)
    )
    most = -np.log(threshold)
    labels = np.full(len(whole), -1)
    _link_into(labels, np.flatnonzero(whole), distance, most)
    known = np.unique(labels[whole])
    for fragment in np.flatnonzero(~whole):
        away = [distance[fragment, whole & (labels == label)].mean() for label in known]
        if away and min(away) <= most:
            labels[fragment] = known[int(np.argmin(away))]
    _link_into(labels, np.flatnonzero(labels < 0), distance, most)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], np.int64)


def _link_into(labels: NDArray[np.int64], rows: Index, distance: Floats, most: float) -> None:
    """Label rows by average linkage up to a distance, with labels that are not in use yet."""
    new = np.arange(len(rows))
    if len(rows) > 1:
        among = scipy.spatial.distance.squareform(distance[np.ix_(rows, rows)], checks=False)
        joined = scipy.cluster.hierarchy.linkage(among, "average")
        new = scipy.cluster.hierarchy.fcluster(joined, most, "distance")
    labels[rows] = labels.max(initial=-1) + 1 + new


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return np.asarray(rank[inverse], np.int64)
