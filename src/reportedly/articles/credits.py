"""Lines that name people or agencies: bylines and sign-offs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportedly.articles.dates import month_names, parse
from reportedly.articles.expressions import compiled, line_matches
from reportedly.languages import LANGUAGES, Agency, agencies, find_agency
from reportedly.records import Credit

_NAME_WORD = r"(?:[^\W\d_][\w.'’-]*)"
_PARTICLES = {
    "de",
    "da",
    "di",
    "du",
    "del",
    "van",
    "von",
    "der",
    "den",
    "el",
    "al",
    "bin",
    "ibn",
    "la",
    "le",
    "ter",
    "dos",
}
_LONGEST = 400
"""A line of more signs signs nothing off."""

BRACKETS_AT_END = re.compile(r"\s*[(\[（]([^()\[\]（）]{2,90})[)\]）]\s*\.?$")


@dataclass(slots=True)
class Credits:
    """Who an article is by: people, and the agencies credited, each once."""

    people: list[str] = field(default_factory=list)
    agencies: list[Credit] = field(default_factory=list)
    signed: Credit | None = (
        None  # in an agency's own form, without its name: true where nothing speaks against it
    )

    def add(self, names: list[str], kind: str, passage: str) -> None:
        """Credit agencies (canonical names) for the text or a photo; `passage` is the naming line.

        One that only takes pictures is never credited for the text.
        """
        for name in names:
            known = find_agency(name)
            kind = "photo" if known and known.pictures else kind
            if all((c.agency, c.kind) != (name, kind) for c in self.agencies):
                self.agencies.append(Credit(name, kind, " ".join(passage.split())))

    def add_person(self, name: str) -> None:
        """Add a name to the byline."""
        if name.casefold() not in (p.casefold() for p in self.people):
            self.people.append(name)

    def take(self, other: Credits, kind: str | None = None) -> None:
        """Add all that others hold, their agencies as credits of a kind if one is given."""
        for credit in other.agencies:
            self.add([credit.agency], kind or credit.kind, credit.passage)
        for name in other.people:
            self.add_person(name)
        self.signed = self.signed or other.signed


@functools.cache
def _roles() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES.values() for word in language.words("page.toml")["roles"])


def agencies_in(text: str) -> tuple[list[str], bool]:
    """Return the agencies that a credit names, and whether it names nothing else."""
    if whole := agency_name(text.strip(" .:")):
        return [whole], True
    pieces = list(filter(None, (p.strip(" .:()") for p in _pieces(text))))
    names = [agency_name(piece) for piece in pieces]
    if any(names):  # beside an agency, Ap is one too: some pages write all names in one way
        names = [name or agency_name(piece.upper()) for name, piece in zip(names, pieces, strict=True)]
    only = all(names)
    for i, piece in enumerate(pieces):
        # "Kyodo News photo", "Eric Tucker Associated Press": an agency, and other words.
        words = piece.split()
        known = None if names[i] else _agency_ending(words) or _agency_of_desk(words)
        names[i] = known.name if known else names[i]
    return list(dict.fromkeys(filter(None, names))), only


def _pieces(text: str) -> list[str]:
    """Return what stands between signs and words that join names."""
    return compiled(r"\s*(?:[/|,;&+•·]|\s-\s|—|–|\b<joined>\b)\s*").split(text)


def agency_name(text: str) -> str | None:
    """Return the agency that a text is the name of: a known one's short name, or what calls itself one."""
    known = find_agency(text)
    if known is not None:
        return known.name
    text = re.sub(r"^the\s", "", text, flags=re.I)
    return text if compiled(r"^<agency>$").match(text) and text[0].isupper() else None


def _agency_ending(words: list[str]) -> Agency | None:
    """Return the agency whose name the last words are."""
    tails = (find_agency(" ".join(words[-n:])) for n in range(1, min(4, len(words)) + 1))
    return next((tail for tail in tails if tail), None)


def _agency_of_desk(words: list[str]) -> Agency | None:
    """Return the agency whose name words begin with when they end with a job: "AP Auto Writer"."""
    if len(words) < 2 or words[-1].lower() not in _roles():
        return None
    return _agency_before(words)


def _agency_before(words: list[str]) -> Agency | None:
    """Return the agency whose name the first words are, where others follow."""
    heads = (find_agency(" ".join(words[:n])) for n in range(1, min(4, len(words))))
    return next((head for head in heads if head), None)


# ---------------------------------------------------------------- byline
def read_byline(line: str, into: Credits, cued: bool = False) -> bool:
    """Read a line as a byline ("By A and B, Reuters", "Reuters |"); tell whether it was one.

    `cued` says that the page itself marks the line as one; else it must say "by", or be an agency's name.
    """
    if len(line) > 160:
        return False
    if _read_stamp(line, into):
        return True
    cue = compiled(r"^<byline>(?=\S)").match(line)
    rest = line[cue.end() :] if cue else line
    date = compiled(rf"[|•·,-]?\s*\b(?:<published>|<updated>|(?:{month_names()})\b|\d)")
    rest = date.split(rest, maxsplit=1)[0].strip(" |•·,-–—:")
    agencies, only = agencies_in(rest)
    if not (cue or cued):
        if agencies and only:
            into.add(agencies, "text", line)
        return bool(agencies and only)
    people = [name for piece in _pieces(_drop_contact(rest)) if (name := _person(piece))]
    for name in people:
        into.add_person(name)
    into.add(agencies, "text", line)
    return bool(people or agencies)


