"""The tables between the steps that only a lake has; the others are in `records`.

`file` and `place` say which page of all inputs it is, `part` which article on it: their order is the order
in which one machine would have read them. `mark` is a hash of all that a row of the next step is made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.engine.arrow import with_columns
from reportedly.records import (
    Article,
    Claim,
    Copy,
    DossierClaim,
    Origins,
    Page,
    PageArticles,
    Quote,
    Reading,
    Source,
    Statement,
    Story,
    StoryAccount,
    StoryClaims,
    StoryMaterial,
    StoryOrigins,
    TimelineEntry,
)


@dataclass(slots=True)
class InputFile:
    """A file to read, or why there is none; the mark is of its name, its size and its time."""

    mark: str
    file: int
    path: bytes
    problem: str | None = None


@dataclass(slots=True)
class Unpacked:
    """A page as it lies in its file; or a note on the file, for people."""

    mark: str  # of the file
    place: int  # from 1 on
    stem: str  # of the id: pages of other stems never have the same id
    note: str | None
    id: str
    key: str
    input: str
    kind: str
    content: bytes
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: list[str] = field(default_factory=list)
    published: str | None = None
    incomplete: str | None = None
    rejected: str | None = None
    fetched: str | None = None


@dataclass(slots=True)
class Note:
    """What people should know of a file."""

    file: int
    place: int
    note: str


@dataclass(slots=True)
class Input:
    """A page of an input, under an id that is its own; the same page may come several times."""

    file: int
    place: int
    key: str
    id: str
    input: str
    mark: str  # of the file


@dataclass(slots=True)
class Namesakes:
    """Pages that may have the same id, in order."""

    stem: str
    pages: list[Input]


@dataclass(slots=True)
class PageRead:
    """What a page holds, and where it came first."""

    file: int
    place: int
    key: str
    id: str
    input: str
    articles: list[Article]


@dataclass(slots=True)
class Meeting:
    """Where an article may meet those that it is one with."""

    place: str  # hash
    key: str


@dataclass(slots=True)
class Placed:
    """An article among all; `page` is its page's key."""

    file: int
    place: int
    part: int
    page: str
    article: Article


@dataclass(slots=True)
class PagePlaced:
    """The articles of a page under the names that they have in this lake, and where they may meet others."""

    articles: list[Placed]
    meetings: list[Meeting]


@dataclass(slots=True)
class Edge:
    """Two keys of which `b` is the lesser: the articles belong together."""

    a: str
    b: str


@dataclass(slots=True)
class Count:
    """How many rows there are."""

    rows: int


@dataclass(slots=True)
class Together:
    """Articles that may be one, in order."""

    together: str
    articles: list[Placed]


@dataclass(slots=True)
class Settled:
    """An article with what it is to the others."""

    file: int
    place: int
    part: int
    page: str
    mark: str
    article: Article


@dataclass(slots=True)
class TogetherSettled:
    """Articles that may be one, settled."""

    articles: list[Settled]


@dataclass(slots=True)
class Member:
    """An article that goes into a story, or a copy of one."""

    key: str
    mark: str
    day: str


@dataclass(slots=True)
class StoryMembers:
    """A story by the articles that were compared, and all that go with these."""

    title: str
    members: list[Member]


@dataclass(slots=True)
class MarkedStory:
    """A story, under the hash of all that is told from; `day` is its first."""

    id: str
    title: str
    articles: list[str]
    mark: str
    day: str


@dataclass(slots=True)
class StoryParts:
    """A story; or its parts, where it has more articles than are worked on together."""

    stories: list[MarkedStory]


@dataclass(slots=True)
class StoryTold:
    """A story with all that was found of it."""

    id: str
    title: str
    articles: list[Article]
    readings: list[Reading]
    claims: list[Claim]
    behind: list[Origins]
    sources: list[Source]
    copies: list[Copy]
    quotes: list[Quote]
    rejected: str | None


@dataclass(slots=True)
class StoryTables:
    """A story's part of a dossier."""

    id: str
    statements: list[Statement]
    claims: list[DossierClaim]
    sources: list[Source]
    copies: list[Copy]
    quotes: list[Quote]
    timeline: list[TimelineEntry]


@dataclass(slots=True)
class Account:
    """What is told of a story, as the machine found it."""

    id: str
    mark: str
    claims: list[Claim]
    refused: str | None  # why no claims could be found
    behind: list[Origins]
    sources: list[Source]
    copies: list[Copy]
    quotes: list[Quote]
    rejected: str | None  # why nothing behind them could
    day: str


@dataclass(slots=True)
class RejectedRow:
    """An input (`step` 1), an article (2) or a story (3) of which nothing could be made."""

    step: int
    input: str
    reason: str
    file: int
    place: int
    part: int


@dataclass(slots=True)
class DuplicateRow:
    """An input whose article was kept already."""

    input: str
    article: str
    file: int
    place: int
    part: int


@dataclass(slots=True)
class Summary:
    """How much is in a lake."""

    inputs: int
    articles: int
    stories: int
    rejected: int
    duplicates: int


PlacedArticle = with_columns(Article, file=int, place=int, part=int, page=str, mark=str)
MarkedArticle = with_columns(Article, mark=str)
MarkedPage = with_columns(Page, mark=str)
MarkedPageArticles = with_columns(PageArticles, mark=str)
MarkedReading = with_columns(Reading, mark=str)
MarkedMaterial = with_columns(StoryMaterial, mark=str)
MarkedClaims = with_columns(StoryClaims, mark=str)
MarkedAccount = with_columns(StoryAccount, mark=str)
MarkedOrigins = with_columns(StoryOrigins, mark=str)

DayPage = with_columns(Page, day=str)
DayArticle = with_columns(Article, day=str, file=int, place=int, part=int, page=str, mark=str)
DayReading = with_columns(Reading, day=str, mark=str)
DayStory = with_columns(Story, day=str, mark=str)
DayStatement = with_columns(Statement, day=str, story=str)
DayClaim = with_columns(DossierClaim, day=str)
DaySource = with_columns(Source, day=str, story=str)
DayCopy = with_columns(Copy, day=str, story=str)
DayQuote = with_columns(Quote, day=str, story=str)
DayTimelineEntry = with_columns(TimelineEntry, day=str, story=str)
