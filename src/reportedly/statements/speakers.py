"""Who is meant: from a source as it stands in the text to a member of the article's cast."""

from __future__ import annotations

from reportedly.languages import find_agency
from reportedly.languages.places import find_body, find_country
from reportedly.statements.attributions import Mention
from reportedly.statements.cast import Member, calling, clean_name, is_thing, principal
from reportedly.statements.descriptions import described
from reportedly.statements.documents import carrier, document
from reportedly.statements.parse import Token
from reportedly.statements.scene import Scene, head_of, names_in, text_of

PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
NAMES = {"PERSON", "ORG", "GPE", "NORP"}
MEASURES = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}


class Speakers(Scene):
    """Resolves the sources of one article, in the order of the text."""

    def resolve(self, mention: Mention, *, spoke: bool = True) -> list[Member]:
        """Return who is meant; several where the source names several ("the US and UK").

        `spoke` is False for a mention that says nothing itself (a pronoun to be replaced, a source
        within somebody's speech): who was meant is then not remembered as the last to speak.
        """
        found: list[Member] = []
        for tokens in _coordinated(mention.tokens):
            member = self._one(tokens, mention)
            if member is not None and member not in found:
                found.append(member)
        text = " ".join(text_of(mention.tokens).split())
        for member in found:
            if spoke:
                self.spoken.append((mention.start, member))
            if len(found) == 1 and len(text) <= 80:
                member.aliases.add(text)
        return found

    def _one(self, tokens: list[Token], mention: Mention) -> Member | None:
        tokens = _antecedent(tokens) or tokens
        text, head = clean_name(text_of(tokens), self.words), head_of(tokens)
        if not text or head.ent_type_ in MEASURES or is_thing(text, self.words):
            return None
        owner = next((t for t in head.lefts if t.dep_ == "poss"), None)
        if owner is not None and head.pos_ == "PROPN":  # "the FBI's Office of Inspection" is that office
            own = clean_name(text_of([t for t in tokens if t.i > owner.right_edge.i]), self.words)
            text = text if own.casefold() in self.words["bodies"] else own  # but "the US Attorney's Office"
        if head.pos_ == "PROPN" and "," in text:
            text = clean_name(text.partition(",")[0], self.words)  # what follows describes
        if head.pos_ == "PROPN":  # "the state news agency ORNA" is ORNA
            parts = text.split()
            lower = next((i for i, part in enumerate(parts) if part[:1].isupper()), 0)
            text = " ".join(parts[lower:])
        if head.pos_ == "PRON" and len(tokens) <= 2:
            return self._pronoun(head, mention)
        if head.pos_ == "NOUN" and not head.ent_type_:
            if (renamed := self._apposed(tokens, head)) is not None:
                return renamed
            tokens = _undescribed(tokens, head)
            text = clean_name(text_of(tokens), self.words)
        return (
            self._state_media(tokens)
            or (document(self, tokens, head) if head.pos_ == "NOUN" else None)
            or self._proper(tokens, head, text)
            or described(self, tokens, head, text, mention)
        )

    def _apposed(self, tokens: list[Token], head: Token) -> Member | None:
        """Return who is named right after what he is: "a spokesman for the mayor, Ana Ruiz"."""
        label = "PERSON" if head.lemma_.lower() in self.words["people"] else "ORG"
        known = label == "PERSON" or head.lemma_.lower() in self.words["bodies"]
        if not known or head.tag_ == "NNS":
            return None
        for comma in (t for t in tokens if t.text == "," and t.i > head.i):
            for entity in head.doc.ents:
                if entity.start - 1 <= comma.i + 1 <= entity.start and entity.label_ == label:
                    if entity.end - 1 > tokens[-1].i:
                        continue
                    member = self.cast.named(clean_name(entity.text, self.words))
                    if member is not None and label == "PERSON" and member.speaks_for is None:
                        member.speaks_for = principal(head, self.words, self.cast, member)
                        member.roles.add(calling(head.lemma_.lower(), self.words))
                    return member or self.outlet_named(clean_name(entity.text, self.words))
        return None

    def _pronoun(self, head: Token, mention: Mention) -> Member | None:
        if head.lower_ in PRONOUNS:
            return self.he_or_she(PRONOUNS[head.lower_], mention.start)
        if head.lower_ in {"they", "it", "them"}:
            kinds = {"unnamed", "organisation", "government", "agency", "document", "outlet"}
            recent = self.recent(mention.start, kinds)
            return recent[-1] if recent else self.cast.last(mention.start, ["organisation"])
        return None  # "I" and "we" are the speaker's own

    def _state_media(self, tokens: list[Token]) -> Member | None:
        """`state media`: an agency named beside it, else the one of the country that is meant."""
        text = text_of(tokens).casefold()
        if not any(phrase in text for phrase in self.words["state_media"]):
            return None
        names = names_in(tokens)
        named = next((a for name in names if (a := find_agency(name))), None)
        if named:
            return self.agency(named.name)
        ours = [m for m in self.cast.members if m.kind == "agency" and find_agency(m.name) is None]
        if len(ours) == 1:  # one that no table knows, introduced by the article itself
            return ours[0]
        beside = next((c for name in names if (c := find_country(name))), None)
        country = beside or find_country(self.country or "")
        return self.agency(country.state_agency) if country and country.state_agency else None

    def _proper(self, tokens: list[Token], head: Token, text: str) -> Member | None:
        """Return whom a name means: an agency, a person, a country or its bodies, an organisation."""
        names = [text]
        if not text.isupper():  # ANA LOPEZ is no agency, nor is "All Nippon Airways (ANA)"
            names += [name for name in names_in(tokens) if name not in self.cast.acronyms]
        short = self.cast.acronyms.get(text) or self._of_initials(text)
        if short is not None:  # ANA, in a report on All Nippon Airways, is not the agency of that name
            return short
        agency = next((a for name in names if (a := find_agency(name))), None)
        if agency is not None:
            return self.agency(agency.name)
        if not any(t.is_upper or t.pos_ == "PROPN" or t.ent_type_ for t in tokens):
            return None
        person = self._person(tokens, head)
        if person is not None or not (head.pos_ == "PROPN" or head.ent_type_ in NAMES):
            return person
        return self.body_named(text)

    def _of_initials(self, text: str) -> Member | None:
        """Return the body of the article that is called by these initials."""
        if not (text.isupper() and text.isalpha() and len(text) > 1):
            return None
        bodies = (m for m in self.cast.members if m.kind != "person" and find_agency(m.name) is None)
        return next((m for m in bodies if _initials(m.name) == text), None)

    def _person(self, tokens: list[Token], head: Token) -> Member | None:
        """Return the person named in the phrase, unless it is about somebody else's ("Ruiz's lawyer")."""
        beside = {"poss", "prep", "agent", "acl", "relcl"}
        others = {s for t in tokens if t.dep_ in beside for s in t.subtree}
        if head.pos_ == "NOUN" and not head.ent_type_:  # "the Ruiz inquiry" is not Ruiz
            others |= {s for t in head.lefts for s in t.subtree}
        free = [t for t in tokens if t not in others and t.pos_ == "PROPN" and t.text[:1].isupper()]
        if not free:
            return None
        spans = [e.text for e in head.doc.ents if e.start <= head.i < e.end and e.label_ in NAMES]
        parts = [t.text for t in free]
        # "Secretary of the Interior Ryan Zinke": the name stands last.
        for text in [*spans, *(" ".join(parts[k:]) for k in range(len(parts)))]:
            member = self.cast.named(clean_name(text, self.words))
            if member is not None and member.kind == "person":
                return member
        return None

    def outlet_told(self, mention: Mention) -> Member | None:
        """Return the outlet that was told ("told Fox News"); None for reporters, courts, this outlet itself.

        Whoever holds an interview is an outlet, be its name known or not.
        """
        text = clean_name(text_of(mention.tokens), self.words)
        if self.is_ours(text):
            return None
        for name in (text, *names_in(mention.tokens)):
            member = None if self.is_ours(name) else self.outlet_named(name)
            if member is not None:
                return member
        return self._interviewer(mention, text)

    def carrier(self, mention: Mention) -> Member | None:
        """Return the outlet through which a document came ("emails obtained by The Marn Post")."""
        found = carrier(self, head_of(mention.tokens))
        return None if found is None or self.is_ours(found.name) else found

    def _interviewer(self, mention: Mention, text: str) -> Member | None:
        at = head_of(mention.tokens).i
        around = mention.tokens[0].doc[max(0, at - 6) : at + 8]
        if not any(t.lemma_.lower() == "interview" for t in around) or not text[:1].isupper():
            return None
        member = self.cast.named(text)
        if member is not None and member.kind == "person":  # "Fusion's Jorge Ramos"
            owner = next((t.text for t in mention.tokens if t.dep_ == "poss"), None)
            return self.known(owner, "outlet") if owner else None
        public = find_body(text) or find_country(text) or self.words["bodies"] & set(text.casefold().split())
        return None if public else self.known(text, "outlet")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _undescribed(tokens: list[Token], head: Token) -> list[Token]:
    """Return a phrase up to the comma behind its noun: "his client, a veteran" is his client."""
    comma = next((t.i for t in tokens if t.text == "," and t.i > head.i), None)
    return [t for t in tokens if comma is None or t.i < comma]


def _antecedent(tokens: list[Token]) -> list[Token]:
    """Return the phrase that a lone relative pronoun stands for ("the mayor, who said"), or nothing."""
    if len(tokens) != 1 or tokens[0].lower_ not in {"who", "which", "that"}:
        return []
    clause = next((t for t in tokens[0].ancestors if t.dep_ == "relcl"), None)
    if clause is None:
        return []
    noun = clause.head
    return [t for t in noun.subtree if t.i <= noun.i]


def _coordinated(tokens: list[Token]) -> list[list[Token]]:
    """Return the parts of "the US and UK"; one part where nothing is joined to the head."""
    head = head_of(tokens)
    if head.tag_ == "NNS":  # "two passengers, Lena Orsic and Pavel Rusk"
        named = next(
            (c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c in tokens), None
        )
        if named is not None:
            return _coordinated([t for t in named.subtree if t in set(tokens)])
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
