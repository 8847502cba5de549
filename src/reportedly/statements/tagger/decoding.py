"""From the network's scores to attributions: cues, whose content each piece is, and who said it.

PolNeAR's contents do not overlap, so every piece belongs to one cue or to none, and the best
assignment of a window is the best path through a chain whose states are the cues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportedly.statements.tagger.network import KINDS, Floats, Link, Scores

Run = tuple[int, int]  # pieces, end exclusive

OUTSIDE, BEGINS, INSIDE = range(3)

CUE_LEVEL = 0.2
"""Probability from which a piece begins a cue."""

CUE_GOES_ON = 1.0
"""What is added to the log-probability that a piece goes on with a cue: alone, the tags end them early."""

NEW_RUN = 1.0
"""What beginning another run of content costs, in log-probability: pieces are not scattered."""

LEAST_RUN = 4
"""Words in a run of content, unless it is the longest of its attribution."""

GAP = 3
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
    cue = scores.cue[first]
    cues = _cues(cue)
    if not cues:
        return []
    heads = np.array([0, *(start for start, _ in cues)])
    owner = _owners(_by_word(scores.head, words, first[heads]), scores.content[first], cues)
    opens = scores.opens.between(first[heads], first)
    closes = scores.closes.between(first[heads], last)
    out = []
    for k, (start, end) in enumerate(cues, 1):
        source = _source(opens[k], closes[k])
        taken = set(range(start, end)) | set(range(*source) if source else ())
        content = _tidied(_runs(owner == k), owner, taken)
        if content:
            found = [(s - 1, e - 1) for s, e in content]
            who = (source[0] - 1, source[1] - 1) if source else None
            out.append(Tagged((start - 1, end - 1), found, who, float(np.exp(cue[start, BEGINS]))))
    return out


def decode_names(scores: Scores, words: Sequence[Run]) -> list[tuple[Run, str]]:
    """Return a window's names, dates and amounts in words, each with its kind (one of KINDS).

    Words side by side that are of one kind are one name: two names have a mark or a word between them.
    """
    best = scores.name[[start for start, _ in words]].argmax(axis=1) if words else np.array([], np.intp)
    kinds = list(KINDS)
    found: list[tuple[Run, str]] = []
    for i in np.flatnonzero(best).tolist():
        kind = kinds[(best[i] - 1) // 2]
        if found and found[-1][0][1] == i and found[-1][1] == kind:
            found[-1] = ((found[-1][0][0], i + 1), kind)
        else:
            found.append(((i, i + 1), kind))
    return found


def _by_word(head: Link, words: Sequence[Run], cues: NDArray[np.intp]) -> Floats:
    """Return how well each word, [CLS] first, fits each cue: the mean over its pieces."""
    pieces = np.array([0, *(piece for start, end in words for piece in range(start, end))])
    counts = np.array([1, *(end - start for start, end in words)])
    pairs = head.between(pieces, cues)
    starts = np.cumsum(counts) - counts
    return np.asarray(np.add.reduceat(pairs, starts, axis=0) / counts[:, None], np.float32)


def _cues(cue: Floats) -> list[Run]:
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


def _owners(head: Floats, tags: Floats, cues: list[Run]) -> NDArray[np.intp]:
    """Return for each word 0 (nobody's content) or the number of its cue from 1: Viterbi's best path."""
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


def _source(opens: Floats, closes: Floats) -> Run | None:
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
