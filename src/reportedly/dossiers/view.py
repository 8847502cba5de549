"""A dossier as exporters for people see it: everything by id and by story, before it is dressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from reportedly.dossiers.dates import in_words, order
from reportedly.dossiers.phrases import METHODS, NO_OUTLET, listed, one_line, plural
from reportedly.records import (
    Article,
    Copy,
    Dossier,
    DossierClaim,
    DossierStory,
    FirstReport,
    Quote,
    Statement,
    TimelineEntry,
    Version,
)

Row = TypeVar("Row")

# Outlets named that may have been first; the rest are counted.
_FIRSTS = 5


@dataclass(slots=True)
class Link:
    """A source in the chains of a claim, and where its word went from there; `outlet` ends a chain."""

    name: str
    outlet: bool = False
    statements: list[str] = field(default_factory=list)  # of an outlet: the statements it carries
    then: list[Link] = field(default_factory=list)


class View:
    """A dossier with everything findable by id, and cut by story."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.articles = {article.id: article for article in dossier.articles}
        self.statements = {statement.id: statement for statement in dossier.statements}
        self.claims = {claim.id: claim for claim in dossier.claims}
        self.claim_of = {statement: claim.id for claim in dossier.claims for statement in claim.statements}
        told_twice = sorted((q for q in dossier.quotes if len(q.versions) > 1), key=_drift)
        self._timelines = self._by_story(dossier.timeline, lambda e: next(iter(e.articles), None))
        self._drifts = self._by_story(told_twice, self._quoting)
        self._copies = self._by_story(dossier.copies, lambda c: c.origin.article)

    def outlet(self, article: str) -> str:
        """Return the name of the outlet of an article, by id."""
        found = self.articles.get(article)
        return one_line(found.outlet) if found and found.outlet else NO_OUTLET

    def outlets(self, statements: Iterable[str]) -> list[str]:
        """Return the outlets of statements, by id, each once; those not stated are one per article."""
        return self.outlets_of(self.statements[s].article for s in statements if s in self.statements)

    def told(self, claim: DossierClaim, stance: str) -> list[Statement]:
        """Return a claim's statements of one stance, or the "loose" ones, in order of publication."""
        found = [self.statements[s] for s in claim.statements if s in self.statements]
        wanted = [s for s in found if stance == ("loose" if s.id in claim.loose else s.stance)]
        return sorted(wanted, key=lambda s: (self._time(s.article), s.start))

    def story_claims(self, story: DossierStory) -> list[DossierClaim]:
        """Return a story's claims, in the dossier's order."""
        return [self.claims[c] for c in story.claims if c in self.claims]

    def story_articles(self, story: DossierStory) -> list[Article]:
        """Return a story's articles, first published first."""
        found = [self.articles[a] for a in story.articles if a in self.articles]
        return sorted(found, key=lambda a: self._time(a.id))

    def loose_articles(self) -> list[Article]:
        """Return the articles that no story holds."""
        held = {article for story in self.dossier.stories for article in story.articles}
        return [article for article in self.dossier.articles if article.id not in held]

    def edited(self) -> list[Article]:
        """Return the articles of which earlier versions were read."""
        return [article for article in self.dossier.articles if article.versions]

    def timeline(self, story: DossierStory) -> list[TimelineEntry]:
        """Return the timeline entries that a story's articles tell."""
        return self._timelines.get(story.id, [])

    def turning_points(
        self, entries: Sequence[TimelineEntry], limit: int
    ) -> tuple[list[TimelineEntry], list[TimelineEntry]]:
        """Return the entries of a timeline to show where there is room for `limit`, and the others, in order.

        Of a longer timeline those that more than one article tells are shown, the most told first to be,
        and articles that were first with a claim that others tell, too.
        """
        if len(entries) <= limit:
            return list(entries), []
        told = [self._weight(entry) for entry in entries]
        wide = [n for n, articles in enumerate(told) if articles > 1] or list(range(len(entries)))
        chosen = set(sorted(wide, key=lambda n: (-told[n], n))[:limit])
        shown = [entry for n, entry in enumerate(entries) if n in chosen]
        return shown, [entry for n, entry in enumerate(entries) if n not in chosen]

    def _weight(self, entry: TimelineEntry) -> int:
        """Return how many articles tell an event, or a claim that a publication was first with."""
        if entry.kind == "edited":
            return 1
        if entry.kind != "published":
            return len(entry.articles)
        return max(
            (self.claims[c].n_articles for s in entry.statements if (c := self.claim_of.get(s))), default=0
        )

    def outlets_of(self, articles: Iterable[str]) -> list[str]:
        """Return the outlets of articles, by id, each once; those not stated are one per article."""
        named = {article: self.outlet(article) for article in articles}
        once = dict.fromkeys((name, article if name == NO_OUTLET else "") for article, name in named.items())
        return [name for name, _ in once]

    def happened(self, entry: TimelineEntry) -> str:
        """Return what an entry of the timeline tells, on a line."""
        if entry.kind == "announced":
            return f"Announced: {one_line(entry.text)}"
        if entry.kind == "event":
            return one_line(entry.text)
        does = "publishes" if entry.kind == "published" else "edits"
        first = sum(self.claims[c].n_articles > 1 for s in entry.statements if (c := self.claim_of.get(s)))
        told = f", the first known report of {plural(first, 'claim')} that others tell, too" if first else ""
        title = f"“{one_line(entry.text)}”" if entry.text.strip() else "an article without a title"
        return f"{listed(self.outlets_of(entry.articles))} {does} {title}{told}"

    def tellers(self, entry: TimelineEntry) -> list[str]:
        """Return the outlets that tell an event; nobody tells a publication."""
        return self.outlets_of(entry.articles) if entry.kind in ("event", "announced") else []

    def undated(self, story: DossierStory) -> str:
        """Return a line on a story's articles of which no time is known, "" where there are none."""
        names = [article.id for article in self.story_articles(story) if not article.published]
        return f"No time is known of {listed(self.outlets_of(names))}." if names else ""

    def first_report(self, first: FirstReport | None) -> str:
        """Return who was first, as far as is known, and what tells the time."""
        if first is None:
            return "First report: no time known."
        source = f" (time from {METHODS[first.method]})" if first.method in METHODS else ""
        told = f"First known report: {self.outlet(first.article)}, {in_words(first.published)}{source}."
        if first.as_early:
            also = listed(self.outlets_of(first.as_early), _FIRSTS)
            told += f" {also} may be as early: the times do not tell."
        if first.undated:
            told += f" No time is known of {listed(self.outlets_of(first.undated), _FIRSTS)}."
        return told

    def who(self, version: Version) -> list[str]:
        """Return the outlets that have a wording, those that had it in an earlier version last."""
        now = self.outlets_of(dict.fromkeys(p.article for p in version.places if p.version is None))
        before = self.outlets_of(dict.fromkeys(p.article for p in version.places if p.version is not None))
        return (now or ([] if before else self.outlets(version.statements))) + [
            f"{b}, earlier version" for b in before
        ]

    def drifts(self, story: DossierStory) -> list[Quote]:
        """Return a story's quotations that outlets worded differently."""
        return self._drifts.get(story.id, [])

    def copies(self, story: DossierStory) -> list[Copy]:
        """Return the passages that stand in two of a story's articles."""
        return self._copies.get(story.id, [])

    def facts(self, story: DossierStory) -> str:
        """Return a line on a story's size and days: "3 articles · 3 outlets · 5 January 2024"."""
        articles = self.story_articles(story)
        outlets = len({a.outlet or a.id for a in articles})
        days = sorted({a.published[:10] for a in articles if a.published}, key=order)
        when = [in_words(days[0] if len(days) == 1 else f"{days[0]}/{days[-1]}")] if days else []
        return " · ".join([plural(len(articles), "article"), plural(outlets, "outlet"), *when])

    def glance(self, story: DossierStory) -> str:
        """Return a line on how many claims more than one article tells, and what they rest on."""
        claims = [c for c in self.story_claims(story) if c.n_articles > 1]
        if not claims:
            return ""
        disputed = sum(bool(c.disputed_by) for c in self.story_claims(story))
        counts = [(sum(c.independent == 1 for c in claims), "on one origin"),
                  (sum(c.independent > 1 for c in claims), "on more"),
                  (sum(c.independent == 0 for c in claims), "on none")]  # fmt: skip
        rest = ", ".join(f"{count} {on}" for count, on in counts if count)
        more = f"; {plural(disputed, 'claim')} disputed" if disputed else ""
        return f"{plural(len(claims), 'claim')} in more than one article: {rest}{more}"

    def chains(self, statements: Iterable[Statement]) -> list[Link]:
        """Return the chains of statements as trees, first tellers at the roots, outlets at the leaves."""
        roots: list[Link] = []
        known: dict[tuple[str, ...], Link] = {}  # by the names that lead to it

        def step(level: list[Link], path: tuple[str, ...], outlet: bool = False) -> Link:
            key = (*path, "outlet" if outlet else "teller")
            if key not in known:
                known[key] = Link(path[-1], outlet)
                level.append(known[key])
            return known[key]

        for statement in statements:
            level = roots
            path: tuple[str, ...] = ()
            for name in statement.chain:
                path = (*path, one_line(name))
                level = step(level, path).then
            outlet = self.outlet(statement.article)
            apart = (statement.article,) if outlet == NO_OUTLET else ()
            step(level, (*path, *apart, outlet), outlet=True).statements.append(statement.id)
        return roots

    def _by_story(self, rows: Iterable[Row], article_of: Callable[[Row], str | None]) -> dict[str, list[Row]]:
        """Return rows by the story that holds their article."""
        story_of = {article: story.id for story in self.dossier.stories for article in story.articles}
        found: dict[str, list[Row]] = {}
        for row in rows:
            story = story_of.get(article_of(row) or "")
            if story is not None:
                found.setdefault(story, []).append(row)
        return found

    def _quoting(self, quote: Quote) -> str | None:
        """Return an article that has a quotation."""
        told = (s for version in quote.versions for s in version.statements)
        return next((self.statements[s].article for s in told if s in self.statements), None)

    def _time(self, article: str) -> tuple[bool, str]:
        """Return a sort key: dated articles first, in order of time."""
        found = self.articles.get(article)
        return (False, found.published) if found and found.published else (True, "")


def _drift(quote: Quote) -> tuple[bool, int]:
    """Return a sort key: quotations with grave changes first, then by what changes most."""
    kinds = ("changed", "joined", "cut", "same", "paraphrased")
    worst = min((kinds.index(v.kind) for v in quote.versions if not v.longest), default=len(kinds))
    return not any(version.grave for version in quote.versions), worst
