"""Sources that are described, not named: "his lawyer", "the congressman", "the report", "two officials"."""

from __future__ import annotations

from reportedly.statements.attributions import Mention
from reportedly.statements.cast import Member, calling, clean_name, principal
from reportedly.statements.parse import Token
from reportedly.statements.scene import Scene

GENDERS = {"his": "m", "her": "f"}
NOBODY = {"i", "we", "you", "that", "which", "who", "what", "this"}
VOICES_THAT_ARE_BODIES = {"campaign", "office", "team", "administration"}
GENERIC = {"official", "source", "person", "man", "woman", "aide"}
"""Nouns that point back at an unnamed source, where there was one."""
SAYS = {"say", "tell", "announce"}
"""Who does this is somebody, whatever he is called."""


def described(scene: Scene, tokens: list[Token], head: Token, text: str, mention: Mention) -> Member | None:
    """Return whom a description means; somebody unnamed where it means nobody of the cast."""
    return (
        _voice(scene, tokens, head, mention)
        or _role(scene, tokens, head, mention)
        or _unnamed(scene, tokens, head, text)
    )


def _voice(scene: Scene, tokens: list[Token], head: Token, mention: Mention) -> Member | None:
    """`Mr. Strzok's lawyer`, `a spokesman for the FBI`, `his office`."""
    words = scene.words
    if head.lemma_.lower() not in words["voices"]:
        return None
    whom = _possessor(scene, tokens, mention) or principal(head, words, scene.cast)
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


def _possessor(scene: Scene, tokens: list[Token], mention: Mention) -> str | None:
    """Return whose they are: "his lawyer" is that of whoever "he" would be."""
    poss = next((t for t in tokens if t.dep_ == "poss"), None)
    if poss is None:
        return None
    if poss.lower_ in GENDERS:
        member = scene.he_or_she(GENDERS[poss.lower_], mention.start)
    elif poss.pos_ == "PRON":
        member = scene.spoken[-1][1] if scene.spoken else None
    else:
        member = scene.cast.named(clean_name(poss.text, scene.words))
    return member.name if member else None


def _role(scene: Scene, tokens: list[Token], head: Token, mention: Mention) -> Member | None:
    """`the congressman`, `the agency`: a definite noun points back at whoever was so called."""
    words, at = scene.words, mention.start
    role = calling(_noun(head), words)
    pointing = {t for t in tokens if t.pos_ in {"DET", "PRON"} and t.lower_ in words["definite"]}
    definite = bool(pointing) or any(t.dep_ == "poss" for t in tokens)
    if not definite:
        return None
    if role == "client":  # of whoever speaks for somebody
        return next((scene.cast.named(m.speaks_for) for _, m in reversed(scene.spoken) if m.speaks_for), None)
    unnamed = [m for m in scene.recent(at, {"unnamed"}, reach=2000) if head.tag_ != "NNS" or role in m.roles]
    if role in GENERIC and unnamed:
        return unnamed[-1]
    called = _called(scene, role, head, at)
    if role in words["bodies"] | words["firms"] and (called is None or _is_unnamed(called)):
        return _body(scene, role, tokens, at) or called  # "an airline" may have been named since
    if called is not None:
        return called
    if role in words["people"] and head.tag_ != "NNS" and len(tokens) <= 6:
        noun = head.lemma_.lower()
        gender = "m" if noun in words["male"] else "f" if noun in words["female"] else ""
        return scene.he_or_she(gender, at)
    return None


def _called(scene: Scene, role: str, head: Token, at: int) -> Member | None:
    """Return whoever was last called so; "the deputy director" is first of all the one called just that."""
    before = head.nbor(-1).lower_ if head.i > 0 else ""
    for calling_of in (f"{before} {role}", role):
        seen = [s.member for s in scene.cast.sightings if s.at < at and calling_of in s.member.roles]
        seen += [m for _, m in scene.spoken if calling_of in m.roles and m.many <= (head.tag_ == "NNS")]
        if seen:
            return seen[-1]
        later = {s.member for s in scene.cast.sightings if calling_of in s.member.roles}
        if len(later) == 1 and role in scene.words["people"]:
            return later.pop()  # "the minister said ... Tomas Belik, the minister, added"
    return None


