"""A story's dossier as it stands at some time, made for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.records import (
    Article,
    Change,
    Credit,
    Dossier,
    DossierClaim,
    DossierStory,
    EarlierVersion,
    Statement,
    Words,
    content_hash,
)


@dataclass
class Told:
    """An article: its sentences, each with who told it ("-X" denies it) and the claim that it is of."""

    id: str
    rows: list[tuple[str, str, str]]  # claim, teller, sentence
    published: str = "2031-03-04"
    credits: list[str] = field(default_factory=list)
    title: str = ""
    edited_from: Told | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(sentence for _, _, sentence in self.rows)

    def article(self) -> Article:
        address, old, earlier = f"https://{self.id}.example/ferry", self.edited_from, []
        if old:
            earlier = [
                EarlierVersion(f"{old.id}-old", "i", None, old.title, None, None, None, self.changes, 0)
            ]
        return Article(
            id=self.id,
            key=content_hash(self.id, self.text, self.title),
            input=self.id,
            url=address,
            canonical=address,
            outlet=self.id.title(),
            title=self.title or f"{self.id.title()} on the ferry",
            published=self.published,
            language="en",
            text=self.text,
            credits=[Credit(agency, "text", f"({agency})") for agency in self.credits],
            versions=earlier,
        )

    def statements(self) -> list[Statement]:
        found = []
        for _, teller, sentence in self.rows:
            start, chain = self.text.index(sentence), [teller.lstrip("-")] if teller.lstrip("-") else []
            key = content_hash(self.id, self.text, start, chain)
            stance = "denies" if teller.startswith("-") else "affirms"
            span = [start, start + len(sentence)]
            found.append(Statement(key, self.id, *span, sentence, False, stance, chain, [], [], [span]))
        return found


def dossier(*articles: Told, story: str = "The ferry") -> Dossier:
    """A dossier of one story; every teller, or outlet that names none, is an origin of its own."""
    if not articles:
        return Dossier()
    rows: dict[str, list[tuple[Told, Statement]]] = {}
    for told in articles:
        for (claim, _, _), statement in zip(told.rows, told.statements(), strict=True):
            rows.setdefault(claim, []).append((told, statement))
    key = content_hash(*(told.id for told in articles))
    claims = [_claim(key, found) for found in rows.values()]
    return Dossier(
        articles=[told.article() for told in articles],
        stories=[DossierStory(key, story, [told.id for told in articles], [claim.id for claim in claims])],
        statements=[s for told in articles for s in told.statements()],
        claims=claims,
    )


def _claim(story: str, rows: Sequence[tuple[Told, Statement]]) -> DossierClaim:
    tellers: dict[str, set[str]] = {"affirms": set(), "denies": set()}
    for told, s in rows:
        tellers[s.stance].add(s.chain[0] if s.chain else told.id.title())
    ids, outlets = sorted(s.id for _, s in rows), len({told.id for told, _ in rows})
    names = sorted(tellers["affirms"])
    return DossierClaim(
        id=content_hash(ids),
        story=story,
        text=rows[0][1].text,
        statements=ids,
        n_articles=outlets,
        n_outlets=outlets,
        origins=names,
        independent=len(names),
        rests_on=names,
        evidence=[],
        disputed_by=sorted(tellers["denies"]),
        first_reported=None,
    )


def reworded(old: str, new: str, rest: str) -> Change:
    """A sentence in which a word was replaced."""
    return Change("reworded", [Words("gone", old), Words("new", new), Words("same", rest)])
