"""Every attribution of a sentence, by words alone."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.by_words.cues import ClauseReader, Cue, stretch
from reportedly.statements.by_words.lexicon import WordLists
from reportedly.statements.by_words.tags import phrases_of, tag_of
from reportedly.statements.by_words.words import Clause, Sentence
from reportedly.statements.parse import Span

MOST = 12
"""Attributions read in one sentence: one with more is no prose, and the work would grow with their square."""


def find_attributions(
    sentence: Sentence, before: Sentence | None, earlier: Sequence[Attribution], lists: WordLists
) -> list[Attribution]:
    """Return the attributions of a sentence, inner before outer.

    `before` is the sentence before it in the paragraph ("Das berichtete Reuters." governs that one), and
    `earlier` are that one's attributions.
    """
    found: list[Attribution] = []
    for n, clause in enumerate(sentence.clauses):
        if clause.speech:
            continue
        reader = ClauseReader(sentence, n, lists)
        a = tag_of(reader) or _by_verb(reader, before, earlier)
        if a is not None:
            found.append(a)
        found += phrases_of(reader, found)
        if len(found) >= MOST:
            break
    found = found[:MOST]
    return sorted(found, key=lambda a: sum(e - s for s, e in a.content))


def _by_verb(
    reader: ClauseReader, before: Sentence | None, earlier: Sequence[Attribution]
) -> Attribution | None:
    """Return what a clause with a verb that tells attributes, None where there is no such verb or content."""
    cue = reader.cue()
    if cue is None or _is_relative(reader):
        return None
    place = reader.source(cue)
    outer = _borrowed(reader, cue, place)
    place = None if outer else place
    if place is not None:
        place = place[0], reader.without_told(*place)
    source = outer or (reader.mention(*place) if place else None)
    if cue.verb.kind == "cite":
        return _cited(reader, cue, place, before, earlier)
    if source is None and not cue.passive and cue.verb.lemma not in reader.lists["impersonal"]:
        return None
    opener = reader.low(0) in reader.lists["tag_openers"]
    places = (0, *cue.places) if opener else cue.places
    a = Attribution(reader.span(places), [], source, cue.stance, cue.verb.kind != "think")
    a.via, a.told = reader.citing(), reader.told(cue, place)
    if cue.verb.lemma in reader.lists["quoting"]:
        quoted = reader.object(cue, place)
        end = reader.any(quoted.start) if quoted else None
        a.via = [reader.mention(quoted.start, end)] if quoted and end else a.via
    if not _give_content(reader, cue, place, a, before, borrowed=outer is not None):
        if cue.verb.form != "infinitive":
            return None
        a.governs = a.sure = False  # "wollte sich nicht äußern"
    clause = reader.sentence.clauses[reader.n]
    a.frame = [(clause.start, clause.end)]
    return a


def _is_relative(reader: ClauseReader) -> bool:
    """Is the clause about a noun before it ("der anonym bleiben wollte")?"""
    return reader.n > 0 and reader.low(0) in reader.lists["relative"] and reader.any(0) is None


def _borrowed(reader: ClauseReader, cue: Cue, place: tuple[int, int] | None) -> Mention | None:
    """Return the subject that an inserted clause cuts off from its verb: `Ein Beamter, der ..., sagte`."""
    clauses = reader.sentence.clauses
    first = clauses[0]
    if reader.n == 0 or first.speech or cue.finite > 0:
        return None
    head = ClauseReader(reader.sentence, 0, reader.lists)
    end = head.subject(0)
    if end != len(first.words) or (place is not None and not reader.points(range(*place))):
        return None
    return head.mention(0, end)


def _cited(
    reader: ClauseReader,
    cue: Cue,
    place: tuple[int, int] | None,
    before: Sentence | None,
    earlier: Sequence[Attribution],
) -> Attribution | None:
    """Read "Reuters berief sich auf zwei Insider": who stands behind what Reuters told before."""
    cited = reader.object(cue, place)
    end = reader.any(cited.start + 1) or reader.any(cited.start) if cited else None
    if place is None or cited is None or end is None or before is None:
        return None
    begin = cited.start + (reader.low(cited.start) in reader.lists["case_prepositions"])
    via = [reader.mention(begin, end)]
    names = {w.text for w in reader.words[place[0] : place[1]] if w.is_name}
    same = [a for a in earlier if a.source and names & {t.text for t in a.source.tokens}]
    for a in same:
        a.via = a.via or via
    frame = [(reader.sentence.start, reader.sentence.end)]
    content = [] if same else _whole(before)
    return Attribution(
        reader.span(cue.places),
        content,
        reader.mention(*place),
        speech=True,
        via=via,
        frame=frame,
        sure=False,
    )


def _give_content(
    reader: ClauseReader,
    cue: Cue,
    place: tuple[int, int] | None,
    a: Attribution,
    before: Sentence | None,
    *,
    borrowed: bool,
) -> bool:
    """Find what an attribution governs; tell whether there is anything."""
    clauses, n, lists = reader.sentence.clauses, reader.n, reader.lists
    after = _without_relative(clauses[n + 1 :], reader, place)
    opener = reader.low(0) in lists["tag_openers"]
    behind_content = n > 0 and not borrowed and (opener or _follows_content(reader, cue, after))
    this = reader.this()
    takes = cue.verb.lemma in lists["noun_content"]
    objects = (this or reader.object(cue, place)) if takes else None
    if opener and n == 0:
        a.content = stretch(after)
    elif behind_content:
        going_on = [c for c in after if c.speech] if not opener else after
        a.content = [*stretch(clauses[:n]), *(stretch(after) if going_on else [])]
    elif after and not (objects is not None and not _begins_content(after[0], clauses[n].after, lists)):
        a.content = stretch(after)
    elif this is not None and not takes and before is not None:
        a.content, a.marked = _whole(before), reader.span(this)
        a.aside = cue.verb.lemma in lists["confirm"]
    elif objects is not None:
        a.content = reader.span(objects)
        joined = clauses[n + 1] if n + 1 < len(clauses) and clauses[n].after == "" else None
        if joined is not None and joined.speech:
            a.content = [(a.content[0][0], joined.end)]
        a.back = reader.points(objects) and cue.stance != "affirms"
        a.aside = _confirms(reader, objects, cue, before, a)
        a.governs = a.back or cue.verb.form != "infinitive"  # "wollte sich dazu nicht äußern" states nothing
        a.act = "" if a.back or a.aside or cue.stance != "affirms" else _act(reader, cue, objects)
    return bool(a.content)


def _confirms(
    reader: ClauseReader, objects: range, cue: Cue, before: Sentence | None, a: Attribution
) -> bool:
    """Point "Ein Sprecher bestätigte das" at the sentence before it: told once more, on another's word."""
    confirms = cue.verb.lemma in reader.lists["confirm"] and cue.stance == "affirms"
    if not (confirms and reader.points(objects) and before is not None):
        return False
    a.marked, a.content = a.content, _whole(before)
    return True