def _body(scene: Scene, role: str, tokens: list[Token], at: int) -> Member | None:
    """`the ministry`, `the company`: whose name says so, else which fitting body spoke or was named last."""
    if len(tokens) > 3:
        return None
    ours = scene.spoken[-1][1].speaks_for if scene.spoken else None
    if ours and _last_word(ours) == role:  # of the minister who says so
        return scene.body_named(ours)
    called = [s.member for s in scene.cast.sightings if s.at < at] + [m for _, m in scene.spoken]
    called = [m for m in called if not _is_unnamed(m)]
    by_name = [m for m in called if m.kind != "person" and _last_word(m.name) == role]
    if by_name:
        return by_name[-1]
    voiced = [m.speaks_for for m in called if m.speaks_for and _last_word(m.speaks_for) == role]
    if voiced:
        return scene.body_named(voiced[-1])
    kinds = {"organisation", "agency", "outlet", "government"}
    spoke = scene.recent(at, kinds, reach=at + 1)
    recent = [m for m in spoke if not _is_unnamed(m) and _may_be(m, role, scene)]
    if recent:
        return recent[-1]
    named = scene.cast.last(at, ["organisation"]) if len(tokens) <= 2 else None
    return named if named is not None and _may_be(named, role, scene) else None


def _is_unnamed(member: Member) -> bool:
    return "unnamed" in member.name.split()[:2]


def _may_be(body: Member, role: str, scene: Scene) -> bool:
    """May a body be called so? A ministry is no company, an agency no ministry, a town not its own police."""
    words = scene.words
    if role in words["any_body"]:
        return True
    if role in words["told_by_name"]:
        return _is_called(body, role)
    publishes = body.kind in {"agency", "outlet"}
    return _last_word(body.name) not in words["bodies"] and publishes <= (role in words["publishers"])


def _is_called(body: Member, role: str) -> bool:
    """Does a name tell of what kind a body is? Initials do not, and may stand for anything."""
    forms = {body.name, *body.aliases}
    initials = body.name.isupper() and all(form.isupper() for form in forms)
    return initials or any(role in form.casefold().split() for form in forms)


def _last_word(name: str) -> str:
    return name.casefold().split()[-1]


def _unnamed(scene: Scene, tokens: list[Token], head: Token, text: str) -> Member | None:
    """`two law enforcement officials`: nobody of the cast; the description is kept."""
    words = scene.words
    if head.pos_ not in {"NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"} or head.lower_ in NOBODY:
        return None
    lemma = head.lemma_.lower()
    people = lemma in words["unnamed"] | words["people"]
    bearers = head.tag_ == "NNS" and lemma.endswith(tuple(words["bearers"]))
    says = head.dep_ == "nsubj" and head.head.lemma_.lower() in SAYS  # "the militia said"
    if not (people or lemma in words["bodies"] or says or bearers or head.tag_ in {"NNPS", "NNP"}):
        return None  # decisions and efforts give nobody's word
    if head.pos_ == "PROPN" and text[:1].isupper() and lemma not in words["unnamed"]:
        return scene.known(text, "organisation")
    count = next((t.lower_ for t in tokens if t.lower_ in words["counts"]), "")
    rest = " ".join(w for w in text.casefold().split() if w != count) if count else text
    name = " ".join(p for p in (count, "unnamed", rest) if p)
    made = scene.known(name, "unnamed" if people else "organisation")
    made.roles.add(calling(lemma, words))
    made.many = head.tag_ in {"NNS", "NNPS"}
    return made


def _noun(head: Token) -> str:
    """Return the lemma of a noun, with what is joined to it: front-runner."""
    lemma = str(head.lemma_.lower())
    joined = head.i > 1 and head.nbor(-1).text == "-" and not head.nbor(-1).whitespace_
    return f"{head.nbor(-2).lower_}-{lemma}" if joined else lemma
