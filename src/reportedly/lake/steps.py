"""The steps that only a lake has: rows of lake.rows in, rows out, however they are cut."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator, Sequence

from reportedly import articles, dossiers, pages
from reportedly.engine.stage import Source, Stage
from reportedly.lake.rows import (
    Input,
    InputFile,
    MarkedStory,
    Meeting,
    Namesakes,
    PagePlaced,
    PageRead,
    Placed,
    Settled,
    StoryMembers,
    StoryParts,
    StoryTables,
    StoryTold,
    Together,
    TogetherSettled,
    Unpacked,
)
from reportedly.records import Article, Page, StoryAccount, StoryOrigins, content_hash

STORY_ARTICLES = 1000
"""Articles of a story whose claims are looked for together; a longer one is told in parts, by day."""

_PAGES, _BYTES = 16, 2_000_000  # pages that are handed on at a time


# ---------------------------------------------------------------- files -> pages
def unpack(options: pages.Options) -> Source:
    """Return the step that unpacks files into pages."""
    return Source("unpacked", 1, InputFile, Unpacked, _unpack, options)


def _unpack(file: InputFile, options: pages.Options) -> Iterator[list[Unpacked]]:
    found = pages.Found(os.fsdecode(file.path), file.problem)
    notes: list[str] = []
    incomplete: dict[str, int] = {}
    place = 0
    for batch in pages.batches(_pages(found, options, notes), _PAGES, _BYTES):
        rows = []
        for page in batch:
            place += 1
            if page.incomplete:
                incomplete[page.incomplete] = incomplete.get(page.incomplete, 0) + 1
            rows.append(_unpacked(file.mark, place, page))
        yield rows
    notes += [f"{_shown(found)}: {number} not whole: {why}" for why, number in incomplete.items()]
    nothing = Page("", "", _shown(found), "text", b"")
    yield [_unpacked(file.mark, place + n, nothing, note) for n, note in enumerate(notes, 1)]


def _pages(found: pages.Found, options: pages.Options, notes: list[str]) -> Iterator[Page]:
    """Yield the pages of a file; notes on it are put aside."""
    for page in pages.unpack_file(found, options=options):
        if isinstance(page, pages.Note):
            notes.append(page.text)
        else:
            yield page


def _unpacked(mark: str, place: int, page: Page, note: str | None = None) -> Unpacked:
    values = {f.name: getattr(page, f.name) for f in dataclasses.fields(page)}
    return Unpacked(mark, place, re.sub(r"(?:~[0-9a-f]{6,16})+$", "", page.id), note, **values)


def _shown(found: pages.Found) -> str:
    return os.fsencode(found.path).decode("utf8", "backslashreplace")


def name_pages() -> Stage:
    """Return the step that gives pages ids of their own, as `pages.unpack_pages` does."""
    return Stage("names", 1, Namesakes, Namesakes, _name_pages)


def _name_pages(rows: Sequence[Namesakes], _options: None) -> list[Namesakes]:
    return [Namesakes(row.stem, _named(row.pages)) for row in rows]


def _named(some: Sequence[Input]) -> list[Input]:
    ids: dict[str, str] = {}
    named = []
    for page in some:
        id = page.id
        if ids.setdefault(id, page.key) != page.key:
            id = pages.own_id(id, page.key, ids)
            ids[id] = page.key
        named.append(dataclasses.replace(page, id=id))
    return named


# ---------------------------------------------------------------- articles among the others
def place() -> Stage:
    """Return the step that gives the articles of pages their names here, and says where they may meet."""
    return Stage("placed", 1, PageRead, PagePlaced, _place)


def _place(rows: Sequence[PageRead], _options: None) -> list[PagePlaced]:
    return [_placed(row) for row in rows]


def _placed(row: PageRead) -> PagePlaced:
    """Name articles after the first input of their page: they may have been read from another."""
    found, meetings = [], []
    for part, article in enumerate(row.articles, 1):
        end = f"#{part}" if len(row.articles) > 1 else ""
        named = dataclasses.replace(article, id=row.id + end, input=row.input + end)
        found.append(Placed(row.file, row.place, part, row.key, named))
        meetings += [Meeting(where, article.key) for where in articles.meetings(article)]
    return PagePlaced(found, meetings)


def settle() -> Stage:
    """Return the step that tells which of the articles that may be one are."""
    return Stage("settled", 1, Together, TogetherSettled, _settle)


def _settle(rows: Sequence[Together], _options: None) -> list[TogetherSettled]:
    return [TogetherSettled(_settled(row.articles)) for row in rows]


def _settled(placed: Sequence[Placed]) -> list[Settled]:
    settled = articles.settle([p.article for p in placed])
    return [
        Settled(p.file, p.place, p.part, p.page, _mark(article), article)
        for p, article in zip(placed, settled, strict=True)
    ]


def _mark(article: Article) -> str:
    """Return a hash of an article as it stands here: of all that is told from it."""
    return content_hash(article)


# ---------------------------------------------------------------- stories
def name_stories(most: int = STORY_ARTICLES) -> Stage:
    """Return the step that names stories by all their articles, and cuts those of more than `most`."""
    return Stage("named stories", 1, StoryMembers, StoryParts, _name_stories, most)


def _name_stories(rows: Sequence[StoryMembers], most: int) -> list[StoryParts]:
    return [StoryParts(list(_parts(row, most))) for row in rows]


def _parts(row: StoryMembers, most: int) -> Iterator[MarkedStory]:
    by_day = sorted(row.members, key=lambda member: (member.day, member.key))
    for start in range(0, len(by_day), most):
        some = sorted(by_day[start : start + most], key=lambda member: member.key)
        keys = [member.key for member in some]
        id = content_hash("story", *keys)
        mark = content_hash("account", id, row.title, *(member.mark for member in some))
        yield MarkedStory(id, row.title, keys, mark, min(m.day for m in some))


def tell() -> Stage:
    """Return the step that assembles each story's part of a dossier."""
    return Stage("dossiers", 1, StoryTold, StoryTables, _tell)


def _tell(rows: Sequence[StoryTold], _options: None) -> list[StoryTables]:
    return [_tables(row) for row in rows]


def _tables(row: StoryTold) -> StoryTables:
    account = StoryAccount(row.id, row.title, row.articles, row.readings, row.claims)
    behind = StoryOrigins(row.id, row.behind, row.sources, row.copies, row.quotes, row.rejected)
    made = dossiers.assemble([account], [behind], row.articles)
    return StoryTables(
        row.id, made.statements, made.claims, made.sources, made.copies, made.quotes, made.timeline
    )
