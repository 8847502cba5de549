"""Stories with one claim, made for tests: who tells it where, on whose word."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.origins import find_origins
from reportedly.records import (
    Article,
    Claim,
    Origins,
    Reading,
    Source,
    Statement,
    StoryAccount,
)

Told = tuple[str, str, list[str]]  # article, stance, chain


def account(
    told: Sequence[Told], sources: Sequence[Source] = (), articles: Sequence[Article] = ()
) -> StoryAccount:
    """A story with one claim; an article `a1` that is not given is of outlet `Outlet a1`."""
    known = {a.id: a for a in articles}
    for name, _, _ in told:
        known.setdefault(name, Article(name, name, name, outlet=f"Outlet {name}", published="2031-03-04"))
    statements: dict[str, list[Statement]] = {name: [] for name in known}
    for i, (name, stance, chain) in enumerate(told):
        statements[name].append(
            Statement(f"s{i}", name, 0, 4, "text", False, stance, chain, [], [], [[0, 4]])
        )
    readings = [Reading(name, name, statements=statements[name], sources=list(sources)) for name in known]
    claim = Claim("c", "story", "text", [f"s{i}" for i in range(len(told))])
    return StoryAccount("story", "Story", list(known.values()), readings, [claim])


def behind(told: Sequence[Told], sources: Sequence[Source] = (), articles: Sequence[Article] = ()) -> Origins:
    """What stands behind the claim of an account."""
    return find_origins([account(told, sources, articles)])[0].claims[0]
