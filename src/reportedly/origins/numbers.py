"""Numbers in a row of words, written out or in figures, each as one word, with the money that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.origins.token import Token

_FIGURE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def with_numbers(row: Sequence[Token]) -> Iterator[Token]:
    """Yield the words with each number as one, and the money that it is of; "per cent" as one word."""
    at = 0
    while at < len(row):
        token = row[at]
        words = token.words
        signed = token.key in words.money and token.end - token.start == 1
        key, after = _number(row, at + signed)
        if key:
            spoken = not signed and after < len(row) and _is_money_word(row[after])
            unit = token.key if signed else row[after].key if spoken else ""
            after += spoken
            yield replace(token, key=f"{key} {unit}".rstrip(), end=row[after - 1].end)
            at = after
        elif token.key == "per" and at + 1 < len(row) and row[at + 1].key == "cent":
            yield replace(token, key="percent", end=row[at + 1].end)
            at += 2
        else:
            ordinal = words.ordinals.get(token.key)
            yield replace(token, key=f"#{ordinal}") if ordinal else token
            at += 1


def _is_money_word(token: Token) -> bool:
    return token.key in token.words.money and token.end - token.start > 1 and not token.before


def _number(row: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the number that begins with a word, and the word after it; "" where none does."""
    if at >= len(row):
        return "", at
    first, words = row[at].key, row[at].words
    if first[:1].isdigit():
        touching = at + 1 < len(row) and row[at + 1].start == row[at].end
        if touching and row[at + 1].key in words.ordinal_ends:
            return f"#{first}{row[at + 1].key}", at + 2
        if not _FIGURE.fullmatch(first):  # a time, a date, a score
            return f"#{first}", at + 1
        value, after = float(first.replace(",", "")), at + 1
    elif first in words.numbers:
        value, after = words.numbers[first], at + 1
        if value >= 20 and after < len(row) and 0 < words.numbers.get(row[after].key, 0) < 10:
            value, after = value + words.numbers[row[after].key], after + 1
    else:
        return "", at
    while after < len(row) and not row[after].before and row[after].key in words.scales:
        value, after = value * words.scales[row[after].key], after + 1
        more, then = _below(row, after, value)
        value, after = value + more, then
    return f"#{value:.10g}", after


def _below(row: Sequence[Token], at: int, scale: float) -> tuple[float, int]:
    """Return what is added to a number written out: "two hundred and five", "two hundred thirty"."""
    if at >= len(row):
        return 0, at
    words = row[at].words
    joined = at + (row[at].key in words.joiners)
    if joined >= len(row) or row[at].before or row[joined].key not in words.numbers or scale < 100:
        return 0, at
    value = words.numbers[row[joined].key]
    after = joined + 1
    if value >= 20 and after < len(row) and 0 < words.numbers.get(row[after].key, 0) < 10:
        value, after = value + words.numbers[row[after].key], after + 1
    if after < len(row) and row[after].key in words.scales:  # "two hundred and five thousand": two numbers
        return 0, at
    return value, after
