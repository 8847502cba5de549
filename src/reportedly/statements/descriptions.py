"""Sources that are described, not named: "his lawyer", "the congressman", "the report", "two officials"."""

from __future__ import annotations

from reportedly.statements.attributions import Mention
from reportedly.statements.cast import Member, calling, clean_name, principal
from reportedly.statements.parse import Token
from reportedly.statements.scene import Scene, text_of

DEFINITE = {"the", "this", "that", "these", "those", "his", "her", "its", "their"}
NOBODY = {"i", "we", "you", "that", "which", "who", "what", "this"}
VOICES_THAT_ARE_BODIES = {"campaign", "office", "team", "administration"}
GENERIC = {"official", "source", "person", "man", "woman", "aide"}
"""Nouns that point back at an unnamed source, where there was one."""


def described(scene: Scene, tokens: list[Token], head: Token, text: str, mention: Mention) -> Member | None:
    """Return whom a description means; somebody unnamed where it means nobody of the cast."""
    return (
        _voice(scene, tokens, head)
        or _role(scene, tokens, head, mention)
        or _document(scene, head)
        or _unnamed(scene, tokens, head, text)
    )


def _voice(scene: Scene, tokens: list[Token], head: Token) -> Member | None:
    """`Mr. Strzok's lawyer`, `a spokesman for the FBI`, `his office`."""
    words = scene.words
    if head.lemma_.lower() not in words["voices"]:
        return None
    whom = principal(head, words, scene.cast) or _possessor(scene, tokens)
    if whom is None or whom.casefold() in words["people"]:
        return None
    role = calling(head.lemma_.lower(), words)
    for member in scene.cast.members:
        if role in member.roles and member.speaks_for == whom and member.kind in {"person", "unnamed"}:
            return member
    body = head.lemma_.lower() in words["bodies"] or role in VOICES_THAT_ARE_BODIES
    kind = "organisation" if body else "unnamed"
    made = scene.known(f"{role} of {whom}" if body else f"unnamed {head.text.lower()} for {whom}", kind, whom)
    made.roles.add(role)
    return made


def _possessor(scene: Scene, tokens: list[Token]) -> str | None:
    poss = next((t for t in tokens if t.dep_ == "poss"), None)
    if poss is None:
        return None
    if poss.pos_ == "PRON":
        member = scene.cast.last(poss.idx, ["person"]) or (scene.spoken[-1][1] if scene.spoken else None)
    else:
        member = scene.cast.named(clean_name(poss.text, scene.words))
    return member.name if member else None


def _role(scene: Scene, tokens: list[Token], head: Token, mention: Mention) -> Member | None:
    """`the congressman`, `the agency`: a definite noun points back at whoever was so called."""
    words, at = scene.words, mention.start
    role = calling(_noun(head), words)
    definite = any(t.dep_ == "poss" or (t.pos_ in {"DET", "PRON"} and t.lower_ in DEFINITE) for t in tokens)
    if not definite:
        return None
    if role in words["utterances"] and len(tokens) <= 3 and scene.spoken:
        return scene.spoken[-1][1]
    unnamed = [m for m in scene.recent(at, {"unnamed"}, reach=2000) if head.tag_ != "NNS" or role in m.roles]
    if role in GENERIC and unnamed:
        return unnamed[-1]
    called = _called(scene, role, head, at)
    if called is not None:
        return called
    if role in words["bodies"] or role in {"report", "account", "dispatch"}:
        return _body(scene, role, tokens, at)
    if role in words["people"] and head.tag_ != "NNS" and len(tokens) <= 4:
        gender = "m" if role in words["male"] else "f" if role in words["female"] else ""
        return scene.cast.last(at, ["person"], gender)
    return None


