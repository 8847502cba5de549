"""One article read: attributions resolved, chains built, clauses made into statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reportedly import records
from reportedly.languages import agencies, find_agency
from reportedly.languages.places import find_country
from reportedly.records import Article, Reading, Source, content_hash
from reportedly.statements.attributions import Attribution
from reportedly.statements.cast import Cast, Member, build_cast
from reportedly.statements.clauses import Clause, clauses
from reportedly.statements.dates import find_timex, when_of
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.paragraphs import Paragraph, read_paragraph
from reportedly.statements.parse import model, paragraphs, parse
from reportedly.statements.propositions import proposition
from reportedly.statements.speakers import Speakers
from reportedly.statements.stance import clause_stance

VENUE_REACH = 1200
"""Code points after "told Fox News" in which the same speaker's words are taken to be from that interview."""

Told = tuple[list[str], Member | None]  # a chain, and its first teller


def read_article(article: Article, words: Lexicon) -> Reading:
    """Return what an article says: attributions, statements, sources and time expressions."""
    places = list(paragraphs(article.text))
    docs = list(parse(article.text[s:e] for s, e in places))
    cast = build_cast([(s, d) for (s, _), d in zip(places, docs, strict=True)], words)
    speakers = Speakers(cast, words, article.outlet, _state(article.text, docs))
    reader = _Reader(article, words, speakers)
    speaking: Attribution | None = None
    for (start, _), doc in zip(places, docs, strict=True):
        paragraph = read_paragraph(doc, start, article.text, words, model(), speaking)
        reader.add(paragraph)
        spoken = [a for a in paragraph.attributions if a.source and a.speech]
        speaking = max(spoken, key=lambda a: a.cue or a.content, default=None)
    return reader.done()


def _state(text: str, docs: Sequence[Any]) -> str | None:
    """Return the country whose media "state media" are: owner of a state agency named, else the country named most."""
    named = Counter[str]()
    for agency in agencies():
        if agency.owner and any(name in text for name in (agency.name, *agency.aliases) if len(name) > 3):
            named[agency.owner] += 1
    if named:
        return min(named, key=lambda name: (-named[name], name))
    found = [c for doc in docs for e in doc.ents if e.label_ in {"GPE", "NORP"} and (c := find_country(e.text))]
    states = Counter(c.name for c in found if c.state_agency)
    return min(states, key=lambda name: (-states[name], name)) if states else None


