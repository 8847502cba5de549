"""Figures that took the place of others: 12 dead, then 15."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from reportedly.alerts.edition import Edition, Since, place
from reportedly.alerts.figures import Figures, figures, quantities
from reportedly.alerts.record import Alert
from reportedly.alerts.telling import Desk, outlet_of, past_proof, proof
from reportedly.dossiers.dates import moment
from reportedly.records import DossierClaim, Statement

ALIKE = 0.5
"""Share of their words that two statements have in common which count the same with other figures."""

Counted = list[tuple[Statement, Figures]]

Change = tuple[Statement, float, float]
"""The statement that told another figure before, that figure, and the one of now."""


def numbers(since: Since, desk: Desk, claims: Sequence[DossierClaim]) -> Iterator[Alert]:
    """Tell of figures in new statements of a story that are others than those told before.

    The same is counted where a quantity is one that news counts (the dead of the story) and one of the
    statements tells of an update, or they have another word in common; of other things, where the
    statements are alike but for their figures. An article older than the figure changes nothing.
    """
    past = _counted(since.before, [a.id for a in since.past(desk.story)])
    if not past:
        return
    for claim in claims:
        for statement in (s for s in since.fresh(claim) if s.stance != "denies"):
            found = _read(since.after, statement)
            for unit in sorted(found.counts):
                if change := _changed(since, (statement, found), unit, past):
                    yield _alert(since, desk, claim, statement, found.names[unit], change)


def _changed(since: Since, now: tuple[Statement, Figures], unit: str, past: Counted) -> Change | None:
    """Return what a statement's figure takes the place of, or None."""
    statement, found = now
    same = [(old, read) for old, read in past if unit in read.counts and _one_thing(unit, found, read)]
    value = max(found.counts[unit])
    if not same or any(value in read.counts[unit] for _, read in same):
        return None
    # The last figure that was told before this one is the one that it replaces.
    old, read = max(same, key=lambda row: (since.before.published(row[0]), row[0].id))
    then = max(read.counts[unit])
    if _older(since.after.published(statement), since.before.published(old)):
        return None
    if unit in quantities() and value < then and not found.update:
        return None  # the dead do not get fewer, unless somebody says so: these are others
    return old, then, value


def _one_thing(unit: str, one: Figures, other: Figures) -> bool:
    """Whether two statements count the same thing."""
    if unit in quantities():
        return one.update or other.update or bool(one.words & other.words)
    return len(one.words & other.words) >= ALIKE * len(one.words | other.words)


def _older(one: str, other: str) -> bool:
    """Whether a time of publication is before another, as far as both tell."""
    if not one or not other or one[:10] != other[:10]:
        return bool(one) and one[:10] < other[:10]
    a, b = moment(one), moment(other)
    return a is not None and b is not None and a < b


def _counted(edition: Edition, articles: Sequence[str]) -> Counted:
    rows = [
        (s, _read(edition, s)) for key in articles for s in edition.said.get(key, ()) if s.stance != "denies"
    ]
    return [(s, found) for s, found in rows if found.counts]


def _alert(
    since: Since, desk: Desk, claim: DossierClaim, statement: Statement, name: str, change: Change
) -> Alert:
    old, then, value = change
    who = statement.chain[0] if statement.chain else outlet_of(since.after.articles[statement.article])
    text = (
        f"{_shown(value)} {name} instead of {_shown(then)}, on the word of {who}: “{statement.text}” "
        f"Before: “{old.text}”"
    )
    kept = old.id in since.after.statements
    proofs = [proof(since.after, statement), (proof if kept else past_proof)(since.before, old)]
    what = name, then, value, place(since.before.articles[old.article]), old.text
    return desk.tell("number", f"{_shown(then)} → {_shown(value)} {name}", text, proofs, what, claim)


def _shown(value: float) -> str:
    return f"{value:,.10g}"


def _read(edition: Edition, statement: Statement) -> Figures:
    article = edition.articles.get(statement.article)
    return _figures(statement.text, article.language if article else None)


_figures = functools.lru_cache(maxsize=20_000)(figures)
