"""What travels: one dataclass per table, in the order in which they are made.

    pages -> articles -> readings -> stories -> (story) claims -> (story) origins -> dossier

Every row knows two names. `id` is for people: the given id, or the file's name. `key` is for
machines: a hash of the content, used for joins; it does not depend on position or batch.
Spans are `[start, end]` in Unicode code points of the article's text, end exclusive.
`rejected` is None, or the reason (for people) why a step could do nothing with the row.
The Arrow schema of each table follows from its dataclass: `engine.arrow.schema(Article)`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

Spans = list[list[int]]
"""Pieces of text, `[[start, end], ...]`, in order."""


# ---------------------------------------------------------------- 1 pages
@dataclass(slots=True)
class Page:
    """What was fetched or saved, with what its container already told about it."""

    id: str
    key: str
    input: str  # path as shown to people: "a.jsonl:3" is a row, "a.zip!/b.html" a file in an archive
    kind: str  # "html", "text", "article" (clean text), or the format of a document that is yet to be read
    content: bytes  # the original bytes; UTF-8 for kind "article"
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: list[str] = field(default_factory=list)
    published: str | None = None
    incomplete: str | None = None  # why this is not the whole article: "summary only"
    rejected: str | None = None
    fetched: str | None = None  # when the page was fetched or saved (ISO 8601): it cannot be younger


# ---------------------------------------------------------------- 2 articles
@dataclass(slots=True)
class Credit:
    """A line that names an agency: whose copy (`kind` "text") or whose picture (`kind` "photo")."""

    agency: str  # canonical name, from languages.agencies
    kind: str
    passage: str  # the line as it stands on the page


@dataclass(slots=True)
class Part:
    """What a stretch of an article's text is: deck, body, caption or note."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Words:
    """A run of words of two wordings: in both ("same"), only in the first ("gone") or the second ("new")."""

    kind: str
    text: str


@dataclass(slots=True)
class Change:
    """A sentence that an edit reworded, cut or added (`kind`), word by word."""

    kind: str
    words: list[Words]


@dataclass(slots=True)
class EarlierVersion:
    """What stood at an article's address before, and what was changed to make the version after it."""

    id: str
    input: str
    url: str | None
    title: str | None
    published: str | None
    updated: str | None
    fetched: str | None
    changes: list[Change]
    unlisted: int  # changes beyond those listed


@dataclass(slots=True)
class Article:
    """Clean text and metadata of one page, or of one of the articles on it."""

    id: str
    key: str
    input: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    dateline: str | None = None
    published: str | None = None  # ISO 8601: 2024-01-05 or 2024-01-05T04:11:00+05:30
    published_precision: str | None = None  # minute, day, month, year
    published_method: str | None = None  # given, first line, text, metadata, url
    language: str | None = None  # ISO 639-1
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    rejected: str | None = None
    updated: str | None = None  # ISO 8601, as published; None where no later than that, or not stated
    canonical: str | None = None  # the address that all its addresses lead to; it tells articles apart
    country: str | None = None  # ISO 3166-1 alpha-2: where the outlet is at home; None for one we do not know
    corrected: str | None = None  # ISO 8601: the last day that a note says it was corrected on
    fetched: str | None = None  # ISO 8601: when its page was fetched or saved
    incomplete: str | None = None  # why this is not the whole article: "summary only"
    notes: list[str] = field(default_factory=list)  # what was given and could not be read, for people
    urls: list[str] = field(default_factory=list)  # all addresses at which it was found
    versions: list[EarlierVersion] = field(default_factory=list)  # the oldest first
    kept_as: str | None = None  # id of the article that counts, where this is it again, or as it was before


@dataclass(slots=True)
class PageArticles:
    """What one page holds: its article, or each of several where the page says that it holds several."""

    id: str
    key: str
    articles: list[Article]


# ---------------------------------------------------------------- 3 statements
@dataclass(slots=True)
class When:
    """A time: ISO 8601 value cut to its precision, and the passage it was read from."""

    value: str
    precision: str  # minute, day, week, month, season, year, range, vague
    from_text: str


