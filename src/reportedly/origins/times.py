"""When articles were published: comparable, and which of them was first as far as their times tell."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from reportedly.records import Article, FirstReport, Statement

EARLIER, LATER = timedelta(hours=14), timedelta(hours=12)
"""A time without a zone may be so much earlier or later than it would be in UTC."""


def moment(published: str | None) -> datetime | None:
    """Return an ISO 8601 date as a moment in UTC: the beginning of its day, month or year where it
    tells no more; None for what is no date."""
    text = published or ""
    full = text + "-01-01"[len(text) - 10 :] if len(text) in (4, 7) else text
    try:
        read = datetime.fromisoformat(full)
    except ValueError:
        return None
    try:
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except OverflowError:  # the first or last day that there is, in another zone
        return read.replace(tzinfo=UTC)


def day(when: datetime | None) -> str:
    """Return the day of a moment, "" of none."""
    return when.date().isoformat() if when else ""


def first_report(carriers: Iterable[tuple[Article, Statement | None]]) -> FirstReport | None:
    """Return the earliest of dated articles, with the statement that proves it; None where none is dated.

    Of an article with several statements the first one counts. Where times do not tell which of some
    articles was first, the others are listed as early as it.
    """
    statements: dict[str, Statement | None] = {}
    articles: dict[str, Article] = {}
    for article, statement in carriers:
        articles[article.id] = article
        kept = statements.setdefault(article.id, statement)
        if statement and kept and (statement.start, statement.end) < (kept.start, kept.end):
            statements[article.id] = statement
    dated = {name: a.published for name, a in articles.items() if a.published and moment(a.published)}
    if not dated:
        return None
    earliest = _earliest(dated)
    first = min(earliest, key=lambda name: precedence(dated[name], name))
    told = statements[first]
    return FirstReport(
        first,
        dated[first],
        articles[first].published_method,
        told.id if told else None,
        sorted(earliest - {first}),
        sorted(articles.keys() - dated.keys()),
    )


def _earliest(dated: Mapping[str, str]) -> set[str]:
    """Return the articles, of those with times, that no other is known to be earlier than.

    Times with a zone are compared as moments, times without one by their days as printed, and the
    one kind with the other as far as zones can be apart.
    """
    zoned = {name: _within(time) for name, time in dated.items() if _has_zone(time)}
    printed = {name: _within(time[:10]) for name, time in dated.items() if name not in zoned}
    loose = {name: _within(dated[name]) for name in printed}
    found = _first_of(zoned) | _first_of(printed)
    if zoned and printed:
        first = min(end for _, end in zoned.values())
        first_printed = min(end for _, end in loose.values())
        found -= {name for name, (start, _) in zoned.items() if _after(first_printed, LATER) < start}
        found -= {name for name, (start, _) in loose.items() if _after(first, EARLIER) < start}
    return found or set(dated)


def _first_of(spans: Mapping[str, tuple[datetime, datetime]]) -> set[str]:
    """Return those that begin before any of them has ended."""
    first = min((end for _, end in spans.values()), default=datetime.max.replace(tzinfo=UTC))
    return {name for name, (start, _) in spans.items() if start <= first}


def _has_zone(published: str) -> bool:
    return len(published) > 10 and datetime.fromisoformat(published).tzinfo is not None


def _within(published: str) -> tuple[datetime, datetime]:
    """Return between what moments a time lies, in UTC where it has no zone."""
    start = moment(published) or datetime.max.replace(tzinfo=UTC)
    days = {4: 366 if isleap(start.year) else 365, 7: monthrange(start.year, start.month)[1], 10: 1}
    length = timedelta(days.get(len(published), 0))
    return start, _after(start, max(length - timedelta(seconds=1), timedelta()))


def _after(when: datetime, length: timedelta) -> datetime:
    try:
        return when + length
    except OverflowError:  # past the last day that there is
        return datetime.max.replace(tzinfo=UTC)


def precedence(published: str | None, name: str) -> tuple[object, ...]:
    """Return a sort key of articles by time, if known; of one day, those with a time of day first."""
    when = moment(published)
    if when is None or published is None:
        return True, name
    return False, len(published) < 10, published[:10], len(published) == 10, when, name
