"""Documents that tell: a report, an indictment, leaked emails; who issued them, through whom they came."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.statements.cast import Member, clean_name
from reportedly.statements.parse import Token
from reportedly.statements.scene import Scene, text_of

LINKS = {"from", "by", "in", "of"}


def document(scene: Scene, tokens: list[Token], head: Token) -> Member | None:
    """Return whom a document means as a teller; None where the phrase is of no document.

    What somebody utters (a statement, a letter) is its issuer's word, a report in a paper is the paper's;
    any other goes by its noun, what stands before it, and what it is of.
    """
    words = scene.words
    noun = head.lemma_.lower()
    if noun not in words["documents"] and head.lower_ not in words["documents"]:
        return None
    by = _behind(scene, head)
    if noun in words["stories"] and by is not None and by.kind in {"agency", "outlet"}:
        return by
    if noun in words["utterances"] and head.tag_ != "NNS" and by is not None and by.kind != "document":
        return by
    name = _name(tokens, head)
    if name == head.text and any(t.lower_ in words["definite"] for t in head.lefts):
        meant = _meant(scene, noun, tokens[0].idx if noun in words["stories"] else None)
        if meant is not None:
            return meant
    made = scene.cast.named(name) or scene.known(name, "document", by.name if by else None)
    made.roles.add(noun)
    return made


def carrier(scene: Scene, head: Token) -> Member | None:
    """Return the outlet through which a document came: "emails obtained by The Atlantic's Julia Ioffe"."""
    noun = head.lemma_.lower()
    if noun not in scene.words["documents"] and head.lower_ not in scene.words["documents"]:
        return None
    for verb in (c for c in head.rights if c.dep_ == "acl" and c.lemma_.lower() in scene.words["carrying"]):
        for agent in (c for c in verb.children if c.dep_ == "agent"):
            for body in (c for c in agent.children if c.dep_ == "pobj"):
                owner = next((c for c in body.children if c.dep_ == "poss"), body)
                for one in (owner, body):
                    member = scene.outlet_named(clean_name(_named(one), scene.words))
                    if member is not None:
                        return member
    return None


def _meant(scene: Scene, noun: str, story: int | None) -> Member | None:
    """Return what "the report", "the statement" points back at: who gave it, or that document itself."""
    if noun in scene.words["utterances"]:
        given = [m for kind, m in scene.uttered if kind == noun]
        return given[-1] if given else (scene.spoken[-1][1] if scene.spoken else None)
    kinds = {"agency", "outlet"} if story is not None else set()
    told = [m for _, m in scene.spoken if m.kind in kinds or (m.kind == "document" and noun in m.roles)]
    return told[-1] if told else None


def _behind(scene: Scene, head: Token) -> Member | None:
    """Return whose document it is: "a release from the ministry", "a statement issued by the court"."""
    for body in _bodies(head):
        if body.pos_ != "PROPN":
            continue
        name = clean_name(_named(body), scene.words)
        if name[:1].isupper():
            return scene.outlet_named(name) or scene.cast.named(name) or scene.body_named(name)
    return None


def _bodies(head: Token) -> Iterator[Token]:
    for child in head.lefts:
        if child.dep_ in {"poss", "compound", "nmod"} and child.pos_ == "PROPN":
            yield child
    for child in head.rights:
        links = [child] if child.dep_ == "prep" and child.lower_ in LINKS - {"of"} else []
        if child.dep_ == "acl":
            links += [c for c in child.children if c.dep_ == "agent"]
        yield from (c for link in links for c in link.children if c.dep_ == "pobj")


def _named(body: Token) -> str:
    """Return a name as it stands, what describes it after the name left out."""
    left = [t for t in body.subtree if t.i <= body.i and not (t.dep_ == "case" or t.text in {"'s", "’s"})]
    entity = next((e for e in body.doc.ents if e.start <= body.i < e.end), None)
    return str(entity.text) if entity is not None and entity.start <= left[0].i else text_of(left)


def _name(tokens: list[Token], head: Token) -> str:
    """Return a document's name: without articles, numbers and dates."""
    kept = []
    for t in head.lefts:
        if t.dep_ in {"compound", "amod", "nmod"} and t.pos_ in {"NOUN", "PROPN", "ADJ"}:
            dated = t.ent_type_ in {"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"}
            if not dated and not any(c.dep_ == "nummod" for c in t.children):
                kept += [x for x in t.subtree if x.pos_ in {"NOUN", "PROPN", "ADJ"}]
    about = [s for t in head.rights if t.dep_ == "prep" and t.lower_ == "of" for s in t.subtree]
    return " ".join(t.text for t in [*kept, head, *(t for t in about if t in set(tokens))])
