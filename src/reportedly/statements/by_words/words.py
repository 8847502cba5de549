"""Text to words, clauses and sentences, without a parse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.languages import find_agency
from reportedly.statements.by_words.lexicon import WordLists
from reportedly.statements.parse import Span, Unit
from reportedly.statements.speech import is_speech, quotations

MARKS = frozenset("\"“”„‟«»‹›‘’‚'")
BREAKS = frozenset(",;:–—")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*(?:-\w+)*|\w+(?:[-'’/&]\w+)*|\S")
_END = re.compile(r"[.!?…]+[\"“”»«’‘)\]]*\s+(?=[\"„“‚‘»«(\[]?[^\W_])")
_DATELINE = re.compile(r"[^\W\d_][^():\n]{1,50}\(([^()\n]{2,40})\)\s*[-–—]+\s+")


@dataclass(frozen=True)
class Word:
    """A word or a sign: its place among the words of its paragraph, and where it begins in the article."""

    i: int
    idx: int
    text: str

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def end(self) -> int:
        return self.idx + len(self.text)

    @property
    def is_name(self) -> bool:
        """Is it written like a name or (in German) a noun?"""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


@dataclass(frozen=True)
class Run:
    """Words that follow on each other: at least one."""

    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        return self.words[0].idx

    @property
    def end(self) -> int:
        return self.words[-1].end


@dataclass(frozen=True)
class Clause(Run):
    """Words between two signs that part clauses; `speech` says that it is a quotation, marks included."""

    speech: bool
    after: str  # the sign behind it: ",", ":", "" at the end


@dataclass(frozen=True)
class Sentence(Run):
    """A sentence (a quotation of several in it is whole), as words and as clauses."""

    clauses: tuple[Clause, ...]

    def unit(self) -> Unit:
        """Return it in the form that attributions know."""
        return Unit(self.words, 0)


@dataclass
class Text:
    """A paragraph: its sentences, its quotations of speech, and where sentences end, also within speech."""

    sentences: list[Sentence]
    quotes: list[Span]
    stops: list[int] = field(default_factory=list)


def without_dateline(text: str, start: int, end: int) -> int:
    """Return where a paragraph begins behind a dateline that names an agency ("BERLIN (dpa) - ...")."""
    match = _DATELINE.match(text, start, end)
    named = match and all(find_agency(name.strip()) for name in re.split(r"[/,]", match[1]))
    return match.end() if match and named else start


def cut(text: str, start: int, end: int, lists: WordLists) -> Text:
    """Return the paragraph `[start, end)` of an article as sentences and clauses."""
    quotes = [q for q in quotations(text, start, end) if is_speech(text, *q)]
    stops = _stops(text, start, end, lists)
    found = [Word(i, m.start(), m[0]) for i, m in enumerate(_WORD.finditer(text, start, end))]
    held = [s for s in stops if not any(qs < s < qe for qs, qe in quotes)]
    sentences = []
    at = 0
    for stop in [*held, end]:
        upto = at
        while upto < len(found) and found[upto].idx < stop:
            upto += 1
        if any(w.is_word for w in found[at:upto]):
            words = tuple(found[at:upto])
            sentences.append(Sentence(words, tuple(_clauses(words, quotes))))
        at = upto
    return Text(sentences, quotes, stops)


def _stops(text: str, start: int, end: int, lists: WordLists) -> list[int]:
    """Return where sentences end: not after an abbreviation, an initial or the number of a day."""
    stops = []
    for match in _END.finditer(text, start, end):
        before = re.search(r"[\w]*$", text[max(start, match.start() - 20) : match.start()])
        last = before[0].casefold() if before else ""
        only_dot = match[0].rstrip() == "."
        short = last in lists["abbreviations"] or len(last) == 1 or (last.isdigit() and len(last) <= 2)
        lower = text[match.end()].islower()
        if not (only_dot and short) and not lower and not _inside_mark(text, match):
            stops.append(match.end())
    return stops


def _inside_mark(text: str, match: re.Match[str]) -> bool:
    """Does a mark stand behind the stop after which the sentence goes on ('"Ja?" fragte er')?"""
    return text[match.end()] in MARKS and text[match.end() + 1 : match.end() + 2].islower()


def _clauses(words: Sequence[Word], quotes: Sequence[Span]) -> list[Clause]:
    """Cut a sentence at its signs and at the ends of quotations; what stands in brackets is not cut."""
    out: list[Clause] = []
    run: list[Word] = []
    depth = 0
    inside: Span | None = None

    def close(after: str) -> None:
        if run:
            out.append(Clause(tuple(run), inside is not None, after))
            run.clear()

    for word in words:
        quote = next((q for q in quotes if q[0] <= word.idx < q[1]), None)
        if quote != inside:
            close("")
            inside = quote
        depth += (word.text in "([") - (word.text in ")]") if quote is None else 0
        if quote is None and depth <= 0 and word.text in BREAKS:
            if run:
                close(word.text)
            elif out:
                out[-1] = Clause(out[-1].words, out[-1].speech, word.text)
        else:
            run.append(word)
    close("")
    return out
