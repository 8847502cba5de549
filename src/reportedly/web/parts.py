"""The parts of a story that may be long, each whole on pages of its own: /stories/ID/PART."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.dossiers.phrases import told_widely
from reportedly.records import DossierClaim, Source, Statement
from reportedly.web.library import Told


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a story: what it is called, all its rows, and how many of these fill a page."""

    heading: str
    rows: Callable[[Told], Sequence[Any]]
    size: int


@dataclass(slots=True)
class Speaker:
    """Somebody who is heard in a story."""

    source: Source
    statements: int
    outlets: int


def claims(told: Told) -> list[DossierClaim]:
    """Return the claims of a story, those of several articles, or disputed, first."""
    wide, single = told_widely(told.view.story_claims(told.story))
    return [*wide, *single]


def disputes(told: Told) -> list[DossierClaim]:
    """Return the claims of a story that somebody disputes."""
    return [claim for claim in claims(told) if claim.disputed_by]


def speakers(told: Told) -> list[Speaker]:
    """Return who tells anything, who is heard in most outlets first."""
    heard: dict[str, list[Statement]] = defaultdict(list)
    for statement in told.dossier.statements:
        for name in dict.fromkeys(statement.chain):
            heard[name].append(statement)
    articles = told.view.articles
    rows = [
        Speaker(source, len(said), len({articles[s.article].outlet or s.article for s in said}))
        for source in told.dossier.sources
        if (said := heard.get(source.name))
    ]
    return sorted(rows, key=lambda row: (-row.outlets, -row.statements, row.source.name))


PARTS = {
    "claims": Part("Claims", claims, 100),
    "disputes": Part("Disputes", disputes, 50),
    "timeline": Part("Timeline", lambda told: told.view.timeline(told.story), 100),
    "quotes": Part("Words that changed", lambda told: told.view.drifts(told.story), 10),
    "speakers": Part("Who speaks", speakers, 100),
    "copies": Part("Copied passages", lambda told: told.view.copies(told.story), 50),
    "articles": Part("Articles", lambda told: told.view.story_articles(told.story), 100),
}
"""Every part by the last word of its address."""
