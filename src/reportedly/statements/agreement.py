"""Where rules and the trained tagger meet: its spans, and what the parse tells about them.

The tagger knows far more cues than any list and finds where contents end; the rules know what the
words around a cue mean (stance, who was told, who is cited) and find what the tagger was never shown:
attributions within attributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.cue_words import attribution
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Token, Unit
from reportedly.statements.scene import head_of
from reportedly.statements.tagger import Found
from reportedly.statements.tokens import trim

SAYING = ("say", "nouns", "charge", "deny", "judge", "name")
"""Word lists whose members are words said; other cues are taken to be what somebody thinks or wants."""


def agree(
    found: Sequence[Attribution], tagged: Iterable[Found], unit: Unit, words: Lexicon
) -> list[Attribution]:
    """Return a paragraph's attributions, those of the tagger and those that only rules found.

    `unit` is the paragraph's whole parse. What only rules found governs statements like the rest, but
    is told as a triple of its own (`sure`) only where the tagger could not have found it: within
    another's content.
    """
    by_tagger: list[Attribution] = []
    left = list(found)
    for tag in tagged:
        by_rule = next((a for a in left if any(_overlap(c, tag.cue) for c in a.cue)), None)
        if by_rule is not None:
            left.remove(by_rule)
        made = by_rule or _new(tag, unit, words)
        if made is not None:
            if _makes_known(tag, unit, words):
                made.speech = made.telling = made.governs = True
            by_tagger.append(_with_spans(made, tag, unit))
            if any(_is_quoted(_tokens(unit, span)) for span in tag.content):
                made.speech = made.telling = made.governs = True  # words in quotation marks, however called
    for a in left:
        a.sure = _is_nested(a, by_tagger)
    return sorted([*by_tagger, *left], key=lambda a: sum(e - s for s, e in a.content))


def _is_nested(a: Attribution, found: Sequence[Attribution]) -> bool:
    """Is it told, within what another is found to say, that a third one says a clause?"""
    if not (a.speech and a.cue and a.source) or a.act or a.quoted:
        return False
    third = not any(t.lower_ in {"i", "we", "you"} for t in a.source.tokens)
    return third and any(b.covers(*a.cue[0]) for b in found)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _with_spans(a: Attribution, tag: Found, unit: Unit) -> Attribution:
    """Give an attribution the tagger's spans; a rule's source stays where both mean the same words."""
    a.tagged = True
    a.cue = [tag.cue]
    a.marked = list(tag.content)
    held = any(_overlap(s, t) for s in a.content for t in tag.content)
    if not (held and a.tail) and not (a.aside or a.back or a.charged):
        a.content = list(tag.content)
    if tag.source is None:
        return a
    a.marked_source = [tag.source]
    old = a.source.unit.span(a.source.tokens) if a.source else None
    if old != tag.source:
        tokens = _tokens(unit, tag.source)
        a.source = Mention(tokens, unit) if tokens else a.source
    return a


def _new(tag: Found, unit: Unit, words: Lexicon) -> Attribution | None:
    """Return an attribution that no rule found, with what the words around its cue tell."""
    cue = _tokens(unit, tag.cue) or _within(unit, tag.cue)  # a cue may be a colon
    if not cue:
        return None
    head = next((t for t in cue if t.head not in cue and t.pos_ in {"VERB", "NOUN", "AUX"}), cue[-1])
    source = _tokens(unit, tag.source) if tag.source else []
    content = [t for span in tag.content for t in _tokens(unit, span)]
    lemma = head.lemma_.lower()
    speech = any(lemma in words[kind] for kind in SAYING) or cue[0].lower_ in {"according", "per", "as"}
    made = attribution(head, Mention(source, unit) if source else None, content, unit, words, speech=speech)
    # What somebody is found to do is stated by who tells of it, unless what he does it to is a clause.
    made.telling = made.telling and not any(t.lemma_.lower() in words["not_telling"] for t in cue)
    if head.tag_ == "VBN" and not words["charge"].isdisjoint(t.lemma_ for t in cue):
        after = [span for span in tag.content if span[0] >= tag.cue[1]]
        if made.source is None:
            made.charged = True  # "is accused of X": on the word of whoever presses the charge
            made.content = after
        speech = speech and bool(after)  # "was indicted by a jury" tells an act
    made.governs = speech or (made.telling and made.source is not None and _is_stated(content))
    return made


def _is_stated(content: Sequence[Token]) -> bool:
    """Is it a clause: a finite verb with a subject of its own, from the first word on?"""
    inside = set(content)
    heads = [t for t in content if t.head not in inside or t.head == t]
    finite = {"VBD", "VBZ", "VBP", "MD"}
    return any(
        h.pos_ in {"VERB", "AUX"}
        and any(c.dep_ in {"nsubj", "nsubjpass", "expl"} and c in inside for c in h.children)
        and any(t.tag_ in finite for t in (h, *h.children))
        for h in heads
    )


def _makes_known(tag: Found, unit: Unit, words: Lexicon) -> bool:
    """Does a cue make a view known ("is confident that"), or is it a document's, which gives its word?"""
    if any(t.lemma_.lower() in words["attitudes"] for t in _tokens(unit, tag.cue)):
        return True
    source = _tokens(unit, tag.source) if tag.source else []
    head = head_of(source) if source else None
    return head is not None and head.pos_ == "NOUN" and head.lemma_.lower() in words["documents"]


def _tokens(unit: Unit, span: Span) -> list[Token]:
    return trim(_within(unit, span))


def _within(unit: Unit, span: Span) -> list[Token]:
    return [t for t in unit.tokens if _overlap((unit.base + t.idx, unit.base + t.idx + len(t.text)), span)]


def _is_quoted(content: Sequence[Token]) -> bool:
    """Is it words in quotation marks, from the first to the last?"""
    return bool(content) and content[0].text[0] in _OPENING and content[-1].text[-1] in _CLOSING


_OPENING, _CLOSING = "\"“‘'«„", "\"”’'»“"
