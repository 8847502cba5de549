"""The store's tables, a dataclass each: the columns that are searched, and whole rows packed beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.records import StoryClaims, StoryOrigins
from reportedly.store import catalogue_rows as catalogue
from reportedly.store import shelves


@dataclass(slots=True)
class About:
    """The store itself; one row."""

    version: int  # of its tables: see migrations
    program: str  # the version of reportedly that made, or migrated, it
    time: str  # ISO 8601, UTC: when that was
    shown: str  # by which steps, and decisions, the stories that are shown were made


@dataclass(slots=True)
class Input:
    """Where a page came from; the same page may come from several places."""

    number: int  # from 1 on, in the order of arrival: what order depends on, whatever clocks say
    input: str
    id: str
    key: str  # of its page
    time: str  # ISO 8601, UTC: when it was added


@dataclass(slots=True)
class Original:
    """A page as it came, acknowledged; it waits until the articles that it holds are in the store."""

    number: int  # of the input that it first came by
    key: str
    id: str
    input: str
    digest: str  # of its bytes
    rejected: str | None
    content: bytes  # its bytes, compressed
    facts: bytes  # the Page, packed, without its content


@dataclass(slots=True)
class KeptArticle:
    """An article as it stands among the others."""

    number: int  # of its page
    part: int  # its place among the articles of its page
    key: str
    id: str
    page: str
    version: int  # of the step that read it
    content: str  # hash of the article as it was read
    mark: str  # hash of the article as it stands here, with its addresses and versions
    input: str
    canonical: str | None
    outlet: str | None
    title: str | None
    published: str | None
    language: str | None
    kept_as: str | None
    rejected: str | None
    article: bytes  # packed


@dataclass(slots=True)
class Meeting:
    """Where articles meet that may be one: at an address, or under one text at one site or outlet."""

    place: str  # hash
    key: str


@dataclass(slots=True)
class KeptReading:
    """What an article says."""

    key: str
    id: str
    version: int  # of the step that read it
    content: str  # hash of the article that was read
    rejected: str | None
    statements: int
    reading: bytes  # packed


@dataclass(slots=True)
class Grouped:
    """An article as it was when the stories that are shown were made."""

    key: str
    content: str  # hash of the article as it was read
    mark: str  # what it was told from


@dataclass(slots=True)
class GroupedStory:
    """A story as the machine groups it; analysts may have decided otherwise."""

    id: str
    title: str
    articles: list[str]


@dataclass(slots=True)
class KeptStory:
    """A story as it is shown; `articles` are keys."""

    id: str
    title: str
    articles: list[str]
    account: str  # id of what is told of it


@dataclass(slots=True)
class Account:
    """What is told of a story: its claims, and what stands behind them."""

    claims: StoryClaims
    origins: StoryOrigins
    decisions: list[str] = field(default_factory=list)  # ids of those that were heeded


@dataclass(slots=True)
class KeptAccount:
    """What is told of a story, under a hash of all that it was made from."""

    id: str
    story: str
    account: bytes  # packed


@dataclass(slots=True)
class ShownClaim:
    """A claim in brief, as lists show it."""

    id: str
    story: str
    text: str
    statements: int
    articles: int
    outlets: int
    independent: int
    rests_on: list[str]
    disputed_by: list[str]


@dataclass(slots=True)
class Sketch:
    """What a claim means, in few bytes (see claims.sketches)."""

    claim: str
    sketch: bytes


@dataclass(slots=True)
class Removed:
    """An article that somebody took out: it is not taken in again."""

    key: str
    page: str
    id: str
    input: str
    time: str  # ISO 8601, UTC


@dataclass(slots=True)
class KeptDecision:
    """What an analyst decided."""

    number: int  # from 1 on; the later wins
    id: str
    kind: str
    decision: bytes  # packed


@dataclass(slots=True)
class KeptAlert:
    """What was told once of a story that changed."""

    number: int  # from 1 on, in the order of telling
    id: str
    kind: str
    story: str  # its id at that time
    time: str
    alert: bytes  # packed


@dataclass(slots=True)
class KeptFeed:
    """A feed that is followed, as it stands."""

    feed: str
    state: bytes  # packed


@dataclass(slots=True)
class KeptVisit:
    """What an address answered last."""

    url: str
    visit: bytes  # packed


@dataclass(slots=True)
class Vanished:
    """An input that its address no longer has; it waits for the alert that tells so."""

    input: str
    why: str
    time: str


@dataclass(slots=True)
class KeptHook:
    """Where alerts are sent, and the number of the last one that got there."""

    url: str
    number: int


TABLES: dict[str, type] = {
    "about": About,
    "inputs": Input,
    "pages": Original,
    "articles": KeptArticle,
    "meetings": Meeting,
    "readings": KeptReading,
    "grouped": Grouped,
    "grouped_stories": GroupedStory,
    **shelves.TABLES,
    "stories": KeptStory,
    "accounts": KeptAccount,
    "claims": ShownClaim,
    "sketches": Sketch,
    **catalogue.TABLES,
    "removed": Removed,
    "decisions": KeptDecision,
    "alerts": KeptAlert,
    "feeds": KeptFeed,
    "visits": KeptVisit,
    "vanished": Vanished,
    "hooks": KeptHook,
}
"""Every table by name; `migrations` makes them so."""
