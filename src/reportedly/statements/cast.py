"""The cast of an article: the people and bodies it names, under all the forms in which it names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.languages.places import find_country
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Token

_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b|\s|$)")
_POSSESSIVE = re.compile(r"['’]s?$")
_LEFT_OVER = re.compile(r"^['’]s?\s+")  # of a possessive before the name
_ASIDE = re.compile(r"(?<=\w)\s+\([^)]*\)?$")
_POSTED = re.compile(r"(?<=\w)\s+\(@\w+\).*$")  # "Ana Ruiz (@anaruiz) December 27, 2017", below a post
_NUMBERED = re.compile(r"(?:^|.* )(?:(?P<code>[A-Z][A-Za-z]?-?\d{2,4}[A-Za-z]?s?)|\d{2,4}-\d{1,4}\w?)")
INITIAL = re.compile(r"^[A-Z]\.?$")


JUNIOR = ("Jr", "Jr.", "Sr", "Sr.")

MOST = 1_000
"""Members that are known again by another of their names: lists of thousands of names are no news report."""


@dataclass(eq=False)
class Member:
    """Somebody or something in the cast."""

    name: str
    kind: str  # as in records.Source
    aliases: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)  # head nouns by which the text calls it: leader, lawyer
    gender: str = ""  # "m", "f" or "" where nothing tells
    speaks_for: str | None = None
    firm: bool = False  # told of as a company is: "Sundline, which owns the ferry"
    many: bool = False  # people together: "environmental groups"


@dataclass(frozen=True)
class Sighting:
    """A place where a member is named."""

    at: int
    member: Member
    subject: bool  # of the main clause
    quoted: bool = False  # inside somebody's speech


@dataclass
class Cast:
    """All members, and where each is named, in the order of the text."""

    members: list[Member] = field(default_factory=list)
    acronyms: dict[str, Member] = field(default_factory=dict)  # as the text itself introduces them
    sightings: list[Sighting] = field(default_factory=list)

    def named(self, name: str) -> Member | None:
        """Return the member that goes by this name: the whole, a surname, an alias."""
        key = name.casefold()
        for member in self.members:
            if key == member.name.casefold() or any(key == a.casefold() for a in member.aliases):
                return member
        last = key.split()[-1:] if key else []
        if len(key.split()) == 2 and last[0].rstrip(".") in {"jr", "sr"}:  # "Trump Jr." is Donald Trump Jr.
            ends = key.replace(".", "")
            return next(
                (m for m in self.members if m.name.casefold().replace(".", "").endswith(f" {ends}")), None
            )
        for member in self.members:
            theirs = member.name.casefold().split()
            # One name of a person's: the family name stands last, or first ("Kim" for Kim Jong Un).
            if member.kind == "person" and len(key.split()) == 1 and last[0] in {theirs[0], theirs[-1]}:
                return member
        if " " in key:
            return None
        juniors = (
            m for m in self.members if m.name.endswith(JUNIOR) and is_junior(m.name)
        )  # "Mr. Ruiz", without an elder one
        return next((m for m in juniors if key == m.name.casefold().split()[-2]), None)

    def add(self, member: Member) -> Member:
        """Add a member, unless there are too many, and return it."""
        if len(self.members) < MOST:
            self.members.append(member)
        return member

    def last(self, at: int, kinds: Sequence[str], gender: str = "", reach: int = 1500) -> Member | None:
        """Return who was last named before a place: subjects of sentences first, then whoever is nearest."""
        near = [
            s
            for s in self.sightings
            if at - reach <= s.at < at
            and s.member.kind in kinds
            and (not gender or s.member.gender in {"", gender})
        ]
        subjects = [s for s in near if s.subject and at - s.at < 500]
        return (subjects or near)[-1].member if near else None


def is_junior(name: str) -> bool:
    parts = name.casefold().split()
    return len(parts) > 2 and parts[-1].rstrip(".") in {"jr", "sr"}


def clean_name(text: str, words: Lexicon) -> str:
    """Return a name without article, honorifics, possessive and dots ("the F.B.I.'s" -> FBI)."""
    plain = _LEFT_OVER.sub("", _ASIDE.sub("", _POSTED.sub("", " ".join(text.split()))))
    parts = _POSSESSIVE.sub("", plain).split()
    if parts and parts[0].casefold() in {"the", "a", "an"}:
        parts = parts[1:]
    while len(parts) > 1 and parts[0].rstrip(".").casefold() in words["honorifics"]:
        if parts[1].casefold() in words["bodies"]:  # the Justice Department is no Justice
            break
        if parts[1] in {"of", "for"} and len(parts) <= 4:  # the mayor of Orlava, whose name is not told
            break
        parts = parts[1:]
    if len(parts) > 3 and parts[0] in {"of", "for"}:  # "(Secretary) of the Interior Ryan Zinke"
        parts = parts[-2:]
    while len(parts) > 1 and parts[-1].rstrip(".,").casefold() in words["calendar"]:
        parts = parts[:-1]
    return _DOTS.sub("", " ".join(parts)).strip(" ,.;:'’\"“”()")


def is_thing(name: str, words: Lexicon) -> bool:
    """Is this a flight, a road or a model, which says nothing: NH175, the A42, an F-16, a Boeing 737-800?"""
    before, _, number = name.casefold().rpartition(" ")
    if number.isdecimal():
        return before.rpartition(" ")[2] in words["numbered_things"]
    found = _NUMBERED.fullmatch(name)
    return found is not None and (found["code"] or "").casefold() not in words["numbered_bodies"]


def calling(role: str, words: Lexicon) -> str:
    """Return one name for callings that mean the same (an attorney is a lawyer)."""
    return next((group.split()[0] for group in sorted(words["callings"]) if role in group.split()), role)


def principal(role: Token, words: Lexicon, cast: Cast, member: Member | None = None) -> str | None:
    """Return the body that a role speaks for: "his lawyer", "a spokesman for the FBI", "FBI Director"."""
    lemma = role.lemma_.lower()
    if lemma == "minister" and role.i > 0 and role.nbor(-1).dep_ in {"amod", "compound", "nmod"}:
        field_of = role.nbor(-1).text
        return None if field_of.lower() in words["titles"] else f"{field_of.title()} Ministry"
    voice, officer = lemma in words["voices"], lemma in words["officers"]
    if not (voice or officer):
        return None
    for child in role.children:
        if child.dep_ == "poss" and (voice or officer):
            return _owner(child, words, cast, member)
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "at"} and (voice or child.lower_ == "of"):
            body = next((c for c in child.children if c.dep_ == "pobj"), None)
            if body is not None and body.pos_ in {"PROPN", "NOUN"}:
                return _owner(body, words, cast, member)
    return _named_before(role, words, cast)


def _named_before(role: Token, words: Lexicon, cast: Cast) -> str | None:
    """Return the body named right before a role ("White House press secretary"); nobody for a former one."""
    doc, i = role.doc, role.i
    bodies: list[str] = []
    while i > 0:
        before = doc[i - 1]
        entity = next((e for e in doc.ents if e.start < i <= e.end), None)
        if before.lower_ in {"former", "ex", "then"}:
            return None
        if entity is not None and entity.label_ in {"ORG", "GPE", "NORP", "PERSON"}:
            bodies.insert(0, clean_name(entity.text, words))
            i = entity.start
        elif before.lower_ in words["titles"] and before.pos_ in {"ADJ", "NOUN", "PROPN"}:
            i -= 1
        else:
            break
    if not bodies:
        return None
    country = find_country(bodies[0]) if len(bodies) > 1 else None  # "US National Security Council spokesman"
    name = country.name if country else bodies[-1]
    known = cast.named(name)
    return known.name if known else name


def _owner(token: Token, words: Lexicon, cast: Cast, member: Member | None) -> str | None:
    """Return the name of whoever a possessive or a `for` names; a pronoun means whoever was last named."""
    if token.pos_ == "PRON":
        others = [s.member for s in cast.sightings if s.member is not member and s.member.kind == "person"]
        return others[-1].name if others else None
    left = [t.i for t in token.lefts if t.dep_ in {"compound", "nmod", "amod"}]
    text = token.doc[min([token.left_edge.i] if left else [token.i]) : token.i + 1].text
    name = clean_name(text, words)
    known = cast.named(name)
    return known.name if known else (name if name[:1].isupper() else None)
