"""What every exporter for people shows of a dossier, before it is dressed as text, HTML or Markdown."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from reportedly.dossiers.dates import in_words, order
from reportedly.records import (
    Article,
    Change,
    Copy,
    Dossier,
    DossierClaim,
    DossierStory,
    EarlierVersion,
    FirstReport,
    Quote,
    Statement,
    TimelineEntry,
    Version,
    WordRun,
)

Row = TypeVar("Row")

NO_OUTLET = "(outlet not stated)"
COUNTING = (
    "How to read a count: it is the largest number of lines from the claim to a reader that share no source, "
    "so it is an upper bound. Dependence between sources can be shown; independence cannot, and is not "
    "established here. A denial never adds to a count."
)

# Outlets named that may have been first; the rest are counted.
_FIRSTS = 5

# Control characters, and the ones that turn the direction of what follows: neither is ever news.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def safe(text: str) -> str:
    """Return text without control and direction characters; its length changes, so cut spans before."""
    return _UNSEEN.sub("", _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """Return text safe to show, on one line, with single spaces."""
    return " ".join(safe(text.replace("\u2028", " ").replace("\u2029", " ")).split())


def plural(count: int, noun: str) -> str:
    """Return "1 outlet", "3 outlets"; nouns in -y turn to -ies."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Return "A", "A and B", "A, B and C"; of more than `most` names the first, and how many others.

    A name that comes again, as "(outlet not stated)" does, is told once, and how often.
    """
    times = Counter(one_line(name) for name in names)
    shown = [name if n == 1 else f"{n} × {name}" for name, n in times.items()][:most]
    left = sum(list(times.values())[len(shown) :])
    if left:
        shown.append(f"{left} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def verdict(claim: DossierClaim) -> str:
    """Return what stands behind a claim, in a line: "3 outlets, 1 origin: rests on KCNA"."""
    outlets = plural(claim.n_outlets, "outlet")
    if claim.independent == 0:
        return f"{outlets}, no origin: nobody affirms it here"
    bound = "1 origin" if claim.independent == 1 else f"at most {claim.independent} origins"
    return f"{outlets}, {bound}" + (f": rests on {listed(claim.rests_on)}" if claim.rests_on else "")


def told_widely(claims: Sequence[DossierClaim]) -> tuple[list[DossierClaim], list[DossierClaim]]:
    """Return claims that more than one article tells or somebody disputes, and the others.

    Where there are none of the first kind, all come first.
    """
    wide = [c for c in claims if c.n_articles > 1 or c.disputed_by]
    single = [c for c in claims if not (c.n_articles > 1 or c.disputed_by)]
    return (wide, single) if wide else (single, [])


def remarks(article: Article) -> list[str]:
    """Return what a reader should know of an article: what is missing, where else it stands, its edits."""
    told = [article.incomplete or "", *article.notes]
    told += [f"at {len(article.urls)} addresses"] if len(article.urls) > 1 else []
    told += [f"edited, {plural(len(article.versions), 'earlier version')}"] if article.versions else []
    return [one_line(remark) for remark in told if remark]


def dated(version: EarlierVersion) -> str:
    """Return a version by its time, as far as it is known: "version of 5 January 2024, 04:11 UTC"."""
    known = version.updated or version.published or version.fetched
    return f"version of {in_words(known)}" if known else "earlier version"


def weighty(version: EarlierVersion, limit: int) -> tuple[list[Change], int]:
    """Return the changes of a version to show, what is cut or reworded first, and how many more there are."""
    ranked = sorted(version.changes, key=lambda change: change.kind == "added")
    return ranked[:limit], len(ranked[limit:]) + version.unlisted


_KINDS = {
    "same": "same words",
    "cut": "cut",
    "joined": "joined",
    "changed": "changed",
    "paraphrased": "not in quotation marks",
}


def label(quote: Quote, version: Version) -> str:
    """Return what a wording is beside the others: "longest, earliest known", "changed: negation"."""
    names = [_KINDS[version.kind]] if version.kind != "same" or not version.longest else []
    names = ["longest", *names] if version.longest else names
    if version.earliest and not all(other.earliest for other in quote.versions):
        names.append("earliest known")
    return ", ".join(names)


def gravity(version: Version) -> str:
    """Return what is grave in a wording, on a line, "" where nothing is."""
    return f"{listed(version.grave)} changed" if version.grave else ""


def wording(version: Version) -> list[WordRun]:
    """Return a wording as its first place has it, in runs whose texts, one after the other, read well."""
    if not version.places:
        return [WordRun("same", one_line(version.text), 0, 0)]
    shown: list[WordRun] = []
    runs = version.places[0].runs
    for run, after in itertools.zip_longest(runs, runs[1:]):
        if run.kind == "omitted" and after and after.kind == "inserted" and not run.grave:
            continue  # what stands in brackets stands for it
        text = re.sub(r"\s+", " ", safe(run.text))
        if run.kind == "omitted" and run.grave:  # openly, but that does not make it right
            run = replace(run, kind="gone")
        if run.kind in ("gone", "omitted"):
            text = f" {text} " if run.kind == "gone" else " […] "
        if not shown or shown[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            shown.append(replace(run, text=text))
    if shown:
        shown[-1] = replace(shown[-1], text=shown[-1].text.rstrip(" "))
    return shown


_METHODS = {
    "given": "given with the article",
    "metadata": "the page's metadata",
    "url": "its address",
    "first line": "its first line",
    "text": "a line on the page",
    "updated": "the page's time of its last edit",
    "fetched": "when the page was fetched",
}


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
        """Return a claim's statements of one stance, in order of publication."""
        found = [self.statements[s] for s in claim.statements if s in self.statements]
        return sorted(
            (s for s in found if s.stance == stance), key=lambda s: (self._time(s.article), s.start)
        )

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
        source = f" (time from {_METHODS[first.method]})" if first.method in _METHODS else ""
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


def bare(word: str) -> str:
    """Return a word without case and punctuation, for comparing."""
    return re.sub(r"\W", "", word).casefold() or word
