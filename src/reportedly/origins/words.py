"""The words of a quotation, comparable however an outlet spells them, each with its place in the text.

Case, punctuation, kinds of quotation marks, British and American spelling, contractions, and numbers
written out or in figures make no other word. Ellipses and square brackets, which say that an editor was
here, are kept beside the words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.languages import LANGUAGES

ELLIPSIS, ASIDE, STOP, COMMA = "ellipsis", "aside", "stop", "comma"
"""What can stand before a word, the strongest first; an aside is the outlet's own text between two pieces."""

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*|(?:\[[^\W\d_]+\](?=[^\W\d_]))?[^\W\d_]+(?:['’][^\W\d_]+|\.[^\W\d_](?![^\W\d_])|\*+[^\W\d_]*)*|[%&$£€]"
)
_BRACKETED = re.compile(r"\[[^\[\]\n]*[^\W_][^\[\]\n]*\]")
_BROKEN = re.compile(r"…|\.\s?\.\s?\.|\[\s*\]")
_STOP, _COMMA = re.compile(r"[.!?;:]|\n"), re.compile(r"[,–—()]|\s-+\s")
_FIGURE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: what it is compared by, where it stands, what stands before it, whether in square brackets."""

    key: str  # a number begins with "#"
    start: int
    end: int
    before: str = ""
    bracketed: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the word is a number, however written."""
        return self.key.startswith("#")


_TABLES = ("abbreviations", "same", "contractions", "stems", "numbers", "scales", "ordinals", "signs")


@dataclass(frozen=True)
class Lexicon:
    """The word lists that comparing wordings needs."""

    spelling: tuple[tuple[re.Pattern[str], str], ...]
    abbreviations: dict[str, str]
    same: dict[str, str]
    contractions: dict[str, str]
    stems: dict[str, str]
    is_after: frozenset[str]
    two: dict[str, list[str]]
    numbers: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, str]
    ordinal_ends: frozenset[str]
    signs: dict[str, str]
    money: frozenset[str]
    prefixes: tuple[str, ...]
    joiners: frozenset[str]
    clauses: frozenset[str]
    emphatic: frozenset[tuple[str, ...]]


@functools.cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the words of a language that matter when wordings are compared."""
    lists = LANGUAGES[language].words("wording.toml")
    turning = lists["turning"]
    return Lexicon(
        spelling=tuple((re.compile(form), instead) for form, instead in lists["spelling"]),
        **{name: lists[name] for name in _TABLES},
        ordinal_ends=frozenset(lists["ordinal_ends"].split()),
        money=frozenset(lists["money"].split()),
        is_after=frozenset(lists["is"]["words"].split()),
        two=lists["two"],
        prefixes=tuple(turning["prefixes"]),
        joiners=frozenset(turning["joiners"].split()),
        clauses=frozenset(turning["clauses"].split()),
        emphatic=frozenset(tuple(phrase.split()) for phrase in turning["emphatic"]),
    )


def tokens(text: str, pieces: Iterable[tuple[int, int]] | None = None) -> list[Token]:
    """Return the words of a text, or of pieces of it, in order; places are offsets into the text."""
    found: list[Token] = []
    for start, end in pieces or [(0, len(text))]:
        words = list(_with_numbers(list(_words(text, start, end))))
        if words and found:
            words[0] = replace(words[0], before=_strongest(words[0].before, ASIDE))
        found += words
    return found


def _strongest(*marks: str) -> str:
    return min(marks, key=(ELLIPSIS, ASIDE, STOP, COMMA, "").index)


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the words as written, contractions taken apart, spellings made one."""
    inside = [m.span() for m in _BRACKETED.finditer(text, start, end)]
    reached = start
    for match in _TOKEN.finditer(text, start, end):
        left, right = match.span()
        within = any(a < left and right < b for a, b in inside)
        before = _mark(text[reached:left])
        written = match.group().replace("’", "'").replace("[", "").replace("]", "")
        reached = cut = left
        for key, length in _apart(written):
            reached, cut = cut, right if length is None else cut + length
            yield Token(key, reached, cut, before, within)
            before = ""
        reached = right


def _mark(between: str) -> str:
    """Return what stands between two words."""
    if between in ("", " "):
        return ""
    if _BROKEN.search(between):
        return ELLIPSIS
    return STOP if _STOP.search(between) else COMMA if _COMMA.search(between) else ""


@functools.lru_cache(maxsize=1 << 16)
def _apart(written: str) -> tuple[tuple[str, int | None], ...]:
    """Return the one or two words that a written word stands for, with the letters of all but the last."""
    words = lexicon()
    word = written.casefold()
    cut, second = len(word), ""
    if ending := next((e for e in words.contractions if word.endswith(e) and e != word), None):
        cut, second = cut - len(ending), words.contractions[ending]
        word = words.stems.get(word[:cut], word[:cut])
    elif word.endswith("'s") and word[:-2] in words.is_after:
        word, cut, second = word[:-2], cut - 2, "is"
    elif word in words.two:
        word, second = words.two[word]
        cut = len(word)
    key = words.abbreviations.get(written) or words.signs.get(word) or _spelt(word)
    return ((key, cut), (second, None)) if second else ((key, None),)


def _spelt(word: str) -> str:
    """Return one spelling for all that a word has."""
    words = lexicon()
    if word.endswith("'s"):
        return _spelt(word[:-2]) + "'s"
    for form, instead in words.spelling:
        if form.match(word):
            word = form.sub(instead, word)
            break
    return words.same.get(word, word)


def _with_numbers(row: Sequence[Token]) -> Iterator[Token]:
    """Yield the words with each number as one, and the money that it is of; "per cent" as one word."""
    words = lexicon()
    at = 0
    while at < len(row):
        token = row[at]
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
    return token.key in lexicon().money and token.end - token.start > 1 and not token.before


def _number(row: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the number that begins with a word, and the word after it; "" where none does."""
    words = lexicon()
    if at >= len(row):
        return "", at
    first = row[at].key
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
    words = lexicon()
    joined = at + (at < len(row) and row[at].key in words.joiners)
    if joined >= len(row) or row[at].before or row[joined].key not in words.numbers or scale < 100:
        return 0, at
    value = words.numbers[row[joined].key]
    after = joined + 1
    if value >= 20 and after < len(row) and 0 < words.numbers.get(row[after].key, 0) < 10:
        value, after = value + words.numbers[row[after].key], after + 1
    if after < len(row) and row[after].key in words.scales:  # "two hundred and five thousand": two numbers
        return 0, at
    return value, after


def weight(key: str) -> float:
    """Return how much a word tells of what was said: function words little."""
    return 0.25 if key in lexicon().function else 1.0
