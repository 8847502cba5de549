"""One paragraph: its sentences, its quotations, and every attribution in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportedly.statements.agreement import agree
from reportedly.statements.attributions import Attribution
from reportedly.statements.cues import attributions
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Unit, parse_again, sentences
from reportedly.statements.speech import is_speech, quotations
from reportedly.statements.tagger import Found
from reportedly.statements.tags import quotation_tag, tail_tag


@dataclass
class Paragraph:
    """A paragraph read: its parsed sentences (tags cut off), its attributions (inner before outer)."""

    start: int
    end: int
    units: list[Unit]
    attributions: list[Attribution] = field(default_factory=list)
    quotes: list[Span] = field(default_factory=list)  # direct speech, marks included


def read_paragraph(
    doc: Any,
    start: int,
    text: str,
    words: Lexicon,
    speaking: Attribution | None,
    tagged: Sequence[Found],
) -> Paragraph:
    """Return a parsed paragraph with its attributions.

    `doc` is the parse of the paragraph that begins at `start` of `text`; `speaking` is who spoke last in
    the paragraph before, for a quotation that goes on; `tagged` is what the trained tagger found in it.
    """
    end = start + len(doc.text)
    quotes = [q for q in quotations(text, start, end) if is_speech(text, *q)]
    out = Paragraph(start, end, [], quotes=quotes)
    for unit in sentences(doc, start):
        while not _quoted_end(unit, quotes) and (tag := tail_tag(unit, words)) is not None:
            tag.attribution.tail = True
            out.attributions.append(tag.attribution)
            s, e = tag.inner
            unit = parse_again(doc, start, text, (s, e))
        out.units.append(unit)
        out.attributions += attributions(unit, words)
    for a in out.attributions:
        a.quoted = _is_within(a, quotes)
    whole = Unit(tuple(t for t in doc if not t.is_space), start)
    out.attributions = agree(out.attributions, tagged, whole, words)
    for a in out.attributions:
        a.quoted = _is_within(a, quotes)
        if a.quoted and (inside := _clipped(a, quotes)):
            a.content = inside
    _give_speakers(out, text, words, speaking)
    return out


def _is_within(a: Attribution, quotes: list[Span]) -> bool:
    return bool(a.cue) and any(s <= a.cue[0][0] < e for s, e in quotes)


def _clipped(a: Attribution, quotes: list[Span]) -> list[Span]:
    """Return what an attribution made within a quotation governs: nothing outside of it."""
    start, end = next((s, e) for s, e in quotes if s <= a.cue[0][0] < e)
    return [(max(s, start), min(e, end)) for s, e in a.content if s < end and start < e]


def _quoted_end(unit: Unit, quotes: list[Span]) -> bool:
    """Does the sentence hold a closed quotation before its tag? Then the tag is the quotation's."""
    start, end = unit.span(unit.tokens)
    return any(s < end and start < e <= end and _edge(unit, e) for s, e in quotes)


def _edge(unit: Unit, end: int) -> bool:
    """Does a clause end where the quotation ends (a comma or stop just inside it)?"""
    inside = [t for t in unit.tokens if unit.base + t.idx + len(t.text) <= end]
    return len(inside) >= 2 and any(t.text[-1] in ",.?!" for t in inside[-3:])


def _give_speakers(paragraph: Paragraph, text: str, words: Lexicon, speaking: Attribution | None) -> None:
    """Find who speaks in each quotation: its tag, else a clause that holds it, else whoever spoke before."""
    last = speaking
    for quote in paragraph.quotes:
        holder = next((a for a in paragraph.attributions if a.source and _holds_from_outside(a, quote)), None)
        tag = (
            None
            if holder and holder.speech and not _stands_alone(text, quote)
            else _tag_beside(paragraph, quote, words, text)
        )
        if tag is not None:
            same = next((a for a in paragraph.attributions if _share_cue(a, tag)), None)
            if same is not None and same.tagged:
                tag = same
            elif same is None:
                paragraph.attributions.append(tag)
            else:  # the parse found this cue too; its place beside the quotation tells better what it governs
                same.content = (
                    tag.content if not _holds(same, quote) else _joined(same.content, tag.content[0])
                )
                same.source = tag.source or same.source
                same.sure = True  # beside a quotation the rules hardly err
                tag = same
            last = tag
        elif holder is not None:
            before = _spoke_before(paragraph, quote)
            relayed = before is not None and before is not holder and holder.covers(*before.cue[0])
            last = holder
            if before is not None and relayed and _stands_alone(text, quote):  # held by the relay alone
                last = _going_on(before, quote)
                paragraph.attributions.append(last)
        elif (last := _spoke_before(paragraph, quote) or last) is not None and _stands_alone(text, quote):
            relays = _relays(paragraph, last, quote)
            last = _going_on(last, quote)
            paragraph.attributions += [last, *(_going_on(a, quote) for a in relays)]
        elif _stands_alone(text, quote):
            paragraph.attributions.append(Attribution([], [quote], None, "affirms", True))
    paragraph.attributions.sort(key=lambda a: sum(e - s for s, e in a.content))


