"""What stands behind a claim: its origins, how many lines, what it rests on, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportedly.origins.evidence import evidence
from reportedly.origins.graph import separate
from reportedly.origins.lines import NO_OUTLET, Line, Tracer
from reportedly.origins.party import party
from reportedly.origins.times import first_report
from reportedly.records import Claim, Origins, Statement


def behind(claim: Claim, statements: Sequence[Statement], tracer: Tracer) -> Origins:
    """Return what stands behind a claim, given its statements (in any order)."""
    ordered = sorted(statements, key=lambda s: (s.article, s.start, s.end, s.id))
    told = [s for s in ordered if s.stance == "affirms"]
    affirming = [s for s in told if s.id not in claim.loose] or told
    articles = [tracer.articles[name] for name in sorted({s.article for s in ordered})]
    lines = tracer.lines(affirming)
    outlets = {line.steps[-1].node for line in lines}
    independent, cut = separate({line.path for line in lines}, outlets)
    rests_on = {node: _name(node, lines) for node in cut}
    return Origins(
        claim=claim.id,
        origins=_tellers(affirming, tracer),
        independent=independent,
        rests_on=sorted(rests_on.values()),
        evidence=evidence(told, affirming, lines, rests_on, tracer),
        disputed_by=_tellers([s for s in ordered if s.stance == "denies"], tracer),
        n_articles=len(articles),
        n_outlets=len({tracer.outlet(article).node for article in articles}),
        first_reported=first_report((tracer.articles[s.article], s) for s in ordered),
        party=party(sorted(rests_on.values()), lines, tracer) if independent == 1 else None,
    )


def _tellers(statements: Sequence[Statement], tracer: Tracer) -> list[str]:
    """Return the first tellers of statements, those in most articles first; one entry for each article
    whose outlet is not stated."""
    articles: dict[tuple[str, str], set[str]] = {}
    for statement in statements:
        step = tracer.teller(statement)
        apart = step.node if step.name == NO_OUTLET else ""
        articles.setdefault((step.name, apart), set()).add(statement.article)
    return [name for name, apart in sorted(articles, key=lambda teller: (-len(articles[teller]), teller))]


def _name(node: str, lines: Sequence[Line]) -> str:
    """Return the name that most lines give to a node."""
    names = Counter(step.name for line in lines for step in line.steps if step.node == node)
    return min(names, key=lambda name: (-names[name], name))
