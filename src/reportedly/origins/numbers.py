"""Numbers in a row of words, written out or in figures, each as one word, with the money that it is of."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.origins.token import Token, lexicon

LONGEST = 60
"""Letters of a number that is one word; hostile words have no end."""


def with_numbers(row: Sequence[Token]) -> Iterator[Token]:
    """Yield the words with each number as one, and the money that it is of; so with "per cent"."""
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
        elif at + 1 < len(row) and (one := words.joined.get(f"{token.key} {row[at + 1].key}")):
            yield replace(token, key=one, end=row[at + 1].end)
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
        if not words.figure.fullmatch(first):  # a time, a date, a score
            return f"#{first}", at + 1
        value, after = float(first.replace(words.thousands, "").replace(words.decimal, ".")), at + 1
    elif first in words.one and at + 1 < len(row) and words.scales.get(row[at + 1].key, 0) >= 100:
        value, after = 1.0, at + 1
    elif (written := _one_word(first, row[at].language)) is not None:
        value, after = written, at + 1
        if value >= 20 and after < len(row) and 0 < words.numbers.get(row[after].key, 0) < 10:
            value, after = value + words.numbers[row[after].key], after + 1
    else:
        return "", at
    while after < len(row) and not row[after].before and row[after].key in words.scales:
        value, after = value * words.scales[row[after].key], after + 1
        more, then = _below(row, after, value)
        value, after = value + more, then
    return f"#{value:.10g}", after


@functools.lru_cache(maxsize=1 << 12)
def _one_word(word: str, language: str) -> float | None:
    """Return the number that one word is, or None; some languages write "dreihundertvierundzwanzig"."""
    words = lexicon(language)
    if word in words.numbers or not words.joint or len(word) > LONGEST:
        return words.numbers.get(word)
    for scale, value in sorted(words.scales.items(), key=lambda item: -item[1]):
        times, found, more = word.partition(scale)
        if found and 100 <= value <= 1000:
            many = 1 if times in words.one | {""} else _one_word(times, language)
            rest = 0 if not more else _one_word(more.removeprefix(words.joint), language)
            return None if many is None or rest is None else many * value + rest
    unit, _, tens = word.partition(words.joint)
    units, ten = 1 if unit in words.one else words.numbers.get(unit, 0), words.numbers.get(tens, 0)
    return units + ten if 0 < units < 10 and 20 <= ten < 100 else None


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
