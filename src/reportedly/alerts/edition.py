"""A dossier as it stood at one time, and what of it is found again in a later one.

Ids of stories and claims hash what they hold, and an edited article's statements have new ids, so
things are found again by what they share: articles by their addresses, statements by their words in
one article, claims by their statements.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from reportedly.records import Article, Dossier, DossierClaim, DossierStory, Statement

ALIKE = 0.5
"""Share of words that a statement and its successor in an edited article have in common, at least."""

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> frozenset[str]:
    """Return the words of a text, case folded, figures left out."""
    return frozenset(word for word in _WORD.findall(text.casefold()) if not word[0].isdigit())


def bare(name: str) -> str:
    """Return what the spellings of a name have in common: no case, no accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


class Edition:
    """A dossier with its rows by their ids."""

    def __init__(self, dossier: Dossier) -> None:
        self.stories = dossier.stories
        self.articles = {article.id: article for article in dossier.articles}
        self.statements = {statement.id: statement for statement in dossier.statements}
        self.claims = {claim.id: claim for claim in dossier.claims}
        self.claim_of = {key: claim for claim in dossier.claims for key in claim.statements}
        self.story_of = {key: story for story in dossier.stories for key in story.articles}
        self.said: dict[str, list[Statement]] = defaultdict(list)  # by article
        for statement in dossier.statements:
            self.said[statement.article].append(statement)

    def told(self, claim: DossierClaim) -> list[Statement]:
        """Return a claim's statements, the earliest published first."""
        found = (self.statements[key] for key in claim.statements if key in self.statements)
        return sorted(found, key=lambda s: (self.published(s) or "~", s.article, s.start, s.id))

    def published(self, statement: Statement) -> str:
        """Return when a statement's article was published, "" where that is not known."""
        article = self.articles.get(statement.article)
        return (article.published if article else None) or ""


def place(article: Article) -> str:
    """Return what an article keeps through its edits: its address, or its content where it has none."""
    return article.canonical or article.url or article.key


class Since:
    """What a later edition has of an earlier one."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self.before, self.after = before, after
        at = {place(article): article for article in before.articles.values()}
        self._earlier_article = {key: at.get(place(article)) for key, article in after.articles.items()}
        self._earlier: dict[str, str] = {}
        for key, article in after.articles.items():
            if old := self._earlier_article[key]:
                self._find(after.said[article.id], before.said[old.id])

    def _find(self, now: Sequence[Statement], then: Sequence[Statement]) -> None:
        """Find the statements of one article again: by their ids, or as the most alike, each once."""
        left = {s.id: s for s in then}
        open_ = [s for s in now if not (s.id in left and self._took(s, left.pop(s.id)))]
        pairs = sorted(
            ((_likeness(s, old), s.start, s.id, old.id) for s in open_ for old in left.values()),
            key=lambda pair: (-pair[0], *pair[1:]),
        )
        for alike, _, key, old in pairs:
            if alike >= ALIKE and key not in self._earlier and old in left:
                self._earlier[key] = left.pop(old).id

    def _took(self, statement: Statement, old: Statement) -> bool:
        self._earlier[statement.id] = old.id
        return True

    def article(self, id: str) -> Article | None:
        """Return an article as it stood before, None where it is new."""
        return self._earlier_article.get(id)

    def fresh(self, claim: DossierClaim) -> list[Statement]:
        """Return a claim's statements that its story had not, or otherwise, the earliest published first."""
        past = self.claims(claim)
        return [s for s in self.after.told(claim) if not past or not self._stood(s, past[0].story)]

    def _stood(self, statement: Statement, story: str) -> bool:
        """Whether a statement stood in a story before, in the same words and on the same word."""
        old = self.before.statements.get(self._earlier.get(statement.id, ""))
        if old is None or (old.text, old.chain) != (statement.text, statement.chain):
            return False
        return self.before.claim_of[old.id].story == story if old.id in self.before.claim_of else False

    def claims(self, claim: DossierClaim) -> list[DossierClaim]:
        """Return the claims that a claim was before, that of most of its statements first."""
        old = [self.before.claim_of.get(self._earlier.get(key, "")) for key in claim.statements]
        shared = Counter(found.id for found in old if found)
        return [self.before.claims[key] for key in sorted(shared, key=lambda key: (-shared[key], key))]

    def running(self) -> list[DossierStory]:
        """Return the stories of the later edition that were there before, in part at least."""
        return [s for s in self.after.stories if any(self.article(key) for key in s.articles)]

    def past(self, story: DossierStory) -> list[Article]:
        """Return the articles, as they stood before, of the stories that a story was before."""
        old = (self.article(key) for key in story.articles)
        before = {self.before.story_of[a.id].id: self.before.story_of[a.id] for a in old
                  if a and a.id in self.before.story_of}  # fmt: skip
        keys = {key for found in before.values() for key in found.articles}
        return [self.before.articles[key] for key in sorted(keys) if key in self.before.articles]


def _likeness(one: Statement, other: Statement) -> float:
    if one.stance != other.stance:
        return 0.0
    a, b = words(one.text), words(other.text)
    return len(a & b) / max(1, len(a | b))
