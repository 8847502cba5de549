"""Stories, and what stands behind their claims -> one dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from reportedly.dossiers.timeline import timeline
from reportedly.records import (
    Article,
    Claim,
    Copy,
    Dossier,
    DossierClaim,
    DossierStory,
    Duplicate,
    Origins,
    Quote,
    Rejected,
    Source,
    StoryAccount,
    StoryOrigins,
)


def assemble(
    stories: Sequence[StoryAccount],
    origins: Sequence[StoryOrigins],
    articles: Sequence[Article],
    rejected: Sequence[Rejected] = (),
    duplicates: Sequence[Duplicate] = (),
) -> Dossier:
    """Return the dossier of stories, and of what stands behind their claims (`origins`, of the same ids).

    Stories come largest first, claims by weight, articles in the order given whether or not a story
    holds them. What a step could not work on is listed under `rejected`, once for each reason.
    """
    behind = {found.id: found for found in origins}
    ranked = sorted(stories, key=lambda s: (-len(s.articles), s.title, s.id))
    claims = {story.id: _claims(story, behind.get(story.id)) for story in ranked}
    statements = [s for story in ranked for s in story.statements()]
    readable = [article for article in articles if article.rejected is None]
    all_claims = [claim for story in ranked for claim in claims[story.id]]
    return Dossier(
        articles=readable,
        stories=[
            DossierStory(s.id, s.title, [a.id for a in s.articles], [c.id for c in claims[s.id]])
            for s in ranked
        ],
        statements=statements,
        claims=all_claims,
        sources=_unite(_sources(ranked, behind)),
        copies=_copies(ranked, behind),
        quotes=_quotes(ranked, behind),
        timeline=timeline(statements, all_claims, readable),
        rejected=_rejected(ranked, origins, articles, rejected),
        duplicates=list(duplicates),
    )


def _claims(story: StoryAccount, found: StoryOrigins | None) -> list[DossierClaim]:
    """Return a story's claims, the weightiest first; one that step 6 passed over stays."""
    known = {origins.claim: origins for origins in (found.claims if found else [])}
    affirming = {s.id for s in story.statements() if s.stance == "affirms"}
    joined = (_joined(c, known.get(c.id) or Origins(c.id), affirming) for c in story.claims)
    return sorted(joined, key=_weight)


def _joined(claim: Claim, behind: Origins, affirming: Set[str]) -> DossierClaim:
    """Return a claim with what stands behind it; where all that affirm it are loose, they count after all."""
    told = [s for s in claim.statements if s in affirming]
    loose = [s for s in told if s in claim.loose]
    return DossierClaim(
        id=claim.id,
        story=claim.story,
        text=claim.text,
        statements=claim.statements,
        n_articles=behind.n_articles,
        n_outlets=behind.n_outlets,
        origins=behind.origins,
        independent=behind.independent,
        rests_on=behind.rests_on,
        evidence=behind.evidence,
        disputed_by=behind.disputed_by,
        first_reported=behind.first_reported,
        party=behind.party,
        loose=loose if len(loose) < len(told) else [],
    )


def _weight(claim: DossierClaim) -> tuple[int, int, int, int, str, str]:
    """Return a sort key: more origins first, then more outlets, articles and statements."""
    return (
        -claim.independent,
        -claim.n_outlets,
        -claim.n_articles,
        -len(claim.statements),
        claim.text,
        claim.id,
    )


def _sources(stories: Sequence[StoryAccount], behind: dict[str, StoryOrigins]) -> Iterable[Source]:
    """Yield what step 6 settled across articles, then what single articles say."""
    for story in stories:
        yield from behind[story.id].sources if story.id in behind else []
        for reading in story.readings:
            yield from reading.sources


def _unite(sources: Iterable[Source]) -> list[Source]:
    """Return one source a name, with every alias, the kind and the body that most articles give it."""
    by_name: dict[str, list[Source]] = {}
    for source in sources:
        by_name.setdefault(source.name, []).append(source)
    return [
        Source(
            name=name,
            kind=_most_common([s.kind for s in same]) or "unnamed",
            aliases=list(dict.fromkeys(alias for s in same for alias in s.aliases if alias != name)),
            speaks_for=_most_common([s.speaks_for for s in same if s.speaks_for]),
        )
        for name, same in sorted(by_name.items(), key=lambda pair: (pair[0].casefold(), pair[0]))
    ]


def _most_common(values: Sequence[str]) -> str | None:
    """Return the value given most often, the first given where two are; None when there is none."""
    return Counter(values).most_common(1)[0][0] if values else None


def _copies(stories: Sequence[StoryAccount], behind: dict[str, StoryOrigins]) -> list[Copy]:
    return [copy for story in stories if story.id in behind for copy in behind[story.id].copies]


def _quotes(stories: Sequence[StoryAccount], behind: dict[str, StoryOrigins]) -> list[Quote]:
    return [quote for story in stories if story.id in behind for quote in behind[story.id].quotes]


def _rejected(
    stories: Sequence[StoryAccount],
    origins: Sequence[StoryOrigins],
    articles: Sequence[Article],
    rejected: Sequence[Rejected],
) -> list[Rejected]:
    """Return every input or story that a step could not work on, each reason once."""
    inputs = {article.id: article.input for article in articles}
    titles = {story.id: story.title for story in stories}
    found = [(r.input, r.reason) for r in rejected]
    found += [(a.input, a.rejected) for a in articles if a.rejected]
    found += [(inputs.get(r.id, r.id), r.rejected) for s in stories for r in s.readings if r.rejected]
    found += [(f"story {titles.get(o.id, o.id)!r}", o.rejected) for o in origins if o.rejected]
    return [Rejected(*pair) for pair in dict.fromkeys(found)]
