"""What several articles say: stories (table 4), their claims (5), and what stands behind those (6)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from reportedly.records.articles import Article
from reportedly.records.readings import Reading, Source, Statement


# ---------------------------------------------------------------- 4 stories
@dataclass(slots=True)
class Story:
    """The articles about one event; `articles` are keys."""

    id: str
    title: str
    articles: list[str]


# ---------------------------------------------------------------- 5 claims
@dataclass(slots=True)
class StoryMaterial:
    """A story with all that its articles say: what steps 5 and 6 work on."""

    id: str
    title: str
    articles: list[Article]
    readings: list[Reading]


@dataclass(slots=True)
class Claim:
    """The statements, across articles, of one proposition; `statements` are ids.

    Those that are `loose` too are about it, but not surely the same: they count for nothing. Those that
    are `turned` too put it the other way round: "it is not a hoax" denies that it is one, and who denies
    having met her says no other than she who never met him.
    """

    id: str
    story: str
    text: str
    statements: list[str]
    loose: list[str] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class StoryClaims:
    """The claims of one story."""

    id: str
    claims: list[Claim] = field(default_factory=list)
    rejected: str | None = None


# ---------------------------------------------------------------- 6 origins
@dataclass(slots=True)
class StoryAccount:
    """A story with its claims: what step 6 works on."""

    id: str
    title: str
    articles: list[Article]
    readings: list[Reading]
    claims: list[Claim]

    def statements(self) -> list[Statement]:
        """Return what the articles say, the stance of each statement being that toward its claim."""
        turned = {key for claim in self.claims for key in claim.turned}
        other = {"affirms": "denies", "denies": "affirms"}
        return [
            dataclasses.replace(s, stance=other[s.stance]) if s.id in turned else s
            for reading in self.readings
            for s in reading.statements
        ]


@dataclass(slots=True)
class Evidence:
    """Why lines count as one, or as several.

    `kind`: attribution, principal, credit, copy, error (shared misspelling), fact (shared odd number),
    analyst (somebody marked them so).
    """

    kind: str
    articles: list[str]
    why: str


@dataclass(slots=True)
class FirstReport:
    """The earliest dated article that carries a claim, or a wording, with what proves it."""

    article: str
    published: str
    method: str | None = None  # where its time is from (see Article.published_method)
    statement: str | None = None  # its first statement of the claim
    as_early: list[str] = field(default_factory=list)  # articles that may be as early: the times do not tell
    undated: list[str] = field(default_factory=list)  # articles of which no time is known


@dataclass(slots=True)
class Party:
    """The sole origin of a claim, where it is a party to what it tells."""

    name: str
    why: str


@dataclass(slots=True)
class Origins:
    """What stands behind one claim."""

    claim: str
    origins: list[str] = field(default_factory=list)
    independent: int = 0
    rests_on: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    disputed_by: list[str] = field(default_factory=list)
    n_articles: int = 0
    n_outlets: int = 0
    first_reported: FirstReport | None = None
    party: Party | None = None  # kept apart from the count


@dataclass(slots=True)
class Passage:
    """A stretch of one article."""

    article: str
    start: int
    end: int


@dataclass(slots=True)
class Copy:
    """A passage that stands in two articles; `share` is the part of the shorter article that is copied.

    `judged` says whether that article is "wholly" or "partly" derived. `direction` is what tells which
    was first: "agency page" (the first is an agency's own), "agency copy" (an article credits an
    agency, whose text both have), "named" (the copy names the first's outlet), "date", or "unknown":
    nothing tells, and both may rest on a text that is not among the articles.
    """

    origin: Passage  # "from" in the dossier
    copy: Passage  # "to" in the dossier
    share: float
    judged: str = "partly"
    direction: str = "unknown"


@dataclass(slots=True)
class WordRun:
    """A run of a wording beside the longest one of its quotation; offsets are those of its place.

    `kind`: same; gone (silently: `text` is from the longest one, and stands at `start`), omitted (gone,
    at an end or where an ellipsis says so), new, inserted (in square brackets in either), aside (the
    outlet's own text between two pieces of a quotation). `grave`: negation or number, where such a word is
    in it.
    """

    kind: str
    text: str
    start: int
    end: int
    grave: str | None = None


@dataclass(slots=True)
class Place:
    """Where a wording stands: in an article, or in an earlier version of it (`version`, an id).

    The runs that are not gone or omitted follow on each other from `start` to `end`: offsets into the
    article's text; into `text` where they are of an earlier version, whose text is not kept.
    """

    article: str
    version: str | None
    start: int
    end: int
    text: str
    runs: list[WordRun]


@dataclass(slots=True)
class Version:
    """One wording of a quotation, where it stands, and what it makes of the longest one.

    `kind`: same (the longest one's words), cut, joined, changed, paraphrased (see origins.drift).
    """

    text: str
    statements: list[str]
    kind: str = "same"
    grave: list[str] = field(default_factory=list)  # negation, number
    longest: bool = False
    earliest: bool = False  # no other is known to be earlier
    first: FirstReport | None = None
    changed_by: list[str] = field(default_factory=list)  # outlets, as far as the articles show
    why: str = ""  # what shows it, for people
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    """The same spoken words in the wordings that outlets gave them, the longest first."""

    speaker: str
    versions: list[Version]


@dataclass(slots=True)
class StoryOrigins:
    """What stands behind each claim of one story, and what its articles share."""

    id: str
    claims: list[Origins] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    rejected: str | None = None
