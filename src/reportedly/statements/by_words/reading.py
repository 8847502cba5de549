"""One article read by word lists: attributions resolved, chains built, sentences made into statements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportedly.languages import Language
from reportedly.records import Article, Reading
from reportedly.statements.attributions import Attribution
from reportedly.statements.by_words.attributions import find_attributions
from reportedly.statements.by_words.lexicon import WordLists, word_lists
from reportedly.statements.by_words.places import places
from reportedly.statements.by_words.propositions import proposition
from reportedly.statements.by_words.speakers import WordSpeakers, build_cast
from reportedly.statements.by_words.stance import stance_of
from reportedly.statements.by_words.words import Sentence, Text, Word, cut, without_dateline
from reportedly.statements.parse import Span, paragraphs
from reportedly.statements.rows import Rows

MIN_WORDS = 4
"""Fewer words that nobody is said to have said state nothing by themselves."""

MIN_SAID = 2
"""Fewer words that somebody said, where they are not a phrase that a verb takes, state nothing either."""


def read_by_words(article: Article, language: Language) -> Reading:
    """Return what an article says, read by the word lists of a language; a note says that it was read so."""
    code = language.code
    lists = word_lists(code)
    notes = [part for part in article.parts if part.kind == "note"]
    spans = [(s, e) for s, e in paragraphs(article.text) if not any(n.start <= s < n.end for n in notes)]
    spans = [(without_dateline(article.text, s, e), e) for s, e in spans]
    texts = [cut(article.text, s, e, lists) for s, e in spans]
    cast = build_cast((s for text in texts for s in text.sentences), lists, places(code))
    reader = _Reader(article, lists, WordSpeakers(cast, lists, places(code), article.outlet), code)
    for text in texts:
        reader.add(text)
    return reader.rows.reading([language.caveat])


class _Reader:
    """Collects the statements of one article, paragraph by paragraph."""

    def __init__(self, article: Article, lists: WordLists, speakers: WordSpeakers, code: str) -> None:
        self.article, self.lists = article, lists
        self.rows = Rows(article, speakers, code)
        self.speaking: Attribution | None = None

    def add(self, text: Text) -> None:
        """Read a paragraph: find its attributions in the order of the text, then state its sentences."""
        found: list[Attribution] = []
        here: list[Attribution] = []
        for before, sentence in pairwise([None, *text.sentences]):
            assert sentence is not None
            here = find_attributions(sentence, before, here, self.lists)
            here += self._going_on(sentence, here, text)
            told = [a for a in here if a.source and a.speech and not a.aside]
            self.speaking = max(told, key=lambda a: a.cue or a.content, default=self.speaking)
            found += here
        found.sort(key=lambda a: sum(e - s for s, e in a.content))
        for a in sorted((a for a in found if a.source), key=lambda a: a.source.start if a.source else 0):
            self.rows.chains.resolve(a)
        for a in found:
            if a.cue and a.sure:
                self.rows.attribute(a, [b for b in found if not b.aside], self._stance(a))
        for sentence in text.sentences:
            self._state_sentence(sentence, found, text)

    def _going_on(self, sentence: Sentence, here: Sequence[Attribution], text: Text) -> list[Attribution]:
        """Return who speaks where no cue says so: a quotation by itself, or reported speech that goes on."""
        if self.speaking is None or any(not a.aside and a.content for a in here):
            return []
        last = self.speaking
        reported = any(w.text in self.lists["reported"] for w in sentence.words)
        if not (reported or all(c.speech for c in sentence.clauses)):
            return []
        content = [(sentence.start, sentence.end)]
        return [Attribution([], content, last.source, speech=True, told=last.told, via=last.via)]

    def _stance(self, a: Attribution) -> str:
        """Return the stance of a triple as a whole."""
        return (
            a.stance
            if a.marked or a.stance != "affirms"
            else stance_of(self._words(a.content), [a], self.lists)
        )

    def _words(self, spans: Sequence[Span]) -> list[Word]:
        sentences = [x for s, e in spans for x in cut(self.article.text, s, e, self.lists).sentences]
        return [word for sentence in sentences for word in sentence.words]

    # ------------------------------------------------------------ statements
    def _state_sentence(self, sentence: Sentence, found: Sequence[Attribution], text: Text) -> None:
        """State a sentence, cut where one within a quotation ends and where other people's words begin."""
        governing = [a for a in found if a.governs and not (a.aside or a.back)]
        taken = [s for a in found for s in _beside(a)]
        stops = [sentence.start, *(s for s in text.stops if sentence.start < s < sentence.end), sentence.end]
        for start, end in pairwise(stops):
            words = [w for w in sentence.words if start <= w.idx < end]
            layers = {w: tuple(i for i, a in enumerate(governing) if a.covers(w.idx, w.end)) for w in words}
            free = [w for w in words if not _is_taken(w, taken)]
            for layer in sorted(set(layers.values())):
                part = _trimmed([w for w in free if layers[w] == layer])
                under = [governing[i] for i in layer]
                self._state_part(part, under, text, beside=bool(taken) and len(free) < len(words))
        for a in found:
            if a.aside and sentence.start <= a.content[0][0] < sentence.end:
                self._state([w for w in sentence.words if a.covers(w.idx, w.end) and w.is_word], [a], text)
            if a.back and a.cue and sentence.start <= a.cue[0][0] < sentence.end:
                self._point(a, sentence, [b for b in governing if b.covers(*a.cue[0])], text)

    def _state_part(
        self, part: Sequence[Word], under: Sequence[Attribution], text: Text, *, beside: bool
    ) -> None:
        """State a part of a sentence, unless it says too little or is left over `beside` a tag."""
        least = MIN_WORDS if not under else 1 if under[0].act else MIN_SAID
        left_over = not under and beside and not _whole(part)
        if sum(w.is_word for w in part) >= least and not left_over:
            self._state(part, under, text)

    def _point(self, a: Attribution, sentence: Sentence, outer: Sequence[Attribution], text: Text) -> None:
        """State a denial that only points ("Moskau wies die Vorwürfe zurück"): its words are all there is."""
        assert a.source is not None
        spans = [a.source.unit.span(a.source.tokens), *a.cue, *a.content]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        words = [w for w in sentence.words if start <= w.idx < end]
        self._state(words, [a, *outer], text, a.stance)

    def _state(
        self, words: Sequence[Word], under: Sequence[Attribution], text: Text, stance: str | None = None
    ) -> None:
        """Make words a statement, one for each of its tellers."""
        if not words:
            return
        stance = stance or stance_of(words, under, self.lists)
        inside = sum(len(w.text) for w in words if any(s <= w.idx < e for s, e in text.quotes))
        quoted = inside * 2 > sum(len(w.text) for w in words)
        inner = under[0] if under else None
        self.rows.state(
            _runs(words), under, stance, quoted, lambda teller: proposition(words, inner, teller, self.lists)
        )


