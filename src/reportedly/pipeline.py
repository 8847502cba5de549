"""Where it goes: the steps in order.

    inputs -> pages -> articles -> readings -> stories -> claims -> origins -> dossier

`trace` runs them all; `run` does so for more than memory holds, and keeps the tables of each step.
`read`, `quotes` and `group` run the first two, three and four, for who wants that much. Each step is a
Stage (a map over rows, run by an engine) or a Query (a join of the tables above it), but for grouping,
which looks at all articles at once.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike, fspath
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from reportedly import articles, claims, dossiers, origins, pages, statements, stories
from reportedly.engine.arrow import from_batch, schema, to_batch, to_table
from reportedly.engine.embedded import BATCH_ROWS, Embedded, Progress
from reportedly.errors import InputError, SettingsError
from reportedly.queries import ACCOUNT, MATERIAL
from reportedly.records import (
    Article,
    Dossier,
    Duplicate,
    Page,
    Reading,
    Rejected,
    Statement,
    Story,
    StoryAccount,
    StoryClaims,
    StoryOrigins,
    Timex,
    content_hash,
)

if TYPE_CHECKING:
    from reportedly.engine.tables import Engine
    from reportedly.lake import Outcome

Paths = str | PathLike[str] | Sequence[str | PathLike[str]]

BATCH_BYTES = 2_000_000
"""Pages are read some at a time, and fewer where they are larger than this."""

PAGE_SECONDS = 30.0
"""A page that takes longer than this to read is refused."""


@dataclass(frozen=True)
class Settings:
    """What a run may be told; the defaults are for reading files as they are.

    `workers`: processes at most (None: one a core). `clean`: the `text` of JSON articles is a page,
    menus and all. `columns`: the column that holds a field, in tables where it has a name that nobody
    expects (`{"text": "Full article"}`). `progress` is called with a step's name, rows done and rows
    in all; `warn` with a sentence. Raises SettingsError for a field that there is not.
    """

    workers: int | None = None
    clean: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    progress: Progress | None = None
    warn: Callable[[str], None] | None = None

    def __post_init__(self) -> None:
        pages.check_columns(self.columns.items())


@dataclass
class Collection:
    """What was read: every input, and each distinct article once."""

    inputs: list[tuple[str, str, str]] = field(default_factory=list)  # id, key, path of every page, in order
    pages: dict[str, range] = field(default_factory=dict)  # the rows of `articles` that a page holds, by key
    parts: list[pa.Table] = field(default_factory=list)  # of `articles`, as they came
    count: int = 0

    def add(self, read: pa.Table) -> None:
        """Take in what pages hold (rows of PageArticles)."""
        end = self.count
        for key, number in zip(
            read["key"].to_pylist(), pc.list_value_length(read["articles"]).to_pylist(), strict=True
        ):
            self.pages[key] = range(end, end := end + number)
        new = pa.Table.from_struct_array(read["articles"].combine_chunks().flatten())
        self.parts.append(new.cast(schema(Article)))
        self.count = end

    @functools.cached_property
    def articles(self) -> pa.Table:
        """What all pages hold (rows of Article), once all were added."""
        return pa.concat_tables([schema(Article).empty_table(), *self.parts])

    @functools.cached_property
    def settled(self) -> list[Article]:
        """Each distinct article, with what it is to the others, once all were added."""
        return articles.settle(from_batch(self.articles, Article))

    def rows(self) -> Iterator[Article]:
        """Yield the articles of every input, in order, copies under their own names."""
        for name, key, place in self.inputs:
            rows = [self.settled[row] for row in self.pages[key]]
            for number, article in enumerate(rows, 1):
                part = f"#{number}" if len(rows) > 1 else ""
                if article.input == place + part:
                    yield article
                    continue
                kept = None if article.rejected else article.kept_as or article.id
                yield dataclasses.replace(
                    article, id=name + part, input=place + part, versions=[], kept_as=kept
                )

    def distinct(self) -> list[Article]:
        """Return each article once, however often, where and in what version it was given."""
        return [article for article in self.settled if article.kept_as is None]

    def duplicates(self) -> list[Duplicate]:
        """Return the inputs whose article is one that was kept, but for earlier versions of it."""
        earlier = {version.input for article in self.settled for version in article.versions}
        again = ((a.input, a.kept_as) for a in self.rows() if a.input not in earlier)
        return [Duplicate(place, kept) for place, kept in again if kept]

    def rejected(self) -> list[Rejected]:
        """Return the inputs of which no article came."""
        return [Rejected(a.input, a.rejected) for a in self.rows() if a.rejected]


def trace(paths: Paths, settings: Settings | None = None) -> Dossier:
    """Return the dossier of the news reports in files, folders, globs and `-` (standard input).

    Raises InputError where no report could be read at all; a bad one among good ones is listed in
    `Dossier.rejected`.
    """
    settings = settings or Settings()
    with _engine(settings) as engine:
        found = _collect(paths, settings, engine)
        kept = [a for a in found.distinct() if not a.rejected]
        rejected = found.rejected()
        if not kept:
            raise InputError(_nothing(rejected))
        distinct = to_table(kept, Article)
        readings = engine.map(statements.stage(), distinct)
        read = from_batch(readings, Reading)
        # An article that says nothing we can read would be in a story for its language alone.
        unread = {r.key for r in read if r.rejected}
        grouped = stories.group([a for a in kept if a.key not in unread])
        tables = {"articles": distinct, "readings": readings, "stories": to_table(grouped, Story)}
        material = engine.query(MATERIAL, **tables)
        claimed = engine.map(claims.stage(), material)
        account = engine.query(ACCOUNT, material=material, claimed=claimed)
        behind = engine.map(origins.stage(), account)
        return dossiers.assemble(
            from_batch(account, StoryAccount),
            from_batch(behind, StoryOrigins),
            _noted(kept, read, settings),
            rejected + _rejected(read, kept, from_batch(claimed, StoryClaims)),
            found.duplicates(),
        )


def run(
    paths: Paths, out: str | PathLike[str], engine: str = "embedded", settings: Settings | None = None
) -> Outcome:
    """Make a lake at `out`: the tables of every step, as Parquet, from files, folders and globs.

    `engine`: "embedded" (this machine) or "spark" (its `out` may be any address that Spark writes to).
    A run that was broken off goes on where it was; what is there already is not made again. Raises
    SettingsError for another engine, or where Spark is not installed; InputError where no file is found.
    """
    from reportedly import lake

    settings = settings or Settings()
    several = [fspath(p) for p in ([paths] if isinstance(paths, str | PathLike) else paths)]
    options = pages.Options(settings.clean, tuple(settings.columns.items()))
    with _lake_engine(engine, fspath(out), settings) as running:
        return lake.run(lake.Lake(running, tell=settings.progress), several, options, settings.warn)


@contextmanager
def _lake_engine(engine: str, out: str, settings: Settings) -> Iterator[Engine]:
    if engine == "embedded":
        from reportedly.engine.files import Files

        with _engine(settings) as embedded:
            yield Files(out, embedded)
    elif engine == "spark":
        try:
            from reportedly.engine.spark import Spark
        except ModuleNotFoundError as error:
            raise SettingsError(f"{error.name} is not installed: pip install 'reportedly[spark]'") from error
        with Spark(out, workers=settings.workers) as spark:
            yield spark
    else:
        raise SettingsError(f"there is no engine {engine!r}: embedded or spark")


def read(paths: Paths, settings: Settings | None = None) -> list[Article]:
    """Return an article for every input, refused ones too (`rejected` says why)."""
    settings = settings or Settings()
    with _engine(settings) as engine:
        return list(_collect(paths, settings, engine).rows())


def quotes(paths: Paths, settings: Settings | None = None) -> list[tuple[Article, Reading]]:
    """Return every input's article with what it says: attributions, statements, sources, time expressions."""
    settings = settings or Settings()
    with _engine(settings) as engine:
        found = _collect(paths, settings, engine)
        readings = from_batch(engine.map(statements.stage(), found.articles), Reading)
        by_key = {r.key: r for r in readings}
        rows = _noted(list(found.rows()), readings, settings)
        return [(a, dataclasses.replace(by_key[a.key], id=a.id)) for a in rows]


