"""Tags: the "..., KCNA reported" of a sentence and the "..., she said" of a quotation.

A small parser goes wrong on these most of all, since they stand outside the clause that they
govern. So they are found by their place (comma or quotation mark, a name, a verb of telling), cut
off, and what is left is parsed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.cue_words import is_elsewhere, told_and_via, uttered
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Token, Unit

MAX_TAG = 40  # tokens; a longer stretch beside a quotation is a sentence of its own
MAX_TAIL = 18  # tokens; of a tag at the end of a sentence
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
CLOSING = {"”", '"', "’", "'", "»"}


@dataclass(frozen=True)
class Tagged:
    """A tag, and the stretch of the article that it governs."""

    attribution: Attribution
    inner: Span


def tail_tag(unit: Unit, words: Lexicon) -> Tagged | None:
    """Return the tag at the end of a sentence without quotation ("..., KCNA reported on Friday.")."""
    tokens = list(unit.tokens)
    while tokens and tokens[-1].is_punct and tokens[-1].text not in CLOSING:
        tokens.pop()
    for k in range(len(tokens) - 1, 4, -1):
        if tokens[k].text != "," or tokens[0].lower_ == "according":
            continue
        tag = tokens[k + 1 :]
        if [t.lower_ for t in tag[:2]] == ["according", "to"]:
            return _according(tag, unit, tokens[:k])
        verb = _say_verb(tag, words)
        if verb is None or not _is_tail(tag, verb, words):
            continue
        while k > 4 and _is_name_piece(tokens[:k]):  # "Aitan Goelman, his lawyer, said"
            k = _comma_before(tokens, k)
            tag = tokens[k + 1 :]
        source = tag_source(tag, verb, unit)
        inner = unit.span(tokens[:k])
        if source is None:
            return None
        return Tagged(_tag(tag, verb, source, [inner], unit, words), inner)
    return None


def _according(tag: Sequence[Token], unit: Unit, inner: Sequence[Token]) -> Tagged | None:
    """Return the tag ", according to the agency"; None where it is more than a name."""
    if len(tag) < 3 or len(tag) > 14 or any(t.pos_ in {"VERB", "AUX"} for t in tag[2:]):
        return None
    source, span = Mention(list(tag[2:]), unit), unit.span(inner)
    cue, frame = [unit.span(tag[:2])], [unit.span(tag)]
    return Tagged(Attribution(cue, [span], source, speech=True, frame=frame), span)


def quotation_tag(
    tokens: Sequence[Token], unit: Unit, content: list[Span], words: Lexicon
) -> Attribution | None:
    """Return the attribution made by a stretch beside a quotation ("Mr. Kirby told reporters."), or None."""
    tag = [t for t in tokens if not (t.is_punct and t.text in CLOSING | {"“", "«", "‘"})]
    if not tag or len(tag) > MAX_TAG:
        return None
    verb = _say_verb(tag, words)
    if verb is None:
        return None
    source = tag_source(tag, verb, unit)
    return _tag(tag, verb, source, content, unit, words)


def tag_source(tag: Sequence[Token], verb: Token, unit: Unit) -> Mention | None:
    """Return who speaks in a tag: the name before the verb, else the one after it."""
    before = [t for t in tag if t.i < verb.i and t.pos_ not in {"AUX", "CCONJ", "SCONJ", "INTJ"}]
    comma = next((i for i, t in enumerate(before) if t.text == ","), None)
    if comma is not None and before[0].pos_ == "ADP":  # "In a statement to The Atlantic, his lawyer said"
        before = before[comma + 1 :]
    while before and (before[-1].pos_ in {"ADV", "PART"} or before[-1].is_punct):
        before.pop()
    clause = [
        t.i for t in before if t.text in {"as", "while", "when", "and", "but", "then", "where"} or t.is_punct
    ]
    named = [t for t in before if t.pos_ in NOMINAL or t.pos_ == "DET"]
    if named and any(t.pos_ in NOMINAL for t in named):
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c in before), None)
        if subject is not None and clause:
            before = [t for t in subject.subtree if t in set(before)] or before
        return Mention(_cut_adverbs(before), unit)
    after: list[Token] = []
    for t in tag:
        if t.i <= verb.i:
            continue
        if t.pos_ in {"VERB", "AUX", "SCONJ"} or (t.pos_ == "ADP" and t.lower_ not in {"of", "for"}):
            break
        if t.is_punct and t.text in {",", ".", ":", ";"}:
            break
        after.append(t)
    return Mention(after, unit) if any(t.pos_ in NOMINAL for t in after) else None


def _tag(
    tag: Sequence[Token], verb: Token, source: Mention | None, content: list[Span], unit: Unit, words: Lexicon
) -> Attribution:
    told, via = told_and_via(verb, unit)
    frame = [unit.span(t for t in tag if t not in set(source.tokens if source else []))]
    elsewhere = is_elsewhere(verb, words)
    return Attribution(
        [unit.span([verb])],
        content,
        source,
        speech=True,
        told=told,
        via=via,
        frame=frame,
        elsewhere=elsewhere,
        uttered=uttered(verb, words),
    )


def _say_verb(tag: Sequence[Token], words: Lexicon) -> Token | None:
    """Return the tag's verb of telling, finite, with nothing else verbal before it."""
    for t in tag:
        if t.lemma_.lower() in words["say"] and t.pos_ in {"VERB", "AUX"} and t.tag_ != "VB":
            return t
        if t.pos_ == "VERB" and t.dep_ not in {"amod", "acl", "relcl", "compound", "advcl"}:
            return None
    return None


def _is_tail(tag: Sequence[Token], verb: Token, words: Lexicon) -> bool:
    """Is this a tag and no clause: a name and a verb of telling, or the other way round, and adjuncts?"""
    if len(tag) > MAX_TAIL or tag[0].lower_ in words["joining"]:
        return False
    if verb.tag_ == "VBG":
        return False
    after = [t for t in tag if t.i > verb.i]
    as_saying = {t.i for t in after if t.lower_ in {"as", "saying"}}  # "the agency quoted him as saying"
    nested = [
        t
        for t in after
        if t.i not in as_saying and (t.pos_ in {"VERB", "SCONJ"} or t.dep_ in {"ccomp", "mark"})
    ]
    return not nested and any(t.pos_ in NOMINAL for t in tag)


def _is_name_piece(before: Sequence[Token]) -> bool:
    """Does the stretch before this comma, back to the comma before it, hold a bare name or title?"""
    piece: list[Token] = []
    for t in reversed(before):
        if t.text == ",":
            return 0 < len(piece) <= 6 and all(p.pos_ == "PROPN" for p in piece)
        piece.append(t)
    return False


def _comma_before(tokens: Sequence[Token], k: int) -> int:
    return max(i for i in range(k) if tokens[i].text == ",")


def _cut_adverbs(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[0].is_punct or tokens[0].pos_ in {"ADV", "CCONJ", "SCONJ", "ADP"}):
        tokens = tokens[1:]
    return tokens
