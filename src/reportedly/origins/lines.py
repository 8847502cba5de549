"""The lines by which a claim reaches its outlets: first teller, relays, outlet."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from reportedly.languages import find_agency
from reportedly.origins.marks import MARKED, Marks
from reportedly.origins.voices import Voices, key
from reportedly.records import Article, Copy, Passage, Statement

NO_OUTLET = "(outlet not stated)"
UNSIGNED = "(a text that is not here)"
"""Where articles have the same passage, or the same error, and nothing tells whose it was first."""


@dataclass(frozen=True)
class Step:
    """One station of a line: its node in the graph (a body), and the name that the text gives it."""

    node: str
    name: str


@dataclass(frozen=True)
class Line:
    """How one statement reaches its reader; `steps` end with the outlet."""

    statement: Statement
    steps: tuple[Step, ...]
    copy: Copy | None = None  # the passage of another article that this is
    error: str = ""  # the misspelt name that it shares with others
    agency: str = ""  # the agency by way of which its article has other things
    through: str = ""  # the government's agency by way of which its article has the teller's other words

    @property
    def path(self) -> tuple[str, ...]:
        """The nodes of its steps."""
        return tuple(step.node for step in self.steps)


class Tracer:
    """Draws the lines of a story's claims."""

    def __init__(
        self,
        articles: Sequence[Article],
        voices: Voices,
        copies: Sequence[Copy],
        errors: Mapping[str, Set[str]] | None = None,
        marks: Marks | None = None,
    ) -> None:
        self.articles = {article.id: article for article in articles}
        self.voices = voices
        self.marks = marks or Marks()
        self._outlets = {key(a.outlet): a.outlet for a in articles if a.outlet}
        self._errors = errors or {}
        self._by_way_of: dict[str, set[str]] = defaultdict(set)  # agencies that an article has things from
        self._through: dict[tuple[str, str], set[str]] = defaultdict(
            set
        )  # of an article and a teller, the same
        self.copies: dict[str, list[Copy]] = defaultdict(list)
        self._lent: dict[str, list[Passage]] = defaultdict(list)  # what others have too, and nobody signed
        for copy in copies:
            self.copies[copy.copy.article].append(copy)
            if copy.direction == "unknown":
                self._lent[copy.origin.article].append(copy.origin)

    def note(self, statements: Iterable[Statement]) -> None:
        """Note by way of which agencies the articles have what they say, from all of a story's statements."""
        for statement in statements:
            for name in statement.chain[1:]:
                self._by_way_of[statement.article].update(filter(find_agency, _joint(name)))
            for name in statement.chain[1:2]:
                if (agency := find_agency(name)) and agency.owner:
                    self._through[statement.article, self.voices.body(statement.chain[0])].add(name)

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
        known = self.voices.name(name)
        return Step(key(self.voices.body(name)), self._outlets.get(key(known), known))

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
        """Return the lines of a claim's affirming statements: of those that name a teller, or else of all.

        Where an analyst marked them, they are drawn so, and one that stands by itself counts in any case.
        """
        named = [s for s in affirming if self.names_a_teller(s)]
        if not named:
            in_article = {s.article: s for s in reversed(affirming)}
            lines = self._by_agency([self._unnamed(s, in_article) for s in affirming])
        else:
            told = {s.id for s in named}
            alone = [self._alone(s) for s in affirming if s.id not in told and self.marks.alone(s.id)]
            lines = [*self._told(named), *alone]
        sharing = Counter(mark.id for line in lines for mark in self.marks.shared(line.statement.id))
        return [self._marked(line, sharing) for line in lines]

    def _told(self, named: Sequence[Statement]) -> list[Line]:
        """Draw the lines of statements that name a teller."""
        relays: dict[str, set[frozenset[str]]] = defaultdict(set)
        for s in named:
            first, *others = self._came(s)
            relays[self.voices.body(first)].add(frozenset(map(self.voices.body, others)))
        return [self._named(s, relays) for s in named]

    def _came(self, statement: Statement) -> list[str]:
        """Return the chain of a statement, with the government's agency by way of which its article has
        what else the teller says: a report does not name it with every sentence."""
        first, *others = statement.chain
        through = sorted(self._through.get((statement.article, self.voices.body(first)), ()))
        if len(through) != 1 or {key(name) for name in through} & {key(name) for name in statement.chain}:
            return statement.chain
        return [first, *through, *others]

    def _named(self, statement: Statement, relays: Mapping[str, Set[frozenset[str]]]) -> Line:
        """Draw the line of a statement that names a teller; `relays` are those of each teller's lines."""
        first, *others = self._came(statement)
        kept = [name for name in others if not self._only_carries(name, first, relays)]
        steps = [self._step(part) for name in (first, *kept) for part in _joint(name)]
        outlet = self.outlet(self.articles[statement.article])
        through = next((name for name in kept if name not in statement.chain), "")
        return Line(statement, _without_loops([*steps, outlet]), through=through)

    def _only_carries(self, relay: str, first: str, relays: Mapping[str, Set[frozenset[str]]]) -> bool:
        """Whether a relay is an agency that carries a teller's words which could be had without it.

        An independent agency does so for every teller who is named; a government's own agency,
        which may be the only way to its teller, where other lines have the same teller without it.
        """
        agencies = [agency for agency in map(find_agency, _joint(relay)) if agency]
        if not agencies:
            return False
        if self.voices.kind(first) != "unnamed" and not any(agency.owner for agency in agencies):
            return True
        body = self.voices.body(relay)
        return any(body not in without for without in relays[self.voices.body(first)])

    def _marked(self, line: Line, sharing: Mapping[str, int]) -> Line:
        """Draw a line as analysts marked it: by itself, or from what it shares with others."""
        if self.marks.alone(line.statement.id):
            return self._alone(line.statement)
        shared = [
            self._step(mark.on) if mark.on else Step(f"mark {mark.id}", MARKED)
            for mark in self.marks.shared(line.statement.id)
            if mark.on or sharing[mark.id] > 1
        ]
        return dataclasses.replace(line, steps=_without_loops([*shared, *line.steps]))

    def _alone(self, statement: Statement) -> Line:
        """Draw the line of a statement with no node but its own teller's, whoever else has that name."""
        outlet = self.outlet(self.articles[statement.article])
        if not self.names_a_teller(statement):
            return Line(statement, (outlet,))
        return Line(statement, (Step(f"teller of {statement.id}", self.teller(statement).name), outlet))

    def _unnamed(self, statement: Statement, in_article: Mapping[str, Statement]) -> Line:
        """Draw the line of a statement without a teller: from the agency credited for its copy, and
        before it from the article that its passage is lifted from, which may be lifted itself.

        Where an agency's text, or one that is not here, is what two articles have, neither outlet
        stands between it and the other.
        """
        copy = self._lifted(statement)
        steps = [*self._carried(statement), self.outlet(self.articles[statement.article])]
        at: Statement | None = statement
        link, seen = copy, {statement.article}
        while link and link.origin.article not in seen:
            lender = link.origin.article
            seen.add(lender)
            at = in_article.get(lender)
            through = (
                [] if link.direction in ("unknown", "agency copy") else [self.outlet(self.articles[lender])]
            )
            carried = (
                self._carried(at) if at else [self._step(name) for name in sorted(self._agencies(lender))]
            )
            steps = [*carried, *through, *steps]
            link = self._lifted(at) if at else None
        if at and self._is_lent(at):
            steps = [Step(f"text {at.article}", UNSIGNED), *steps]
        elif copy and copy.direction == "unknown" and not at:
            steps = [Step(f"text {copy.origin.article}", UNSIGNED), *steps]
        error = self._shared_error(statement, in_article)
        if error and not copy:
            steps = [Step(f"error {error}", UNSIGNED), *steps]
        return Line(statement, _without_loops(steps), copy, error)

    def _by_agency(self, lines: Sequence[Line]) -> list[Line]:
        """Put an agency on whose word other lines of the claim stand before those lines, on nobody's,
        whose articles have other things by way of it: they hold its copy, as far as can be told."""
        carriers = {step.node for line in lines for step in line.steps[:-1] if find_agency(step.name)}
        joined = []
        for line in lines:
            known = {self._step(name) for name in self._by_way_of[line.statement.article]}
            through = sorted((step for step in known if step.node in carriers), key=lambda step: step.node)
            if through and not carriers & set(line.path):
                steps = _without_loops([through[0], *line.steps])
                line = dataclasses.replace(line, steps=steps, agency=through[0].name)
            joined.append(line)
        return joined

    def _carried(self, statement: Statement) -> list[Step]:
        return [self._step(agency) for name in statement.chain for agency in _joint(name)]

    def _lifted(self, statement: Statement) -> Copy | None:
        """Return the copy, from another article, that a statement stands in, or None."""
        agencies = self._agencies(statement.article)
        for copy in self.copies.get(statement.article, []):
            if agencies & self._agencies(copy.origin.article):
                continue  # both have it from the agency, and say so
            if _holds(copy.copy, statement):
                return copy
        return None

    def _is_lent(self, statement: Statement) -> bool:
        """Whether others have the passage of a statement too, and nothing tells whose it was first."""
        return any(_holds(passage, statement) for passage in self._lent.get(statement.article, []))

    def _shared_error(self, statement: Statement, in_article: Mapping[str, Statement]) -> str:
        """Return a misspelt name in a statement that one in another article has too, or ""."""
        for error in sorted(self._errors):
            articles = self._errors[error]
            others = [s for a, s in in_article.items() if a in articles and a != statement.article]
            if (
                statement.article in articles
                and error in statement.text
                and any(error in s.text for s in others)
            ):
                return error
        return ""

    def _agencies(self, article: str) -> set[str]:
        return {c.agency for c in self.articles[article].credits if c.kind == "text"}


def _holds(passage: Passage, statement: Statement) -> bool:
    """Whether half of a statement or more stands in a passage of its article."""
    shared = min(passage.end, statement.end) - max(passage.start, statement.start)
    return 2 * shared >= statement.end - statement.start


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
