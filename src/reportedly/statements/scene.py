"""The scene of an article: its cast, and who has spoken so far. What resolving a source needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.languages import find_agency
from reportedly.languages.places import find_body, find_country
from reportedly.statements.attributions import Mention
from reportedly.statements.cast import Cast, Member
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Token


@dataclass
class Scene:
    """The cast of one article, in the order of its text; remembers who spoke, and where."""

    cast: Cast
    words: Lexicon
    outlet: str | None
    country: str | None = None  # the country whose state media are meant
    charges: str | None = None  # the paper in which charges stand: "indictment"
    spoken: list[tuple[int, Member]] = field(default_factory=list)
    uttered: list[tuple[str, Member]] = field(default_factory=list)  # in what they said it: a statement

    def known(self, name: str, kind: str, speaks_for: str | None = None) -> Member:
        """Return the member of this name, added to the cast where it is new."""
        member = next((m for m in self.cast.members if m.name == name), None)
        if member is None:
            member = self.cast.add(Member(name, kind, speaks_for=speaks_for))
        member.kind = kind if member.kind == "organisation" else member.kind
        member.speaks_for = member.speaks_for or speaks_for
        return member

    def agency(self, name: str) -> Member:
        """Return an agency of the table, and the government whose voice it is."""
        agency = find_agency(name)
        member = self.known(name, "agency", agency.owner or None if agency else None)
        member.kind = "agency"  # whatever its name was taken for
        return member

    def recent(self, at: int, kinds: set[str], reach: int = 700) -> list[Member]:
        """Return who of these kinds has spoken shortly before a place, the last one last."""
        return [m for where, m in self.spoken if at - reach <= where < at and m.kind in kinds]

    def note(self, member: Member, utterances: Sequence[str]) -> None:
        """Remember in what somebody said it, for "the statement said"."""
        self.uttered += [(noun, member) for noun in utterances]

    def carrier(self, mention: Mention) -> Member | None:
        """Return the outlet through which a document came, where the language's words tell."""
        return None

    def accuser(self) -> Member | None:
        """Return who presses charges in this article, or the paper in which they stand."""
        return self.known(self.charges, "document") if self.charges else None

    def outlet_named(self, name: str) -> Member | None:
        """Return the agency or outlet of this name, if it is one."""
        agency = find_agency(name)
        if agency is not None:
            return self.agency(agency.name)
        member = self.cast.named(name)
        if member is not None and member.kind in {"agency", "outlet"}:
            return member
        return self.known(name, "outlet") if self.is_outlet(name) else None

    def body_named(self, name: str) -> Member:
        """Return the country, the body of one, the outlet or the organisation of this name."""
        country, body = find_country(name), find_body(name)
        if country is not None:
            return self.known(country.name, "government")
        if body is not None:
            return self.known(body[0], "government", body[1] or None)
        kind = "outlet" if self.is_outlet(name) else "organisation"
        return self.cast.named(name) or self.known(name, kind)

    def he_or_she(self, gender: str, at: int) -> Member | None:
        """Return whoever spoke last, or was the subject of a later main clause; else who was named last."""
        spoken = [
            (where, m)
            for where, m in self.spoken
            if at - 900 <= where < at and m.kind in {"person", "unnamed"} and _fits(m, gender)
        ]
        subjects = [
            (s.at, s.member)
            for s in self.cast.sightings
            if s.subject and not s.quoted and at - 500 <= s.at < at
            and s.member.kind == "person" and _fits(s.member, gender)
        ]  # fmt: skip
        best = max([*spoken[-1:], *subjects[-1:]], key=lambda pair: pair[0], default=None)
        member = best[1] if best else self.cast.last(at, ["person"], gender)
        if member is not None and member.kind == "person":
            member.gender = gender or member.gender
        return member

    def is_outlet(self, name: str) -> bool:
        """Does a name look like that of somebody who publishes?"""
        parts = name.casefold().replace(".", " ").replace("-", " ").split()
        if not parts or not name[:1].isupper():
            return False
        listed = any(p in self.words["outlets"] for p in parts)
        typical = len(parts) > 1 and parts[-1] in self.words["outlet_words"]
        return listed or typical or name.endswith((".com", ".org", ".net"))

    def is_ours(self, name: str) -> bool:
        """Is this the outlet that publishes the article?"""
        ours = (self.outlet or "").casefold()
        return bool(ours) and (name.casefold() in ours or ours in name.casefold())


def _fits(member: Member, gender: str) -> bool:
    return not gender or member.gender in {"", gender}


def head_of(tokens: list[Token]) -> Token:
    """Return the token of a phrase on which the others hang."""
    inside = set(tokens)
    for t in tokens:
        outside = t.head not in inside or t.head == t
        if outside and not t.is_punct and t.pos_ not in {"DET", "ADP", "CCONJ"}:
            return t
    return tokens[-1]


def names_in(tokens: list[Token]) -> list[str]:
    """Return the names inside a phrase: runs of capitalised tokens, then single ones."""
    runs: list[list[str]] = [[]]
    for t in tokens:
        if t.text[:1].isupper() and not t.is_punct:
            runs[-1].append(t.text)
        else:
            runs.append([])
    whole = [" ".join(r) for r in runs if r]
    return whole + [w for r in runs if len(r) > 1 for w in r]


def text_of(tokens: list[Token]) -> str:
    """Return the stretch of text that holds the tokens."""
    ordered = sorted(tokens, key=lambda t: t.i)
    return str(ordered[0].doc.text[ordered[0].idx : ordered[-1].idx + len(ordered[-1].text)])
