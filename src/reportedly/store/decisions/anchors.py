"""From a decision's targets to the statements and articles that there are now.

A statement is found by its id; where that is gone, since its article was edited or is read otherwise,
by its words in the same article, or in the version that stands at the article's address now.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportedly.records import Article, Reading, Statement
from reportedly.store.decisions.record import Target

ALIKE = 0.6
"""Share of words that two readings of one statement have in common, at least."""

_WORD = re.compile(r"[^\W_]+")


def statement_targets(
    articles: Iterable[Article], statements: Iterable[Statement], side: int = 0
) -> list[Target]:
    """Return the targets that name statements, of these articles."""
    known = {article.id: article for article in articles}
    ordered = sorted(statements, key=lambda s: s.id)
    return [
        Target(known[s.article].key, known[s.article].canonical, s.id, s.text, s.stance, side)
        for s in ordered
    ]


def article_targets(articles: Iterable[Article], side: int = 0) -> list[Target]:
    """Return the targets that name articles."""
    ordered = sorted(articles, key=lambda article: article.key)
    return [Target(a.key, a.canonical, None, a.title or a.id, None, side) for a in ordered]


def words(text: str) -> frozenset[str]:
    """Return the words of a text, case folded."""
    return frozenset(_WORD.findall(text.casefold()))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of their words that two texts have in common, 0 to 1."""
    return len(one & other) / max(1, len(one | other))


class Articles:
    """Finds the articles that targets name."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._keys: set[str] = set()
        self._at: dict[str, list[str]] = defaultdict(list)
        for article in articles:
            self._keys.add(article.key)
            if article.canonical:
                self._at[article.canonical].append(article.key)

    def keys(self, target: Target) -> list[str]:
        """Return the key of the article that is named, or of the version that is at its address now."""
        if target.article in self._keys:
            return [target.article]
        return sorted(self._at.get(target.address or "", ()))


class Statements:
    """Finds the statements of a story that targets name."""

    def __init__(self, articles: Sequence[Article], readings: Iterable[Reading]) -> None:
        self._articles = Articles(articles)
        keys = {article.id: article.key for article in articles}
        self._by_id: dict[str, Statement] = {}
        self._in: dict[str, list[Statement]] = defaultdict(list)
        for statement in (s for reading in readings for s in reading.statements):
            self._by_id[statement.id] = statement
            self._in[keys.get(statement.article, "")].append(statement)

    def id(self, target: Target) -> str | None:
        """Return the id of the statement that is named, None where it is no more."""
        if target.statement is None:
            return None
        if target.statement in self._by_id:
            return target.statement
        meant = words(target.text)
        rated = [
            (likeness(meant, words(s.text)), -s.start, s.id)
            for key in self._articles.keys(target)
            for s in self._in[key]
            if s.stance == target.stance and _figures(s.text) == _figures(target.text)
        ]
        best = max(rated, default=(0.0, 0, ""))
        return best[2] if best[0] >= ALIKE else None

    def sides(self, targets: Iterable[Target]) -> list[list[str]]:
        """Return the ids of the statements that each side of a decision still has, in its order."""
        return _by_side((target.side, [found] if (found := self.id(target)) else []) for target in targets)


def article_sides(targets: Iterable[Target], articles: Articles) -> list[list[str]]:
    """Return the keys of the articles that each side of a decision still has, in its order."""
    return _by_side((target.side, articles.keys(target)) for target in targets)


def _by_side(found: Iterable[tuple[int, list[str]]]) -> list[list[str]]:
    sides: dict[int, dict[str, None]] = defaultdict(dict)
    for side, keys in found:
        sides[side].update(dict.fromkeys(keys))
    return [list(sides[side]) for side in sorted(sides) if sides[side]]


def _figures(text: str) -> frozenset[str]:
    """Return the words of a text that have a digit: where these differ, something else is told."""
    return frozenset(word for word in words(text) if any(sign.isdigit() for sign in word))
