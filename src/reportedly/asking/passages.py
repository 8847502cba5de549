"""Passages of a claim, word for word: which are given, and with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reportedly.asking.answers import Quoted
from reportedly.dossiers.view import View
from reportedly.records import DossierClaim, Statement

LONGEST = 500
"""Signs of a passage that are quoted, at most."""


def chosen(view: View, claim: DossierClaim, most: int) -> tuple[list[Statement], int]:
    """Return statements of a claim to quote, and how many are left: both sides, an outlet after the other."""
    told = _outlets_in_turn(view, view.told(claim, "affirms") + view.told(claim, "unsure"))
    against = _outlets_in_turn(view, view.told(claim, "denies"))
    denials = against[: max(most // 2, most - len(told))]
    found = told[: most - len(denials)] + denials
    return found, len(told) + len(against) - len(found)


def quoted(view: View, statement: Statement, says: str = "") -> Quoted:
    """Return a statement's passage, cut where it is longer than LONGEST."""
    article = view.articles[statement.article]
    end = min(statement.end, statement.start + LONGEST)
    return Quoted(
        article.text[statement.start : end], article.id, article.title, article.outlet, article.url,
        article.published, statement.start, end, statement.stance, says, statement.chain,
    )  # fmt: skip


def _outlets_in_turn(view: View, statements: Iterable[Statement]) -> list[Statement]:
    """Return statements, the first of each outlet before the second of any."""
    seen = Counter[str]()
    turns: list[tuple[int, Statement]] = []
    for statement in statements:
        outlet = view.outlet(statement.article)
        turns.append((seen[outlet], statement))
        seen[outlet] += 1
    return [statement for _, statement in sorted(turns, key=lambda turn: turn[0])]
