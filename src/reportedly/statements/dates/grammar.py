"""The grammar of time expressions: rules of a language's `dates.toml`, and where they match."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.languages import LANGUAGES

CAPITALISED = {"month", "month_short", "weekday", "weekday_short", "holiday"}
"""Tables whose words are times only with a capital: 'may', 'march' and 'sat' are not."""

_SPACE = r"(?>(?:[ \t\u00a0\u202f]+\n?|\n)[ \t]*)"  # one line break at most: a paragraph ends an expression


@dataclass(frozen=True)
class Expression:
    """Where a rule matched: the extent, the reader that resolves it, and what it read."""

    start: int
    end: int
    reader: str
    fields: dict[str, Any]


def find_expressions(text: str, language: str) -> list[Expression]:
    """Return the time expressions of a text in order, without overlap: the longest, then the first rule's."""
    near = _Windows(text)
    found = [
        (*match.span("x" if "x" in match.re.groupindex else 0), order, rule, match)
        for order, rule in enumerate(_rules(language))
        for match in _matches(rule, text, near)
    ]
    found.sort(key=lambda f: (f[0], -f[1], f[2]))
    out: list[Expression] = []
    for start, end, _, rule, match in found:
        if start < end and (not out or start >= out[-1].end):
            out.append(Expression(start, end, rule.reader, rule.constants | _fields(match, language)))
    return out


# ---------------------------------------------------------------- where rules are tried
BEFORE, AFTER = 120, 200
"""An expression begins at most so many code points before any word of it, and ends at most so many after."""

_DIGITS = "0"  # any number, among the words that a rule needs


class _Windows:
    """The stretches of a text in which words stand that rules need: most of a text holds no time."""

    def __init__(self, text: str) -> None:
        self._at: dict[str, list[int]] = {}
        self._near: dict[frozenset[str], list[tuple[int, int]]] = {frozenset(): [(0, len(text))]}
        for token in re.finditer(r"[^\W\d_]+|\d+", text):
            word = token[0].lower()
            self._at.setdefault(word if word.isalpha() else _DIGITS, []).append(token.start())

    def of(self, words: frozenset[str]) -> list[tuple[int, int]]:
        """Return where an expression may begin, in order: from, and up to the needed word itself."""
        if words not in self._near:
            found = sorted(place for word in words & self._at.keys() for place in self._at[word])
            near = self._near[words] = []
            for place in found:
                if near and place - BEFORE <= near[-1][1]:
                    near[-1] = near[-1][0], place
                else:
                    near.append((max(0, place - BEFORE), place))
        return self._near[words]


def _matches(rule: _Rule, text: str, near: _Windows) -> Iterator[re.Match[str]]:
    """Yield where a rule matches, as a search of the whole text would find it, near the words it needs."""
    done = 0
    for first, last in near.of(rule.needs):
        for match in rule.pattern.finditer(text, max(first, done), last + AFTER):
            if match.start() > last:
                break
            done = match.end()
            yield match


def _fields(match: re.Match[str], language: str) -> dict[str, Any]:
    """Return what the groups read, a word of a table as its value there."""
    tables = _tables(language)
    fields: dict[str, Any] = {}
    for group, word in match.groupdict().items():
        name = re.sub(r"_\d+$", "", group)
        if word is not None and name != "x" and name not in fields:
            plain = re.sub(r"\s+", " ", word).replace("’", "'").casefold()
            fields[name] = tables[name].get(plain, word) if name in tables else word
    for short in ("month", "weekday"):
        if f"{short}_short" in fields:
            fields.setdefault(short, fields[f"{short}_short"])
    if "spoken" in fields:
        fields["year"] = _spoken_year(fields["spoken"], language)
    return fields


def _spoken_year(words: str, language: str) -> int:
    """Return the year of "nineteen ninety-seven", "two thousand and one"."""
    century, _, rest = words.partition(" ")
    hundreds = 100 * number(century, language)
    return int(hundreds + number(rest, language) if hundreds > 1000 else number(words, language))


@dataclass(frozen=True)
class _Rule:
    """A rule: how it is written, words of which every match holds one, its reader, what that is handed."""

    written: str
    language: str
    needs: frozenset[str]
    reader: str
    constants: dict[str, Any]

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The rule as a regular expression: compiled when a text first holds a word that it needs."""
        return _compile(self.written, _grammar(self.language))


@functools.cache
def _rules(language: str) -> tuple[_Rule, ...]:
    """Return the rules of a language."""
    grammar = _grammar(language)
    rules = []
    for rule in grammar["rule"]:
        constants = {key: value for key, value in rule.items() if key not in ("pattern", "needs", "read")}
        needs = frozenset(word for need in rule.get("needs", ()) for word in _needed(need, grammar["words"]))
        rules.append(_Rule(rule["pattern"], language, needs, rule["read"], constants))
    return tuple(rules)


def _needed(need: str, tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield a word that a rule needs, or those of its table ("{weekday}s"): of several words the last."""
    table = re.search(r"\{([a-z_]+)\}", need)
    for form in tables[table[1]] if table else [need]:
        word = need.replace(table[0], form) if table else form
        yield re.findall(r"[^\W\d_]+|\d+", word.lower())[-1]


