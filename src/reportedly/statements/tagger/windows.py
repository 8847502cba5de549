"""An article cut into windows of word pieces that the tagger reads, each piece with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

MAX_PIECES = 256  # with [CLS] and [SEP]; what the tagger is trained on
CONTEXT = 48
"""Pieces before its own that a window reads again, to know who has just spoken."""

LOWER, CAPITALIZED, CAPITALS, DIGITS, MARK = range(5)

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Pieces:
    """A text as word pieces, paragraphs parted by [SEP]; `starts` are where paragraphs begin."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    spans: list[tuple[int, int]]  # code points; a [SEP] has an empty one
    starts: list[int]


@dataclass(frozen=True)
class Window:
    """Pieces `start` to `end` of a text; cues that begin from `own` to `ends_own` are its to tell."""

    start: int
    end: int
    own: int
    ends_own: int


def pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Return a text's word pieces; the tokenizer is uncased, so each piece's shape goes beside it."""
    separator = int(tokenizer.token_to_id("[SEP]") or 0)
    places = [m.span() for m in _PARAGRAPH.finditer(text) if not m.group().isspace()]
    encodings = tokenizer.encode_batch([text[s:e] for s, e in places], add_special_tokens=False)
    ids: list[int] = []
    shapes: list[int] = []
    spans: list[tuple[int, int]] = []
    starts: list[int] = []
    for (base, _), encoding in zip(places, encodings, strict=True):
        if not encoding.ids:
            continue
        starts.append(len(ids))
        ids += [*encoding.ids, separator]
        spans += [(base + s, base + e) for s, e in encoding.offsets]
        shapes += [_shape(text[base + s : base + e]) for s, e in encoding.offsets]
        spans.append((spans[-1][1], spans[-1][1]))
        shapes.append(MARK)
    return Pieces(np.array(ids, np.int64), np.array(shapes, np.int64), spans, starts)


def _shape(piece: str) -> int:
    if piece.isdigit():
        return DIGITS
    if not piece[:1].isalpha():
        return MARK
    if piece.isupper() and len(piece) > 1:
        return CAPITALS
    return CAPITALIZED if piece[0].isupper() else LOWER


def windows(starts: Sequence[int], length: int, size: int = MAX_PIECES - 1) -> Iterator[Window]:
    """Yield windows of at most `size` pieces that together own every piece once.

    A window ends with a paragraph where it can; the next one reads the last CONTEXT pieces again,
    from the start of a paragraph if one begins there. A paragraph longer than a window is cut, and
    the last CONTEXT pieces before the cut are left to the next window.
    """
    bounds = [*starts, length]
    own = 0
    while own < length:
        first = bisect_left(starts, own - CONTEXT)
        start = starts[first] if first < len(starts) and starts[first] <= own else max(0, own - CONTEXT)
        end = bounds[bisect_right(bounds, start + size) - 1]
        if end > own:
            yield Window(start, end, own, end)
            own = end
        else:
            yield Window(start, start + size, own, start + size - CONTEXT)
            own = start + size - CONTEXT


def words_of(cut: Pieces, text: str, window: Window) -> list[tuple[int, int]]:
    """Return the words of a window as runs of its pieces, counted from 1 ([CLS] is 0).

    A word is a run of letters and digits, or one mark; the end of a paragraph is none, but parts words.
    """
    found: list[tuple[int, int]] = []
    after = -1  # where the word before ended, if it may go on
    for i in range(window.start, window.end):
        start, end = cut.spans[i]
        if start == end:
            after = -1
            continue
        place = i - window.start + 1
        if start == after and text[start].isalnum():
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
        after = end if text[end - 1].isalnum() else -1
    return found
