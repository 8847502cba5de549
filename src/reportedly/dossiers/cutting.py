"""A dossier cut to some of its claims: all that bears on them, and nothing that leads out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from reportedly.records import Dossier, DossierClaim, Quote


def of_claims(dossier: Dossier, claims: Collection[str], articles: Collection[str] = ()) -> Dossier:
    """Return the dossier of claims, by id, whole as they are; `articles` are in it whatever they tell.

    Counts stay those of the whole dossier. What could not be read is left out.
    """
    kept = [claim for claim in dossier.claims if claim.id in claims]
    own = {statement for claim in kept for statement in claim.statements}
    said = [statement for statement in dossier.statements if statement.id in own]
    quotes = [
        quote for quote in dossier.quotes if any(own.intersection(v.statements) for v in quote.versions)
    ]
    here = {*articles, *(s.article for s in said), *_named(kept), *_quoting(quotes)}
    names = {name for s in said for name in s.chain}
    names |= {name for claim in kept for name in (*claim.origins, *claim.rests_on, *claim.disputed_by)}
    names |= {source.speaks_for for source in dossier.sources if source.name in names and source.speaks_for}
    stories = [
        replace(
            story,
            articles=[id for id in story.articles if id in here],
            claims=[id for id in story.claims if id in claims],
        )
        for story in dossier.stories
    ]
    return Dossier(
        articles=[article for article in dossier.articles if article.id in here],
        stories=[story for story in stories if story.articles],
        statements=said,
        claims=kept,
        sources=[source for source in dossier.sources if source.name in names],
        copies=[c for c in dossier.copies if c.origin.article in here and c.copy.article in here],
        quotes=[_cut(quote, own) for quote in quotes],
        timeline=[
            replace(
                entry,
                statements=[id for id in entry.statements if id in own],
                articles=[id for id in entry.articles if id in here],
            )
            for entry in dossier.timeline
            if own.intersection(entry.statements)
            or (entry.kind in ("published", "edited") and here.issuperset(entry.articles))
        ],
        duplicates=[duplicate for duplicate in dossier.duplicates if duplicate.article in here],
    )


def _named(claims: Iterable[DossierClaim]) -> Iterable[str]:
    """Yield the articles that claims point at beside those that tell them."""
    for claim in claims:
        for evidence in claim.evidence:
            yield from evidence.articles
        if first := claim.first_reported:
            yield from (first.article, *first.as_early, *first.undated)


def _quoting(quotes: Iterable[Quote]) -> Iterable[str]:
    """Yield the articles that quotations point at."""
    for version in (version for quote in quotes for version in quote.versions):
        yield from (place.article for place in version.places)
        if first := version.first:
            yield from (first.article, *first.as_early, *first.undated)


def _cut(quote: Quote, own: Collection[str]) -> Quote:
    """Return a quotation with all its wordings, of which only the statements that are here are named."""
    versions = []
    for version in quote.versions:
        first = version.first
        if first is not None and first.statement not in own:
            first = replace(first, statement=None)
        versions.append(
            replace(version, statements=[id for id in version.statements if id in own], first=first)
        )
    return replace(quote, versions=versions)
