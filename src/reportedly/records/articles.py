"""What is read: pages (table 1), and the articles on them (table 2)."""

from __future__ import annotations

from dataclasses import dataclass, field


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