def _called(scene: Scene, role: str, head: Token, at: int) -> Member | None:
    """Return whoever was last called so; "the deputy director" is first of all the one called just that."""
    before = head.nbor(-1).lower_ if head.i > 0 else ""
    for calling_of in (f"{before} {role}", role):
        seen = [s.member for s in scene.cast.sightings if s.at < at and calling_of in s.member.roles]
        seen += [m for _, m in scene.spoken if calling_of in m.roles]
        if seen:
            return seen[-1]
        later = {s.member for s in scene.cast.sightings if calling_of in s.member.roles}
        if len(later) == 1 and role in scene.words["people"]:
            return later.pop()  # "the minister said ... Tomas Belik, the minister, added"
    return None


def _body(scene: Scene, role: str, tokens: list[Token], at: int) -> Member | None:
    """`the agency`, `the report`: whichever body of that kind spoke last, or was named last."""
    wire = role in {"report", "dispatch", "account"}
    kinds = {"agency"} if wire else {"organisation", "agency", "outlet", "government"}
    recent = scene.recent(at, kinds, reach=at + 1)
    if recent and len(tokens) <= 3:
        return recent[-1]
    if role in scene.words["bodies"] and len(tokens) <= 2:
        return scene.cast.last(at, ["organisation"])
    return None


def _document(scene: Scene, head: Token) -> Member | None:
    """`the 48-page indictment`: a document goes by its noun, what stands before it, and what it is of."""
    if head.lemma_.lower() not in scene.words["documents"] and head.lower_ not in scene.words["documents"]:
        return None
    kept = [t for t in head.lefts if t.dep_ in {"compound", "amod"} and t.pos_ in {"NOUN", "PROPN", "ADJ"}]
    kept = [t for t in kept if not t.ent_type_ and not any(c.dep_ == "nummod" for c in t.children)]
    about = [s for t in head.rights if t.dep_ == "prep" and t.lower_ == "of" for s in t.subtree]
    name = " ".join(t.text for t in [*kept, head, *about])
    return scene.cast.named(name) or scene.known(name, "document", _issuer(scene, head))


def _issuer(scene: Scene, document: Token) -> str | None:
    """Return the body that a document comes from: "a release from the ministry", "issued by the court"."""
    for child in document.rights:
        links = [child] if child.dep_ == "prep" and child.lower_ in {"from", "by"} else []
        links += [c for c in child.children if c.dep_ == "agent"] if child.dep_ == "acl" else []
        for body in (c for link in links for c in link.children if c.dep_ == "pobj" and c.pos_ == "PROPN"):
            name = clean_name(text_of([t for t in body.subtree if t.i <= body.i]), scene.words)
            known = scene.cast.named(name)
            return known.name if known else name
    return None


def _unnamed(scene: Scene, tokens: list[Token], head: Token, text: str) -> Member | None:
    """`two law enforcement officials`: nobody of the cast; the description is kept."""
    words = scene.words
    if head.pos_ not in {"NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"} or head.lower_ in NOBODY:
        return None
    lemma = head.lemma_.lower()
    people = lemma in words["unnamed"] | words["people"]
    bearers = head.tag_ == "NNS" and lemma.endswith(tuple(words["bearers"]))
    if not (people or lemma in words["bodies"] or bearers or head.tag_ in {"NNPS", "NNP"}):
        return None  # decisions and efforts give nobody's word
    if head.pos_ == "PROPN" and text[:1].isupper() and lemma not in words["unnamed"]:
        return scene.known(text, "organisation")
    count = next((t.lower_ for t in tokens if t.lower_ in words["counts"]), "")
    rest = " ".join(w for w in text.casefold().split() if w != count) if count else text
    name = " ".join(p for p in (count, "unnamed", rest) if p)
    made = scene.known(name, "unnamed" if people else "organisation")
    made.roles.add(calling(lemma, words))
    return made


def _noun(head: Token) -> str:
    """Return the lemma of a noun, with what is joined to it: front-runner."""
    lemma = str(head.lemma_.lower())
    joined = head.i > 1 and head.nbor(-1).text == "-" and not head.nbor(-1).whitespace_
    return f"{head.nbor(-2).lower_}-{lemma}" if joined else lemma