def dates(paths: Paths, settings: Settings | None = None) -> list[tuple[Article, list[Timex]]]:
    """Return every input's article with its time expressions, resolved against its day of publication."""
    settings = settings or Settings()
    with _engine(settings) as engine:
        found = _collect(paths, settings, engine)
        return [(a, statements.find_timex(a.text, a.published, a.language)) for a in found.rows()]


def group(paths: Paths, settings: Settings | None = None) -> list[tuple[Article, str]]:
    """Return every input's article with the id of its story; a refused article stands alone."""
    settings = settings or Settings()
    with _engine(settings) as engine:
        found = _collect(paths, settings, engine)
        kept = [a for a in found.distinct() if not a.rejected]
        story_of = {key: story.id for story in stories.group(kept) for key in story.articles}
        named = {a.id: story_of[a.key] for a in kept if a.key in story_of}
        return [(a, named.get(a.kept_as or a.id, a.key)) for a in found.rows()]


def find_statements(text: str, *, published: str | None = None, outlet: str | None = None) -> list[Statement]:
    """Return the statements of one text; offsets are code points into it.

    `published` (ISO 8601) gives "on Friday" its date; `outlet` is left out of chains.
    """
    key = content_hash(text, published, outlet)
    article = Article("text", key, "text", outlet=outlet, published=published, language="en", text=text)
    return statements.read_articles([article])[0].statements


