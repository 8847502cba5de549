"""Where quotations stand in articles, in their earlier versions too, and on whose word each is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportedly.origins.drift import turns
from reportedly.origins.token import STOP, Token
from reportedly.origins.voices import Voices
from reportedly.origins.words import tokens
from reportedly.records import Article, EarlierVersion, Statement

LEAST_WORDS, LEAST_NAMED, LEAST_RETOLD = 3, 5, 5
"""Words of a quotation; of marked words that no statement takes for one, as names are; of indirect words."""
LONGEST = 300
"""Words of a quotation that are compared."""
LEAST_TELLING = 2
"""So many words must be no function words."""
_ASIDE, _BEFORE = 100, 200
"""Letters of the outlet's own that may interrupt a quotation, and that lead to indirect words."""

Piece = tuple[int, int]

_DOUBLE = re.compile(r"»([^“”\"«»„\n]+)«|[“\"«„]([^“”\"«»„\n]+)(?:[”\"»“]|$)", re.M)  # German sets »so«
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w\[…])(?!\d\ds\b)([^\n“”\"«»„]*?[\w.,!?…\]])['’](?!\w)")
_ENDED_ALONE = re.compile(r"^[^“”\"«»„\n]*”")
_PAUSE = re.compile(r"[,.!?;:—–…-]\s*$")


@dataclass(eq=False, slots=True)
class Quotation:
    """A quotation where it stands: pieces of an article's text, or of a sentence of an earlier version."""

    article: Article
    version: EarlierVersion | None
    text: str  # what the pieces are offsets into
    pieces: list[Piece]
    direct: bool  # in quotation marks
    statements: list[Statement] = field(default_factory=list)
    bodies: frozenset[str] = frozenset()  # on whose word it is
    words: list[Token] = field(default_factory=list)
    turned: bool = False  # an indirect one: a negation stands before it in its sentence

    @property
    def key(self) -> tuple[object, ...]:
        """What two of the same wording share."""
        return (self.direct, self.turned, *((w.key, w.before == "ellipsis", w.bracketed) for w in self.words))

    @property
    def shown(self) -> str:
        """The words as they stand, pieces joined."""
        return " … ".join(" ".join(self.text[start:end].split()) for start, end in self.pieces).strip(" ,")


def quotations(
    articles: Sequence[Article], statements: Sequence[Statement], voices: Voices
) -> list[Quotation]:
    """Return the quotations of articles, and of their earlier versions, and what is told indirectly."""
    told: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        told[statement.article].append(statement)
    found: list[Quotation] = []
    for article in articles:
        here = list(_direct(article, told[article.id], voices))
        found += [*here, *_indirect(article, told[article.id], here, voices), *_earlier(article, here)]
    return found


def marked(text: str) -> list[Piece]:
    """Return where words stand in quotation marks; single marks count outside of double ones."""
    double = [match.span(match.lastindex or 0) for match in _DOUBLE.finditer(text)]
    rest = list(text)
    for start, end in double:
        rest[start:end] = "\n" * (end - start)
    return sorted(double + [match.span(1) for match in _SINGLE.finditer("".join(rest))])


def _direct(article: Article, statements: Sequence[Statement], voices: Voices) -> Iterator[Quotation]:
    """Yield the quotations of an article that its statements tell, those interrupted by the outlet as one."""
    held: list[Quotation] = []
    for piece in marked(article.text):
        within = [s for s in statements if _overlap(_spans(s), piece)]
        quoted = any(s.quoted for s in within)
        words = article.text[slice(*piece)].split()
        if not within or len(words) < (LEAST_WORDS if quoted else LEAST_NAMED):
            continue
        quotation = Quotation(article, None, article.text, [piece], True, within, _bodies(within, voices))
        if held and _goes_on(held[-1], quotation):
            held[-1].pieces.append(piece)
            held[-1].statements += [s for s in within if s not in held[-1].statements]
            held[-1].bodies |= quotation.bodies
        else:
            held.append(quotation)
    covered = [piece for quotation in held for piece in quotation.pieces]
    for statement in statements:  # in marks that are not known, or that the page has lost
        spans = _spans(statement)
        if statement.quoted and not any(_overlap(spans, piece) for piece in covered):
            held.append(
                Quotation(article, None, article.text, spans, True, [statement], _bodies([statement], voices))
            )
    yield from _worded(held, LEAST_WORDS)


def _goes_on(before: Quotation, after: Quotation) -> bool:
    """Whether a quotation is interrupted, and goes on after a few words of the outlet's own."""
    text, end, start = before.text, before.pieces[-1][1], after.pieces[0][0]
    between = text[end:start]
    if before.bodies and after.bodies and not before.bodies & after.bodies:
        return False
    if not between.strip(' \n“"«„'):  # each paragraph of a long quotation is opened, the last one closed
        return "\n" in between and not re.search(r"[”\"»]\s*\n", between)
    paused = _PAUSE.search(text[before.pieces[-1][0] : end]) or between[1:2] in (",", ".")
    return "\n" not in between and len(between) <= _ASIDE and bool(paused)


def _indirect(
    article: Article, statements: Sequence[Statement], direct: Sequence[Quotation], voices: Voices
) -> Iterator[Quotation]:
    """Yield what somebody is said to affirm, in words of the outlet's own."""
    pieces = [piece for quotation in direct for piece in quotation.pieces]
    held = [
        Quotation(article, None, article.text, _spans(s), False, [s], _bodies([s], voices))
        for s in statements
        if s.chain
        and s.stance == "affirms"
        and not s.quoted
        and not any(_overlap(_spans(s), piece) for piece in pieces)
    ]
    for quotation in held:
        quotation.turned = _is_turned(article, quotation.pieces[0][0])
    yield from _worded(held, LEAST_RETOLD)


def _is_turned(article: Article, start: int) -> bool:
    """Whether a negation stands in a sentence before a place."""
    line = article.text.rfind("\n", 0, start) + 1
    before = tokens(article.text, [(max(line, start - _BEFORE), start)], article.language)
    first = max((n for n, word in enumerate(before) if word.before == STOP), default=0)
    return turns(before[first:])


def _earlier(article: Article, now: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations of earlier versions that an edit reworded or took out."""
    held = []
    for version in article.versions:
        for change in version.changes:
            if change.kind == "added":
                continue
            before, after = (
                " ".join(run.text for run in change.words if run.kind in kinds)
                for kinds in (("same", "gone"), ("same", "new"))
            )
            alone = _ENDED_ALONE.match(before)
            for piece in marked(before) or ([(0, alone.end() - 1)] if alone else []):
                bodies = (
                    _bodies_now(after, now, article.language) if change.kind == "reworded" else frozenset()
                )
                held.append(Quotation(article, version, before, [piece], True, [], bodies))
    yield from _worded(held, LEAST_NAMED)


def _bodies_now(sentence: str, now: Sequence[Quotation], language: str | None) -> frozenset[str]:
    """Return on whose word the quotation is that stands in a sentence of the newest version."""
    words = {token.key for token in tokens(sentence, None, language)}
    best = max(now, key=lambda q: len(words & {w.key for w in q.words}), default=None)
    shared = len(words & {w.key for w in best.words}) if best else 0
    return best.bodies if best and 2 * shared >= len({w.key for w in best.words}) else frozenset()


def _worded(held: Sequence[Quotation], least: int) -> Iterator[Quotation]:
    """Yield the quotations with their words, those of too few left out."""
    for quotation in held:
        quotation.pieces.sort()
        quotation.words = tokens(quotation.text, quotation.pieces, quotation.article.language)[:LONGEST]
        telling = sum(word.tells for word in quotation.words)
        if len(quotation.words) >= least and telling >= LEAST_TELLING:
            yield quotation


def _spans(statement: Statement) -> list[Piece]:
    return [(start, end) for start, end in statement.content or [[statement.start, statement.end]]]


def _overlap(spans: Sequence[Piece], piece: Piece) -> bool:
    return any(start < piece[1] and piece[0] < end for start, end in spans)


def _bodies(statements: Sequence[Statement], voices: Voices) -> frozenset[str]:
    return frozenset(voices.body(name) for statement in statements for name in statement.chain)


def speaker(members: Sequence[Quotation], voices: Voices) -> str:
    """Return the first teller that most of the quotations name, "" if none does."""
    names = Counter(voices.name(s.chain[0]) for q in members for s in q.statements if s.chain)
    return min(names, key=lambda name: (-names[name], name), default="")


def is_telling(word: Token) -> bool:
    """Whether a word can find a quotation among many."""
    return word.tells and not word.bracketed
