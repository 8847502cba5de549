"""Who is meant: from a source as it stands in the text to a member of the article's cast."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.languages import find_agency
from reportedly.languages.places import find_body, find_country
from reportedly.statements.attributions import Mention
from reportedly.statements.cast import Cast, Member, calling, clean_name, principal
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Token

NUMBERS = {
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "several",
    "many",
    "some",
    "dozens",
    "hundreds",
}
INDEFINITE = {"a", "an", "one", "another", "any", "some", "no"}
DEFINITE = {"the", "this", "that", "these", "those", "his", "her", "its", "their"}
PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}


@dataclass
class Speakers:
    """Resolves the sources of one article, in the order of the text; remembers who was resolved."""

    cast: Cast
    words: Lexicon
    outlet: str | None
    country: str | None = None  # the country whose state media are meant
    spoken: list[tuple[int, Member]] = field(default_factory=list)

    def resolve(self, mention: Mention) -> list[Member]:
        """Return who is meant; several where the source names several ("the US and UK")."""
        heads = _coordinated(mention.tokens)
        found: list[Member] = []
        for tokens in heads:
            member = self._one(tokens, mention)
            if member is not None and member not in found:
                found.append(member)
        text = " ".join(
            mention.unit.tokens[0]
            .doc.text[min(t.idx for t in mention.tokens) : max(t.idx + len(t.text) for t in mention.tokens)]
            .split()
        )
        for member in found:
            self.spoken.append((mention.start, member))
            if len(found) == 1 and len(text) <= 80:
                member.aliases.add(text)
        return found

    def _one(self, tokens: list[Token], mention: Mention) -> Member | None:
        text = clean_name(_text(tokens), self.words)
        head = _head(tokens)
        if not text or head.ent_type_ in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}:
            return None
        owner = next((t for t in head.lefts if t.dep_ == "poss"), None)
        if owner is not None and head.pos_ == "PROPN":  # "the FBI's Office of Inspection" is that office
            text = clean_name(_text([t for t in tokens if t.i > owner.right_edge.i]), self.words)
        if head.pos_ == "PROPN" and "," in text:
            text = clean_name(text.partition(",")[0], self.words)  # what follows describes
        return (
            self._pronoun(head, tokens, mention)
            or self._state_media(tokens)
            or self._proper(tokens, head, text)
            or self._voice(tokens, head)
            or self._role(tokens, head, mention)
            or self._document(tokens, head, text)
            or self._unnamed(tokens, head, text)
        )

    def _pronoun(self, head: Token, tokens: list[Token], mention: Mention) -> Member | None:
        low = head.lower_
        if len(tokens) > 2 or head.pos_ != "PRON":
            return None
        if low in PRONOUNS:
            return self._he_or_she(PRONOUNS[low], mention.start)
        if low in {"they", "it", "we", "them"}:
            kinds = {"unnamed", "organisation", "government", "agency", "document", "outlet"}
            recent = [
                m for at, m in self.spoken if mention.start - 700 <= at < mention.start and m.kind in kinds
            ]
            return recent[-1] if recent else self.cast.last(mention.start, ["organisation"])
        return None

    def _he_or_she(self, gender: str, at: int) -> Member | None:
        """Return whoever spoke last, or was the subject of a later main clause; else who was named last."""
        spoken = [
            (where, m)
            for where, m in self.spoken
            if at - 900 <= where < at and m.kind in {"person", "unnamed"} and m.gender in {"", gender}
        ]
        subjects = [
            (s.at, s.member)
            for s in self.cast.sightings
            if at - 500 <= s.at < at
            and s.subject
            and s.member.kind == "person"
            and s.member.gender in {"", gender}
        ]
        best = max([*spoken[-1:], *subjects[-1:]], key=lambda pair: pair[0], default=None)
        member = best[1] if best else self.cast.last(at, ["person"], gender)
        if member is not None and member.kind == "person":
            member.gender = gender
        return member

    def _state_media(self, tokens: list[Token]) -> Member | None:
        text = _text(tokens).casefold()
        if not any(phrase in text for phrase in self.words["state_media"]):
            return None
        named = next((a for t in _names(tokens) if (a := find_agency(t))), None)
        country = next((c for t in _names(tokens) if (c := find_country(t))), None) or find_country(
            self.country or ""
        )
        name = named.name if named else country.state_agency if country else ""
        ours = [m for m in self.cast.members if m.kind == "agency" and find_agency(m.name) is None]
        if not named and len(ours) == 1:  # one that no table knows, introduced by the article itself
            return ours[0]
        return self._agency(name) if name else None

    def _proper(self, tokens: list[Token], head: Token, text: str) -> Member | None:
        for name in (text, *_names(tokens)):
            agency = find_agency(name)
            if agency is not None:
                return self._agency(agency.name)
        if all(not t.is_upper and t.pos_ != "PROPN" and not t.ent_type_ for t in tokens):
            return None
        person = self._person(tokens)
        if person is not None:
            return person
        head_is_name = head.pos_ == "PROPN" or head.ent_type_ in {"ORG", "GPE", "NORP", "PERSON"}
        if not head_is_name:
            return None
        country = find_country(text)
        if country is not None:
            return self._known(country.name, "government")
        body = find_body(text)
        if body is not None:
            return self._known(body[0], "government", body[1])
        known = self.cast.named(text)
        if known is not None:
            return known
        return self._known(text, "outlet" if self.is_outlet(text) else "organisation")

    def _person(self, tokens: list[Token]) -> Member | None:
        """Return the person named in the phrase, unless it is about somebody else's ("Ruiz's lawyer")."""
        head = _head(tokens)
        owners = {s for t in tokens if t.dep_ == "poss" for s in t.subtree}
        after = {s for t in tokens if t.dep_ == "prep" for s in t.subtree}
        free = [
            t
            for t in tokens
            if t not in owners and t not in after and t.pos_ == "PROPN" and t.text[:1].isupper()
        ]
        if not free:
            return None
        for entity in head.doc.ents:
            if entity.root in free and entity.label_ in {"PERSON", "ORG", "GPE", "NORP"}:
                member = self.cast.named(clean_name(entity.text, self.words))
                if member is not None and member.kind == "person":
                    return member
        parts = [t.text for t in free]
        for k in range(len(parts)):  # "Secretary of the Interior Ryan Zinke": the name stands last
            member = self.cast.named(clean_name(" ".join(parts[k:]), self.words))
            if member is not None and member.kind == "person":
                return member
        return None

    def _voice(self, tokens: list[Token], head: Token) -> Member | None:
        """`Mr. Strzok's lawyer`, `a spokesman for the FBI`, `his office`."""
        if head.lemma_.lower() not in self.words["voices"]:
            return None
        whom = principal(head, self.words, self.cast) or self._possessor(tokens)
        if whom is None or whom.casefold() in self.words["people"]:
            return None
        role = calling(head.lemma_.lower(), self.words)
        for member in self.cast.members:
            if role in member.roles and member.speaks_for == whom and member.kind in {"person", "unnamed"}:
                return member
        body = head.lemma_.lower() in self.words["bodies"] or role in {
            "campaign",
            "office",
            "team",
            "administration",
        }
        kind = "organisation" if body else "unnamed"
        name = f"{role} of {whom}" if body else f"unnamed {head.text.lower()} for {whom}"
        made = self._known(name, kind, whom)
        made.roles.add(role)
        return made

    def _possessor(self, tokens: list[Token]) -> str | None:
        poss = next((t for t in tokens if t.dep_ == "poss"), None)
        if poss is None:
            return None
        if poss.lower_ in PRONOUNS:
            member = self.cast.last(poss.idx, ["person"]) or (self.spoken[-1][1] if self.spoken else None)
            return member.name if member else None
        member = self.cast.named(clean_name(poss.text, self.words))
        return member.name if member else None

    def _role(self, tokens: list[Token], head: Token, mention: Mention) -> Member | None:
        """`the congressman`, `the agency`: a definite noun points back at whoever was so called."""
        role = calling(head.lemma_.lower(), self.words)
        owned = any(t.dep_ == "poss" for t in tokens)
        definite = owned or any(t.lower_ in DEFINITE for t in tokens if t.pos_ in {"DET", "PRON"})
        if not definite:
            return None
        if role in self.words["utterances"] and len(tokens) <= 3 and self.spoken:
            return self.spoken[-1][1]
        called = [s.member for s in self.cast.sightings if s.at < mention.start and role in s.member.roles]
        called += [m for at, m in self.spoken if role in m.roles]
        if called:
            return called[-1]
        later = {s.member for s in self.cast.sightings if role in s.member.roles}
        if len(later) == 1 and role in self.words["people"]:
            return later.pop()  # "the minister said ... Tomas Belik, the minister, added"
        if role in self.words["bodies"] or role in {"report", "account"}:
            kinds = (
                {"agency"}
                if role in {"report", "agency", "dispatch"}
                else {"organisation", "agency", "outlet", "government"}
            )
            recent = [m for at, m in self.spoken if m.kind in kinds and at < mention.start]
            if recent and len(tokens) <= 3:
                return recent[-1]
            return (
                self.cast.last(mention.start, ["organisation"])
                if role in self.words["bodies"] and len(tokens) <= 2
                else None
            )
        if role in self.words["people"] and head.tag_ != "NNS" and len(tokens) <= 4:
            return self.cast.last(mention.start, ["person"])
        return None

    def _document(self, tokens: list[Token], head: Token, text: str) -> Member | None:
        if head.lemma_.lower() not in self.words["documents"] and head.lower_ not in self.words["documents"]:
            return None
        kept = [
            t for t in head.lefts if t.dep_ in {"compound", "amod"} and t.pos_ in {"NOUN", "PROPN", "ADJ"}
        ]
        kept = [t for t in kept if not t.ent_type_ and not any(c.dep_ == "nummod" for c in t.children)]
        about = [s for t in head.rights if t.dep_ == "prep" and t.lower_ == "of" for s in t.subtree]
        name = " ".join(t.text for t in [*kept, head, *about])
        return self.cast.named(name) or self._known(name, "document")

    def _unnamed(self, tokens: list[Token], head: Token, text: str) -> Member | None:
        if head.pos_ not in {"NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"} or head.lower_ in {
            "i",
            "we",
            "you",
            "that",
            "which",
            "who",
            "what",
            "this",
        }:
            return None
        lemma = head.lemma_.lower()
        people = lemma in self.words["unnamed"] | self.words["people"]
        if not (people or lemma in self.words["bodies"] or head.tag_ in {"NNS", "NNPS", "NNP"}):
            return None  # a decision or a detail gives nobody's word
        low = text.casefold()
        if head.pos_ == "PROPN" and text[:1].isupper() and lemma not in self.words["unnamed"]:
            return self._known(text, "organisation")
        count = next((t.lower_ for t in tokens if t.lower_ in NUMBERS), "")
        rest = " ".join(w for w in low.split() if w != count) if count else text
        name = " ".join(p for p in (count, "unnamed", rest) if p)
        made = self._known(name, "unnamed" if people else "organisation")
        made.roles.add(calling(lemma, self.words))
        return made

    def outlet_told(self, mention: Mention) -> Member | None:
        """Return the outlet that was told ("told Fox News"); None for reporters, courts, this outlet itself.

        Whoever holds an interview is an outlet, be its name known or not.
        """
        text = clean_name(_text(mention.tokens), self.words)
        agency = find_agency(text)
        if agency is not None:
            return self._agency(agency.name) if not self._is_ours(agency.name) else None
        for name in (text, *_names(mention.tokens)):
            if self.is_outlet(name) and not self._is_ours(name):
                return self._known(name, "outlet")
        before = mention.unit.tokens[0].doc[: _head(mention.tokens).i]
        interview = any(t.lemma_.lower() == "interview" for t in before[-6:])
        if (
            not interview
            or find_body(text)
            or find_country(text)
            or self._is_ours(text)
            or not text[:1].isupper()
        ):
            return None
        member = self.cast.named(text)
        owner = next((t.text for t in mention.tokens if t.dep_ == "poss"), None)
        if member is not None and member.kind == "person":
            return self._known(owner, "outlet") if owner else None
        closed = any(
            w in text.casefold().split() for w in ("committee", "court", "department", "police", "agents")
        )
        return None if closed else self._known(text, "outlet")

    def is_outlet(self, name: str) -> bool:
        """Does a name look like that of somebody who publishes?"""
        parts = name.casefold().replace(".", " ").split()
        if not parts or not name[:1].isupper():
            return False
        return (
            any(p in self.words["outlets"] for p in parts)
            or (len(parts) > 1 and parts[-1] in self.words["outlet_words"])
            or name.endswith((".com", ".org", ".net"))
        )

    def _is_ours(self, name: str) -> bool:
        ours = (self.outlet or "").casefold()
        return bool(ours) and (name.casefold() in ours or ours in name.casefold())

    def _agency(self, name: str) -> Member:
        agency = find_agency(name)
        return self._known(name, "agency", agency.owner or None if agency else None)

    def _known(self, name: str, kind: str, speaks_for: str | None = None) -> Member:
        member = next((m for m in self.cast.members if m.name == name), None)
        if member is None:
            member = self.cast.add(Member(name, kind, speaks_for=speaks_for))
        member.kind = kind if member.kind == "organisation" else member.kind
        member.speaks_for = member.speaks_for or speaks_for
        return member


