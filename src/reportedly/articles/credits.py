"""Lines that name people or agencies: bylines, datelines, sign-offs, picture credits."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from reportedly.languages import LANGUAGES, find_agency
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
_TAIL = re.compile(r"\s*[(\[（]([^()\[\]（）]{2,90})[)\]）]\s*\.?$")
_MONTH_DAY = r"[A-Za-z]{3,9}\.?\s\d{1,2}"
_DATELINE = re.compile(
    rf"^(?P<place>[^\W\d_][^\d:(—–/]{{1,50}}?)?(?:,\s*|\s+|^)(?:{_MONTH_DAY}(?:,? \d{{4}})?\.?\s*)?"
    r"(?:\((?P<agency>[^()]{2,40})\)|/(?P<slash>[^/]{2,30})/\.?)\s*(?:[-—–:]+\s*|(?=[A-Z]))"
)
_PLACE_ONLY = re.compile(
    rf"^(?P<place>[A-Z][A-Z.'’ -]{{2,30}}[A-Z](?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
    rf"(?:,\s*{_MONTH_DAY})?\s*(?::|\s[-—–]+|[—–])\s+(?=[\"“‘A-Z])"
)
_DATE_AGENCY = re.compile(rf"^{_MONTH_DAY}(?:,? \d{{4}})?\s*\((?P<agency>[^()]{{2,40}})\)\s*[-—–:]+\s")


@dataclass(slots=True)
class Credits:
    """Who an article is by: people, and the agencies credited, each once."""

    people: list[str] = field(default_factory=list)
    agencies: list[Credit] = field(default_factory=list)

    def add(self, names: list[str], kind: str, passage: str) -> None:
        """Credit agencies (canonical names) for the text or a photo; `passage` is the line that names them."""
        for name in names:
            if all((c.agency, c.kind) != (name, kind) for c in self.agencies):
                self.agencies.append(Credit(name, kind, " ".join(passage.split())))

    def add_person(self, name: str) -> None:
        """Add a name to the byline."""
        if name.casefold() not in (p.casefold() for p in self.people):
            self.people.append(name)


@functools.cache
def line_pattern(name: str) -> str:
    """Return a regular expression of the word lists, over all languages, as one group."""
    each = (language.words("page.toml")["lines"][name] for language in LANGUAGES.values())
    return "(?:" + "|".join(re.sub(r"\s*\n\s*", "", pattern) for pattern in each) + ")"


@functools.cache
def _roles() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES.values() for word in language.words("page.toml")["roles"])


@functools.cache
def _compiled(template: str) -> re.Pattern[str]:
    names = re.findall(r"<(\w+)>", template)
    for name in names:
        template = template.replace(f"<{name}>", line_pattern(name))
    return re.compile(template, re.I)


def line_matches(name: str, text: str) -> bool:
    """Tell whether a line begins as the word lists' expression of this name says."""
    return _compiled(f"^<{name}>").match(text) is not None


def agencies_in(text: str) -> tuple[list[str], bool]:
    """Return the agencies that a credit names, and whether it names nothing else."""
    found, others = [], False
    whole = find_agency(text.strip(" .:"))
    if whole:
        return [whole.name], True
    for piece in filter(None, (p.strip(" .:()") for p in _BETWEEN.split(text))):
        agency = find_agency(piece)
        if agency is None and len(piece.split()) > 1:
            # "Kyodo News photo", "Staff AFP": an agency, and words of a desk's own.
            words = piece.split()
            agency = find_agency(" ".join(words[1:])) or find_agency(" ".join(words[:-1]))
            others = others or agency is not None
        if agency is None:
            others = True
        elif agency.name not in found:
            found.append(agency.name)
    return found, not others


# ---------------------------------------------------------------- byline
def read_byline(line: str, into: Credits, cued: bool = False) -> bool:
    """Read a line as a byline ("By A and B, Reuters", "Reuters |"); tell whether it was one.

    `cued` says that the page itself marks the line as one; else it must say "by", or be an agency's name.
    """
    if len(line) > 160:
        return False
    cue = _compiled(r"^<byline>(?=\S)").match(line)
    rest = line[cue.end() :] if cue else line
    rest = re.split(r"\s{2,}|\bPublished\b|\bUpdated\b|\bPosted\b|[|•·]?\s*\b\d", rest, maxsplit=1)[0].strip(
        " |•·,-–—:"
    )
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
    piece = " ".join(piece.split()).strip(" .,:")
    words = piece.split()
    if (
        not 2 <= len(words) <= 5
        or find_agency(piece)
        or not re.fullmatch(rf"{_NAME_WORD}(?: {_NAME_WORD})*", piece)
    ):
        return None
    if any(w.lower() in _roles() for w in words):
        return None
    if not all(w[0].isupper() or not w[0].isascii() or w.lower() in _PARTICLES for w in words):
        return None
    return piece.title() if piece.isupper() and piece.isascii() else piece


