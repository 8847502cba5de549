"""The tables of the catalogue, a dataclass each (see catalogue)."""

from __future__ import annotations

from dataclasses import dataclass, field

MIGRATION = """
CREATE TABLE briefs (number BIGINT, version BIGINT, news BIGINT, account VARCHAR, title VARCHAR,
    articles BIGINT, outlets VARCHAR[], agencies VARCHAR[], "first" VARCHAR, "last" VARCHAR, claims BIGINT,
    disputed BIGINT, single_origin BIGINT, words BIGINT);
CREATE TABLE lexicon (stem BIGINT, word VARCHAR);
CREATE TABLE words (number BIGINT, stem BIGINT, place VARCHAR, claim VARCHAR);
CREATE TABLE named (number BIGINT, name VARCHAR, folded VARCHAR, kind VARCHAR, speaks_for VARCHAR,
    aliases VARCHAR[], outlets VARCHAR[], said BIGINT, disputed BIGINT, passed BIGINT, "through" BIGINT,
    carried BIGINT, own BIGINT, rests BIGINT, alone BIGINT);
CREATE TABLE heard (number BIGINT, part BIGINT, claim VARCHAR, name VARCHAR, folded VARCHAR, role VARCHAR,
    stance VARCHAR, outlet VARCHAR, statements BIGINT);
"""


@dataclass(slots=True)
class Brief:
    """A story in brief, as it was told once: under the id of its account, and a number of its own."""

    number: int  # from 1 on, in the order of telling; rows of one story stand together
    version: int  # of the catalogue
    news: int  # its number; 0 where it was told anew, or entered, without anything having happened
    account: str
    title: str
    articles: int
    outlets: list[str]  # each once; those that are not stated are left out
    agencies: list[str]  # credited, or named as who tells or passes on
    first: str | None  # ISO 8601: when its first and last articles were published, as far as is known
    last: str | None
    claims: int
    disputed: int  # claims that somebody disputes
    single_origin: int  # claims of several outlets and one origin
    words: int  # rows of `words`


@dataclass(slots=True)
class LexiconRow:
    """A word without inflection, case and accents (`words.stems`), and its number. Words stay."""

    stem: int
    word: str


@dataclass(slots=True)
class WordRow:
    """That a word stands in a story: in its title, in a claim, or in the name of somebody heard."""

    number: int  # of the story's brief
    stem: int
    place: str  # title, claim, name
    claim: str | None  # id, where it is of a claim


@dataclass(slots=True)
class NamedRow:
    """A name that a story has, who that is there, and how many claims it has to do with (see speakers)."""

    number: int
    name: str
    folded: str  # see words.folded
    kind: str  # see records.Source; unknown
    speaks_for: str | None
    aliases: list[str]
    outlets: list[str] = field(default_factory=list)  # that carried anything on its word
    said: int = 0  # told first
    disputed: int = 0  # of these, those that somebody denies
    passed: int = 0
    through: int = 0  # told, passed on, or credited
    carried: int = 0  # printed, as an outlet
    own: int = 0  # on its own word as an outlet
    rests: int = 0  # that rest on it
    alone: int = 0  # on it alone


@dataclass(slots=True)
class HeardRow:
    """Whose word a claim stands on in an outlet, or what it rests on.

    `role`: teller (the first), relay (passes it on), own (an outlet's own word), credited (an agency whose
    copy the article is); and of the claim as a whole, no outlet given: rests (on this name and on others),
    alone (on this name alone).
    """

    number: int
    part: int  # the claim's place in the story: numbers are faster to count than ids
    claim: str
    name: str
    folded: str
    role: str
    stance: str  # toward the claim: affirms, denies, unsure
    outlet: str | None
    statements: int


TABLES: dict[str, type] = {
    "briefs": Brief,
    "lexicon": LexiconRow,
    "words": WordRow,
    "named": NamedRow,
    "heard": HeardRow,
}
