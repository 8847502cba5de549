"""Casting: from the names in an article's parsed paragraphs to its cast, and what the text says they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from reportedly.statements.cast import (
    INITIAL,
    Cast,
    Member,
    Sighting,
    calling,
    clean_name,
    is_junior,
    is_thing,
    principal,
)
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Token
from reportedly.statements.speech import is_speech, quotations

_ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+ (?:(?:of|for|and|the|on) )*){1,6}[A-Z][\w’'-]+),? \(([A-Z]{2,8})\)")


def build_cast(docs: Iterable[tuple[int, Any]], words: Lexicon) -> Cast:
    """Return the cast of an article from its parsed paragraphs `(start, doc)`."""
    cast = Cast()
    docs = list(docs)
    speech = {start: _speech(doc.text) for start, doc in docs}
    entities = [
        (start, e) for start, doc in docs for e in doc.ents if e.label_ in {"PERSON", "ORG", "NORP", "GPE"}
    ]
    names = [(start, e, clean_name(e.text, words)) for start, e in entities]
    labels: dict[str, Counter[str]] = {}
    for _, entity, name in names:
        labels.setdefault(name, Counter())[entity.label_] += 1
    for _, entity, name in names:  # full names first, so that surnames find them wherever they stand
        parts = name.split()
        if entity.label_ == "PERSON" and len(parts) >= 2 and _is_person_name(parts):
            _person(cast, name, words)
    for start, doc in docs:
        for span in _introduced(doc, words):
            name = clean_name(span.text, words)
            if name.casefold() not in {m.name.casefold() for m in cast.members} and len(name.split()) >= 2:
                names.append((start, span, name))
                labels[name] = Counter(PERSON=99)  # the way it is introduced outweighs the tagger
                _person(cast, name, words)
    for start, entity, name in names:
        member = _member(cast, labels[name].most_common(1)[0][0], name, words, _seen(cast))
        if member is None:
            continue
        member.aliases.add(name)
        _describe(member, entity, words, cast)
        subject = entity.root.dep_ in {"nsubj", "nsubjpass"} and entity.root.head.dep_ in {"ROOT", "conj"}
        at = entity.start_char
        quoted = any(s <= at < e for s, e in speech.get(start, ()))
        cast.sightings.append(Sighting(start + at, member, subject, quoted))
    for member in cast.members:  # people have two names; a company taken for one of them has its own words
        if member.kind == "person" and member.firm and len(member.name.split()) == 1:
            member.kind = "organisation"
    cast.sightings.sort(key=lambda s: s.at)
    for _, doc in docs:
        _learn_acronyms(doc.text, cast)
    return cast


def _speech(text: str) -> list[Span]:
    return [q for q in quotations(text) if is_speech(text, *q)]


def _learn_acronyms(text: str, cast: Cast) -> None:
    """Note "the Orlava News Agency (ORNA)": both are names of one body; an agency goes by the short one."""
    for match in _ACRONYM.finditer(text):
        full, short = match[1], match[2]
        initials = "".join(w[0] for w in full.split() if w[0].isupper())
        if initials[-1:] != short[-1] or initials[:1] != short[0]:
            continue
        agency = full.casefold().endswith(("news agency", "press agency", "telegraph agency"))
        name = short if agency else full
        for known in [m for m in cast.members if m.name in {full, short} and m.kind != "person"]:
            cast.members.remove(known)
        body = cast.add(Member(name, "agency" if agency else "organisation", {full, short}))
        cast.acronyms[short] = body
        cast.sightings[:] = [
            Sighting(s.at, body, s.subject, s.quoted) if s.member.name in {full, short} else s
            for s in cast.sightings
        ]


def _introduced(doc: Any, words: Lexicon) -> Iterator[Any]:
    """Yield spans that are people's names by how they are introduced, whatever the entity tagger says.

    A calling stands before a name ("attorney Ana Ruiz", "Mrs. Ruiz") or beside it ("Ana Ruiz, his attorney"),
    or what follows is told of somebody ("Ana Ruiz, who").
    """
    for t in doc:
        if t.pos_ != "PROPN" or not t.is_title or (t.i + 1 < len(doc) and doc[t.i + 1].pos_ == "PROPN"):
            continue
        i = t.i
        while i > 0 and doc[i - 1].pos_ == "PROPN" and doc[i - 1].is_title and not _calls(doc[i - 1], words):
            i -= 1
        length = t.i + 1 - i
        apposed = any(c.dep_ == "appos" and _calls(c, words) for c in t.children)
        who = any(c.dep_ == "relcl" and any(x.lower_ == "who" for x in c.lefts) for c in t.children)
        called = i > 0 and _calls(doc[i - 1], words) and doc[i - 1].lower_ not in {"the", "former"}
        name = doc[i : t.i + 1]
        larger = any(e.start < name.start or e.end > name.end for x in name for e in _entity(x))
        if (
            2 <= length <= 4
            and (apposed or called or who)
            and not larger
            and not any(x.ent_type_ == "GPE" for x in name)
        ):
            yield name


def _entity(token: Token) -> list[Any]:
    """Return the organisation that a token is part of, if any."""
    return [e for e in token.doc.ents if e.label_ == "ORG" and e.start <= token.i < e.end]


def _calls(token: Token, words: Lexicon) -> bool:
    lemma = token.lemma_.lower().rstrip(".")
    return (
        lemma in words["people"]
        or lemma in words["officers"]
        or token.lower_.rstrip(".") in words["honorifics"]
    )


def _is_person_name(parts: Sequence[str]) -> bool:
    return all(
        p[:1].isupper() or p in {"de", "van", "von", "bin", "al", "el", "la", "der", "di", "da"}
        for p in parts
    )


def _person(cast: Cast, name: str, words: Lexicon) -> Member:
    """Return the person of a full name; middle names and initials make no other person."""
    parts = name.split()
    core = [p for p in parts if not INITIAL.match(p)]
    for member in cast.members:
        theirs = [p for p in member.name.split() if not INITIAL.match(p)]
        if member.kind == "person" and (core == theirs or (core[0], core[-1]) == (theirs[0], theirs[-1])):
            member.aliases.add(name)
            if len(core) > len(theirs) and set(theirs) <= set(core):
                member.name = " ".join(core)
            return member
    first = core[0].casefold() if core else ""
    gender = "m" if first in words["male_names"] else "f" if first in words["female_names"] else ""
    return cast.add(Member(" ".join(core) if len(core) >= 2 else name, "person", {name}, gender=gender))


def _seen(cast: Cast) -> Callable[[Member], bool]:
    return lambda member: any(s.member is member for s in cast.sightings)


def _member(
    cast: Cast, label: str, name: str, words: Lexicon, seen: Callable[[Member], bool]
) -> Member | None:
    """Return the member of a name, made anew where nobody goes by it; `label` is its commonest one."""
    if not name or not name[0].isupper() or is_thing(name, words):
        return None
    known = cast.named(name)
    junior = known is not None and is_junior(known.name) and known.name.split()[-2] == name
    if known is not None and not (junior and not seen(known)):  # named first, it was the elder
        return known
    if label == "PERSON" and name.casefold() not in words["platforms"]:
        return cast.add(Member(name, "person"))
    if label in {"ORG", "PERSON"}:
        return cast.add(Member(name, "organisation"))
    return None


def _describe(member: Member, entity: Any, words: Lexicon, cast: Cast) -> None:
    """Note what the text around a name says its bearer is: roles, gender, and the body spoken for."""
    root = entity.root
    before = [c for c in root.lefts if c.i < entity.start or c in entity] + [t for t in entity if t != root]
    apposed = [c for c in root.children if c.dep_ == "appos"]
    if root.dep_ == "appos":
        apposed.append(root.head)
    if root.dep_ in {"nsubj"} and root.head.lemma_ == "be":
        apposed += [c for c in root.head.children if c.dep_ == "attr"]
    for t in [*before, *apposed]:
        lemma = t.lemma_.lower().rstrip(".")
        named = not {lemma, calling(lemma, words)}.isdisjoint(words["people"] | words["officers"])
        if named or (member.kind != "person" and lemma in words["bodies"] and t in apposed):
            member.roles.add(calling(lemma, words))
            if t.i > 0 and t.nbor(-1).dep_ in {"amod", "compound"} and t.nbor(-1).is_alpha:
                member.roles.add(f"{t.nbor(-1).lower_} {calling(lemma, words)}")
            if member.kind == "person" and member.speaks_for is None:
                member.speaks_for = principal(t, words, cast, member)
        if t.lower_.rstrip(".") in words["male"]:
            member.gender = "m"
        elif t.lower_.rstrip(".") in words["female"]:
            member.gender = "f"
    member.firm |= _is_firm(root, words)
    before_it = entity.doc[max(0, entity.start - 2) : entity.start].text.casefold()
    if member.kind == "organisation" and before_it in words["wires"]:
        member.kind = "agency"
    if entity.start > 0:
        title = entity.doc[entity.start - 1].lower_.rstrip(".")
        member.gender = "m" if title in words["male"] else "f" if title in words["female"] else member.gender


def _is_firm(name: Token, words: Lexicon) -> bool:
    """Is a name told of as a company is: "Sundline, the operator", "which", "shares of", "'s parent"?"""
    called = [c for c in name.children if c.dep_ == "appos"] + ([name.head] if name.dep_ == "appos" else [])
    which = any(c.dep_ == "relcl" and any(x.lower_ == "which" for x in c.lefts) for c in name.children)
    owned = name.head if name.dep_ == "poss" else name.head.head if name.dep_ == "pobj" else None
    theirs = owned is not None and owned.lemma_.lower() in words["of_firms"]
    return which or theirs or any(t.lemma_.lower() in words["firms"] for t in called)