def _share_cue(a: Attribution, b: Attribution) -> bool:
    return any(s < e2 and s2 < e for s, e in a.cue for s2, e2 in b.cue)


def _spoke_before(paragraph: Paragraph, quote: Span) -> Attribution | None:
    """Return who spoke the quotation before this one, else the last attribution of speech before it."""
    before = [a for a in paragraph.attributions if a.source and a.speech and a.cue and a.cue[0][0] < quote[0]]
    spoken = [q for q in paragraph.quotes if q[1] <= quote[0]]
    holders = [a for a in before if spoken and _holds_from_outside(a, spoken[-1])]
    if holders and not any(a.cue[0] > max(h.cue[0] for h in holders) for a in before):
        return min(holders, key=lambda a: sum(e - s for s, e in a.content))
    return max(before, key=lambda a: a.cue[0], default=None)


def _relays(paragraph: Paragraph, speaker: Attribution, quote: Span) -> list[Attribution]:
    """Return who relays a speaker's words before a quotation ("Ruiz said, according to AFP")."""
    around = [a for a in paragraph.attributions if a.source and a.cue and a.cue[0][0] < quote[0]]
    held = [a for a in around if a is not speaker and speaker.cue and a.covers(*speaker.cue[0])]
    return [a for a in held if not a.covers(*quote) and not a.quoted]


def _going_on(a: Attribution, quote: Span) -> Attribution:
    return Attribution([], [quote], a.source, "affirms", True, told=a.told)


def _joined(content: list[Span], quote: Span) -> list[Span]:
    if any(s <= quote[0] and quote[1] <= e for s, e in content):
        return content
    kept = [(s, e) for s, e in content if e <= quote[0] or s >= quote[1]]
    return sorted([*kept, quote])


def _holds(a: Attribution, quote: Span) -> bool:
    start, end = quote
    return a.covers(start + 1, start + 2) and a.covers(end - 2, end - 1)


def _holds_from_outside(a: Attribution, quote: Span) -> bool:
    """Does an attribution hold the quotation, its cue outside it? One that the speaker makes does not."""
    within = any(quote[0] <= s and e <= quote[1] for s, e in a.cue)
    return not within and _holds(a, quote)


def _stands_alone(text: str, quote: Span) -> bool:
    """Is the quotation a sentence of its own, not a piece of the clause around it?"""
    before = text[: quote[0]].rstrip(" ")[-1:]
    inside = text[quote[0] + 1 : quote[0] + 2]
    return (before in {"", "\n", ".", ":", ",", "?", "!", "”", '"', "’", "…", ")"}) and (
        inside.isupper() or not inside.isalpha()
    )


def _tag_beside(paragraph: Paragraph, quote: Span, words: Lexicon, text: str) -> Attribution | None:
    """Return the tag right after the quotation in its sentence, else the one right before it."""
    for unit in paragraph.units:
        begin, end = unit.span(unit.tokens)
        others = [q for q in paragraph.quotes if q != quote]
        if begin < quote[1] < end:
            stop = min((s for s, _ in others if s >= quote[1]), default=end)
            after = [t for t in unit.tokens if quote[1] <= unit.base + t.idx < stop]
            # "Kim said it was important "given the situation," said KCNA": the tag governs all before it.
            held = quote if _stands_alone(text, quote) or not begin < quote[0] else (begin, quote[1])
            tag = quotation_tag(after, unit, [held], words)
            if tag is not None and after and (after[0].text != "."):
                return tag
        if begin <= quote[0] < end:
            start = max((e for _, e in others if e <= quote[0]), default=begin)
            before = [t for t in unit.tokens if start <= unit.base + t.idx < quote[0]]
            if before and before[-1].text in {",", ":"}:
                tag = quotation_tag(before, unit, [quote], words)
                if tag is not None:
                    return tag
    return _introduced(paragraph, quote, words) or _next_sentence(paragraph, quote, words, text)


def _next_sentence(paragraph: Paragraph, quote: Span, words: Lexicon, text: str) -> Attribution | None:
    """Return a tag that the parser took for a sentence, after a question or exclamation ("...!" he said.)."""
    if text[quote[1] - 2 : quote[1] - 1] not in {"?", "!", "…", "—", "-"}:
        return None
    for unit in paragraph.units:
        begin, end = unit.span(unit.tokens)
        if quote[1] <= begin <= quote[1] + 2:
            inner = [q for q in paragraph.quotes if begin <= q[0] < end]
            asserts = any(t.dep_ == "ccomp" for t in unit.tokens)
            return None if inner or asserts else quotation_tag(unit.tokens, unit, [quote], words)
    return None


def _introduced(paragraph: Paragraph, quote: Span, words: Lexicon) -> Attribution | None:
    """Return the tag of a sentence before that ends in a colon ("He added: ...")."""
    before = [u for u in paragraph.units if u.span(u.tokens)[1] <= quote[0] + 1]
    if not before or not before[-1].tokens[-1].text.endswith(":"):
        return None
    return quotation_tag(before[-1].tokens, before[-1], [quote], words)