# ---------------------------------------------------------------- sign-off
def read_sign_off(line: str, into: Credits) -> bool:
    """Read a line that only signs off: "ss/kb (AFP, Reuters)", "(With inputs from ANI)", "Source: TASS"."""
    if len(line) > 200:
        return False
    bare = line.strip()
    if reporting := _compiled(r"^[(\[]?<reporting>").match(bare):
        for name in re.split(r";|\.\s", bare[reporting.end() :])[:1]:
            for piece in _BETWEEN.split(re.sub(r"\bin [A-Z][\w ]+", ",", name)):
                if person := _person(piece.strip(" )].")):
                    into.add_person(person)
        return True
    if match := _compiled(r"^[(\[–—-]*\s*<sign_off>(.{2,120}?)[)\]. ]*$").match(bare):
        agencies, only = agencies_in(match[1])
        cued = re.search(r"\b(?:inputs?|agencies)\b", bare, re.I) is not None
        if (agencies and only) or cued:
            into.add(agencies, "text", line)
            return True
    match = re.match(r"^(?:[\w.]{1,6}(?:/[\w.]{1,6}){0,4})?\s*[(\[]([^()\[\]]{2,100})[)\]]\s*\.?$", bare)
    if match:
        agencies, only = agencies_in(match[1])
        if agencies and (only or len(agencies) > 1):
            into.add(agencies, "text", line)
            return True
    agencies, only = agencies_in(bare.strip(" —–-()[]"))
    if agencies and only and len(bare.split()) <= 6:
        into.add(agencies, "text", line)
        return True
    return False


def cut_sign_off(paragraph: str, into: Credits) -> str:
    """Return a paragraph without the agencies in brackets at its end ("... he said. (Reuters)")."""
    match = _TAIL.search(paragraph)
    if match and re.search(r"[.!?…\"”’]$", paragraph[: match.start()]):
        scratch = Credits()
        if read_sign_off(match[0].strip(), scratch):
            into.add([c.agency for c in scratch.agencies], "text", match[0].strip())
            for name in scratch.people:
                into.add_person(name)
            return paragraph[: match.start()].rstrip()
    return paragraph


# ---------------------------------------------------------------- pictures
def cut_photo_credit(caption: str, into: Credits) -> tuple[str, bool]:
    """Return a caption without the credit at its end, and whether there was one.

    Credits look like "(via REUTERS)", "Image: KCNA VIA KNS/AFP", "[Photo: X]", "| Photo Credit: ANI"; the
    cue may be glued to the caption's last word.
    """
    if match := _TAIL.search(caption):
        cue = _compiled(r"^<photo>[: ]").match(match[1])
        agencies, only = agencies_in(match[1][cue.end() :] if cue else match[1])
        named = agencies and (only or "/" in match[1] or "photo" in match[1].lower())
        if (cue and len(match[1].split()) <= 10) or (
            named and not _spelled_out(caption[: match.start()], agencies[0])
        ):
            into.add(agencies, "photo", match[0].strip())
            return caption[: match.start()].rstrip(), True
    patterns = (
        r"(?:^|[\s|.)—–-]|(?<=[a-z\"”'’])(?=[A-Z]))<photo>\s?[:/]\s?([^.]{2,90})\.?$",
        r"(?:^|\s)[|—–-]\s?<photo>\s([^.]{2,60})$",
    )
    for template in patterns:
        for match in _glued(template).finditer(caption):
            passage = caption[match.start() :].strip(" |.—–-")
            into.add(agencies_in(match[1])[0], "photo", passage)
            return caption[: match.start()].rstrip(" |—–-"), True
    return caption, False


def _spelled_out(before: str, agency: str) -> bool:
    """Tell whether words end with an agency's full name, so that brackets after them only abbreviate it."""
    words = before.split()
    tails = (find_agency(" ".join(words[-n:])) for n in range(1, min(6, len(words)) + 1))
    return any(tail is not None and tail.name == agency for tail in tails)


@functools.cache
def _glued(template: str) -> re.Pattern[str]:
    """Compile with case told apart where a cue may follow a word without a space (neededImage: X)."""
    photo = line_pattern("photo")
    return re.compile(template.replace("<photo>", f"(?i:{photo})"))


def read_picture_line(line: str, into: Credits) -> bool:
    """Read a line that only credits a picture ("Anna Novak/AFP/Getty Images", "Photo: Reuters")."""
    words = line.split()
    if not 1 <= len(words) <= 12 or (re.search(r"[.!?]$", line) and len(words) > 6):
        return False
    cue = _compiled(r"^[(\[]?<photo>\s?[:/]\s?").match(line)
    rest = line[cue.end() :] if cue else line
    agencies, _ = agencies_in(rest.strip("()[] "))
    named = agencies and (
        "/" in line or " via " in line.lower() or re.search(r"photo|getty|image", line, re.I)
    )
    if (cue and len(words) <= 10) or named:
        into.add(agencies, "photo", line)
        return True
    return False


# ---------------------------------------------------------------- dateline
def read_dateline(paragraph: str, into: Credits) -> str | None:
    """Return the place of a dateline ("SEOUL, Jan 5 (Reuters) - ..."); credit the agency that it names."""
    head = paragraph[:110]
    if match := _DATE_AGENCY.match(head) or _DATELINE.match(head):
        names = match.groupdict()
        agencies, only = agencies_in(names["agency"] or names.get("slash") or "")
        if agencies and only:
            into.add(agencies, "text", match[0].strip(" -—–:"))
            return _place(names.get("place"))
    if match := _AGENCY_FIRST.match(head):
        agencies, only = agencies_in(match["agency"])
        if agencies and only:
            into.add(agencies, "text", match[0].strip(" -—–:"))
            return None
    match = _PLACE_ONLY.match(head)
    return _place(match["place"]) if match else None


_AGENCY_FIRST = re.compile(r"^\((?P<agency>[^()]{2,40})\)\s*[-—–:]*\s")


def _place(place: str | None) -> str | None:
    """Return a dateline's place in the usual case: SEOUL -> Seoul."""
    place = re.sub(rf",?\s*{_MONTH_DAY}$", "", (place or "").strip(" ,-—–"))
    return (
        " ".join(w.capitalize() if w.isupper() and len(w) > 2 and "." not in w else w for w in place.split())
        or None
    )
