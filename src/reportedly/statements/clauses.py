"""Clauses: a sentence cut into the propositions that it states.

A clause is a verb with what belongs to it. Relative clauses, participles, coordinated verbs and
adverbial clauses stand as clauses of their own when they say enough; tokens under different
attributions never share one.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from reportedly.statements.attributions import Attribution
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Token, Unit

CUTS = {"relcl", "advcl", "conj", "parataxis", "acl"}
MIN_TOKENS = 5
"""A dependent clause of fewer words stays with the clause above it."""

MIN_WORDS = 3
"""Fewer words of content (nouns, verbs, names, numbers) than this state nothing by themselves."""

WORDS = {"NOUN", "VERB", "PROPN", "ADJ", "NUM"}


@dataclass(frozen=True)
class Clause:
    """One proposition: its tokens, and the attributions that govern it, innermost first."""

    unit: Unit
    tokens: tuple[Token, ...]
    head: Token
    under: tuple[Attribution, ...]

    @property
    def pieces(self) -> list[Span]:
        """The clause as stretches of the article."""
        return self.unit.spans(self.tokens)


def clauses(unit: Unit, found: Sequence[Attribution], words: Lexicon) -> list[Clause]:
    """Return the clauses of one sentence in the order of their heads."""
    taken = _spoken_for(unit, found)
    groups: dict[tuple[int, tuple[int, ...]], list[Token]] = {}
    inside = {t.i for t in unit.tokens}
    heads = {t.i: _head(t, inside) for t in unit.tokens}
    layers = {t.i: _layer(t, unit, found) for t in unit.tokens}
    for t in unit.tokens:
        if t.i not in taken:
            groups.setdefault((heads[t.i], layers[t.i]), []).append(t)
    # What stands beside a cue, outside its content, is the rest of a tag, unless it has a verb of its own.
    rest = [
        key
        for key, tokens in groups.items()
        if key[0] in taken and key[1] == layers[key[0]] and not any(t.tag_.startswith("VB") for t in tokens)
    ]
    kept = _merge_small({k: g for k, g in groups.items() if k not in rest}, unit, heads)
    out = []
    for (head, layer), tokens in kept.items():
        tokens = _trim(tokens)
        if tokens:
            under = tuple(found[i] for i in layer)
            out.append(Clause(unit, tuple(tokens), _top(tokens, head), under))
    return sorted((c for c in out if not _is_framing(c, words)), key=lambda c: c.head.i)


def _layer(token: Token, unit: Unit, found: Sequence[Attribution]) -> tuple[int, ...]:
    """Return which attributions govern a token, by their place in `found`."""
    at = unit.base + token.idx
    return tuple(
        i for i, a in enumerate(found) if not (a.aside or a.back) and a.covers(at, at + len(token.text))
    )


def _spoken_for(unit: Unit, found: Sequence[Attribution]) -> set[int]:
    """Return indices of tokens that are source or cue of an attribution whose content is another stretch."""
    taken: set[int] = set()
    for a in found:
        spans = [*a.cue, *a.frame, *(a.content if a.back else [])]
        if a.source and not _borrowed(a, unit):
            spans.append(unit.span(a.source.tokens))
        for t in unit.tokens:
            at = unit.base + t.idx
            if any(s <= at < e for s, e in spans) and not a.covers(at, at + len(t.text)):
                taken.add(t.i)
    return taken


def _borrowed(a: Attribution, unit: Unit) -> bool:
    """Is the source the subject of another verb, which it stays ("X tweeted it, saying that")?"""
    if a.source is None or a.source.unit is not unit:
        return True
    head = next((t for t in a.source.tokens if t.dep_ in {"nsubj", "nsubjpass"}), None)
    if head is None or head.head not in unit.tokens or not a.cue:
        return False
    at = unit.base + head.head.idx
    own = any(s <= at < e for s, e in [*a.cue, *a.frame])
    return not own and not a.covers(at, at + len(head.head.text))


def _head(token: Token, inside: Set[int]) -> int:
    """Return the index of the nearest verb above the token, in its sentence, at which a clause begins."""
    while token.head != token and token.head.i in inside:
        if token.dep_ in CUTS and _says_enough(token):
            return int(token.i)
        token = token.head
    return int(token.i)


def _says_enough(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"} and token.dep_ != "parataxis":
        return False
    if any(c.tag_ == "TO" for c in token.children):
        return False  # what something is done for belongs to the doing
    if token.dep_ == "conj":  # "visited and praised it" is one doing; "visited X, and Y praised it" two
        own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
        return own or sum(1 for t in token.subtree if t.pos_ in WORDS) >= MIN_WORDS
    return sum(1 for t in token.subtree if t.is_alpha) >= MIN_TOKENS


def _merge_small(
    groups: dict[tuple[int, tuple[int, ...]], list[Token]], unit: Unit, heads: dict[int, int]
) -> dict[tuple[int, tuple[int, ...]], list[Token]]:
    """Give clauses that say too little to the clause above them; drop what is left of a bare tag."""
    by_index = {t.i: t for t in unit.tokens}
    kept: dict[tuple[int, tuple[int, ...]], list[Token]] = {}
    small = []
    for key, tokens in groups.items():
        words = sum(1 for t in tokens if t.pos_ in WORDS)
        (kept.__setitem__(key, tokens) if words >= MIN_WORDS else small.append((key, tokens)))
    for (head, layer), tokens in small:
        token = by_index.get(head)
        above = None
        while token is not None and token.head != token and token.head.i in heads:
            above = heads[token.head.i]
            if (above, layer) in kept:
                break
            token, above = token.head, None
        same = (above, layer) if above is not None else next((k for k in kept if k[1] == layer), None)
        if same is not None:
            kept[same] = sorted([*kept[same], *tokens], key=lambda t: t.i)
        elif layer and sum(1 for t in tokens if t.is_alpha) >= 2:
            kept[head, layer] = tokens
    return {key: tokens for key, tokens in kept.items() if key[1] or _is_proposition(key[0], tokens)}


def _is_framing(clause: Clause, words: Lexicon) -> bool:
    """Is the clause about the telling itself ("The announcement came hours after ...")?"""
    subjects = [c for c in clause.head.children if c.dep_ in {"nsubj", "nsubjpass"}]
    about = any(c.lower_ in words["framing_subjects"] for c in subjects)
    return about and clause.head.lemma_.lower() in words["framing"]


def _is_proposition(head: int, tokens: list[Token]) -> bool:
    """Does an unattributed stretch keep its verb? What is left of a tag ("on Monday") does not."""
    return any(t.i == head for t in tokens) and any(t.tag_.startswith("VB") for t in tokens)


def _top(tokens: list[Token], head: int) -> Token:
    """Return the clause's head, or, where that was cut away, the token nearest the sentence's root."""
    for t in tokens:
        if t.i == head:
            return t
    return min(tokens, key=lambda t: (sum(1 for _ in t.ancestors), t.i))


def _trim(tokens: list[Token]) -> list[Token]:
    """Drop punctuation and joining words at the ends."""
    tokens = sorted(tokens, key=lambda t: t.i)
    closes = any(t.text == ")" for t in tokens)
    while tokens and (
        (tokens[0].is_punct and not (tokens[0].text == "(" and closes))
        or tokens[0].is_space
        or tokens[0].dep_ in {"cc", "case"}
    ):
        tokens = tokens[1:]
    while tokens and (
        (tokens[-1].is_punct and tokens[-1].text not in ")") or tokens[-1].is_space or tokens[-1].dep_ == "cc"
    ):
        tokens = tokens[:-1]
    return tokens
