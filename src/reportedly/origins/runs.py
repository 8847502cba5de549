"""A wording where it stands, cut into the runs that are the same, gone and new beside the longest one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportedly.origins.drift import Comparison
from reportedly.origins.quotations import Quotation
from reportedly.origins.token import ASIDE, Token
from reportedly.records import Place, WordRun

Label = tuple[str, str | None]
"""What a word is beside the longest wording, and what is grave in that."""


def place(quotation: Quotation, found: Comparison, longest: Quotation) -> Place:
    """Return where a quotation stands, with its runs; `found` is its wording beside the longest one's."""
    labels: list[Label] = [("same", None)] * len(quotation.words)
    missing: dict[int, list[WordRun]] = {}
    for stretch in found.stretches:
        if stretch.kind != "same" and stretch.there.start < stretch.there.stop:
            kind = "omitted" if stretch.kind in ("omitted", "inserted") else "gone"
            run = WordRun(kind, _text(longest, stretch.there), 0, 0, stretch.grave)
            missing.setdefault(stretch.here.start, []).append(run)
        kind = "new" if stretch.kind == "changed" else stretch.kind
        for at in range(stretch.here.start, stretch.here.stop):
            labels[at] = (kind, stretch.grave)
    start, end = quotation.pieces[0][0], quotation.pieces[-1][1]
    own = quotation.version is not None
    runs = list(_runs(quotation, labels, missing))
    version = quotation.version.id if quotation.version else None
    text = quotation.text if own else quotation.text[start:end]
    return Place(quotation.article.id, version, start, end, text, runs)


def _text(quotation: Quotation, words: slice) -> str:
    """Return some words of a quotation as they stand, without what interrupts them."""
    parts: list[list[Token]] = []
    for word in quotation.words[words]:
        if not parts or word.before == ASIDE or _is_apart(quotation, parts[-1][-1], word):
            parts.append([])
        parts[-1].append(word)
    pieces = (quotation.text[part[0].start : part[-1].end] for part in parts)
    return " ".join(" ".join(pieces).split())


def _is_apart(quotation: Quotation, one: Token, other: Token) -> bool:
    """Whether two words stand in different pieces."""
    return any(one.end <= end <= other.start for _, end in quotation.pieces[:-1])


def _runs(
    quotation: Quotation, labels: Sequence[Label], missing: dict[int, list[WordRun]]
) -> Iterator[WordRun]:
    """Yield the runs from left to right; those that are not missing cover the quotation without a gap."""
    words, text = quotation.words, quotation.text
    at, reached = 0, quotation.pieces[0][0]
    for start, end in quotation.pieces:
        if start > reached:
            yield WordRun("aside", text[reached:start], reached, start)
        reached = start
        first = at
        while at < len(words) and words[at].start < end:
            at += 1
        for left, right in _same_labels(labels, missing, first, at):
            yield from _put(missing.pop(left, []), reached)
            until = end if right == at else _border(words, labels, right, text)
            yield WordRun(labels[left][0], text[reached:until], reached, until, labels[left][1])
            reached = until
        if first == at:  # words beyond those that are compared
            yield WordRun("same", text[start:end], start, end)
        reached = end
    for runs in missing.values():
        yield from _put(runs, reached)


def _same_labels(
    labels: Sequence[Label], missing: dict[int, list[WordRun]], first: int, last: int
) -> Iterator[tuple[int, int]]:
    """Yield where words of one label stand with none missing between them."""
    left = first
    for right in range(first + 1, last + 1):
        if right == last or labels[right] != labels[left] or right in missing:
            yield left, right
            left = right


def _border(words: Sequence[Token], labels: Sequence[Label], at: int, text: str) -> int:
    """Return where, between two words, one run ends and the next begins: stops go with what is the same."""
    before, after = words[at - 1].end, words[at].start
    if words[at].bracketed and "[" in text[before:after]:
        return text.index("[", before, after)
    if words[at - 1].bracketed and "]" in text[before:after]:
        return text.index("]", before, after) + 1
    return before if labels[at][0] == "same" != labels[at - 1][0] else after


def _put(runs: Sequence[WordRun], at: int) -> Iterator[WordRun]:
    """Yield runs of missing words at a place."""
    for run in runs:
        run.start = run.end = at
        yield run
