"""What tells without a verb: "laut Reuters", "nach Angaben der Polizei", "der dpa zufolge", "so Merz"."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.statements.attributions import Attribution
from reportedly.statements.by_words.cues import ClauseReader, stretch
from reportedly.statements.parse import Span

LONGEST_CLAUSE = 80
"""Words of a clause in which phrases are looked for: a longer one is a list."""

LONGEST = 10
"""Words at most of a source in front of its postposition."""


def tag_of(reader: ClauseReader) -> Attribution | None:
    """Return the tag that a clause is: `..., so der Sprecher weiter, ...`; None where it is none."""
    clauses, n = reader.sentence.clauses, reader.n
    if reader.low(0) not in reader.lists["tag_words"]:
        return None
    end = reader.subject(1)
    rest = range(end or 0, len(reader.words))
    if end is None or n == 0 or any(reader.words[k].text in reader.lists.forms for k in rest):
        return None
    content = [*stretch(clauses[:n]), *stretch(clauses[n + 1 :])]
    start = 1
    return Attribution(
        reader.span([0]),
        content,
        reader.mention(start, reader.without_told(start, end)),
        speech=True,
        via=reader.citing(),
        frame=[(clauses[n].start, clauses[n].end)],
    )


def phrases_of(reader: ClauseReader, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that phrases in a clause make; `found` are those of verbs before it.

    A phrase governs its sentence, or, within what somebody says, that content.
    """
    out = []
    for k in range(min(len(reader.words), LONGEST_CLAUSE)):
        phrase = _before(reader, k) or _behind(reader, k) or _informed(reader, k)
        if phrase is None:
            continue
        cue, source = phrase
        last = max(cue[-1] + 1, source[1])
        cited = reader.citation()
        last = cited[1][1] if cited and cited[0] == last else last
        taken = reader.span(range(min(cue[0], source[0]), last))[0]
        holder = next((a for a in found if a.source and a.covers(*taken)), None)
        pieces = holder.content if holder else [(reader.sentence.start, reader.sentence.end)]
        content = _without(pieces, taken, reader)
        if content:
            mention = reader.mention(*source)
            a = Attribution(
                reader.span(cue), content, mention, speech=True, via=reader.citing(), frame=[taken]
            )
            out.append(a)
    return out


Places = tuple[int, int]


def _before(reader: ClauseReader, k: int) -> tuple[range, Places] | None:
    """Read `laut X`, `nach Angaben der X`, `nach Angaben von X`."""
    size = reader.length(k, "prepositions")
    if not size:
        return None
    at = k + size
    at += reader.low(at) in reader.lists["of"] and size > 1
    end = reader.any(at)
    bare = end is None or (size > 1 and at == k + size and reader.low(at) not in reader.lists["genitive"])
    if end is None or (bare and not reader.words[at].is_name):
        return None
    return range(k, at), (at, end)


def _behind(reader: ClauseReader, k: int) -> tuple[range, Places] | None:
    """Read `X zufolge`, `Angaben der X zufolge`."""
    if reader.low(k) not in reader.lists["postpositions"]:
        return None
    start = next((s for s in range(max(0, k - LONGEST), k) if reader.any(s) == k and _opens(reader, s)), None)
    return (range(k, k + 1), (start, k)) if start is not None else None


def _opens(reader: ClauseReader, start: int) -> bool:
    """Can a noun phrase begin here, not amid another?"""
    determiners = reader.lists["determiners"] | reader.lists["subject_determiners"]
    before = reader.words[start - 1] if start else None
    return (
        before is None
        or reader.low(start) in determiners
        or not (before.is_name or before.low in determiners)
    )


def _informed(reader: ClauseReader, k: int) -> tuple[range, Places] | None:
    """Read `nach Polizeiangaben`, `nach ukrainischen Angaben`."""
    if reader.low(k) not in reader.lists["angaben"] or reader.length(k, "prepositions"):
        return None
    end = reader.any(k + 1)
    last = reader.words[end - 1].low if end else ""
    if end is None or end > k + 4 or not last.endswith(tuple(reader.lists["angaben_nouns"])):
        return None
    if reader.low(k + 1) in reader.lists["own"]:  # whoever the sentence is about
        own = ((s, e) for s in (*range(end, end + 3), 0) if (e := reader.subject(s)) and s != k)
        subject = next(own, None)
        return (range(k, end), subject) if subject else None
    return range(k, k + 1), (k + 1, end)


def _without(pieces: Sequence[Span], taken: Span, reader: ClauseReader) -> list[Span]:
    """Return stretches without one in them, and without the signs around it."""
    words = [
        w for w in reader.sentence.words
        if any(s <= w.idx < e for s, e in pieces) and not taken[0] <= w.idx < taken[1]
    ]  # fmt: skip
    spans = reader.unit.spans(words)
    kept = []
    for s, e in spans:
        inside = [w for w in words if s <= w.idx < e]
        while inside and inside[-1].text in ",;:.–—":
            inside.pop()
        while inside and inside[0].text in ",;:.–—":
            inside.pop(0)
        if any(w.is_word for w in inside):
            kept.append((inside[0].idx, inside[-1].end))
    return kept
