"""What changed in running stories between two dossiers of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reportedly.alerts.edition import Edition, Since, bare, place
from reportedly.alerts.edits import edits
from reportedly.alerts.numbers import numbers
from reportedly.alerts.record import Alert, Gone, Proof
from reportedly.alerts.telling import Desk, outlet_of, proof, proof_of, title_of
from reportedly.dossiers.phrases import listed, one_line
from reportedly.records import Article, Dossier, DossierClaim

PROOFS = 4
"""Passages that an alert shows, at most."""


def changes(
    before: Dossier,
    after: Dossier,
    *,
    when: str,
    gone: Sequence[Gone] = (),
    dismissed: Collection[str] = (),
) -> list[Alert]:
    """Return what changed in the stories that were there before; `when` is the time of all alerts.

    `gone` are articles of `after` that cannot be fetched any more; `dismissed` the ids, in `after`, of
    claims and stories that give no alerts.
    """
    since = Since(Edition(before), Edition(after))
    found: list[Alert] = []
    for story in since.running():
        if story.id not in dismissed:
            claims = [since.after.claims[key] for key in story.claims if key in since.after.claims]
            heeded = [claim for claim in claims if claim.id not in dismissed]
            found += _story(since, Desk(story, when), heeded)
    for each in gone:
        story_of = since.after.story_of.get(each.article)
        if story_of and story_of.id not in dismissed:
            found.append(_gone(since.after.articles[each.article], each, Desk(story_of, when)))
    return list({each.id: each for each in reversed(found)}.values())[::-1]


def _story(since: Since, desk: Desk, claims: Sequence[DossierClaim]) -> Iterator[Alert]:
    for claim in claims:
        yield from _second_origin(since, desk, claim)
        yield from _denial(since, desk, claim)
    yield from numbers(since, desk, claims)
    yield from edits(since, desk)
    yield from _credits(since, desk)


# ---------------------------------------------------------------- claims
def _second_origin(since: Since, desk: Desk, claim: DossierClaim) -> Iterator[Alert]:
    """Tell of a claim that rested on one origin, or was not there, and now has two or more."""
    past = since.claims(claim)
    told = [s for s in since.after.told(claim) if s.stance == "affirms"]
    new = [s for s in since.fresh(claim) if s.stance == "affirms"]
    if claim.independent < 2 or not new or any(old.independent >= 2 for old in past):
        return
    before = list(dict.fromkeys(name for old in past for name in old.rests_on))
    known = set(map(bare, before))
    added = [name for name in claim.rests_on if bare(name) not in known] or claim.rests_on
    outlets = {bare(article.outlet) for article in since.after.articles.values() if article.outlet}
    unnamed = ", naming nobody" if outlets.issuperset(map(bare, added)) else ""
    text = f"{_quoted(claim)} has at most {claim.independent} origins now: {listed(claim.rests_on, 4)}."
    if before:
        text += f" Before, it rested on {listed(before, 3)} alone."
    if unnamed:
        text += f" {listed(added, 3)} {'tells' if len(added) == 1 else 'tell'} it without naming anybody."
    first = [s for s in told if s not in new][:1]
    proofs = [proof(since.after, s) for s in [*first, *new][:PROOFS]]
    what = (_identity(since, claim), sorted(claim.rests_on))
    yield desk.tell("origin", f"A second origin: {listed(added, 2)}{unnamed}", text, proofs, what, claim)


def _denial(since: Since, desk: Desk, claim: DossierClaim) -> Iterator[Alert]:
    """Tell of a claim that somebody denies who did not before."""
    before = {bare(name) for old in since.claims(claim) for name in old.disputed_by}
    names = [name for name in claim.disputed_by if bare(name) not in before]
    new = [s for s in since.fresh(claim) if s.stance == "denies"]
    if not names or not new:
        return
    affirmed = [s for s in since.after.told(claim) if s.stance == "affirms"][:1]
    text = f"{_quoted(claim)} is denied by {listed(names, 4)}."
    if claim.rests_on:
        text += f" It rests on {listed(claim.rests_on, 3)}."
    proofs = [proof(since.after, s) for s in [*new[: PROOFS - 1], *affirmed]]
    what = (_identity(since, claim), sorted(names))
    yield desk.tell("denial", f"Denied by {listed(names, 2)}", text, proofs, what, claim)


def _identity(since: Since, claim: DossierClaim) -> tuple[str, str]:
    """Return what tells a claim whatever comes to it later: the first words of it that were known."""
    old = since.claims(claim)
    edition, claim = (since.before, old[0]) if old else (since.after, claim)
    told = [s for s in edition.told(claim) if s.article in edition.articles]
    return (place(edition.articles[told[0].article]), told[0].text) if told else ("", claim.text)


def _quoted(claim: DossierClaim) -> str:
    return f"“{one_line(claim.text).strip('“”')}”"


# ---------------------------------------------------------------- articles
def _credits(since: Since, desk: Desk) -> Iterator[Alert]:
    """Tell of agencies whose copy a story has, as nothing said before, or as an article now says."""
    known = {agency for article in since.past(desk.story) for agency in _credited(article)}
    for article in (since.after.articles[key] for key in desk.story.articles if key in since.after.articles):
        old = since.article(article.id)
        for agency, passage in _credited(article).items():
            if agency in (_credited(old) if old else known):
                continue
            known.add(agency)
            credits = "now credits" if old else "credits"
            text = f"{outlet_of(article)} {credits} {agency} for “{title_of(article)}”."
            proofs, what = [proof_of(article, passage)], (agency, place(article))
            yield desk.tell("credit", f"{agency} is credited", text, proofs, what)


def _credited(article: Article) -> dict[str, str]:
    """Return the agencies whose copy an article says to be, and where it does."""
    return {credit.agency: credit.passage for credit in article.credits if credit.kind == "text"}


def _gone(article: Article, gone: Gone, desk: Desk) -> Alert:
    """Tell of an article that is no longer at its address."""
    name, outlet = title_of(article), outlet_of(article)
    text = f"“{name}” of {outlet} is no longer at its address ({gone.why}); what it said is kept."
    proofs = [Proof(article.id, article.outlet, article.url, name)]
    return desk.tell("gone", f"Gone: {name}", text, proofs, (place(article), article.key))