@dataclass(slots=True)
class Timex:
    """A time expression in an article's text (TIMEX3)."""

    start: int
    end: int
    type: str  # DATE, TIME, DURATION, SET
    value: str  # TIMEX3 value
    precision: str


@dataclass(slots=True)
class Statement:
    """One proposition in one article: who (source), said (cue), what (content), on whose word (chain)."""

    id: str
    article: str  # the article's id
    start: int
    end: int
    text: str  # the smallest run of text that holds the content
    quoted: bool
    stance: str  # affirms, denies, unsure
    chain: list[str]  # canonical names, first teller first, outlet left out
    source: Spans
    cue: Spans
    content: Spans
    when: When | None = None
    proposition: str = ""  # the content as a sentence of its own: pronouns resolved, for comparing
    refers_back: bool = False  # the content only points ("the allegations"); the claim stands elsewhere


@dataclass(slots=True)
class Source:
    """Somebody or something that tells."""

    name: str
    kind: str  # person, government, military, agency, outlet, organisation, document, unnamed
    aliases: list[str] = field(default_factory=list)
    speaks_for: str | None = None


@dataclass(slots=True)
class Attribution:
    """Source, cue and content as they stand in the text (the PARC triple), nested ones too."""

    source: Spans  # empty where the text names nobody
    cue: Spans
    content: Spans
    names: list[str]  # who is meant, canonical
    stance: str
    chain: list[str]  # on whose word, from this source outward


@dataclass(slots=True)
class Reading:
    """What one article says: its statements, the sources it names, its time expressions."""

    id: str
    key: str
    attributions: list[Attribution] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    timex: list[Timex] = field(default_factory=list)
    rejected: str | None = None
    notes: list[str] = field(default_factory=list)  # how it was read, where that matters to people


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

    Those that are `loose` too are about it, but not surely the same: they count for nothing.
    """

    id: str
    story: str
    text: str
    statements: list[str]
    loose: list[str] = field(default_factory=list)


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


@dataclass(slots=True)
class Evidence:
    """Why lines count as one, or as several."""

    kind: str  # attribution, principal, credit, copy, error (shared misspelling), fact (shared odd number)
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


# ---------------------------------------------------------------- 7 dossiers
@dataclass(slots=True)
class DossierClaim:
    """A claim with what stands behind it, as a reader sees it."""

    id: str
    story: str
    text: str
    statements: list[str]
    n_articles: int
    n_outlets: int
    origins: list[str]
    independent: int
    rests_on: list[str]
    evidence: list[Evidence]
    disputed_by: list[str]
    first_reported: FirstReport | None


@dataclass(slots=True)
class DossierStory:
    """A story as a reader sees it; `articles` and `claims` are ids."""

    id: str
    title: str
    articles: list[str]
    claims: list[str]


@dataclass(slots=True)
class TimelineEntry:
    """Something that statements say happened at a time, or an article's publication or edit.

    `kind`: event; announced (all who tell it told it before its time); published, whose statements are
    the first known reports of their claims; edited.
    """

    when: str
    precision: str
    text: str
    statements: list[str]
    kind: str = "event"
    articles: list[str] = field(default_factory=list)  # who tells it; what was published or edited


@dataclass(slots=True)
class Rejected:
    """An input, or an article at a later step, with which nothing could be done, and why."""

    input: str
    reason: str


@dataclass(slots=True)
class Duplicate:
    """An input whose article is one that was kept: the same file, or the same text at the same outlet."""

    input: str
    article: str


@dataclass(slots=True)
class Dossier:
    """Everything about the stories that were found, assembled for a reader."""

    articles: list[Article] = field(default_factory=list)
    stories: list[DossierStory] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    claims: list[DossierClaim] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    timeline: list[TimelineEntry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)


# ---------------------------------------------------------------- ids
def content_hash(*parts: object, size: int = 16) -> str:
    """Return `size` hex digits that depend on the parts' content and order alone."""
    digest = hashlib.blake2b(digest_size=size // 2)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode("utf8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
