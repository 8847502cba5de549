"""From the network's scores to attributions: cues, whose content each piece is, and who said it.

Scores are log-probabilities over the pieces of one window, [CLS] at 0:

    cue, source, content   (n, 3)   outside, begins, goes on
    head                   (n, n)   piece j is content of the cue that begins at piece i; i = 0: of none
    opens, closes          (n, n)   the source of the cue that begins at i starts (ends) at j; j = 0: none

PolNeAR's contents do not overlap, so every piece belongs to one cue or to none, and the best
assignment of a window is the best path through a chain whose states are the cues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = dict[str, NDArray[np.float32]]
Run = tuple[int, int]  # pieces, end exclusive

OUTSIDE, BEGINS, INSIDE = range(3)

CUE_LEVEL = 0.3
"""Probability from which a piece begins a cue."""

CUE_GOES_ON = 1.0
"""What is added to the log-probability that a piece goes on with a cue: alone, the tags end them early."""

NEW_RUN = 2.0
"""What beginning another run of content costs, in log-probability: pieces are not scattered."""

LEAST_RUN = 5
"""Words in a run of content, unless it is the longest of its attribution."""

GAP = 2
"""Words between two runs of one content that are taken into it, where they are no cue or source of it."""

MAX_SOURCE = 60  # pieces; the longest in PolNeAR's training part is 59


@dataclass(frozen=True)
class Tagged:
    """An attribution in words of a window."""

    cue: Run
    content: list[Run]
    source: Run | None
    chance: float  # of the cue


def decode(scores: Scores, words: Sequence[Run]) -> list[Tagged]:
    """Return a window's attributions in the order of their cues; one without content is none.

    `words` are the pieces of each word, [CLS] left out; what is returned is counted in words.
    """
    if not words:
        return []
    first = np.array([0, *(start for start, _ in words)])
    last = np.array([0, *(end - 1 for _, end in words)])
    cue = scores["cue"][first]
    cues = _cues(cue)
    if not cues:
        return []
    tags = scores["content"][first]
    owner = _owners(_mean_by_word(scores["head"], words)[:, first], tags, cues)
    out = []
    for k, (start, end) in enumerate(cues):
        opens, closes = (scores[name][first[start]][at] for name, at in (("opens", first), ("closes", last)))
        source = _source(opens, closes)
        taken = set(range(start, end)) | set(range(*source) if source else ())
        content = _tidied(_runs(owner == k + 1), owner, taken)
        if content:
            found = [(s - 1, e - 1) for s, e in content]
            who = (source[0] - 1, source[1] - 1) if source else None
            out.append(Tagged((start - 1, end - 1), found, who, float(np.exp(cue[start, BEGINS]))))
    return out


def _mean_by_word(head: NDArray[np.float32], words: Sequence[Run]) -> NDArray[np.float32]:
    """Return the mean of the rows of each word's pieces, [CLS] first: a word is of one content."""
    starts = np.array([0, *(start for start, _ in words)])
    counts = np.array([1, *(end - start for start, end in words)], np.float32)
    return np.asarray(np.add.reduceat(head, starts, axis=0) / counts[:, None], np.float32)


def _cues(cue: NDArray[np.float32]) -> list[Run]:
    """Begin a cue where that is likely enough, and go on while going on is."""
    begins = np.exp(cue[:, BEGINS]) >= CUE_LEVEL
    begins[0] = False
    goes_on = cue[:, INSIDE] + CUE_GOES_ON > np.maximum(cue[:, OUTSIDE], cue[:, BEGINS])
    found: list[Run] = []
    for start in np.flatnonzero(begins):
        if found and start < found[-1][1]:
            continue
        end = int(start) + 1
        while end < len(cue) and goes_on[end]:
            end += 1
        found.append((int(start), end))
    return found


def _owners(head: NDArray[np.float32], tags: NDArray[np.float32], cues: list[Run]) -> NDArray[np.intp]:
    """Return for each word 0 (nobody's content) or the number of its cue from 1: Viterbi's best path."""
    head = head[:, [0, *(start for start, _ in cues)]]
    head = head - np.logaddexp.reduce(head, axis=1, keepdims=True)
    n, k = head.shape
    begin = head + tags[:, [BEGINS]] - NEW_RUN
    stay = head + tags[:, [INSIDE]]
    begin[:, 0] = stay[:, 0] = head[:, 0] + tags[:, OUTSIDE]
    for number, (start, end) in enumerate(cues, 1):  # a cue is no part of its own content
        begin[start:end, number] = stay[start:end, number] = -1e9
    best = begin[0].copy()
    back = np.empty((n, k), np.intp)
    own = np.arange(k)
    for j in range(1, n):
        leader = int(best.argmax())
        moved = best[leader] + begin[j]
        stayed = best + stay[j]
        back[j] = np.where(stayed >= moved, own, leader)
        best = np.maximum(stayed, moved)
    path = np.empty(n, np.intp)
    path[-1] = best.argmax()
    for j in range(n - 1, 0, -1):
        path[j - 1] = back[j, path[j]]
    return path


def _tidied(runs: list[Run], owner: NDArray[np.intp], taken: set[int]) -> list[Run]:
    """Close small gaps between runs of one content, and leave out small runs beside its longest."""
    joined: list[Run] = []
    for start, end in runs:
        gap = range(joined[-1][1], start) if joined else range(0)
        if joined and len(gap) <= GAP and not owner[gap].any() and not taken.intersection(gap):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    longest = max(joined, key=lambda run: run[1] - run[0], default=None)
    return [run for run in joined if run == longest or run[1] - run[0] >= LEAST_RUN]


def _source(opens: NDArray[np.float32], closes: NDArray[np.float32]) -> Run | None:
    """Return the likeliest stretch for a cue's source, or None where having none is likelier."""
    pairs = opens[:, None] + closes[None, :]
    n = len(opens)
    ahead = np.arange(n)[None, :] - np.arange(n)[:, None]
    pairs = np.where((ahead >= 0) & (ahead < MAX_SOURCE), pairs, -np.inf)
    pairs[0, 1:] = -np.inf
    start, end = np.unravel_index(int(pairs.argmax()), pairs.shape)
    return None if start == 0 else (int(start), int(end) + 1)


def _runs(inside: NDArray[np.bool_]) -> list[Run]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)))
    return [(int(s), int(e)) for s, e in edges.reshape(-1, 2)]
