"""The catalogue: what stories are looked up by. Words, names, and who speaks where.

    enter(connection, [(account id, account, behind)], news=True)     within the open transaction
    forget(connection, account ids)
    missing(connection)                            stories that are shown, and not entered yet

An entry is written in the transaction that keeps what is told of a story, under the same account id, and
is found through it: `stories.account = briefs.account`. So it shows when its story does, and goes with
its account. Rows of an entry (`briefs`, `words`, `named`, `heard`; see catalogue_rows) have its number.

A word is looked up so (searching.py does it for stories):

    SELECT s.id, w.claim FROM lexicon AS l JOIN words AS w USING (stem) JOIN briefs AS b USING (number)
    JOIN stories AS s USING (account) WHERE l.word IN (...)   -- forms of the word, from words.asked
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from reportedly.dossiers.everybody import UNKNOWN
from reportedly.records import Claim, Origins, Source, StoryAccount, StoryOrigins
from reportedly.store.catalogue_rows import MIGRATION, TABLES, Brief, HeardRow, NamedRow, WordRow
from reportedly.store.file import Connection, insert, select
from reportedly.store.rows import KeptStory, ShownClaim
from reportedly.store.words import folded, stems

__all__ = ["MIGRATION", "TABLES", "VERSION", "Entry", "enter", "entry", "forget", "in_brief", "missing"]

VERSION = 1
"""Of what is entered; what an older one entered is entered anew by whatever writes next."""

_OF_ENTRIES = ("briefs", "words", "named", "heard")


@dataclass(slots=True)
class Entry:
    """What is entered of a story; numbers of entry and stems are given when it is written."""

    brief: Brief
    words: list[tuple[str, str | None, str]]  # place, claim, word
    named: list[NamedRow]
    heard: list[HeardRow]


def enter(connection: Connection, told: Iterable[tuple[str, StoryAccount, StoryOrigins]], news: bool) -> None:
    """Enter what is told of stories, each under its account id, in place of what was entered under it."""
    entries = [entry(*row) for row in told]
    forget(connection, [each.brief.account for each in entries])
    [[last]] = connection.execute("SELECT coalesce(max(number), 0) FROM briefs").fetchall()
    numbers = _numbers(connection, {word for each in entries for _, _, word in each.words})
    rows = []
    for number, each in enumerate(entries, last + 1):
        each.brief.number, each.brief.news = number, number if news else 0
        for name in each.named:
            name.number = number
        for voice in each.heard:
            voice.number = number
        rows += [WordRow(number, numbers[word], place, claim) for place, claim, word in each.words]
    insert(connection, "briefs", [each.brief for each in entries])
    insert(connection, "words", rows)
    insert(connection, "named", [row for each in entries for row in each.named])
    insert(connection, "heard", [row for each in entries for row in each.heard])


def forget(connection: Connection, accounts: Sequence[str]) -> None:
    """Take out what was entered under account ids, within the open transaction."""
    numbers = [number for [number] in select(connection, "number", "briefs", "account", accounts)]
    if numbers:
        for table in _OF_ENTRIES:
            connection.execute(f"DELETE FROM {table} WHERE number IN (SELECT unnest(?))", [numbers])


def missing(connection: Connection) -> list[KeptStory]:
    """Return the stories that are shown and were never entered, or by an older version."""
    rows = connection.execute(
        """SELECT id, title, articles, account FROM stories
        WHERE account NOT IN (SELECT account FROM briefs WHERE version = ?) ORDER BY id""",
        [VERSION],
    ).fetchall()
    return [KeptStory(*row) for row in rows]


def in_brief(claims: Iterable[Claim], behind: StoryOrigins) -> Iterator[ShownClaim]:
    """Yield the claims of a story in brief."""
    found = {origins.claim: origins for origins in behind.claims}
    for claim in claims:
        o = found.get(claim.id) or Origins(claim.id)
        yield ShownClaim(
            claim.id, claim.story, claim.text, len(claim.statements), o.n_articles, o.n_outlets,
            o.independent, o.rests_on, o.disputed_by,
        )  # fmt: skip


# ---------------------------------------------------------------- an entry
def entry(account: str, told: StoryAccount, behind: StoryOrigins) -> Entry:
    """Return what is entered of a story under its account id; see `Entry`."""
    heard = list(_heard(told, behind))
    named = list(_named(told, behind, heard))
    _count(named, heard, {origins.claim for origins in behind.claims if origins.disputed_by})
    words = list(_words(told, {row.name for row in heard}))
    claims = list(in_brief(told.claims, behind))
    days = [article.published for article in told.articles if article.published]
    brief = Brief(
        0, VERSION, 0, account, told.title, len(told.articles),
        outlets=sorted({article.outlet for article in told.articles if article.outlet}),
        agencies=sorted({row.name for row in named if row.kind == "agency"}),
        first=min(days, default=None), last=max(days, default=None), claims=len(claims),
        disputed=sum(bool(claim.disputed_by) for claim in claims),
        single_origin=sum(claim.outlets > 1 and claim.independent == 1 for claim in claims),
        words=len(words),
    )  # fmt: skip
    return Entry(brief, words, named, heard)


def _words(told: StoryAccount, names: Iterable[str]) -> Iterator[tuple[str, str | None, str]]:
    languages = {article.language or "en" for article in told.articles}
    for word in dict.fromkeys(stems(told.title, languages)):
        yield "title", None, word
    for claim in told.claims:
        for word in dict.fromkeys(stems(claim.text, languages)):
            yield "claim", claim.id, word
    for word in sorted({word for name in names for word in stems(name, languages)}):
        yield "name", None, word


def _heard(told: StoryAccount, behind: StoryOrigins) -> Iterator[HeardRow]:
    """Yield on whose word claims stand in each outlet, and what they rest on as a whole.

    Statements that are only loosely of a claim do not say it.
    """
    articles = {article.id: article for article in told.articles}
    statements = {statement.id: statement for statement in told.statements()}
    places = {claim.id: place for place, claim in enumerate(told.claims)}
    for claim in told.claims:
        rows: Counter[tuple[str, str, str, str | None]] = Counter()
        for id in dict.fromkeys(claim.statements):
            if id in claim.loose or not (statement := statements.get(id)):
                continue
            article = articles[statement.article]
            voices = [(name, "relay" if place else "teller") for place, name in enumerate(statement.chain)]
            if not voices and article.outlet:
                voices = [(article.outlet, "own")]
            copied = {credit.agency for credit in article.credits if credit.kind == "text"}
            voices += [(agency, "credited") for agency in sorted(copied - set(statement.chain))]
            for name, role in voices:
                rows[name, role, statement.stance, article.outlet] += 1
        for (name, role, stance, outlet), count in rows.items():
            yield HeardRow(0, places[claim.id], claim.id, name, folded(name), role, stance, outlet, count)
    for origins in behind.claims:
        role = "alone" if len(origins.rests_on) == 1 else "rests"
        for name in origins.rests_on:
            place = places.get(origins.claim, -1)
            yield HeardRow(0, place, origins.claim, name, folded(name), role, "affirms", None, 0)


def _named(told: StoryAccount, behind: StoryOrigins, heard: Iterable[HeardRow]) -> Iterator[NamedRow]:
    sources = {source.name: source for source in behind.sources}
    for article in told.articles:
        names = [(article.outlet, "outlet")] if article.outlet else []
        names += [(credit.agency, "agency") for credit in article.credits if credit.kind == "text"]
        for name, kind in names:
            sources.setdefault(name, Source(name, kind))
    for row in heard:
        sources.setdefault(row.name, Source(row.name, UNKNOWN))
    for s in sources.values():
        yield NamedRow(0, s.name, folded(s.name), s.kind, s.speaks_for, s.aliases)


def _count(named: Iterable[NamedRow], heard: Iterable[HeardRow], disputed: Collection[str]) -> None:
    """Count the claims that each name has to do with."""
    claims: dict[tuple[str, str], set[str]] = defaultdict(set)  # by what is counted, and name
    outlets: dict[str, set[str]] = defaultdict(set)
    for row in heard:
        counts = list(_COUNTED[row.role])
        if row.role == "teller" and row.stance == "affirms" and row.claim in disputed:
            counts.append("disputed")
        for count in counts:
            claims[count, row.name].add(row.claim)
        if row.outlet and row.role in ("teller", "own"):
            claims["carried", row.outlet].add(row.claim)
        if row.outlet and row.role != "own":
            outlets[row.name].add(row.outlet)
    rows = {row.name: row for row in named}
    for name, of_name in outlets.items():
        rows[name].outlets = sorted(of_name)
    for (count, name), found in claims.items():
        setattr(rows[name], count, len(found))


_COUNTED = {
    "teller": ("said", "through"),
    "relay": ("passed", "through"),
    "credited": ("through",),
    "own": ("own",),
    "rests": ("rests",),
    "alone": ("rests", "alone"),
}


def _numbers(connection: Connection, words: set[str]) -> dict[str, int]:
    """Return the numbers of words; those that are new are given one."""
    if not words:
        return {}
    connection.register("fresh_words", pa.table({"word": sorted(words)}))
    connection.execute(
        """INSERT INTO lexicon
        SELECT (SELECT coalesce(max(stem), 0) FROM lexicon) + row_number() OVER (ORDER BY word), word
        FROM fresh_words WHERE word NOT IN (SELECT word FROM lexicon)"""
    )
    query = "SELECT l.word, l.stem FROM lexicon AS l JOIN fresh_words USING (word)"
    found = dict(connection.execute(query).fetchall())
    connection.unregister("fresh_words")
    return found
