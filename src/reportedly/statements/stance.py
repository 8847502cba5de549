"""Stance: does a statement affirm, deny or leave open what its words say?"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.statements.attributions import Attribution
from reportedly.statements.clauses import Clause
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Token

PAST = {"did", "had", "has", "have", "was", "were", "never"}


def clause_stance(clause: Clause, words: Lexicon) -> str:
    """Return affirms, denies or unsure: the cues' stance first, then what the clause itself says."""
    governing = _cue_stance(clause.under)
    if governing == "denies":
        return "affirms" if _denies(clause, words) else "denies"
    if governing == "unsure" or _open(clause, words):
        return "unsure"
    spoken = any(a.source is not None or a.cue for a in clause.under)
    if _no_proof(clause, words) or (spoken and _denies(clause, words)):
        return "denies"
    return "affirms"


def _cue_stance(under: Sequence[Attribution]) -> str:
    """Return the stance of the cues together: an even number of denials cancels out."""
    if any(a.stance == "unsure" for a in under):
        return "unsure"
    return "denies" if sum(a.stance == "denies" for a in under) % 2 else "affirms"


def _denies(clause: Clause, words: Lexicon) -> bool:
    """Does the clause say that something was not done, or that a thing said is false?"""
    for t in clause.tokens:
        if t.lower_ in words["deny_words"] and t.dep_ in {"acomp", "attr", "oprd", "ROOT"}:
            return not any(c.dep_ == "neg" for c in t.head.children)
    head = _sure_of(clause.head, words)
    negated = any(c.dep_ == "neg" for c in head.children)
    done = any(c.lower_ in PAST for c in head.children if c.dep_ in {"aux", "auxpass", "neg"})
    if head.lemma_ == "be":  # "had not been in contact"; "was not happy" only tells how things were
        perfect = any(c.lower_ in {"had", "has", "have"} for c in head.children)
        return negated and perfect and not any(c.dep_ == "acomp" for c in head.children)
    return negated and done and head.pos_ == "VERB" and head.lemma_.lower() not in words["stative"]


def _sure_of(head: Token, words: Lexicon) -> Token:
    """Return the verb that matters: in "is certain he did not send it", the one under "certain"."""
    for c in head.children:
        if c.dep_ == "acomp" and c.lower_ in words["sureness"]:
            return next((x for x in (*c.children, *head.children) if x.dep_ == "ccomp"), head)
    return head


def _no_proof(clause: Clause, words: Lexicon) -> bool:
    """`found no evidence that`, `not a shred of evidence`, `failed to produce any proof`."""
    for t in clause.tokens:
        if t.lemma_.lower() in words["proof"] and t.pos_ == "NOUN" and not _of_doubt(t, words):
            if any(c.lower_ in {"no", "any", "little"} for c in t.children if c.dep_ in {"det", "amod"}):
                return any(c.lower_ == "no" for c in t.children) or _withheld(clause, words)
            if _withheld(clause, words) and t.lemma_.lower() in {"evidence", "proof", "shred"}:
                return True
    return False


def _of_doubt(noun: Token, words: Lexicon) -> bool:
    """`no reason to doubt them` denies nothing."""
    return any(c.dep_ == "acl" and c.lemma_.lower() in words["unsure"] for c in noun.children)


def _withheld(clause: Clause, words: Lexicon) -> bool:
    return any(t.lemma_.lower() in words["withhold"] or t.dep_ == "neg" for t in clause.tokens)


def _open(clause: Clause, words: Lexicon) -> bool:
    """Is the clause a question, a condition, or hedged?"""
    head = clause.head
    for child in head.children:
        if child.dep_ == "mark" and child.lower_ in {"whether", "if"}:
            return not (child.i and child.nbor(-1).lower_ == "as")  # "as if it were so"
        if child.dep_ == "aux" and child.lower_ in {"may", "might"}:
            return True
        if child.dep_ == "aux" and child.lower_ == "could" and any(c.lower_ == "have" for c in head.children):
            return True
        if child.dep_ == "advmod" and child.lower_ in words["open_words"]:
            return True
    if head.lemma_ == "be":
        complement = [c for c in head.children if c.dep_ in {"acomp", "attr"}]
        negated = any(c.dep_ == "neg" for c in head.children)
        for c in complement:
            if c.lower_ in words["open_words"] or (
                negated and c.lower_ in {"clear", "certain", "sure", "known"}
            ):
                return True
    negated = any(c.dep_ == "neg" for c in head.children)
    return negated and head.lemma_.lower() in {"confirm", "verify", "rule"}
