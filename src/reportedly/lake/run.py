"""The whole way, pages to dossier tables, on any engine: what is to be made of what, in order.

files -> unpacked -> inputs -> read -> placed -> settled -> articles -> readings
-> sketches ... stories (blocks) -> claimed -> behind -> told -> the tables that lie by day
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportedly import articles, claims, origins, pages, statements
from reportedly.engine.arrow import schema, to_table
from reportedly.engine.stage import Query
from reportedly.engine.tables import Asked, Table
from reportedly.errors import InputError
from reportedly.lake import blocks, joins, steps
from reportedly.lake.components import components
from reportedly.lake.lake import HEAD, Lake
from reportedly.lake.rows import InputFile, Summary, Together
from reportedly.queries import ACCOUNT, MATERIAL, query
from reportedly.records import Article, Rejected, content_hash

PAGE_SECONDS = 30.0
"""A page that takes longer than this to read is refused."""
TOGETHER = 5000
"""Articles that may be one are looked at so many at a time: all that give one address as theirs."""


@dataclass(frozen=True)
class Bounds:
    """How much is looked at together: articles that may be one, in a block, in a story."""

    together: int = TOGETHER
    block: int = blocks.WHOLE
    story: int = steps.STORY_ARTICLES


@dataclass(frozen=True)
class Outcome:
    """How much came of a run, and the first hundred things that were refused."""

    summary: Summary
    rejected: list[Rejected]


def run(
    lake: Lake,
    paths: Sequence[str],
    options: pages.Options | None = None,
    warn: Callable[[str], None] | None = None,
    bounds: Bounds | None = None,
) -> Outcome:
    """Make all tables of a lake from files, folders and globs; what is there already is not made again.

    Raises InputError where no file is found.
    """
    bounds = bounds or Bounds()
    found = list(_files(paths))
    if not found:
        raise InputError("nothing to read: no file was found")
    lake.engine.write(HEAD, json.dumps({"lake": 1}))
    files = lake.put("files", to_table(found, InputFile), InputFile)
    opened = Asked(Query("files", 1, "SELECT * FROM files", InputFile), {"files": files})
    unpacked = lake.kept("unpacked", opened, steps.unpack(options or pages.Options()))
    _pass_on(lake, {"unpacked": unpacked, "files": files}, warn)
    inputs, firsts, placed = _read(lake, unpacked, files)
    settled = _settled(lake, placed, bounds)
    whole = lake.made("articles-settled", Asked(joins.ARTICLES, {"settled": settled}))
    readings = lake.kept("readings", Asked(joins.DISTINCT, {"articles": whole}), (statements.stage(),))
    readable = Asked(joins.READABLE, {"articles": whole, "readings": readings})
    stories = blocks.stories(lake, readable, settled, bounds.block, bounds.story)
    current = Asked(joins.CURRENT_READINGS, {"readings": readings, "articles": whole})
    claimed, behind = _told(lake, stories, whole, current)
    found_all = _Found(inputs, firsts, unpacked, whole, readings, current, stories, claimed, behind)
    shown = _show(lake, found_all)
    lake.engine.write(HEAD, json.dumps({"lake": 1, "steps": versions()}))
    return _outcome(lake, found_all, shown)


def versions() -> dict[str, int]:
    """Return the versions of the steps that a lake is made by, of which others can make use."""
    made = (articles.stage(), statements.stage(), claims.stage(), origins.stage())
    return {step.name: step.version for step in made}


@dataclass(frozen=True)
class _Found:
    inputs: Table
    firsts: Table
    unpacked: Table
    articles: Table
    readings: Table
    current: Asked
    stories: Table
    claimed: Table
    behind: Table


def _files(paths: Sequence[str]) -> Iterator[InputFile]:
    """Yield the files of inputs; raise InputError for standard input, which cannot be read again."""
    if "-" in paths:
        raise InputError(
            "a lake is made of files: standard input cannot be read by several machines, or again"
        )
    for number, found in enumerate(pages.find_inputs(paths), 1):
        path = os.fsencode(found.path)
        yield InputFile(content_hash("file", path, *found.facts()), number, path, found.problem)


def _pass_on(lake: Lake, of: dict[str, Table | Asked], warn: Callable[[str], None] | None) -> None:
    """Tell people what they should know of files."""
    if warn:
        for row in lake.known("notes", Asked(joins.NOTES, of)):
            warn(row["note"])


def _read(lake: Lake, unpacked: Table, files: Table) -> tuple[Table, Table, Table]:
    """Return the inputs, the first of each page, and the articles that pages hold."""
    namesakes = Asked(joins.NAMESAKES, {"unpacked": unpacked, "files": files})
    named = lake.made("names", namesakes, (steps.name_pages(),))
    inputs = lake.made("inputs-named", Asked(joins.INPUTS, {"named": named}))
    firsts = lake.made("firsts", Asked(joins.FIRSTS, {"inputs": inputs}))
    unread = Asked(joins.UNREAD, {"firsts": firsts, "unpacked": unpacked})
    read = lake.kept("read", unread, (pages.stage(), articles.stage()), PAGE_SECONDS)
    whole = Asked(joins.READ, {"firsts": firsts, "read": read})
    return inputs, firsts, lake.made("placed", whole, (steps.place(),))


def _settled(lake: Lake, placed: Table, bounds: Bounds) -> Table:
    """Return all articles with what each is to the others."""
    met = lake.made("meetings", Asked(joins.MEET, {"placed": placed}))
    parts = components(lake, "one-article", met)
    together = query("articles that may be one", 1, Together, joins.together(bounds.together))
    return lake.made("settled", Asked(together, {"placed": placed, "parts": parts}), (steps.settle(),))


def _told(lake: Lake, stories: Table, whole: Table, readings: Asked) -> tuple[Table, Table]:
    """Return the claims of stories, and what stands behind them."""
    as_articles = Table(Article, whole.places, whole.digest)
    material = Asked(MATERIAL, {"stories": stories, "articles": as_articles, "readings": readings})
    marked = Asked(joins.TOLD_MATERIAL, {"material": material, "stories": stories})
    claimed = lake.kept("claimed", marked, (claims.stage(),))
    account = _account(material, stories, claimed)
    behind = lake.kept(
        "behind", Asked(joins.TOLD_ACCOUNT, {"account": account, "stories": stories}), (origins.stage(),)
    )
    return claimed, behind


def _account(material: Asked, stories: Table, claimed: Table) -> Asked:
    current = Asked(joins.CURRENT_CLAIMS, {"claimed": claimed, "stories": stories})
    return Asked(ACCOUNT, {"material": material, "claimed": current})


def _show(lake: Lake, found: _Found) -> dict[str, Table]:
    """Make the tables that are for others to read, and return them."""
    as_articles = Table(Article, found.articles.places, found.articles.digest)
    of: dict[str, Table | Asked] = {
        "inputs": found.inputs,
        "firsts": found.firsts,
        "unpacked": found.unpacked,
        "articles": found.articles,
        "readings": found.readings,
        "stories": found.stories,
        "claimed": found.claimed,
        "behind": found.behind,
    }
    material = Asked(MATERIAL, {**of, "articles": as_articles, "readings": found.current})
    account = _account(material, found.stories, found.claimed)
    of["told"] = lake.made("told", Asked(joins.TOLD, {**of, "account": account}), (steps.tell(),))
    shown = {}
    for name, made in joins.SHOWN.items():
        by = "day" if "day" in schema(made.gives).names else None
        shown[name] = lake.made(
            name, Asked(made, {table: of[table] for table in _named(made, of)}), by=by, public=True
        )
    return shown


def _outcome(lake: Lake, found: _Found, shown: dict[str, Table]) -> Outcome:
    """Count what came of it."""
    of: dict[str, Table | Asked] = {
        "inputs": found.inputs,
        "articles": found.articles,
        "stories": found.stories,
        "rejected": shown["rejected"],
        "duplicates": shown["duplicates"],
    }
    [summary] = lake.known("summary", Asked(joins.SUMMARY, of))
    some = lake.known("rejected", Asked(joins.SOME_REJECTED, {"rejected": shown["rejected"]}))
    return Outcome(Summary(**summary), [Rejected(row["input"], row["reason"]) for row in some])


def _named(asked: Query, of: dict[str, Table | Asked]) -> list[str]:
    """Return the tables that a query speaks of."""
    words = set(asked.sql.replace("(", " ").replace(",", " ").split())
    return [name for name in of if name in words]
