"""What is told of claims that were found, of a story, of an article: a page of it at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.asking.answers import INDEPENDENCE, QUOTED, Quoted, readable
from reportedly.asking.finding import Asking, find
from reportedly.asking.passages import chosen, quoted
from reportedly.dossiers.phrases import standing
from reportedly.dossiers.view import View
from reportedly.errors import InputError
from reportedly.records import Article, DossierClaim
from reportedly.store.seeking import Narrowed

MOST = 50
"""Claims, articles or statements that are told at once, at most."""

MOST_TEXT = 20_000
"""Signs of an article's text that are told at once, at most."""


@dataclass
class ClaimTold:
    """A claim, and what stands behind it; `independent` is how many origins there are at most."""

    claim: str  # id
    story: str  # id
    title: str  # of the story
    text: str
    articles: int
    outlets: int
    independent: int
    origins: list[str]
    rests_on: list[str]
    disputed_by: list[str]
    first_reported: str | None  # ISO 8601
    in_words: str
    nearness: float | None  # cosine, where it was found by meaning
    passages: list[Quoted]
    more_passages: int


@dataclass
class ClaimsTold:
    """Claims that were found; `next_start` is where the others begin, null where there are none."""

    total: int
    next_start: int | None
    in_words: str
    claims: list[ClaimTold]
    caveats: list[str] = field(default_factory=lambda: [INDEPENDENCE, QUOTED])


@dataclass
class ArticleNamed:
    """An article in brief."""

    article: str  # id
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None  # ISO 8601


@dataclass
class StoryTold:
    """A story, with a page of its claims, the weightiest first."""

    story: str  # id
    title: str
    articles: list[ArticleNamed]  # the first to be published first, MOST at most
    articles_held: int
    total: int  # claims
    next_start: int | None
    claims: list[ClaimTold]
    caveats: list[str] = field(default_factory=lambda: [INDEPENDENCE, QUOTED])


@dataclass
class StatementTold:
    """A statement of an article, with the claim that it is of."""

    claim: str | None  # id
    passage: Quoted


@dataclass
class ArticleTold:
    """An article: a stretch of its text (code points `start` to `end`), and what is stated from there on."""

    article: str  # id
    story: str  # id
    title: str | None
    outlet: str | None
    byline: list[str]
    credits: list[str]  # agencies whose copy it says that it is
    url: str | None
    published: str | None  # ISO 8601
    language: str | None
    text: str
    start: int
    end: int
    length: int  # of the whole text
    next_start: int | None
    statements: list[StatementTold]
    caveats: list[str] = field(default_factory=lambda: [INDEPENDENCE, QUOTED])


def claims(
    store: Asking, words: str, meaning: str, narrowed: Narrowed, start: int, count: int, passages: int
) -> ClaimsTold:
    """Return a page of the claims that fit (see `finding.find`), with so many passages each."""
    found = find(store, words, meaning, narrowed, start, min(count, MOST))
    view = View(store.holding([each.claim.id for each in found.claims]))
    told = [
        _claim(view, view.claims[each.claim.id], each.title, passages, each.nearness)
        for each in found.claims
        if each.claim.id in view.claims
    ]
    after = start + len(found.claims)
    in_words = f"{found.total} found in this store." if found.total else "Not found in this store."
    return readable(ClaimsTold(found.total, after if after < found.total else None, in_words, told))


def story(store: Asking, id: str, start: int, count: int, passages: int) -> StoryTold:
    """Return a story by its id, or that of a claim or an article in it; raises InputError for another."""
    view = View(store.holding([id]))
    for held in view.dossier.stories:
        if id == held.id or id in held.claims or id in held.articles:
            break
    else:
        raise InputError(f"not found in this store: no story, and none that holds {id!r}")
    rows, articles = view.story_claims(held), view.story_articles(held)
    shown = rows[start : start + min(count, MOST)]
    after = start + len(shown)
    return readable(StoryTold(
        held.id, held.title,
        [ArticleNamed(a.id, a.title, a.outlet, a.url, a.published) for a in articles[:MOST]], len(articles),
        len(rows), after if after < len(rows) else None,
        [_claim(view, claim, held.title, passages) for claim in shown],
    ))  # fmt: skip


def article(store: Asking, id: str, start: int, length: int) -> ArticleTold:
    """Return an article by its id; raises InputError where there is none."""
    view = View(store.holding([id]))
    found = view.articles.get(id)
    held = next((s.id for s in view.dossier.stories if id in s.articles), None)
    if found is None or held is None:
        raise InputError(f"not found in this store: no article {id!r}")
    end = min(len(found.text), start + min(length, MOST_TEXT))
    said = [s for s in view.statements.values() if s.article == id and start <= s.start < end]
    said.sort(key=lambda s: (s.start, s.end, s.id))
    told = [StatementTold(view.claim_of.get(s.id), quoted(view, s)) for s in said]
    return readable(ArticleTold(
        found.id, held, found.title, found.outlet, found.byline, _copied(found), found.url, found.published,
        found.language, found.text[start:end], min(start, end), end, len(found.text),
        end if end < len(found.text) else None, told,
    ))  # fmt: skip


def _copied(article: Article) -> list[str]:
    return sorted({credit.agency for credit in article.credits if credit.kind == "text"})


def _claim(
    view: View, claim: DossierClaim, title: str, passages: int, nearness: float | None = None
) -> ClaimTold:
    told, left = chosen(view, claim, passages)
    first = claim.first_reported
    return ClaimTold(
        claim.id, claim.story, title, claim.text, claim.n_articles, claim.n_outlets, claim.independent,
        claim.origins, claim.rests_on, claim.disputed_by, first.published if first else None,
        standing(claim), nearness, [quoted(view, statement) for statement in told], left,
    )  # fmt: skip
