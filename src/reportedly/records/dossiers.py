"""What a reader is shown (table 7): the dossier."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.records.articles import Article
from reportedly.records.readings import Source, Statement
from reportedly.records.stories import Copy, Evidence, FirstReport, Party, Quote


@dataclass(slots=True)
class DossierClaim:
    """A claim with what stands behind it, as a reader sees it.

    `loose` are those of its statements that affirm something near it, not surely the same: they count for
    nothing.
    """

    id: str
    story: str
    text: str
    statements: list[str]
    n_articles: int
    n_outlets: int
    origins: list[str]
    independent: int
    rests_on: list[str]
    evidence: list[Evidence]
    disputed_by: list[str]
    first_reported: FirstReport | None
    party: Party | None = None  # the sole origin, where it tells of itself
    loose: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DossierStory:
    """A story as a reader sees it; `articles` and `claims` are ids."""

    id: str
    title: str
    articles: list[str]
    claims: list[str]


@dataclass(slots=True)
class TimelineEntry:
    """Something that statements say happened at a time, or an article's publication or edit.

    `kind`: event; announced (all who tell it told it before its time); published, whose statements are
    the first known reports of their claims; edited.
    """

    when: str
    precision: str
    text: str
    statements: list[str]
    kind: str = "event"
    articles: list[str] = field(default_factory=list)  # who tells it; what was published or edited


@dataclass(slots=True)
class Rejected:
    """An input, or an article at a later step, with which nothing could be done, and why."""

    input: str
    reason: str


@dataclass(slots=True)
class Duplicate:
    """An input whose article is one that was kept: the same file, or the same text at the same outlet."""

    input: str
    article: str


@dataclass(slots=True)
class Dossier:
    """Everything about the stories that were found, assembled for a reader."""

    articles: list[Article] = field(default_factory=list)
    stories: list[DossierStory] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    claims: list[DossierClaim] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    timeline: list[TimelineEntry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
