"""How sources and stretches of text are written into the tables."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.records import Source, Spans
from reportedly.statements.attributions import Attribution
from reportedly.statements.cast import Member
from reportedly.statements.parse import Span


def source_of(member: Member) -> Source:
    """Return a member of the cast as a source."""
    aliases = sorted(a for a in member.aliases if a != member.name)
    return Source(member.name, member.kind, aliases, member.speaks_for)


def source_spans(a: Attribution) -> Spans:
    """Return where the source of an attribution stands; nothing where it has none."""
    if a.marked_source:
        return lists_of(a.marked_source)
    return lists_of(a.source.unit.spans(a.source.tokens)) if a.source else []


def lists_of(spans: Sequence[Span]) -> Spans:
    """Return stretches as a table holds them."""
    return [[s, e] for s, e in spans]
