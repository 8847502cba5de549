"""What each page shows: rows for the templates, made of what is told of one story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.dossiers.context import Sharing
from reportedly.dossiers.html_claims import marked
from reportedly.dossiers.linked import is_web
from reportedly.dossiers.markup import Markup, tag
from reportedly.dossiers.phrases import LOOSE, listed, one_line, plural, remarks, told_widely, verdict
from reportedly.records import Article, Copy, DossierClaim, Source, Statement
from reportedly.web import parts
from reportedly.web.flow import Flow
from reportedly.web.library import Told
from reportedly.web.wordings import Wording, wordings

WIDE, SINGLE = 50, 25
"""Claims of several articles, and of one, that a story's page lists; its part "claims" has all."""

DISPUTES, EVENTS, QUOTES, SPEAKERS, COPIES, ARTICLES = 12, 15, 6, 12, 8, 25
"""What else a story's page lists of each; its parts have all."""

LISTED = 60
"""Statements for or against a claim that a page lists."""

STANCES = {"affirms": "says so", "denies": "denies it", "unsure": "leaves it open"}
HEADINGS = {"affirms": "For", "denies": "Against", "unsure": "Left open", "loose": LOOSE}


# ---------------------------------------------------------------- a story
def story(told: Told) -> dict[str, Any]:
    """Return what the page of a story shows."""
    view = told.view
    wide, single = told_widely(view.story_claims(told.story))
    entries = view.timeline(told.story)
    events, _ = view.turning_points(entries, EVENTS)
    disputes, who = parts.disputes(told), parts.speakers(told)
    quotes, copies = view.drifts(told.story), view.copies(told.story)
    return {
        "wide": wide[:WIDE], "single": single[:SINGLE], "n_single": len(single),
        "unlisted": len(wide[WIDE:]) + len(single[SINGLE:]),
        "disputes": disputes[:DISPUTES], "n_disputes": len(disputes),
        "timeline": [told.parts.event(entry) for entry in events], "n_timeline": len(entries),
        "quotes": told.parts.drifts(quotes[:QUOTES]), "n_quotes": len(quotes),
        "speakers": who[:SPEAKERS], "n_speakers": len(who),
        "copies": told.parts.copies(_longest(copies)), "n_copies": len(copies),
        "articles": told.parts.articles(view.story_articles(told.story)[:ARTICLES]),
        "n_articles": len(told.story.articles), "listed_articles": ARTICLES,
        "missing": _missing(told, [*wide, *single]),
    }  # fmt: skip


def _longest(copies: Sequence[Copy]) -> list[Copy]:
    return sorted(copies, key=lambda copy: copy.origin.start - copy.origin.end)[:COPIES]


def _missing(told: Told, claims: Sequence[DossierClaim]) -> list[str]:
    """Return lines on what nobody tells: times, outlets, whose word it is."""
    articles = told.view.story_articles(told.story)
    no_outlet = [article for article in articles if not article.outlet]
    outlets = {article.outlet for article in articles if article.outlet}
    own_word = sum(claim.n_outlets > 0 and set(claim.origins) <= outlets for claim in claims if claim.origins)
    lines = [told.view.undated(told.story)]
    lines += [f"The outlet of {plural(len(no_outlet), 'article')} is not stated."] if no_outlet else []
    lines += [f"{plural(own_word, 'claim')} with no origin but an outlet’s own word."] if own_word else []
    return [line for line in lines if line]


# ---------------------------------------------------------------- a claim
@dataclass(slots=True)
class Side:
    """Those who say, deny, or leave open a claim."""

    name: str
    heading: str
    statements: list[Statement]  # the earliest first
    unlisted: int
    drawn: Markup | None


def claim(told: Told, claim: DossierClaim) -> dict[str, Any]:
    """Return what the page of a claim shows."""
    view, dressed = told.view, told.parts
    sides = []
    for stance, heading in HEADINGS.items():
        said = view.told(claim, stance)
        strong = claim.rests_on if stance == "affirms" else ()
        shown = said[:LISTED]
        sides.append(
            Side(stance, heading, shown, len(said) - len(shown), Flow(dressed.claims, strong).drawn(said))
        )
    own = set(claim.statements)
    quotes = [q for q in view.drifts(told.story) if any(own & set(v.statements) for v in q.versions)]
    return {
        "sides": sides,
        "verdict": verdict(claim),
        "why": dressed.claims.why(claim),
        "first": dressed.claims.first(claim),
        "quotes": dressed.drifts(quotes),
        "wordings": _worded(told, claim),
    }


def _worded(told: Told, claim: DossierClaim) -> list[tuple[Wording, str]]:
    """Return the wordings of a claim, each with who has it; none where all say it alike."""
    said = told.view.told(claim, "affirms")
    outlets = {s.id: told.view.outlet(s.article) for s in said}
    found = wordings([(s.id, one_line(s.text)) for s in said])
    if len(found) < 2:
        return []
    return [(w, listed(list(dict.fromkeys(outlets[id] for id in w.ids)), 6)) for w in found]