def _act(reader: ClauseReader, cue: Cue, objects: range) -> str:
    """Return the words of a cue around its object, "…" for the object: "kündigte … an"."""
    inside = [k for k in cue.places if k not in objects]
    left = " ".join(reader.words[k].text for k in inside if k < objects.start)
    right = " ".join(reader.words[k].text for k in inside if k >= objects.stop)
    return " ".join(p for p in (left or right, "…", right if left else "") if p)


def _follows_content(reader: ClauseReader, cue: Cue, after: Sequence[Clause]) -> bool:
    """Does the verb stand behind its content (`..., sagte Merz`), not in front of it?"""
    first = reader.sentence.clauses[0]
    if cue.finite > 0 and not all(reader.low(k) in reader.lists["adverbs"] for k in range(cue.finite)):
        return False
    leads = not first.speech and first.words[0].low in reader.lists["subordinators"]
    return not (leads and after)


def _begins_content(clause: Clause, sign: str, lists: WordLists) -> bool:
    """Does a clause behind a verb and its object go on with what is said: `warnte die EU, sie werde ...`?"""
    if clause.speech:
        return sign in {":", ","}
    reported = any(w.low in lists["reported"] for w in clause.words)
    return clause.words[0].low in lists["dependent"] or reported or sign == ":" or _infinitive(clause, lists)


def _infinitive(clause: Clause, lists: WordLists) -> bool:
    """Does a clause end in an infinitive with its mark: `Daten verkauft zu haben`?"""
    return any(w.low in lists["infinitive_mark"] for w in clause.words[-3:])


def _without_relative(
    clauses: Sequence[Clause], reader: ClauseReader, place: tuple[int, int] | None
) -> Sequence[Clause]:
    """Drop a relative clause that describes the source: `sagte Merz, der am Montag reist, man werde ...`."""
    if not clauses or clauses[0].speech or place is None:
        return clauses
    first = ClauseReader(reader.sentence, reader.n + 1, reader.lists)
    near = place[1] == len(reader.words)
    relative = near and first.low(0) in reader.lists["relative"] and first.any(0) is None
    return clauses[1:] if relative else clauses


def _whole(sentence: Sentence) -> list[Span]:
    return stretch(sentence.clauses)
