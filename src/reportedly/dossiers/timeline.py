"""What happened when, as the statements tell it, and when the articles were published and edited."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reportedly.dossiers.dates import bounds, order, precision
from reportedly.records import Article, DossierClaim, Statement, TimelineEntry, When

EVENT, ANNOUNCED, PUBLISHED, EDITED = "event", "announced", "published", "edited"


def timeline(
    statements: Iterable[Statement], claims: Sequence[DossierClaim], articles: Iterable[Article]
) -> list[TimelineEntry]:
    """Return what statements affirm to have happened at a time, and when articles came, in order of time.

    The same claim at the same time is one entry with all its statements. Vague times are left out,
    and so are times that only a denial or a doubt names: nobody says that anything happened then.
    Articles of which no time is known have no entry.
    """
    known = {article.id: article for article in articles}
    entries = [*_events(statements, claims, known), *_publications(claims, known.values())]
    for article in known.values():
        entries += _edits(article)
    return sorted(entries, key=_place)


def _place(entry: TimelineEntry) -> tuple[object, ...]:
    """Return a sort key: by time, at one time what happened before who told it."""
    rank = {PUBLISHED: 1, EDITED: 2}.get(entry.kind, 0)
    return order(entry.when), rank, -len(entry.statements), entry.text, entry.articles


def _events(
    statements: Iterable[Statement], claims: Iterable[DossierClaim], articles: dict[str, Article]
) -> Iterator[TimelineEntry]:
    claim_of = {statement: claim for claim in claims for statement in claim.statements}
    entries: dict[tuple[str, str], TimelineEntry] = {}
    for statement in statements:
        when = statement.when
        if when is None or statement.stance != "affirms" or _is_vague(when):
            continue
        claim = claim_of.get(statement.id)
        about, text = (claim.id, claim.text) if claim else (statement.id, statement.text)
        entry = entries.setdefault((when.value, about), TimelineEntry(when.value, when.precision, text, []))
        entry.statements.append(statement.id)
        if statement.article not in entry.articles:
            entry.articles.append(statement.article)
    for entry in entries.values():
        told = [articles[name].published if name in articles else None for name in entry.articles]
        if all(_is_before(published, entry.when) for published in told):
            entry.kind = ANNOUNCED
        yield entry


def _is_vague(when: When) -> bool:
    return when.precision == "vague" or bounds(when.value) is None


def _is_before(published: str | None, when: str) -> bool:
    """Whether an article was published before the first day of a time, as both are printed."""
    day, time = bounds(published or ""), bounds(when)
    return day is not None and time is not None and day[1] < time[0]


def _publications(claims: Iterable[DossierClaim], articles: Iterable[Article]) -> Iterator[TimelineEntry]:
    """Yield when articles were published, with the statements that are the first reports of their claims."""
    firsts: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.first_reported and claim.first_reported.statement:
            firsts[claim.first_reported.article].append(claim.first_reported.statement)
    for article in articles:
        if article.published:
            yield _entry(PUBLISHED, article, article.published, firsts[article.id])


def _edits(article: Article) -> Iterator[TimelineEntry]:
    """Yield when an article is known to have been edited, each time once."""
    states = [(v.updated, v.published, v.fetched) for v in article.versions]
    states.append((article.updated, article.published, article.fetched))
    times = [article.updated, article.corrected]
    for (_, first, _), (updated, published, fetched) in itertools.pairwise(states):
        times.append(updated or (published if published != first else None) or fetched)
    days = {time[:10] for time in times if time and len(time) > 10}
    for time in sorted({time for time in times if time}):
        if len(time) > 10 or time not in days:  # a day, where its hour is not known
            yield _entry(EDITED, article, time, [])


def _entry(kind: str, article: Article, when: str, statements: list[str]) -> TimelineEntry:
    return TimelineEntry(when, precision(when), article.title or "", statements, kind, [article.id])
