"""A statement in the paragraph it stands in, cut into pieces that say what each is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reportedly.dossiers.phrases import bare
from reportedly.dossiers.view import View
from reportedly.records import Article, Passage, Spans, Statement

# A paragraph longer than this is a page without paragraphs: only what stands around the words is shown.
_LONGEST = 1200
_AROUND = 300

Mark = tuple[int, int, str]
"""A stretch of an article's text, and what it is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and what it is: any of source, cue, content, own, copied, differs."""

    text: str
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sharing:
    """A passage that another article has, too; `share` is the part of the shorter article that it is."""

    here: Passage
    there: Passage
    share: float

    @property
    def article(self) -> str:
        """The other article, by id."""
        return self.there.article


class Contexts:
    """The paragraphs around the statements of a dossier, with what is copied in them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.sharings: dict[str, list[Sharing]] = {}
        for copy in view.dossier.copies:
            for here, there in ((copy.origin, copy.copy), (copy.copy, copy.origin)):
                self.sharings.setdefault(here.article, []).append(Sharing(here, there, copy.share))
        self._compared: dict[int, tuple[Mark, ...]] = {}

    def _marks(self, sharing: Sharing) -> tuple[Mark, ...]:
        """Return what is copied, and what of it differs; compared when it is first asked for."""
        if id(sharing) not in self._compared:
            here = sharing.here
            differing = _differing(self.view, here, sharing.there)
            self._compared[id(sharing)] = ((here.start, here.end, "copied"), *differing)
        return self._compared[id(sharing)]

    def of(self, statement: Statement) -> tuple[list[list[Piece]], list[Sharing]]:
        """Return the paragraphs that hold a statement, as pieces, and what of them another article has too.

        Between paragraphs that do not follow on each other stands one of "…"; of an article that
        is not in the dossier the statement alone is shown.
        """
        article = self.view.articles.get(statement.article)
        if article is None:
            return [[Piece(statement.text, frozenset({"content"}))]], []
        marks = _told(statement)
        focus = [[start, end] for start, end, _ in marks] or [[statement.start, statement.end]]
        shown = list(_paragraphs(article.text, focus))
        copied = [
            sharing
            for sharing in self.sharings.get(article.id, [])
            if any(sharing.here.start < end and start < sharing.here.end for start, end in shown)
        ]
        marks += [mark for sharing in copied for mark in self._marks(sharing)]
        return _cut(article.text, shown, marks), copied

    def whole(self, article: Article, statements: Sequence[Statement]) -> list[tuple[int, int, list[Piece]]]:
        """Return where each paragraph of an article stands, and its pieces: statements, copied words.

        What the outlet says on its own word is "own".
        """
        marks = [mark for s in statements if s.chain or s.source for mark in _told(s)]
        marks += [(a, b, "own") for s in statements if not (s.chain or s.source) for a, b in s.content]
        marks += [mark for sharing in self.sharings.get(article.id, []) for mark in self._marks(sharing)]
        rows = []
        for line in re.finditer(r"[^\n]*\S[^\n]*", article.text):
            [pieces] = _cut(article.text, [line.span()], marks)
            rows.append((*line.span(), pieces))
        return rows


def _told(statement: Statement) -> list[Mark]:
    """Return who, says, and what, as marks."""
    told = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    return [(start, end, kind) for kind, spans in told.items() for start, end in spans]


def _paragraphs(text: str, focus: Spans) -> Iterable[tuple[int, int]]:
    """Yield where the paragraphs stand that hold the spans, each once, in order; long ones are cut."""
    reached = 0
    for start, end in sorted(focus):
        left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        right = len(text) if right < 0 else right
        if right - left > _LONGEST:
            left, right = max(left, start - _AROUND), min(right, end + _AROUND)
        left = max(left, reached)
        for line in re.finditer(r"[^\n]*\S[^\n]*", text[left:right]):
            yield left + line.start(), left + line.end()
        reached = max(reached, right)


def _cut(text: str, shown: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> list[list[Piece]]:
    """Return the stretches shown, cut where a mark begins or ends, with "…" where something is left out."""
    paragraphs: list[list[Piece]] = []
    before = 0
    for start, end in shown:
        if paragraphs and text[before:start].strip():
            paragraphs.append([Piece("…")])
        here = [m for m in marks if m[0] < end and start < m[1]]
        cuts = sorted({start, end, *(c for m in here for c in m[:2] if start < c < end)})
        paragraphs.append(
            [
                Piece(text[a:b], frozenset(kind for left, right, kind in here if left <= a and b <= right))
                for a, b in itertools.pairwise(cuts)
            ]
        )
        before = end
    return paragraphs


def _differing(view: View, here: Passage, there: Passage) -> Iterable[Mark]:
    """Yield the words of a copied passage that its counterpart does not have."""
    if here.article not in view.articles or there.article not in view.articles:
        return
    text, other = view.articles[here.article].text, view.articles[there.article].text
    words = list(re.finditer(r"\S+", text[here.start : here.end]))
    others = re.findall(r"\S+", other[there.start : there.end])
    matcher = SequenceMatcher(None, [bare(w[0]) for w in words], [bare(w) for w in others], autojunk=False)
    for kind, first, last, _, _ in matcher.get_opcodes():
        if kind != "equal" and first < last:
            yield here.start + words[first].start(), here.start + words[last - 1].end(), "differs"
