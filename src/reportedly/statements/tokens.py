"""Small questions about spaCy tokens, which several rules ask."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.statements.parse import Token


def subtree(token: Token) -> list[Token]:
    return [t for t in token.subtree if not t.is_space]


def phrase(noun: Token) -> list[Token]:
    """Return a noun phrase: its subtree without relative clauses, participles and what follows them."""
    drop: set[Token] = set()
    for child in noun.children:
        if (
            child.dep_ in {"relcl", "acl", "advcl", "punct", "cc", "npadvmod", "ccomp", "parataxis"}
            and child.i > noun.i
        ):
            drop.update(child.subtree)
    return trim([t for t in noun.subtree if t not in drop]) or [noun]


def trim(tokens: Iterable[Token]) -> list[Token]:
    """Return tokens in order without white space, and without commas and colons at the ends."""
    out = sorted((t for t in tokens if not t.is_space), key=lambda t: t.i)
    while out and out[-1].text in {",", ":", ";", "-", "–", "—", "--"}:
        out.pop()
    while out and out[0].text in {",", ":", ";", "-", "–", "—", "--", "."}:
        out.pop(0)
    return out


def is_clause(token: Token) -> bool:
    return (
        token.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN", "PRON", "NUM", "ADV"}
        and sum(1 for _ in token.subtree) >= 2
    )


def has_mark(clause: Token) -> bool:
    return any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in clause.children)


def marked_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def inside(verb: Token, content: list[Token]) -> bool:
    return bool(content) and content[0].i < verb.i < content[-1].i


def with_rest(verb: Token, content: list[Token]) -> list[Token]:
    """Return content and what follows it under the same verb: a parser often hangs the clause's end there."""
    apart: set[Token] = set()
    for child in verb.children:
        saying = child.dep_ == "advcl" and child.tag_ == "VBG"
        if child.dep_ in {"conj", "cc", "parataxis"} or saying or child.i < verb.i:
            apart.update(child.subtree)
    first = content[0].i
    rest = [t for t in verb.subtree if t.i > first and t not in apart and not t.is_space]
    return sorted({*content, *rest}, key=lambda t: t.i)