def _beside(a: Attribution) -> list[tuple[Attribution, Span]]:
    """Return the stretches of an attribution that are no content of its own."""
    spans = [*a.cue, *a.frame, *(a.content if a.back or not a.governs else [])]
    if a.source:
        spans.append(a.source.unit.span(a.source.tokens))
    return [(a, span) for span in spans]


def _is_taken(word: Word, taken: Sequence[tuple[Attribution, Span]]) -> bool:
    """Does a word belong to a source or cue, and to nothing that it governs?"""
    holding = [a for a, (start, end) in taken if start <= word.idx < end]
    return any(a.aside or not a.governs or not a.covers(word.idx, word.end) for a in holding)


def _trimmed(words: Sequence[Word]) -> list[Word]:
    """Drop signs at both ends."""
    out = list(words)
    while out and not out[-1].is_word and out[-1].text not in "%)":
        out.pop()
    while out and not out[0].is_word and out[0].text != "(":
        out.pop(0)
    return out


def _whole(words: Sequence[Word]) -> bool:
    """Do words stand together, with nothing cut out of them, and say enough to be a clause?"""
    together = all(b.i == a.i + 1 for a, b in pairwise(words))
    return together and len(words) > 2 * MIN_WORDS


def _runs(words: Sequence[Word]) -> list[Span]:
    """Return words as stretches of the article: neighbours are one piece."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and runs[-1][-1].i == word.i - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [(run[0].idx, run[-1].end) for run in runs]
