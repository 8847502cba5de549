"""Lines that name people or agencies: bylines and sign-offs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportedly.articles.dates import month_names
from reportedly.articles.expressions import compiled, line_matches
from reportedly.languages import LANGUAGES, Agency, find_agency
from reportedly.records import Credit

_NAME_WORD = r"(?:[^\W\d_][\w.'’-]*)"
_BETWEEN = re.compile(
    r"\s*(?:[/|,;&+•·]|\s-\s|—|–|\band\b|\bvia\b|\bwith\b|\bfor\b|\bin\b|\bfrom\b)\s*", re.I
)
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
BRACKETS_AT_END = re.compile(r"\s*[(\[（]([^()\[\]（）]{2,90})[)\]）]\s*\.?$")


@dataclass(slots=True)
class Credits:
    """Who an article is by: people, and the agencies credited, each once."""

    people: list[str] = field(default_factory=list)
    agencies: list[Credit] = field(default_factory=list)

    def add(self, names: list[str], kind: str, passage: str) -> None:
        """Credit agencies (canonical names) for the text or a photo; `passage` is the naming line."""
        for name in names:
            if all((c.agency, c.kind) != (name, kind) for c in self.agencies):
                self.agencies.append(Credit(name, kind, " ".join(passage.split())))

    def add_person(self, name: str) -> None:
        """Add a name to the byline."""
        if name.casefold() not in (p.casefold() for p in self.people):
            self.people.append(name)


@functools.cache
def _roles() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES.values() for word in language.words("page.toml")["roles"])


def agencies_in(text: str) -> tuple[list[str], bool]:
    """Return the agencies that a credit names, and whether it names nothing else."""
    found, others = [], False
    if whole := agency_name(text.strip(" .:")):
        return [whole], True
    for piece in filter(None, (p.strip(" .:()") for p in _BETWEEN.split(text))):
        agency = agency_name(piece)
        if agency is None:
            # "Kyodo News photo", "Eric Tucker Associated Press": an agency, and other words.
            words = piece.split()
            known = _agency_ending(words) or _agency_of_desk(words)
            agency, others = known.name if known else None, True
        if agency is not None and agency not in found:
            found.append(agency)
    return found, not others


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
    heads = (find_agency(" ".join(words[:n])) for n in range(1, min(4, len(words))))
    return next((head for head in heads if head), None)


# ---------------------------------------------------------------- byline
def read_byline(line: str, into: Credits, cued: bool = False) -> bool:
    """Read a line as a byline ("By A and B, Reuters", "Reuters |"); tell whether it was one.

    `cued` says that the page itself marks the line as one; else it must say "by", or be an agency's name.
    """
    if len(line) > 160:
        return False
    cue = compiled(r"^<byline>(?=\S)").match(line)
    rest = line[cue.end() :] if cue else line
    date = compiled(rf"[|•·,-]?\s*\b(?:<published>|<updated>|(?:{month_names()})\b|\d)")
    rest = date.split(rest, maxsplit=1)[0].strip(" |•·,-–—:")
    agencies, only = agencies_in(rest)
    if not (cue or cued):
        if agencies and only:
            into.add(agencies, "text", line)
        return bool(agencies and only)
    people = [name for piece in _BETWEEN.split(_drop_contact(rest)) if (name := _person(piece))]
    for name in people:
        into.add_person(name)
    into.add(agencies, "text", line)
    return bool(people or agencies)


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


# ---------------------------------------------------------------- sign-off
def read_sign_off(line: str, into: Credits) -> bool:
    """Read a line that only signs off: "ss/kb (AFP, Reuters)", "(With inputs from ANI)", "Source: TASS"."""
    if len(line) > 200:
        return False
    bare = line.strip()
    if reporting := compiled(r"^[(\[]?<reporting>").match(bare):
        _read_reporting(bare[reporting.end() :], into)
        return True
    if line_matches("contributed", bare):
        return True
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


def _read_reporting(names: str, into: Credits) -> None:
    """Read the reporters of "(Reporting by A in Oster and B; Editing by C)"."""
    reporters = re.split(r";|\.\s", names, maxsplit=1)[0]
    for piece in _BETWEEN.split(re.sub(r"\bin [A-Z][\w ]+", ",", reporters)):
        if person := _person(piece.strip(" )].")):
            into.add_person(person)


def cut_sign_off(paragraph: str, into: Credits) -> str:
    """Return a paragraph without the agencies in brackets at its end ("... he said. (Reuters)")."""
    match = BRACKETS_AT_END.search(paragraph)
    if match and re.search(r"[.!?…\"”’]$", paragraph[: match.start()]):
        scratch = Credits()
        if read_sign_off(match[0].strip(), scratch):
            into.add([c.agency for c in scratch.agencies], "text", match[0].strip())
            for name in scratch.people:
                into.add_person(name)
            return paragraph[: match.start()].rstrip()
    return paragraph
