"""Everybody whom a dossier names: those it lists as sources, and those it names elsewhere alone."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.records import Dossier, Source

UNKNOWN = "unknown"
"""The kind of a source that the dossier names and does not list."""


def everybody(dossier: Dossier) -> list[Source]:
    """Return one source a name: those listed, in order, then all that are named in any other place."""
    known: dict[str, Source] = {}
    for source in dossier.sources:
        known.setdefault(source.name, source)
    for name, kind in _named(dossier):
        if name not in known:
            known[name] = Source(name, kind)
    return list(known.values())


def _named(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Yield every name that stands outside of the list of sources, and what its place tells of its kind."""
    for article in dossier.articles:
        if article.outlet is not None:
            yield article.outlet, "outlet"
        yield from ((credit.agency, "agency") for credit in article.credits)
    for statement in dossier.statements:
        yield from ((name, UNKNOWN) for name in statement.chain)
    for claim in dossier.claims:
        yield from ((name, UNKNOWN) for name in (*claim.origins, *claim.rests_on, *claim.disputed_by))
    for source in dossier.sources:
        if source.speaks_for is not None:
            yield source.speaks_for, UNKNOWN
    for quote in dossier.quotes:
        yield quote.speaker, UNKNOWN
        yield from ((outlet, "outlet") for version in quote.versions for outlet in version.changed_by)
