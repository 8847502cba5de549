"""The trained tagger: who (source), said (cue), what (content) in a text, as stretches of it."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.statements.tagger.decoding import Run, Tagged, decode, decode_names
from reportedly.statements.tagger.network import scores, tokenizer
from reportedly.statements.tagger.windows import Pieces, Window, pieces, windows, words_of

Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """An attribution as the tagger gives it; offsets are code points into the text."""

    source: Span | None
    cue: Span
    content: list[Span]
    chance: float


@dataclass(frozen=True)
class Name:
    """A name, a date or an amount in a text, and its kind (one of KINDS)."""

    span: Span
    kind: str


def tag(text: str) -> tuple[list[Found], list[Name]]:
    """Return the attributions of a text in the order of their cues, and its names in that of the text."""
    cut = pieces(text, tokenizer())
    found: list[Found] = []
    names: list[Name] = []
    for window in windows(cut.starts, len(cut.ids)):
        here = slice(window.start, window.end)
        words = words_of(cut, text, window)
        spans = [_span(cut, window, word) for word in words]
        own = [window.own <= window.start + word[0] - 1 < window.ends_own for word in words]
        told = scores(cut.ids[here], cut.shapes[here])
        found += [_found(tagged, spans) for tagged in decode(told, words) if own[tagged.cue[0]]]
        for (first, end), kind in decode_names(told, words):
            if own[first]:
                names.append(Name((spans[first][0], spans[end - 1][1]), kind))
    return sorted(found, key=lambda f: f.cue), names


def _span(cut: Pieces, window: Window, word: Run) -> Span:
    """Return where a word stands in the text; [CLS] stands before the window's pieces."""
    return cut.spans[window.start + word[0] - 1][0], cut.spans[window.start + word[1] - 2][1]


def _found(tagged: Tagged, spans: list[Span]) -> Found:
    def span(run: Run) -> Span:
        return spans[run[0]][0], spans[run[1] - 1][1]

    source = span(tagged.source) if tagged.source else None
    return Found(source, span(tagged.cue), [span(run) for run in tagged.content], tagged.chance)
