"""From what somebody points at, in a dossier, to the targets of a decision.

A claim, a story, an article or a statement is named by its id as the dossier has it, or by the first
signs of the id, four or more, that no other begins with; the articles of a claim or a story also by
their outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.errors import InputError
from reportedly.records import Article, Dossier, DossierClaim, DossierStory, Statement
from reportedly.store.decisions.anchors import article_targets, statement_targets
from reportedly.store.decisions.record import Target

LEAST = 4
"""Signs of an id that are enough, where they tell it from all others."""

Named = DossierClaim | DossierStory | Article | Statement


class Pointing:
    """What can be pointed at in a dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        rows: Sequence[Named] = [*dossier.claims, *dossier.stories, *dossier.articles, *dossier.statements]
        self._named: dict[str, Named] = {row.id: row for row in reversed(rows)}
        self._articles = {article.id: article for article in dossier.articles}
        self._statements = {statement.id: statement for statement in dossier.statements}

    def find(self, id: str) -> Named:
        """Return what an id names; raise InputError where that is nothing, or more than one thing."""
        if id in self._named:
            return self._named[id]
        found = sorted(known for known in self._named if len(id) >= LEAST and known.startswith(id))
        if len(found) == 1:
            return self._named[found[0]]
        if found:
            raise InputError(f"{id!r} could be {' or '.join(found[:3])}: give more of the id")
        raise InputError(f"nothing is called {id!r} here: no claim, story, article or statement")

    def merged(self, ids: Sequence[str]) -> tuple[str, list[Target]]:
        """Return kind and targets of a decision that claims, or stories, are one.

        A statement stands for its claim, an article for its story.
        """
        rows = [self._whole(self.find(id)) for id in ids]
        if len({row.id for row in rows}) < 2:
            raise InputError("name two claims or more, or two stories, that are one")
        if all(isinstance(row, DossierClaim) for row in rows):
            return "merge-claims", self._sides(rows)
        if all(isinstance(row, DossierStory) for row in rows):
            return "merge-stories", self._sides(rows)
        raise InputError("a claim and a story cannot be one: name claims alone, or stories alone")

    def split(self, id: str, parts: Sequence[str]) -> tuple[str, list[Target]]:
        """Return kind and targets of a decision that takes parts out of a claim or a story.

        Parts of a claim are its statements, or all that an article says of it; of a story, articles.
        """
        whole = self.find(id)
        if isinstance(whole, DossierClaim):
            mine = [self._statements[key] for key in whole.statements]
            out = self._of(mine, parts, "this claim")
            rest = [s for s in mine if s.id not in {one.id for one in out}]
            self._must_leave(rest)
            targets = [
                statement_targets(self._articles.values(), side, n) for n, side in enumerate((out, rest))
            ]
            return "split-claim", [target for side in targets for target in side]
        if not isinstance(whole, DossierStory):
            raise InputError(f"{id!r} is neither a claim nor a story: only these can be split")
        articles = [self._articles[key] for key in whole.articles]
        members = {article.id for article in articles}
        named = {part: self._named_by(part) for part in parts}
        if other := next((part for part, ids in named.items() if members.isdisjoint(ids)), None):
            raise InputError(f"{other!r} is no article of this story")
        taken = set().union(*named.values())
        left = [article for article in articles if article.id not in taken]
        self._must_leave(left)
        gone = [article for article in articles if article.id in taken]
        return "split-story", [*article_targets(gone, 0), *article_targets(left, 1)]

    def lines(self, id: str, parts: Sequence[str]) -> list[Target]:
        """Return the targets that name lines of a claim: those of these articles, or statements; or all."""
        claim = self.find(id)
        if not isinstance(claim, DossierClaim):
            raise InputError(f"{id!r} is no claim: name the claim first, then its articles or statements")
        affirming = [s for key in claim.statements if (s := self._statements[key]).stance == "affirms"]
        return statement_targets(
            self._articles.values(), self._of(affirming, parts, "this claim, or does not affirm it")
        )

    def about(self, ids: Sequence[str]) -> list[Target]:
        """Return the targets of a note, or a dismissal, of claims, stories, articles or statements."""
        return [target for id in ids for target in self._targets(self.find(id), 0)]

    def stories(self, ids: Sequence[str]) -> list[Target]:
        """Return the targets that name stories by their articles."""
        rows = [self._whole(self.find(id)) for id in ids]
        if other := next((row for row in rows if not isinstance(row, DossierStory)), None):
            raise InputError(f"{other.id!r} is no story")
        return [target for row in rows for target in self._targets(row, 0)]

    # ------------------------------------------------------------ parts
    def _whole(self, row: Named) -> Named:
        """Return the claim of a statement, the story of an article; what is whole as it is."""
        if isinstance(row, Statement):
            return next(claim for claim in self._dossier.claims if row.id in claim.statements)
        if isinstance(row, Article):
            return next(story for story in self._dossier.stories if row.id in story.articles)
        return row

    def _sides(self, rows: Iterable[Named]) -> list[Target]:
        own = {row.id: row for row in rows}
        return [target for side, row in enumerate(own.values()) for target in self._targets(row, side)]

    def _targets(self, row: Named, side: int) -> list[Target]:
        if isinstance(row, DossierStory):
            return article_targets((self._articles[key] for key in row.articles), side)
        if isinstance(row, Article):
            return article_targets([row], side)
        keys = row.statements if isinstance(row, DossierClaim) else [row.id]
        return statement_targets(self._articles.values(), (self._statements[key] for key in keys), side)

    def _of(self, statements: Sequence[Statement], parts: Sequence[str], whole: str) -> list[Statement]:
        """Return the statements that parts name, themselves or by articles; all where there are none."""
        found: dict[str, Statement] = {}
        for part in parts:
            named = self._named_by(part)
            mine = [s for s in statements if not named.isdisjoint((s.id, s.article))]
            if not mine:
                raise InputError(f"{part!r} is not in {whole}")
            found |= {s.id: s for s in mine}
        return list(found.values()) if parts else list(statements)

    def _named_by(self, part: str) -> set[str]:
        """Return the id that a part is named by, or those of the articles of the outlet that it names."""
        outlet = part.casefold()
        ids = {a.id for a in self._articles.values() if (a.outlet or "").casefold() == outlet}
        return ids if ids and part not in self._named else {self.find(part).id}

    def _must_leave(self, rest: Sequence[object]) -> None:
        if not rest:
            raise InputError("this would take all of it: leave something that it is split from")
