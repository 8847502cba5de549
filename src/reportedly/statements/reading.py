"""One article read: attributions resolved, chains built, clauses made into statements."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from reportedly.languages import agencies
from reportedly.languages.places import find_country
from reportedly.records import Article, Reading
from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.cast import Member
from reportedly.statements.casting import build_cast
from reportedly.statements.clauses import Clause, clauses
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.paragraphs import Paragraph, read_paragraph
from reportedly.statements.parse import Span, name, paragraphs, parse
from reportedly.statements.propositions import proposition
from reportedly.statements.rows import Rows
from reportedly.statements.speakers import Speakers
from reportedly.statements.stance import clause_stance
from reportedly.statements.tagger import Found, Name, tag

_T = TypeVar("_T")


def read_article(article: Article, words: Lexicon) -> Reading:
    """Return what an article says: attributions, statements, sources and time expressions."""
    notes = [part for part in article.parts if part.kind == "note"]  # of the article, not of its news
    places = [(s, e) for s, e in paragraphs(article.text) if not any(n.start <= s < n.end for n in notes)]
    tagged, names = tag(article.text)
    docs = list(parse(article.text[s:e] for s, e in places))
    for (start, _), doc, called in zip(places, docs, _sorted(names, places, _name_at), strict=True):
        name(doc, start, [(n.span, n.kind) for n in called])
    cast = build_cast([(s, d) for (s, _), d in zip(places, docs, strict=True)], words)
    state, charges = _state(article.text, docs), _charges(article.text, words)
    speakers = Speakers(cast, words, article.outlet, state, charges)
    reader = _Reader(article, words, speakers)
    speaking: Attribution | None = None
    for (start, _), doc, here in zip(places, docs, _sorted(tagged, places, _cue_at), strict=True):
        paragraph = read_paragraph(doc, start, article.text, words, speaking, here)
        reader.add(paragraph)
        spoken = [a for a in paragraph.attributions if a.source and a.speech]
        speaking = max(spoken, key=lambda a: a.cue or a.content, default=None)
    return reader.rows.reading()


def _name_at(found: Name) -> int:
    return found.span[0]


def _cue_at(found: Found) -> int:
    return found.cue[0]


def _sorted(found: Iterable[_T], places: Sequence[Span], at: Callable[[_T], int]) -> list[list[_T]]:
    """Return for each place, in the order of the text, what was found there; the rest is left out."""
    starts = [start for start, _ in places]
    out: list[list[_T]] = [[] for _ in places]
    for one in found:
        k = bisect_right(starts, at(one)) - 1
        if k >= 0 and at(one) < places[k][1]:
            out[k].append(one)
    return out


def _state(text: str, docs: Sequence[Any]) -> str | None:
    """Return whose "state media" are meant: the owner of an agency named, else the country named most."""
    named = Counter[str]()
    for agency in agencies():
        if agency.owner and any(name in text for name in (agency.name, *agency.aliases) if len(name) > 3):
            named[agency.owner] += 1
    if named:
        return min(named, key=lambda name: (-named[name], name))
    found = [
        c for doc in docs for e in doc.ents if e.label_ in {"GPE", "NORP"} and (c := find_country(e.text))
    ]
    states = Counter(c.name for c in found if c.state_agency)
    return min(states, key=lambda name: (-states[name], name)) if states else None


def _charges(text: str, words: Lexicon) -> str | None:
    """Return the paper in which an article's charges stand, the one named first."""
    low = text.casefold()
    found = [(at, paper) for paper in words["papers"] if (at := low.find(paper)) >= 0]
    return min(found)[1] if found else None


class _Reader:
    """Collects the statements of one article, paragraph by paragraph."""

    def __init__(self, article: Article, words: Lexicon, speakers: Speakers) -> None:
        self.article, self.words, self.speakers = article, words, speakers
        self.rows = Rows(article, speakers)
        self.chains = self.rows.chains

    def add(self, paragraph: Paragraph) -> None:
        """Read a paragraph: resolve its sources in the order of the text, then state its clauses."""
        sourced = [(a.source.start, a) for a in paragraph.attributions if a.source is not None]
        for _, a in sorted(sourced, key=lambda pair: pair[0]):
            self.chains.resolve(a)
        for a in paragraph.attributions:
            if a.charged:
                self.chains.charge(a)
                a.speech = a.governs = bool(self.chains.tellers(a) and a.content)
        for a in paragraph.attributions:
            if a.cue and a.sure:  # speech that goes on has its cue before
                self.rows.attribute(a, paragraph.attributions, a.stance)
        # A decision that contradicts something denies it on nobody's word.
        paragraph.attributions = [
            a
            for a in paragraph.attributions
            if not (a.speech and a.stance == "denies" and a.source and not self.chains.tellers(a))
        ]
        # "We will find them," he said: he says it whole; that "we" find is no word of another.
        paragraph.attributions = [
            a for a in paragraph.attributions if a.governs and not (a.quoted and _is_first_person(a))
        ]
        stated = [c for unit in paragraph.units for c in clauses(unit, paragraph.attributions, self.words)]
        for clause in stated:
            self._state(clause, paragraph)
        for a in paragraph.attributions:
            if a.aside:
                self._answer(a, stated, paragraph)
            if a.back:
                self._point(a, paragraph)

    def _answer(self, a: Attribution, stated: Sequence[Clause], paragraph: Paragraph) -> None:
        """State a denial told beside what it denies: the same content, on the denier's word."""
        answered = [c for c in stated if a.covers(*c.pieces[0])]
        for clause in [c for c in answered if c.under] or answered[:1]:
            told = clause.under[0] if clause.under else a
            a.accuses, a.act = told.accuses, ""
            self._state(Clause(clause.unit, clause.tokens, clause.head, (a,)), paragraph)

    def _point(self, a: Attribution, paragraph: Paragraph) -> None:
        """State a denial that only points ("X denied the allegations"): its own words are all there is."""
        assert a.source is not None
        unit = a.source.unit
        spans = [unit.span(a.source.tokens), *a.cue, *a.content]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        tokens = tuple(t for t in unit.tokens if start <= unit.base + t.idx < end)
        outer = [
            b
            for b in paragraph.attributions
            if b is not a and not (b.aside or b.back) and b.covers(*a.cue[0])
        ]
        self._state(Clause(unit, tokens, tokens[-1], (a, *outer)), paragraph, a.stance)

    def _state(self, clause: Clause, paragraph: Paragraph, stance: str | None = None) -> None:
        """Make a clause a statement, one for each of its tellers."""
        stance = stance or clause_stance(clause, self.words)
        quoted = _is_quoted(clause, paragraph)
        self.rows.state(
            clause.pieces,
            clause.under,
            stance,
            quoted,
            lambda teller: proposition(clause, teller, self._meant),
        )

    def _meant(self, pronoun: Mention) -> list[Member]:
        return self.speakers.resolve(pronoun, spoke=False)


def _is_quoted(clause: Clause, paragraph: Paragraph) -> bool:
    """Does more than half of a clause stand in quotation marks?"""
    inside = sum(e - s for s, e in clause.pieces if any(qs <= s and e <= qe for qs, qe in paragraph.quotes))
    return inside * 2 > sum(e - s for s, e in clause.pieces)


def _is_first_person(a: Attribution) -> bool:
    return a.source is not None and all(t.lower_ in {"i", "we"} for t in a.source.tokens)
