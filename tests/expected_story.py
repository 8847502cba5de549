"""What `examples/EXPECTED.md` concludes, read from its regular lines, and whether a dossier says the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from reportedly.records import Article, Dossier, DossierClaim, Statement

EXAMPLES = Path(__file__).parent.parent / "examples"


@dataclass
class Expected:
    """A claim as EXPECTED.md gives it; each name is a set of names of which any is right."""

    title: str
    told: list[tuple[str, str]] = field(default_factory=list)  # article, passage
    denied: list[tuple[str, str]] = field(default_factory=list)
    origins: list[set[str]] = field(default_factory=list)
    disputed_by: list[set[str]] = field(default_factory=list)
    count: int = 0


def read_expected() -> list[Expected]:
    """Return the claims of EXPECTED.md, in order."""
    text = (EXAMPLES / "EXPECTED.md").read_text("utf8")
    claims = []
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        title, _, lines = section.partition("\n")
        values = dict(re.findall(r"^- (count|origins|disputed by): (.+)$", lines, re.M))
        if "count" in values:
            claim = Expected(title, count=int(values["count"]))
            claim.told = re.findall(r'^- told: `([\w-]+)` "(.+)"$', lines, re.M)
            claim.denied = re.findall(r'^- denied: `([\w-]+)` "(.+)"$', lines, re.M)
            claim.origins, claim.disputed_by = _names(values["origins"]), _names(values["disputed by"])
            claims.append(claim)
    return claims


def _names(line: str) -> list[set[str]]:
    return [] if line == "nobody" else [set(one.split(" or ")) for one in line.split("; ")]


def find_claim(expected: Expected, dossier: Dossier) -> DossierClaim | None:
    """Return the found claim whose affirming statements lie best on the passages that tell the claim."""
    claim_of = {s: claim.id for claim in dossier.claims for s in claim.statements}
    votes: Counter[str] = Counter()
    for article, passage in expected.told:
        for statement, share in _at(passage, article, dossier):
            if statement.id in claim_of and statement.stance != "denies":
                votes[claim_of[statement.id]] += round(1000 * share)
    best = max(votes, key=lambda name: (votes[name], name), default=None)
    return next((claim for claim in dossier.claims if claim.id == best), None)


def _at(passage: str, article: str, dossier: Dossier) -> list[tuple[Statement, float]]:
    """Return the statements that hold half of a passage or more, each with how well the two coincide."""
    (page,) = [a for a in dossier.articles if a.id == article]
    start, end = _extent(passage, page)
    found = []
    for s in dossier.statements:
        shared = min(s.end, end) - max(s.start, start)
        if s.article == article and 2 * shared >= end - start:
            found.append((s, shared / (max(s.end, end) - min(s.start, start))))
    return found


def _extent(passage: str, page: Article) -> tuple[int, int]:
    match = re.search(r"\s+".join(map(re.escape, passage.split())), page.text)
    assert match, (page.id, passage)
    return match.span()


def same_names(found: list[str], wanted: list[set[str]], besides: Iterable[str] = ()) -> bool:
    """Whether every wanted name is found, under one of its forms, and nobody else but those `besides`."""
    hits = [any(_is(name, form) for name in found for form in forms) for forms in wanted]
    forms = [form for forms in wanted for form in forms]
    others = [name for name in found if name not in besides and not any(_is(name, f) for f in forms)]
    return all(hits) and not others


def _is(name: str, form: str) -> bool:
    return form.casefold() in name.casefold() or name.casefold() in form.casefold().split()


def verdicts(dossier: Dossier) -> dict[tuple[str, str], bool]:
    """Return, for each claim of EXPECTED.md and each thing said of it, whether the dossier says the same."""
    outlets = {a.outlet for a in dossier.articles if a.outlet}  # an uncredited line is its outlet's own
    out = {}
    for expected in read_expected():
        claim = find_claim(expected, dossier)
        members = set(claim.statements) if claim else set()
        told = [any(s.id in members for s, _ in _at(p, a, dossier)) for a, p in expected.told]
        origins, disputed = (claim.origins, claim.disputed_by) if claim else ([], [])
        out |= {
            (expected.title, "told by most"): 2 * sum(told) > len(told),
            (expected.title, "count"): claim is not None and claim.independent == expected.count,
            (expected.title, "origins"): same_names(origins, expected.origins, outlets),
            (expected.title, "disputed by"): claim is not None and same_names(disputed, expected.disputed_by),
        }
    return out