def _compile(pattern: str, grammar: dict[str, Any]) -> re.Pattern[str]:
    """Write a rule out as one regular expression: its pieces, its tables, and numbered group names."""
    while pieces := re.findall(r"\{([A-Z_]+)\}", pattern):
        for piece in pieces:
            pattern = pattern.replace(f"{{{piece}}}", grammar["pieces"][piece])
    pattern = pattern.replace("{x:", "(?P<x>").replace(":x}", ")")
    pattern = re.sub(r"\{([a-z_]+)\}", lambda m: _table(m[1], grammar["words"][m[1]]), pattern)
    numbers = itertools.count()
    pattern = re.sub(r"\(\?P<(?!x>)(\w+)>", lambda m: f"(?P<{m[1]}_{next(numbers)}>", pattern)
    pattern = re.sub(r"\[(?:\\.|[^\]])*\]|( )", lambda m: _SPACE if m[1] else m[0], pattern)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _table(name: str, words: dict[str, Any]) -> str:
    """Return a group that matches any word of a table, the longest first."""
    forms = set(words)
    if name in CAPITALISED:
        forms |= {w.upper() for w in words}
    choice = "|".join(
        re.escape(w).replace(r"\ ", " ").replace("'", "['’]") for w in sorted(forms, key=_longest)
    )
    return f"(?P<{name}>(?-i:{choice}))" if name in CAPITALISED else f"(?P<{name}>{choice})"


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word


@functools.cache
def _tables(language: str) -> dict[str, dict[str, Any]]:
    words = _grammar(language)["words"]
    return {name: {w.casefold(): value for w, value in table.items()} for name, table in words.items()}


def number(text: str, language: str) -> float:
    """Return the value of "2 1/2", "twenty-one", "a couple of"; 0 for an unknown number ("several")."""
    text = re.sub(r"\s+", " ", text).casefold()
    if text[0].isdigit():
        whole, *fraction = text.split()
        above, below = map(float, fraction[0].split("/")) if fraction else (0.0, 1.0)
        return float(whole) + (above / below if below else 0)
    known = _tables(language)["number"]
    total = 0.0
    for word in [text] if text in known else re.findall(r"\w+", text):
        value = known.get(word, 0)
        if word in ("hundred", "thousand", "dozen"):
            total = (total or 1) * value
        elif word not in ("a", "an") or text == word:
            total += value
    return total


# ---------------------------------------------------------------- which way
_CLAUSE_END = re.compile(r"[.!?;:]['\"’”)]*\s|\n\s*\n|[“”\"]|,\s+(?:and|but|while|which|who|when|as)\b")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]{1,3})\.\s$")


def points_ahead(text: str, start: int, end: int, language: str) -> bool:
    """Whether a time of unknown direction ("Tuesday", "June 3") lies ahead: "will", "due", "expected to".

    The nearest telling word decides, of the clause before the expression, or else of the clause after it.
    """
    before = text[max(0, start - 160) : start]
    stops = [s.end() for s in _CLAUSE_END.finditer(before) if not _ABBREVIATED.search(before[: s.end()])]
    if signals := _signals(before[max(stops, default=0) :], language):
        return signals[-1] == "future"
    after = text[end : end + 120]
    stop = _CLAUSE_END.search(after)
    return _signals(after[: stop.start()] if stop else after, language)[:1] == ["future"]


def _signals(clause: str, language: str) -> list[str]:
    """Return "future" or "past" for each telling phrase of a clause, in order."""
    found = [match.lastgroup or "" for match in _telling(language).finditer(clause.replace("’", "'"))]
    return [group for group in found if group != "neither"]


@functools.cache
def _telling(language: str) -> re.Pattern[str]:
    direction = _grammar(language)["direction"]
    groups = (f"(?P<{group}>{'|'.join(direction[group])})" for group in ("neither", "future", "past"))
    return re.compile(rf"(?<![\w'])(?:{'|'.join(groups)})(?![\w'])".replace(" ", r"\s+"))


def _grammar(language: str) -> dict[str, Any]:
    return LANGUAGES[language].words("dates.toml")