# ---------------------------------------------------------------- an article
@dataclass(slots=True)
class Note:
    """A statement as it stands beside its paragraph, with the claim that it tells."""

    statement: Statement
    claim: DossierClaim | None
    stance: str
    more: list[Statement]  # others of this paragraph that tell the same on the same word


@dataclass(slots=True)
class Paragraph:
    """A paragraph of an article, its statements and what else has its words beside it."""

    text: Markup
    notes: list[Note]  # of what others tell or dispute, too
    alone: list[Note]  # of what this article alone tells
    copies: list[tuple[Article, Sharing]]


def article(told: Told, article: Article) -> dict[str, Any]:
    """Return what the page of an article shows."""
    return {
        "paragraphs": _paragraphs(told, article),
        "remarks": remarks(article),
        "statements": len(told.said_in.get(article.id, ())),
        "edits": told.parts.edits(article) if article.versions else None,
        "copied": _copied(told, article),
        "original": article.url if article.url and is_web(article.url) else None,
    }


def _paragraphs(told: Told, article: Article) -> list[Paragraph]:
    said = told.said_in.get(article.id, [])
    sharings = told.parts.claims.contexts.sharings.get(article.id, [])
    rows = []
    for start, end, pieces in told.parts.claims.contexts.whole(article, said):
        notes = _notes(told, [statement for statement in said if start <= statement.start < end])
        shared = {s.article: s for s in sharings if s.here.start < end and start < s.here.end}
        copies = [(told.view.articles[id], s) for id, s in shared.items() if id in told.view.articles]
        alone = [note for note in notes if not _is_wide(note.claim)]
        wide = [note for note in notes if _is_wide(note.claim)]
        rows.append(Paragraph(tag("p", *map(marked, pieces), dir="auto"), wide, alone, copies[:3]))
    return rows


def _notes(told: Told, said: Sequence[Statement]) -> list[Note]:
    """Return a note for each claim that statements tell, on one word and of one stance."""
    notes: dict[tuple[str, ...], Note] = {}
    for statement in said:
        claim = told.view.claims.get(told.view.claim_of.get(statement.id, ""))
        key = (claim.id if claim else statement.id, statement.stance, *statement.chain)
        if key in notes:
            notes[key].more.append(statement)
        else:
            notes[key] = Note(statement, claim, STANCES[statement.stance], [])
    return list(notes.values())


def _is_wide(claim: DossierClaim | None) -> bool:
    return claim is not None and (claim.n_articles > 1 or bool(claim.disputed_by))


def _copied(told: Told, article: Article) -> list[tuple[Article, float]]:
    """Return the articles that have passages of this one, those that share most first."""
    shares: dict[str, float] = {}
    for sharing in told.parts.claims.contexts.sharings.get(article.id, []):
        shares[sharing.article] = max(sharing.share, shares.get(sharing.article, 0.0))
    rows = [(told.view.articles[id], share) for id, share in shares.items() if id in told.view.articles]
    return sorted(rows, key=lambda row: (-row[1], row[0].id))


# ---------------------------------------------------------------- a source
@dataclass(slots=True)
class Said:
    """A claim that a source tells, denies or passes on, and the statements in which it does."""

    claim: DossierClaim
    statements: list[Statement]
    stance: str
    first: bool  # whether it is the first teller, or passes it on
    outlets: list[str]
    against: list[str]  # who else says the opposite


def source(told: Told, source: Source) -> dict[str, Any]:
    """Return what the page of a source shows."""
    rows: dict[tuple[str, str, bool], list[Statement]] = defaultdict(list)
    for statement in told.dossier.statements:
        if source.name in statement.chain and statement.id in told.view.claim_of:
            first = statement.chain[0] == source.name
            rows[told.view.claim_of[statement.id], statement.stance, first].append(statement)
    said = [_said(told, source, *key, statements) for key, statements in rows.items()]
    said.sort(key=lambda row: (-len(row.outlets), -len(row.statements), row.claim.text))
    outlets = told.view.outlets(s.id for row in said for s in row.statements)
    return {
        "own": [row for row in said if row.first],
        "passed": [row for row in said if not row.first],
        "outlets": outlets,
    }


def _said(told: Told, source: Source, id: str, stance: str, first: bool, statements: list[Statement]) -> Said:
    claim = told.view.claims[id]
    if stance == "affirms":
        against = [name for name in claim.disputed_by if name != source.name]
    elif stance == "denies":
        against = [name for name in claim.origins if name != source.name]
    else:
        against = []
    outlets = told.view.outlets(s.id for s in statements)
    return Said(claim, statements, STANCES[stance], first, outlets, against)
