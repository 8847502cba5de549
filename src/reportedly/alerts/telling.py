"""How an alert is made of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.alerts.edition import Edition
from reportedly.alerts.record import Alert, Proof
from reportedly.dossiers.phrases import one_line
from reportedly.records import Article, DossierClaim, DossierStory, Statement, content_hash


@dataclass(frozen=True)
class Desk:
    """Makes the alerts of one story, at one time."""

    story: DossierStory
    when: str

    def tell(
        self,
        kind: str,
        title: str,
        text: str,
        proofs: Sequence[Proof],
        what: object,
        claim: DossierClaim | None = None,
    ) -> Alert:
        """Return an alert; its id hangs on its kind and on `what` changed alone."""
        return Alert(
            id=content_hash("alert", kind, what),
            kind=kind,
            time=self.when,
            story=self.story.id,
            story_title=one_line(self.story.title),
            claim=claim.id if claim else None,
            title=one_line(title),
            text=one_line(text),
            proofs=list(proofs),
        )


def proof(edition: Edition, statement: Statement) -> Proof:
    """Return a statement as proof."""
    article = edition.articles.get(statement.article)
    outlet, url = (article.outlet, article.url) if article else (None, None)
    return Proof(statement.article, outlet, url, statement.text, statement.start, statement.end)


def past_proof(edition: Edition, statement: Statement) -> Proof:
    """Return a statement that may have been edited away, as proof of what stood there before."""
    found = proof(edition, statement)
    found.start = found.end = 0
    return found


def proof_of(article: Article, passage: str) -> Proof:
    """Return a passage of an article as proof; it may stand outside of its text."""
    start = article.text.find(passage)
    span = (start, start + len(passage)) if start >= 0 else (0, 0)
    return Proof(article.id, article.outlet, article.url, passage, *span)


def outlet_of(article: Article) -> str:
    """Return the outlet of an article as a sentence names it."""
    return one_line(article.outlet or "an outlet that is not stated")


def title_of(article: Article) -> str:
    """Return the title of an article, or its id."""
    return one_line(article.title or article.id)