class _Reader:
    """Collects the statements of one article, paragraph by paragraph."""

    def __init__(self, article: Article, words: Lexicon, speakers: Speakers) -> None:
        self.article, self.words, self.speakers = article, words, speakers
        self.credit = _credit(article)
        self.timex = find_timex(article.text, article.published)
        self.statements: list[records.Statement] = []
        self.attributions: list[records.Attribution] = []
        self.resolved: dict[int, list[Member]] = {}
        self.told: dict[int, list[str]] = {}
        self.used: list[Member] = []
        self.via: dict[int, list[str]] = {}
        self.venue: dict[str, tuple[int, list[str]]] = {}  # speaker: where told an outlet, and which

    def add(self, paragraph: Paragraph) -> None:
        """Read a paragraph: resolve its sources in the order of the text, then state its clauses."""
        with_source = [a for a in paragraph.attributions if a.source is not None]
        for a in sorted(with_source, key=lambda a: a.source.start if a.source else 0):
            self._resolve(a)
        # A decision that contradicts something denies it on nobody's word.
        paragraph.attributions = [
            a for a in paragraph.attributions
            if not (a.speech and a.stance == "denies" and a.source and not self.resolved[id(a)])
        ]
        for a in paragraph.attributions:
            self._attribution(a, paragraph)
        stated = [c for unit in paragraph.units for c in clauses(unit, paragraph.attributions)]
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
        outer = [b for b in paragraph.attributions if b is not a and not (b.aside or b.back) and b.covers(*a.cue[0])]
        self._state(Clause(unit, tokens, tokens[-1], (a, *outer)), paragraph, a.stance)

    def _resolve(self, a: Attribution) -> None:
        assert a.source is not None
        self.resolved[id(a)] = self.speakers.resolve(a.source)
        via = [m.name for mention in a.via for m in self._use(self.speakers.resolve(mention))]
        told = [m.name for mention in a.told if (m := self.speakers.outlet_told(mention)) and self._use([m])]
        for member in self.resolved[id(a)]:
            if told:
                self.venue[member.name] = (a.source.start, told)
            elif a.speech and not a.told and not a.elsewhere:
                told = self._venue(member, a.source.start)
        self.told[id(a)] = told
        self._use(self.resolved[id(a)])
        self.via[id(a)] = via

    def _venue(self, speaker: Member, at: int) -> list[str]:
        """Return the outlet that a speaker told shortly before: an interview goes on until something else is named."""
        start, told = self.venue.get(speaker.name, (-VENUE_REACH - 1, []))
        return told if at - start <= VENUE_REACH else []

    def _use(self, members: list[Member]) -> list[Member]:
        self.used += [m for m in members if m not in self.used]
        return members

    def _chains(self, under: Sequence[Attribution]) -> list[Told]:
        """Return a chain for each teller of the innermost attribution, credits at the end."""
        under = self._tellers(under)
        tellers = next((self.resolved[id(a)] for a in under if self.resolved.get(id(a))), [])
        outer_from = next((i for i, a in enumerate(under) if self.resolved.get(id(a))), 0)
        out: list[Told] = []
        for teller in tellers or [None]:
            chain: list[str] = []
            for i, a in enumerate(under):
                names = [m.name for m in self.resolved.get(id(a), [])]
                if i == outer_from and teller is not None:
                    names = [teller.name]
                chain += self.via.get(id(a), []) + [", ".join(names)] * bool(names) + self.told.get(id(a), [])
            chain = [n for i, n in enumerate(chain) if n not in chain[:i] and n != self.article.outlet]
            if self.credit and not (chain and find_agency(chain[-1]) and chain[-1] in self.credit.split(", ")):
                chain.append(self.credit)
            out.append((chain, teller))
        return out

    def _tellers(self, under: Sequence[Attribution]) -> list[Attribution]:
        """Return the attributions whose sources give their word; what one holds counts only where nobody tells of it."""
        telling = [a for a in under if a.telling]
        spoken = [a for a in telling if a.speech]
        return spoken if any(self.resolved.get(id(a)) for a in spoken) else telling

    def _attribution(self, a: Attribution, paragraph: Paragraph) -> None:
        outer = [b for b in paragraph.attributions if b is not a and a.cue and b.covers(*a.cue[0])]
        chain = self._chains([a, *outer])[0][0] if self.resolved.get(id(a)) else []
        source = a.source.unit.spans(a.source.tokens) if a.source else []
        names = [m.name for m in self.resolved.get(id(a), [])]
        self.attributions.append(
            records.Attribution(_lists(source), _lists(a.cue), _lists(a.content), names, a.stance, chain)
        )

    def _state(self, clause: Clause, paragraph: Paragraph, stance: str | None = None) -> None:
        inner = clause.under[0] if clause.under else None
        pieces = clause.pieces
        start, end = pieces[0][0], pieces[-1][1]
        stance = stance or clause_stance(clause, self.words)
        quoted = sum(e - s for s, e in pieces if any(qs <= s and e <= qe for qs, qe in paragraph.quotes)) * 2 > end - start
        source = inner.source.unit.spans(inner.source.tokens) if inner and inner.source else []
        cue = inner.cue if inner else []
        when = when_of(self.timex, self.article.text, start, end, _lists(cue), self.article.published)
        text = self.article.text[start:end]
        for chain, teller in self._chains(clause.under):
            said = proposition(clause, teller, self.speakers.resolve)
            self.statements.append(
                records.Statement(
                    id=content_hash(self.article.key, start, end, stance, chain),
                    article=self.article.id, start=start, end=end, text=text, quoted=quoted, stance=stance,
                    chain=chain, source=_lists(source), cue=_lists(cue), content=_lists(pieces), when=when,
                    proposition=said, refers_back=bool(inner and inner.back),
                )
            )

    def done(self) -> Reading:
        """Return the reading: statements in the order of the text, the sources that were used."""
        statements = sorted(self.statements, key=lambda s: (s.start, s.end, s.id))
        attributions = sorted(self.attributions, key=lambda a: (a.content[0], a.cue))
        names = {n for s in statements for n in s.chain}
        sources = [_source(m) for m in self.used if m.name in names]
        known = {s.name for s in sources}
        sources += [Source(n, "agency", [], None) for n in sorted(names - known)]
        return Reading(self.article.id, self.article.key, attributions, statements, sources, self.timex)


def _source(member: Member) -> Source:
    aliases = sorted(a for a in member.aliases if a != member.name)
    return Source(member.name, member.kind, aliases, member.speaks_for)


def _credit(article: Article) -> str | None:
    """Return the agencies credited for the text, as one relay ("AFP, Reuters"); None where there is none."""
    names = [c.agency for c in article.credits if c.kind == "text" and c.agency != article.outlet]
    return ", ".join(dict.fromkeys(names)) or None


def _lists(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [[s, e] for s, e in spans]
