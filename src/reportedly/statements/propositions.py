"""Propositions: what a clause says as a sentence of its own, for comparing with what others say."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportedly.statements.attributions import Mention
from reportedly.statements.cast import Member
from reportedly.statements.clauses import Clause
from reportedly.statements.parse import Token

_DOUBLED = re.compile(r"\s*,(?:\s*,)*")  # commas left by a clause that was cut out

RELATIVE = {"who", "which", "that", "whom"}
SHORT = {"m": "is", "ve": "has", "ll": "will", "d": "would", "re": "are", "s": "is"}
PERSONAL = {"he", "she", "it", "they", "i", "we", "him", "her", "them", "me", "us"}
SUBJECTS = {"nsubj", "nsubjpass"}
POSSESSIVE = {"his", "her", "its", "their", "my", "our"}


def proposition(clause: Clause, speaker: Member | None, resolve: Callable[[Mention], list[Member]]) -> str:
    """Return the clause with its pronouns replaced by whom they mean.

    "I" and "we" mean the speaker; a relative pronoun means what it hangs on. Where the saying itself
    is what is stated, it is said ("Ana Ruiz called for ..."); "accused X of doing" becomes
    "X has been doing".
    """
    tokens = [t for t in clause.tokens if not _joins(t, clause)]
    inner = clause.under[0] if clause.under else None
    if inner and inner.accuses:
        tokens, charge = _charged(tokens)
    else:
        charge = None
    out: list[str] = []
    replaced: set[int] = set()
    for t in tokens:
        word = _named(t, clause, speaker, resolve)
        if word is None and out and t.i - 1 in replaced and t.lower_.strip("'’") in SHORT:
            word = " " + SHORT[t.lower_.strip("'’")]
        elif word is not None:
            replaced.add(t.i)
        if charge is not None and t == charge:
            word = "has been " + t.text
        out.append((word if word is not None else t.text) + t.whitespace_)
        if (
            t.i + 1 < len(t.doc)
            and t.i != tokens[-1].i
            and not out[-1].endswith(" ")
            and t.nbor(1) not in tokens
        ):
            out.append(" ")
    told = inner is not None and inner.act and speaker is not None and not _has_own_verb(clause)
    subject = (
        f"{speaker.name} {inner.act}"
        if told and speaker and inner
        else _borrowed_subject(clause, speaker, resolve)
    )
    text = " ".join("".join(out).split())
    text = " ".join(p for p in (subject, text) if p)
    return _DOUBLED.sub(",", text).strip("\"“”'‘’«» ,;:")


def _joins(token: Token, clause: Clause) -> bool:
    """Is this the "that" or "after" by which the clause hangs on another?"""
    first = token == clause.tokens[0]
    return (
        first
        and token.dep_ == "mark"
        and token.head == clause.head
        and token.lower_ not in {"if", "whether", "to", "for"}
    )


def _has_own_verb(clause: Clause) -> bool:
    """Is the clause a sentence by itself: a finite verb with a subject of its own?"""
    head = clause.head
    subject = any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in head.children if c in clause.tokens)
    finite = head.tag_ in {"VBD", "VBZ", "VBP"} or any(
        c.dep_ in {"aux", "auxpass"} and c.lower_ != "to" for c in head.children
    )
    return subject and finite and head.pos_ in {"VERB", "AUX"}


def _charged(tokens: list[Token]) -> tuple[list[Token], Token | None]:
    """Return "X of doing Y" without its "of", and the verb."""
    for i, t in enumerate(tokens):
        if t.dep_ == "prep" and t.lower_ in {"of", "for"}:
            doing = next((c for c in t.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
            return (tokens[:i] + tokens[i + 1 :], doing) if doing in tokens else (tokens, None)
    return tokens, None


def _named(
    token: Token, clause: Clause, speaker: Member | None, resolve: Callable[[Mention], list[Member]]
) -> str | None:
    low = token.lower_
    if token.pos_ == "PRON" and low in RELATIVE and clause.head.dep_ == "relcl" and token.head == clause.head:
        return _noun_text(_antecedent(clause.head))
    if token.pos_ != "PRON" or low not in PERSONAL | POSSESSIVE:
        return None
    if low in {"i", "we", "me", "us", "my", "our"}:
        named = speaker.name if speaker else None
    elif low in {"he", "she", "him", "her", "his"}:
        found = resolve(Mention([token], clause.unit))
        named = found[0].name if found else None
        if named and any(t.text in named.split() and t.i < token.i for t in clause.tokens):
            return None  # "Kim was accompanied by his daughter" names him already
    else:
        return None
    if named is None:
        return None
    return f"{named}'s" if low in POSSESSIVE and token.dep_ == "poss" else named


def _antecedent(verb: Token) -> Token:
    """Return what a relative clause is about: its noun, or, where number forbids, the nearest that fits."""
    noun = verb.head
    plural = any(c.lower_ in {"were", "are", "have"} for c in (verb, *verb.children))
    if not plural or noun.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in noun.children):
        return noun
    before = [t for t in noun.doc[max(0, noun.i - 10) : noun.i] if t.tag_ in {"NNS", "NNPS"}]
    return before[-1] if before else noun


def _borrowed_subject(
    clause: Clause, speaker: Member | None, resolve: Callable[[Mention], list[Member]]
) -> str:
    """Return the subject that stands outside a clause: with the verb above it, or as who tells."""
    head = clause.head
    if head.pos_ not in {"VERB", "AUX"}:
        return ""
    own = [c for c in head.children if c.dep_ in {*SUBJECTS, "csubj", "expl"}]
    if own:
        cut = own[0].dep_ in SUBJECTS and own[0].i < clause.tokens[0].i
        return _subject_text(own[0], clause, resolve) if cut and own[0].tag_ not in {"WP", "WDT"} else ""
    if head.dep_ == "acl":
        return _noun_text(head.head)
    while head.dep_ in {"advcl", "conj", "xcomp", "pcomp"} and head.head != head:
        head = head.head
        subject = next((c for c in head.children if c.dep_ in SUBJECTS), None)
        if subject is not None:
            if subject in clause.tokens:
                return ""
            return (
                speaker.name
                if speaker and subject.pos_ == "PRON"
                else _subject_text(subject, clause, resolve)
            )
    return ""


def _subject_text(subject: Token, clause: Clause, resolve: Callable[[Mention], list[Member]]) -> str:
    """Return whom a subject outside the clause means, or its words."""
    if subject.lower_ in {"he", "she"}:
        found = resolve(Mention([subject], clause.unit))
        return found[0].name if found else subject.text
    return _noun_text(subject)


def _noun_text(noun: Token) -> str:
    """Return a noun with its names and modifiers before it, without clauses."""
    parts = [t for t in noun.lefts if t.dep_ in {"compound", "amod", "nmod", "nummod", "poss", "det"}]
    tokens = [s for p in parts for s in p.subtree] + [noun]
    tokens += [s for p in noun.rights if p.dep_ == "prep" and p.lower_ == "of" for s in p.subtree]
    return " ".join("".join(t.text_with_ws for t in sorted(tokens, key=lambda t: t.i)).split())
