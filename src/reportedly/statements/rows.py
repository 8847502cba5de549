"""What is found in an article, written into the tables: sources, stretches of text, statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportedly import records
from reportedly.records import Article, Reading, Source, Spans, Statement, content_hash
from reportedly.statements.attributions import Attribution
from reportedly.statements.cast import Member
from reportedly.statements.chains import Chains, Speakers
from reportedly.statements.dates import find_timex, when_of
from reportedly.statements.parse import Span


class Rows:
    """The rows of one article, as its paragraphs fill them."""

    def __init__(self, article: Article, speakers: Speakers, language: str = "en") -> None:
        self.article, self.language = article, language
        self.chains = Chains(article, speakers)
        self.timex = find_timex(article.text, article.published, language)
        self._statements: dict[str, Statement] = {}
        self._attributions: list[records.Attribution] = []

    def attribute(self, a: Attribution, around: Iterable[Attribution], stance: str) -> None:
        """Note a triple as it stands in the text; those `around` it may hold it in their content."""
        outer = [b for b in around if b is not a and b.covers(*a.cue[0])]
        names = [m.name for m in self.chains.tellers(a)]
        chain = self.chains.of([a, *outer])[0][0] if names else []
        content = lists_of(a.marked or a.content)
        self._attributions.append(
            records.Attribution(source_spans(a), lists_of(a.cue), content, names, stance, chain)
        )

    def state(
        self,
        pieces: Sequence[Span],
        under: Sequence[Attribution],
        stance: str,
        quoted: bool,
        proposition: Callable[[Member | None], str],
    ) -> None:
        """Make pieces of text a statement, one for each of their tellers.

        `under` are the attributions that hold them, the inmost first; `proposition` words what a teller said.
        """
        inner = under[0] if under else None
        content, cue = lists_of(pieces), lists_of(inner.cue if inner else [])
        start, end = content[0][0], content[-1][1]
        text, published = self.article.text, self.article.published
        when = when_of(self.timex, text, start, end, cue, published, self.language)
        for chain, teller in self.chains.of(under):
            statement = Statement(
                id=content_hash(self.article.key, start, end, stance, chain),
                article=self.article.id,
                start=start,
                end=end,
                text=text[start:end],
                quoted=quoted,
                stance=stance,
                chain=chain,
                source=source_spans(inner) if inner else [],
                cue=cue,
                content=content,
                when=when,
                proposition=proposition(teller),
                refers_back=bool(inner and inner.back),
            )
            self._statements[statement.id] = statement

    def reading(self, notes: Sequence[str] = ()) -> Reading:
        """Return the reading: statements in the order of the text, the sources that were used."""
        statements = sorted(self._statements.values(), key=lambda s: (s.start, s.end, s.id))
        attributions = sorted(self._attributions, key=lambda a: (a.content[0], a.cue))
        names = {n for s in statements for n in s.chain}
        sources = [source_of(m) for m in self.chains.used if m.name in names]
        known = {s.name for s in sources}
        sources += [Source(n, "agency", [], None) for n in sorted(names - known)]
        id, key = self.article.id, self.article.key
        return Reading(id, key, attributions, statements, sources, self.timex, notes=list(notes))


def source_of(member: Member) -> Source:
    """Return a member of the cast as a source."""
    aliases = sorted(a for a in member.aliases if a != member.name)
    return Source(member.name, member.kind, aliases, member.speaks_for)


def source_spans(a: Attribution) -> Spans:
    """Return where the source of an attribution stands; nothing where it has none."""
    if a.marked_source:
        return lists_of(a.marked_source)
    return lists_of(a.source.unit.spans(a.source.tokens)) if a.source else []


def lists_of(spans: Sequence[Span]) -> Spans:
    """Return stretches as a table holds them."""
    return [[s, e] for s, e in spans]
