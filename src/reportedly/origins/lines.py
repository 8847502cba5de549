"""The lines by which a claim reaches its outlets: first teller, relays, outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.languages import find_agency
from reportedly.origins.voices import Voices, key
from reportedly.records import Article, Copy, Statement

NO_OUTLET = "(outlet not stated)"


@dataclass(frozen=True)
class Step:
    """One station of a line: its node in the graph (a body), and the name that the text gives it."""

    node: str
    name: str


@dataclass(frozen=True)
class Line:
    """How one statement reaches its reader; `steps` end with the outlet."""

    statement: Statement
    article: Article
    steps: tuple[Step, ...]
    relays: tuple[str, ...]  # agencies that only carry what others say on the record
    lifted_from: str | None  # id of the article whose passage this is, where the text does not say so

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(step.node for step in self.steps)


class Tracer:
    """Draws the lines of a story's claims."""

    def __init__(self, articles: Sequence[Article], voices: Voices, copies: Sequence[Copy]) -> None:
        self.articles = {article.id: article for article in articles}
        self.voices = voices
        self.copies: dict[str, list[Copy]] = {}
        for copy in copies:
            self.copies.setdefault(copy.copy.article, []).append(copy)

    def outlet(self, article: Article) -> Step:
        """Return the outlet of an article as a step; an outlet that is not stated is like no other."""
        if not article.outlet:
            return Step(f"article {article.id}", NO_OUTLET)
        return Step(key(self.voices.body(article.outlet)), article.outlet)

    def teller(self, statement: Statement) -> Step:
        """Return the first teller of a statement: the outlet, where the text names none."""
        if not statement.chain:
            return self.outlet(self.articles[statement.article])
        return self._step(statement.chain[0])

    def _step(self, name: str) -> Step:
        return Step(key(self.voices.body(name)), self.voices.name(name))

    def credited(self, statement: Statement) -> list[str]:
        """Return the agencies credited for the copy of a statement, in a caption also for the picture."""
        article = self.articles[statement.article]
        caption = any(p.kind == "caption" and p.start <= statement.start < p.end for p in article.parts)
        return [c.agency for c in article.credits if c.kind == "text" or caption]

    def names_a_teller(self, statement: Statement) -> bool:
        """Whether a statement names a teller; an agency credited for the whole article is none."""
        credited = {key(name) for name in self.credited(statement)}
        return any(not {key(part) for part in _joint(name)} <= credited for name in statement.chain)

    def lines(self, affirming: Sequence[Statement]) -> list[Line]:
        """Return the lines of a claim's affirming statements, those that name a teller, or else all."""
        named = [s for s in affirming if self.names_a_teller(s)]
        return [self._named(s, named) for s in named] or [self._unnamed(s, affirming) for s in affirming]

    def _named(self, statement: Statement, others: Sequence[Statement]) -> Line:
        article = self.articles[statement.article]
        kept, relays = [], []
        for i, name in enumerate(statement.chain):
            if i and self._only_carries(statement.chain, i, others):
                relays += _joint(name)
            else:
                kept += _joint(name)
        steps = [self._step(name) for name in kept]
        return Line(statement, article, _without_loops([*steps, self.outlet(article)]), tuple(relays), None)

    def _only_carries(self, chain: Sequence[str], at: int, others: Sequence[Statement]) -> bool:
        """Whether the agency at a place of a chain only carries words that could be had without it.

        An independent agency does so for every teller who is named; a government's own agency,
        which may be the only way to its teller, where other lines have the same teller without it.
        """
        agencies = [find_agency(name) for name in _joint(chain[at])]
        if not all(agencies):
            return False
        if not any(a.owner for a in agencies if a) and self.voices.kind(chain[0]) != "unnamed":
            return True
        body, relay = self.voices.body(chain[0]), self.voices.body(chain[at])
        return any(
            self.voices.body(s.chain[0]) == body
            and relay not in {self.voices.body(name) for name in s.chain[1:]}
            for s in others
        )

    def _unnamed(
        self, statement: Statement, others: Sequence[Statement], seen: frozenset[str] = frozenset()
    ) -> Line:
        """Draw a line without a teller: from the agency credited, or from the article it is lifted from."""
        article = self.articles[statement.article]
        carried = [self._step(agency) for name in statement.chain for agency in _joint(name)]
        before: list[Step] = []
        source = self._lifted_from(statement)
        if source and source not in seen:
            origin = next((s for s in others if s.article == source), None)
            if origin:
                before = list(self._unnamed(origin, others, seen | {article.id}).steps)
            else:
                before = [self.outlet(self.articles[source])]
        steps = _without_loops([*before, *carried, self.outlet(article)])
        return Line(statement, article, steps, (), source if before else None)

    def _lifted_from(self, statement: Statement) -> str | None:
        """Return the article that a passage around a statement is copied from, or None."""
        agencies = self._agencies(statement.article)
        for copy in self.copies.get(statement.article, []):
            if agencies & self._agencies(copy.origin.article):
                continue  # both have it from the agency, and say so
            shared = min(copy.copy.end, statement.end) - max(copy.copy.start, statement.start)
            if 2 * shared >= statement.end - statement.start:
                return copy.origin.article
        return None

    def _agencies(self, article: str) -> set[str]:
        return {c.agency for c in self.articles[article].credits if c.kind == "text"}


def _joint(name: str) -> list[str]:
    """Return the agencies of a joint credit ("AFP, Reuters"), or the name alone."""
    parts = [part.strip() for part in name.split(",")]
    return parts if len(parts) > 1 and all(find_agency(part) for part in parts) else [name]


def _without_loops(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps, each node once, at its first place; the outlet stays last."""
    kept: dict[str, Step] = {}
    for step in steps[:-1]:
        if step.node != steps[-1].node:
            kept.setdefault(step.node, step)
    return (*kept.values(), steps[-1])
