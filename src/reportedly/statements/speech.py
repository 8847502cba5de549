"""Quotation marks: where direct speech stands in a paragraph."""

from __future__ import annotations

import re

MIN_WORDS = 4
"""Fewer words than this between quotation marks are a name or a borrowed phrase, not speech of its own."""

# A typist's " may close as ”; German sets »so« and „so“, with ›this‹ and ‚this‘ inside.
_PAIRS = {"“": "”", "«": "»", "»": "«", "„": "“”", '"': '"”', "‘": "’", "‚": "‘’", "'": "'"}
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def quotations(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return `(start, end)` of each quotation in a paragraph, marks included.

    A quotation left open runs to the paragraph's end (speech that goes on in the next paragraph is
    set so). Offsets are into `text`; single quotation marks count only where they cannot be apostrophes.
    """
    end = len(text) if end is None else end
    out: list[tuple[int, int]] = []
    i = start
    while i < end:
        mark = text[i]
        if mark in _PAIRS and _opens(text, i, start):
            close = _close(text, i + 1, end, mark)
            if close < 0 and mark in "‘'‚»":
                i += 1
                continue
            stop = close + 1 if close >= 0 else end
            out.append((i, stop))
            i = stop
        else:
            i += 1
    return out


def _opens(text: str, i: int, start: int) -> bool:
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    return not (before.isalnum() or after.isspace())


def _close(text: str, i: int, end: int, mark: str) -> int:
    """Return the index of the mark that closes, or -1."""
    closers = _PAIRS[mark]
    for j in range(i, end):
        if text[j] not in closers:
            continue
        after = text[j + 1] if j + 1 < end else " "
        if mark in "‘'" and after.isalnum():
            continue  # an apostrophe
        if mark == '"' and text[j - 1].isspace() and after.isalnum():
            continue  # one that opens again: nested or unbalanced
        return j
    return -1


def is_speech(text: str, start: int, end: int) -> bool:
    """Is a quotation long enough to be somebody's speech?"""
    return len(_WORD.findall(text[start:end])) >= MIN_WORDS
