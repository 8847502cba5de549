"""A word of a quotation, and what its language says of it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import comparing, stem

ELLIPSIS, ASIDE, STOP, COMMA = "ellipsis", "aside", "stop", "comma"
"""What can stand before a word, the strongest first; an aside is the outlet's own text between two pieces."""

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
def lexicon(language: str) -> Lexicon:
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


@dataclass(frozen=True, slots=True)
class Token:
    """A word: what it is compared by, where it stands, what stands before it, whether in square brackets."""

    key: str  # a number begins with "#"
    start: int
    end: int
    before: str = ""
    bracketed: bool = False
    language: str = "en"

    @property
    def is_number(self) -> bool:
        """Whether the word is a number, however written."""
        return self.key.startswith("#")

    @property
    def stem(self) -> str:
        """The word without its inflection, for comparing what was said with how it is retold."""
        return self.key if self.is_number else stem(self.key, self.language)

    @property
    def tells(self) -> bool:
        """Whether it is more than a function word."""
        return self.key not in comparing(self.language).function

    @property
    def weight(self) -> float:
        """How much it tells of what was said: function words little."""
        return 1.0 if self.tells else 0.25

    @property
    def negates(self) -> bool:
        """Whether it turns round what is said, unless a phrase makes it emphatic."""
        return self.key in comparing(self.language).negators

    @property
    def words(self) -> Lexicon:
        """The word lists of its language."""
        return lexicon(self.language)