# ---------------------------------------------------------------- parts
def _engine(settings: Settings) -> Embedded:
    return Embedded(settings.workers, settings.progress)


def _collect(paths: Paths, settings: Settings, engine: Embedded) -> Collection:
    """Read all inputs into articles; a page that comes again is worked on once."""
    several = [paths] if isinstance(paths, str | PathLike) else list(paths)
    stream = pages.unpack_pages(
        [fspath(p) for p in several],
        options=pages.Options(settings.clean, tuple(settings.columns.items())),
        warn=settings.warn,
    )
    found = Collection()
    fresh = (to_batch(rows, Page) for rows in pages.batches(_fresh(stream, found), BATCH_ROWS, BATCH_BYTES))
    for read in engine.stream((pages.stage(), articles.stage()), fresh, PAGE_SECONDS):
        found.add(pa.Table.from_batches([read]))
    return found


def _fresh(stream: Iterable[Page], found: Collection) -> Iterator[Page]:
    """Yield the pages that did not come before; enter all of them."""
    seen = set[str]()
    for page in stream:
        found.inputs.append((page.id, page.key, page.input))
        if page.key not in seen:
            seen.add(page.key)
            yield page


def _noted(articles: Sequence[Article], readings: Iterable[Reading], settings: Settings) -> list[Article]:
    """Return the articles with what is to be known of their reading; warn of it, once for each reason."""
    notes = {r.key: r.notes for r in readings if r.notes}
    noted = [dataclasses.replace(a, notes=[*a.notes, *notes.get(a.key, ())]) for a in articles]
    times = Counter(note for a in articles for note in notes.get(a.key, ()))
    for note, count in times.items():
        if settings.warn:
            settings.warn(f"{note} ({count} {'article' if count == 1 else 'articles'})")
    return noted


def _rejected(
    readings: Iterable[Reading], kept: Sequence[Article], claimed: Iterable[StoryClaims]
) -> list[Rejected]:
    """Return what a step after reading could not work on, under the name of its input."""
    place = {a.key: a.input for a in kept}
    out = [Rejected(place[r.key], r.rejected) for r in readings if r.rejected and r.key in place]
    return out + [Rejected(f"story {c.id}", c.rejected) for c in claimed if c.rejected]


def _nothing(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return "nothing to read: no file was found"
    reasons = "; ".join(f"{r.input}: {r.reason}" for r in rejected[:3])
    more = f"; and {len(rejected) - 3} more" if len(rejected) > 3 else ""
    return f"nothing could be read: {reasons}{more}"
