"""Notes and dismissals, attached to what they are about now."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.records import Claim, Dossier, Evidence, StoryAccount, StoryMaterial
from reportedly.store.decisions.anchors import Articles, Statements
from reportedly.store.decisions.record import Decision


@dataclass(frozen=True)
class Remark:
    """A note on a claim or a story, or that it was dismissed."""

    decision: Decision
    about: str  # "claim" or "story"
    id: str  # of that claim or story

    @property
    def dismissed(self) -> bool:
        """Whether it is dismissed, and not only noted."""
        return self.decision.kind == "dismiss"


def remarks(
    material: StoryMaterial | StoryAccount, claims: Sequence[Claim], decisions: Iterable[Decision]
) -> list[Remark]:
    """Return what analysts noted on a story and its claims, and what they dismissed, in their order.

    A note goes to the claim that holds most of the statements that it names. A dismissal holds while
    these make half of a claim or more: one that has grown beyond that is another, and comes back.
    """
    statements, articles = Statements(material.articles, material.readings), Articles(material.articles)
    found: list[Remark] = []
    for decision in decisions:
        if decision.kind not in ("note", "dismiss"):
            continue
        named = {key for target in decision.targets if (key := statements.id(target))}
        if named:
            found += [Remark(decision, "claim", claim.id) for claim in _meant(decision, named, claims)]
        whole = {key for t in decision.targets if t.statement is None for key in articles.keys(t)}
        if whole and (decision.kind == "note" or 2 * len(whole) >= len(material.articles)):
            found.append(Remark(decision, "story", material.id))
    return found


def remarked(dossier: Dossier, found: Iterable[Remark]) -> Dossier:
    """Return a dossier whose claims tell what analysts noted; those dismissed come last in their stories."""
    said: dict[str, list[Evidence]] = defaultdict(list)
    dismissed = set[str]()
    for remark in found:
        said[remark.id].append(Evidence("analyst", [], _told(remark)))
        dismissed.update([remark.id] if remark.dismissed else [])
    if not said:
        return dossier
    claims = [dataclasses.replace(c, evidence=[*said[c.id], *c.evidence]) for c in dossier.claims]
    stories = [
        dataclasses.replace(s, claims=sorted(s.claims, key=lambda id: id in dismissed))
        for s in dossier.stories
    ]
    return dataclasses.replace(
        dossier,
        claims=sorted(claims, key=lambda c: c.id in dismissed),
        stories=sorted(stories, key=lambda s: s.id in dismissed),
    )


def _told(remark: Remark) -> str:
    decision = remark.decision
    did = "dismissed this" if remark.dismissed else "noted"
    return f"{decision.who} {did} ({decision.when[:10]}): {decision.why}"


def _meant(decision: Decision, named: set[str], claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that a note or a dismissal of statements is about."""
    if decision.kind == "dismiss":
        return [
            claim
            for claim in claims
            if 2 * len(named.intersection(claim.statements)) >= len(claim.statements)
        ]
    holding = [claim for claim in claims if named.intersection(claim.statements)]
    return [min(holding, key=lambda c: (-len(named.intersection(c.statements)), c.id))] if holding else []
