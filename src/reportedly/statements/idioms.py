"""Cues of several words: "made it clear that", "found no evidence that", "put the toll at"."""

from __future__ import annotations

from reportedly.statements.attributions import Attribution
from reportedly.statements.cue_words import act, attribution, source_of
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Token, Unit
from reportedly.statements.tokens import marked_that, subtree


def clear_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`made it clear that X`, `has made clear that X`."""
    if verb.lemma_ != "make":
        return None
    clear = next((t for t in verb.subtree if t.lower_ in words["plain"] and verb.i < t.i <= verb.i + 5), None)
    if clear is None:
        return None
    clause = next((t for t in verb.subtree if t.i > clear.i and t.dep_ == "ccomp" and marked_that(t)), None)
    source = source_of(verb, unit) if clause is not None else None
    if clause is None or source is None:
        return None
    made = attribution(verb, source, subtree(clause), unit, words, speech=True)
    made.frame.append(unit.span(list(clear.doc[verb.i + 1 : clear.i + 1])))
    return made


def bearing_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`found no evidence that X`, `raised concerns that X`."""
    if verb.pos_ not in {"VERB", "AUX"} or verb.lemma_.lower() not in words["bearing"]:
        return None
    noun = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if noun is None or not any(t.lemma_.lower() in words["nouns"] | words["proof"] for t in noun.subtree):
        return None
    clause = next((t for t in noun.subtree if t.dep_ in {"acl", "ccomp", "relcl"} and marked_that(t)), None)
    source = source_of(verb, unit) if clause is not None else None
    if clause is None or source is None:
        return None
    made = attribution(verb, source, subtree(clause), unit, words, speech=False)
    failed = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in words["withhold"]
    none = any(c.lower_ == "no" for c in noun.subtree) or any(c.dep_ == "neg" for c in verb.children)
    proof = any(t.lemma_.lower() in words["proof"] for t in noun.subtree if t.i < clause.left_edge.i)
    if proof and made.stance != "denies":  # "rejected claims that" has the stance of its verb
        made.stance = "denies" if none or failed else "affirms"
    made.frame += [unit.span([t for t in noun.subtree if t.i < clause.left_edge.i])]
    if failed:
        made.frame.append(unit.span([verb.head]))
    return made


def put_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`Officials put the death toll at 12`."""
    if verb.lemma_ != "put":  # first: what follows looks through all that hangs on it
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    at = next((c for c in verb.subtree if c.lower_ == "at" and c.dep_ == "prep" and c.i > verb.i), None)
    counted = at is not None and any(t.like_num or t.pos_ == "NUM" for t in at.subtree)
    if thing is None or at is None or not counted:
        return None
    source = source_of(verb, unit)
    if source is None:
        return None
    content = [*subtree(thing), *(t for t in subtree(at) if t not in set(thing.subtree))]
    made = attribution(verb, source, content, unit, words, speech=True)
    made.act = act(verb)
    return made


def call_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`made calls for more launchers`, `issued an appeal to stop`: a wish told by a noun."""
    noun = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if (
        noun is None
        or verb.lemma_.lower() not in words["bearing"]
        or noun.lemma_.lower() not in words["wishes"]
    ):
        return None
    wanted = [c for c in noun.children if c.i > noun.i and c.dep_ in {"prep", "acl", "relcl"}]
    source = source_of(verb, unit)
    if source is None or not wanted:
        return None
    made = attribution(verb, source, [t for c in wanted for t in subtree(c)], unit, words, speech=True)
    made.act = f"{act(verb)} {noun.text}"
    made.frame.append(unit.span([t for t in noun.subtree if t.i < wanted[0].left_edge.i]))
    return made
