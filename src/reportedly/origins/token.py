"""A word of a quotation, and what its language says of it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import comparing, stem

ELLIPSIS, ASIDE, STOP, COMMA = "ellipsis", "aside", "stop", "comma"
"""What can stand before a word, the strongest first; an aside is the outlet's own text between two pieces."""

_TABLES = ("same", "contractions", "stems", "numbers", "scales", "signs", "joined", "two")
_WORDS = ("ordinal_ends", "money", "one", "pointed")


@dataclass(frozen=True)
class Lexicon:
    """The word lists that comparing wordings needs."""

    spelling: tuple[tuple[re.Pattern[str], str], ...]
    abbreviations: dict[str, str]
    same: dict[str, str]
    contractions: dict[str, str]
    stems: dict[str, str]
    s_after: frozenset[str]  # words after which 's is short for `s_means`
    s_means: str
    joined: dict[str, str]
    two: dict[str, list[str]]
    numbers: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, str]
    ordinal_ends: frozenset[str]
    figure: re.Pattern[str]
    thousands: str
    decimal: str
    joint: str  # what joins numbers in one word, "" where none does
    one: frozenset[str]
    pointed: frozenset[str]
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
    folded: dict[str, Any] = {name: {w.casefold(): to for w, to in lists[name].items()} for name in _TABLES}
    folded |= {name: frozenset(lists[name].casefold().split()) for name in _WORDS}
    thousands, decimal = re.escape(lists["thousands"]), re.escape(lists["decimal"])
    return Lexicon(
        spelling=tuple((re.compile(form), instead) for form, instead in lists["spelling"]),
        abbreviations=lists["abbreviations"],
        **folded,
        s_after=frozenset(lists["apostrophe_s"]["after"].casefold().split()),
        s_means=lists["apostrophe_s"]["means"],
        ordinals={form: key for key, forms in lists["ordinals"].items() for form in forms.casefold().split()},
        figure=re.compile(rf"(?:\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)(?:{decimal}\d+)?"),
        thousands=lists["thousands"],
        decimal=lists["decimal"],
        joint=lists.get("joint", ""),
        prefixes=tuple(turning["prefixes"]),
        joiners=frozenset(turning["joiners"].split()),
        clauses=frozenset(turning["clauses"].casefold().split()),
        emphatic=frozenset(tuple(phrase.casefold().split()) for phrase in turning["emphatic"]),
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
