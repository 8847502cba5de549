"""Print, read as people read it: pieces of lines with their places on pages -> paragraphs.

Places are in points, y upwards, as in PDF. A gutter parts columns where enough lines stand on both
sides of a strip that few lines cross; the lines that do cross it (a headline, a picture's caption
across the page) part the page into bands, each read column by column.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_EDGE_LINES = 2  # of a running head, or foot
_GUTTER = 0.7  # of a line's height: the narrowest strip between columns
_COLUMN_LINES = 3
_PIECES = 2000  # more on a page are letters strewn about, not lines
_COLUMN_SIGNS = 12  # signs in a column's lines: less is a table
_CROSSING = 0.4  # of all lines may cross the gutter
_PARAGRAPH_GAP = 1.35  # times the usual distance of two lines
_INDENT = 0.8  # of a line's height
_SHORT = 0.75  # of a column's width: a line that ends before it may end a paragraph
_SENTENCE_END = re.compile(r"[.!?:…。！？؟][\"'”’»)\]]*$")
_HYPHENS = "-\u00ad\u2010\ufffe\x02"  # the last two are PDFium's for a hyphen at a line's end


@dataclass(slots=True)
class Piece:
    """A piece of a line without a wide gap in it."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def paragraphs(pages: Iterable[list[Piece]]) -> list[str]:
    """Return the paragraphs of a document's pages."""
    out: list[str] = []
    for page in pages:
        for block in _blocks(page):
            for paragraph in _paragraphs(block):
                if out and _goes_on(out[-1], paragraph):
                    out[-1] = _joined(out[-1], paragraph)
                else:
                    out.append(paragraph)
    return out


def without_running_heads(pages: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Return pages without the first and last lines that come again, but for numbers, on other pages.

    These are running heads, feet and page numbers.
    """
    if len(pages) < 2:
        return list(pages)
    edges = []
    for page in pages:
        lines = _lines(page)
        edges.append(_edge(lines) + _edge(lines[::-1]))
    seen = Counter(key for lines in edges for key in {_head_key(line) for line in lines})
    often = max(2, 0.4 * len(pages))
    out = []
    for page, lines in zip(pages, edges, strict=True):
        heads = {id(piece) for line in lines if seen[_head_key(line)] >= often for piece in line}
        out.append([piece for piece in page if id(piece) not in heads])
    return out


def _edge(lines: list[list[Piece]]) -> list[list[Piece]]:
    """Return a page's outermost lines, going inwards, that stand apart from its body."""
    steps = [abs(line[0].middle - other[0].middle) for line, other in itertools.pairwise(lines)]
    if len(steps) < 2:
        return lines
    usual = median(steps)
    for number in range(1, _EDGE_LINES + 1):
        if number <= len(steps) and steps[number - 1] > _PARAGRAPH_GAP * usual:
            return lines[:number]
    return []


def _head_key(line: list[Piece]) -> str:
    return re.sub(r"\d+|\b[ivxl]+\b", "#", _text(line)).lower()


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces as lines, from top to bottom and left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if lines and abs(lines[-1][0].middle - piece.middle) < 0.4 * min(lines[-1][0].height, piece.height):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _text(line: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in line)


def _blocks(pieces: list[Piece], depth: int = 0) -> list[list[Piece]]:
    """Return pieces as blocks to be read one after another: headlines, columns."""
    gutter = _gutter(pieces) if depth < 4 else None
    if gutter is None:
        return [pieces] if pieces else []
    blocks: list[list[Piece]] = []
    band: list[Piece] = []
    across: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        crosses = piece.left < gutter < piece.right
        if crosses and band:
            blocks += _columns(band, gutter, depth)
            band = []
        elif not crosses and across:
            blocks.append(across)
            across = []
        (across if crosses else band).append(piece)
    return [*blocks, *([across] if across else []), *_columns(band, gutter, depth)]


def _columns(band: list[Piece], gutter: float, depth: int) -> list[list[Piece]]:
    left = [piece for piece in band if piece.right <= gutter]
    right = [piece for piece in band if piece.left >= gutter]
    return _blocks(left, depth + 1) + _blocks(right, depth + 1)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where a page has a strip between columns: the one that the fewest lines cross."""
    if not 2 * _COLUMN_LINES <= len(pieces) <= _PIECES:
        return None
    height = median(piece.height for piece in pieces)
    best: tuple[int, float] | None = None
    for right in sorted({round(piece.right) for piece in pieces}):
        at = right + 0.5 * _GUTTER * height
        before = [piece for piece in pieces if piece.right <= at]
        after = [piece for piece in pieces if piece.left >= at]
        crossing = len(pieces) - len(before) - len(after)
        if crossing > _CROSSING * len(pieces) or not (_is_column(before) and _is_column(after)):
            continue
        if min(piece.left for piece in after) - right < _GUTTER * height:
            continue
        beside = min(_top(before), _top(after)) - max(_bottom(before), _bottom(after))
        if beside > _COLUMN_LINES * height and (best is None or crossing < best[0]):
            best = crossing, at
    return best[1] if best else None


def _is_column(pieces: Sequence[Piece]) -> bool:
    signs = sum(len(piece.text) for piece in pieces)
    return len(pieces) >= _COLUMN_LINES and signs >= _COLUMN_SIGNS * len(pieces)


def _top(pieces: Sequence[Piece]) -> float:
    return max(piece.top for piece in pieces)


def _bottom(pieces: Sequence[Piece]) -> float:
    return min(piece.bottom for piece in pieces)


def _paragraphs(block: list[Piece]) -> list[str]:
    """Return the paragraphs of one column: lines joined where neither space nor indent parts them."""
    lines = _lines(block)
    steps = [above[0].middle - below[0].middle for above, below in itertools.pairwise(lines)]
    left = min(line[0].left for line in lines)
    width = max(line[-1].right for line in lines) - left
    usual = median(steps) if len(steps) > 1 else 1.3 * lines[0][0].height
    out = [_text(lines[0])]
    for above, line, step in zip(lines, lines[1:], steps, strict=False):
        height = line[0].height
        indented = line[0].left > left + _INDENT * height >= above[0].left
        ended = above[-1].right < left + _SHORT * width and bool(_SENTENCE_END.search(out[-1]))
        other_size = abs(above[0].height - height) > 0.15 * height
        if step > _PARAGRAPH_GAP * usual or indented or ended or other_size:
            out.append(_text(line))
        else:
            out[-1] = _joined(out[-1], _text(line))
    return [" ".join(text.split()) for text in out if text.strip()]


def _goes_on(above: str, below: str) -> bool:
    """Return whether a paragraph is continued in the next column, or on the next page."""
    return not _SENTENCE_END.search(above) and len(above) > 60 and below[:1].islower()


def _joined(above: str, below: str) -> str:
    """Return two lines as one; a word that was parted at a hyphen is one word again."""
    if above and above[-1] in _HYPHENS and above[-2:-1].isalpha() and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}"