def _coordinated(tokens: list[Token]) -> list[list[Token]]:
    """Return the parts of "the US and UK"; one part where nothing is joined to the head."""
    head = _head(tokens)
    conj = [
        c for c in head.children if c.dep_ == "conj" and c in tokens and c.pos_ in {"PROPN", "NOUN", "PRON"}
    ]
    if not conj:
        return [tokens]
    parts = []
    rest = list(tokens)
    for c in conj:
        under = [t for t in c.subtree if t in set(tokens)]
        parts.append(under)
        rest = [t for t in rest if t not in set(under) and t.dep_ != "cc"]
    return [[t for t in part if not t.is_punct or t.text not in ","] for part in [rest, *parts] if part]


def _head(tokens: list[Token]) -> Token:
    inside = set(tokens)
    for t in tokens:
        if t.head not in inside or t.head == t:
            if t.is_punct or t.pos_ in {"DET", "ADP", "CCONJ"}:
                continue
            return t
    return tokens[-1]


def _names(tokens: list[Token]) -> list[str]:
    """Return the names inside a phrase: runs of capitalised tokens, and single ones."""
    runs: list[list[str]] = [[]]
    for t in tokens:
        if t.text[:1].isupper() and not t.is_punct:
            runs[-1].append(t.text)
        else:
            runs.append([])
    whole = [" ".join(r) for r in runs if r]
    return whole + [w for r in runs if len(r) > 1 for w in r]


def _text(tokens: list[Token]) -> str:
    ordered = sorted(tokens, key=lambda t: t.i)
    return str(ordered[0].doc.text[ordered[0].idx : ordered[-1].idx + len(ordered[-1].text)])
