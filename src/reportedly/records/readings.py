"""What one article says (table 3): its statements, who tells them, its times."""

from __future__ import annotations

from dataclasses import dataclass, field

Spans = list[list[int]]
"""Pieces of text, `[[start, end], ...]`, in order."""


@dataclass(slots=True)
class When:
    """A time: ISO 8601 value cut to its precision, and the passage it was read from."""

    value: str
    precision: str  # minute, day, week, month, season, year, range, vague
    from_text: str


@dataclass(slots=True)
class Timex:
    """A time expression in an article's text (TIMEX3)."""

    start: int
    end: int
    type: str  # DATE, TIME, DURATION, SET
    value: str  # TIMEX3 value
    precision: str


@dataclass(slots=True)
class Statement:
    """One proposition in one article: who (source), said (cue), what (content), on whose word (chain)."""

    id: str
    article: str  # the article's id
    start: int
    end: int
    text: str  # the smallest run of text that holds the content
    quoted: bool
    stance: str  # affirms, denies, unsure
    chain: list[str]  # canonical names, first teller first, outlet left out
    source: Spans
    cue: Spans
    content: Spans
    when: When | None = None
    proposition: str = ""  # the content as a sentence of its own: pronouns resolved, for comparing
    refers_back: bool = False  # the content only points ("the allegations"); the claim stands elsewhere


@dataclass(slots=True)
class Source:
    """Somebody or something that tells."""

    name: str
    kind: str  # person, government, military, agency, outlet, organisation, document, unnamed
    aliases: list[str] = field(default_factory=list)
    speaks_for: str | None = None


@dataclass(slots=True)
class Attribution:
    """Source, cue and content as they stand in the text (the PARC triple), nested ones too."""

    source: Spans  # empty where the text names nobody
    cue: Spans
    content: Spans
    names: list[str]  # who is meant, canonical
    stance: str
    chain: list[str]  # on whose word, from this source outward


@dataclass(slots=True)
class Reading:
    """What one article says: its statements, the sources it names, its time expressions."""

    id: str
    key: str
    attributions: list[Attribution] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    timex: list[Timex] = field(default_factory=list)
    rejected: str | None = None
    notes: list[str] = field(default_factory=list)  # how it was read, where that matters to people