def _read_stamp(line: str, into: Credits) -> bool:
    """Read a line that says when, and then whose ("Updated: 2031-05-06 06:50 (Xinhua)")."""
    named = BRACKETS_AT_END.search(line)
    if named is None or not compiled(r"\b(?:<published>|<updated>)\b").search(line) or parse(line) is None:
        return False
    found, only = agencies_in(named[1])
    into.add(found if only else [], "text", line)
    return bool(found and only)


def _drop_contact(text: str) -> str:
    return re.sub(r"\S*@\S+|https?:\S+|\([^)]*\)", " ", text)


def _person(piece: str) -> str | None:
    """Return a person's name as a byline gives it, None for desks, agencies, places and dates."""
    words = piece.strip(" .,:").split()
    while agency := _agency_ending(words):
        spellings = {n for n in range(1, 5) if find_agency(" ".join(words[-n:])) == agency}
        words = words[: -max(spellings)]
    name = " ".join(words)
    if not 2 <= len(words) <= 5 or not re.fullmatch(rf"{_NAME_WORD}(?: {_NAME_WORD})*", name):
        return None
    if any(w.lower() in _roles() for w in words):
        return None
    if not all(w[0].isupper() or not w[0].isascii() or w.lower() in _PARTICLES for w in words):
        return None
    return name.title() if name.isupper() and name.isascii() else name


def read_author(stated: str, into: Credits) -> None:
    """Take an author as metadata state it: a name by itself, or a whole byline."""
    agencies, only = agencies_in(stated)
    whole_line = agencies or "," in stated or stated.isupper() or line_matches("byline", stated)
    if whole_line and read_byline(stated, into, cued=True):
        return
    if not (agencies and only) and re.search(r"[^\W\d_]", stated):
        into.add_person(stated)


def read_authors(stated: Iterable[str], into: Credits) -> None:
    """Take authors as metadata state them.

    Where a picture agency is among them, so are those who made the picture: no agency there is
    credited for the text.
    """
    found = Credits()
    for author in stated:
        read_author(author, found)
    into.take(found, "photo" if any(credit.kind == "photo" for credit in found.agencies) else None)


# ---------------------------------------------------------------- sign-off
def read_sign_off(line: str, into: Credits) -> bool:
    """Read a line that only signs off; tell whether it was one.

    "ss/kb (AFP, Reuters)", "(With inputs from ANI)", "Source: TASS", "Copyright 2031 The Associated
    Press. All rights reserved.", "The Associated Press contributed to this report."
    """
    bare = line.strip()
    if len(bare) > _LONGEST:
        return False
    if reporting := compiled(r"^[(\[]?<reporting>").match(bare):
        _read_reporting(bare[reporting.end() :], into)
        into.signed = into.signed or _signed(bare)
        return True
    if line_matches("contributed", bare):
        into.add(_contributors(bare), "text", line)
        return True
    owner = compiled(r"^\W*<copyright>\s*(?:\d{4})?,?\s*(?:by\s)?([^.,|;]{2,40})(?:$|[.,|;])").match(bare)
    if owner and (agency := find_agency(owner[1].strip())):
        into.add([agency.name], "text", line)
        return True
    if len(bare) > 200:
        return False
    for named, cued in _sign_offs(bare):
        agencies, only = agencies_in(named)
        if cued or (agencies and (only or len(agencies) > 1)):
            into.add(agencies, "text", line)
            return True
    return False


def _sign_offs(line: str) -> Iterator[tuple[str, bool]]:
    """Yield what in a line may be the names of a sign-off, and whether it is one whatever they are."""
    if match := compiled(r"^[(\[–—-]*\s*<sign_off>(.{2,120}?)[)\]. ]*$").match(line):
        yield match[1], compiled(r"\b<inputs>\b").search(line) is not None
    if match := re.match(r"^(?:[\w.]{1,6}(?:/[\w.]{1,6}){0,4})?\s*[(\[]([^()\[\]]{2,100})[)\]]\s*\.?$", line):
        yield match[1], False
    if len(line.split()) <= 6:
        yield line.strip(" —–-()[]"), False


def _signed(line: str) -> Credit | None:
    """Return the credit of the agency whose own way of signing off a line is in."""
    houses = (agency for agency in agencies() if agency.signs)
    name = next((a.name for a in houses if compiled(rf"^\W*{a.signs}").match(line)), None)
    return Credit(name, "text", " ".join(line.split())) if name else None


def _contributors(line: str) -> list[str]:
    """Return the agencies of "The Associated Press and Jo Lind of Reuters contributed to this report."."""
    names = line[: line.rfind("contributed")]
    pieces = [piece.strip(" .:()").split() for piece in compiled(r"\s*(?:,|\b<joined>\b)\s*").split(names)]
    found = (_agency_ending(words) or _agency_before(words) for words in pieces if words)
    return [agency.name for agency in found if agency]


def _read_reporting(names: str, into: Credits) -> None:
    """Read the reporters of "(Reporting by A in Oster and B; Editing by C)"."""
    reporters = re.split(r";|\.\s", names, maxsplit=1)[0]
    for piece in _pieces(re.sub(r"\bin [A-Z][\w ]+", ",", reporters)):
        if person := _person(piece.strip(" )].")):
            into.add_person(person)


def cut_sign_off(paragraph: str, into: Credits) -> str:
    """Return a paragraph without the agencies in brackets at its end ("... he said. (Reuters)")."""
    reporting = compiled(rf"\s*[(\[]<reporting>[^()\[\]]{{2,{_LONGEST - 50}}}[)\]]\s*\.?$")
    match = BRACKETS_AT_END.search(paragraph) or reporting.search(paragraph)
    if match and re.search(r"[.!?…\"”’]$", paragraph[: match.start()]):
        scratch = Credits()
        if read_sign_off(match[0].strip(), scratch):
            into.take(scratch)
            return paragraph[: match.start()].rstrip()
    return paragraph
