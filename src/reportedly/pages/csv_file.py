"""CSV and TSV: an article a row. Read in flat memory, whatever its size."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import IO, Any, cast

from reportedly.pages.charset import SAMPLE, charset_of
from reportedly.pages.columns import Layout, draft_of, fold, headerless_layout, layout_with_text, vocabulary
from reportedly.pages.draft import Draft, Limits, Options, UnreadableError

_DELIMITERS = ",\t;|"
_NOTHING = frozenset({"null", "none", "nan", "n/a", "\\n"})


def read(stream: IO[bytes], limits: Limits, options: Options) -> Iterator[Draft]:
    """Yield the article of each row; `row` counts them without the row of names."""
    raw = io.BufferedReader(cast(io.RawIOBase, stream), SAMPLE)
    sample = raw.peek(SAMPLE)[:SAMPLE]
    charset, errors = charset_of(sample)
    text = io.TextIOWrapper(raw, charset, errors, newline="")
    try:
        yield from _rows(_Lines(text, limits.page), sample.decode(charset, errors), limits, options)
    finally:
        text.detach()
        raw.detach()  # the stream is its owner's to close


def looks(head: bytes) -> bool:
    """Tell whether a file surely is a table: names of columns first, and then rows of as many cells."""
    charset, errors = charset_of(head)
    text = head.decode(charset, errors).removeprefix("\ufeff").lstrip("\r\n")
    first, _, rest = text.partition("\n")
    if first.lstrip()[:1] in ("<", "{", "["):
        return False
    delimiter = _delimiter(first)
    cells, under = _split(text, delimiter), _split(rest, delimiter)
    if headerless_layout(cells) or len(set(map(fold, cells)) & vocabulary()) >= 2:
        return True
    names = all(re.fullmatch(r"[^\W\d](?:[\w .:/-]{0,38}[\w)])?", cell) for cell in cells)
    return len(cells) > 1 and names and len(under) == len(cells)


def _rows(lines: _Lines, sample: str, limits: Limits, options: Options) -> Iterator[Draft]:
    csv.field_size_limit(max(csv.field_size_limit(), limits.page))  # for all of the process; ours is higher
    reader = csv.reader(lines, _dialect(sample, options))
    names: list[str] = []
    layout: Layout | None = None
    row = 0
    while True:
        try:
            cells, problem = next(reader), None
        except StopIteration:
            break
        except (csv.Error, UnreadableError) as error:
            cells, problem = [], f"row not readable: {error}"
        lines.start_row()
        if layout is None:
            if not any(cells):
                if problem:
                    raise UnreadableError(problem)
                continue
            names, layout, has_header = _header(cells, options)
            if has_header:
                continue
        if problem is None and not any(map(str.strip, cells)):
            continue
        row += 1
        draft = Draft(rejected=problem) if problem else _draft(cells, names, layout, limits, options)
        if lines.ended and not problem:  # the row's end was looked for up to the end of the file
            draft = Draft(
                rejected="a quotation mark that is opened here is never closed: all after it is lost"
            )
        draft.row = row
        yield draft
    if not row:
        raise UnreadableError("empty" if layout is None else "no row below the names of the columns")


def _header(cells: list[str], options: Options) -> tuple[list[str], Layout, bool]:
    """Return the columns and layout of a table by its first row, and whether that row names columns."""
    cells = [cell.strip().removeprefix("\ufeff") for cell in cells]
    if known := headerless_layout(cells):
        return *known, False
    return cells, layout_with_text(cells, options), True


def _draft(cells: list[str], names: list[str], layout: Layout, limits: Limits, options: Options) -> Draft:
    if any("\0" in cell for cell in cells):
        return Draft(rejected="binary, not text")
    values: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        values.setdefault(name, None if cell.strip().casefold() in _NOTHING else cell)
    return draft_of(values, layout, limits, options)


def _dialect(sample: str, options: Options) -> type[csv.Dialect]:
    """Return how the table is written: what parts its cells, and how a quotation mark stands in one."""
    known = {fold(column) for _, column in options.columns}
    first = sample.removeprefix("\ufeff").lstrip("\r\n").partition("\n")[0]
    # Spark, Hive and MySQL write \" where others write "".
    escaped = re.search(r'[^,;\t|\\]\\"[^,;\t|\r\n]', sample) and not re.search(r'[^,;\t|\r\n"]""', sample)

    class Dialect(csv.excel):
        delimiter = _delimiter(first, known)
        doublequote = not escaped
        escapechar = "\\" if escaped else None

    return Dialect


def _delimiter(first: str, known: set[str] | None = None) -> str:
    """Return what parts the cells of a table: what leaves the most names of columns, then of cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        cells = _split(first, delimiter)
        return len(set(map(fold, cells)) & (vocabulary() | (known or set()))), len(cells)

    return max(_DELIMITERS, key=worth)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


class _Lines:
    """The lines of a file, each bounded, and so all lines of one row together."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text, self._limit, self._taken = text, limit, 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self._taken += len(line)
        if self._taken > self._limit:
            while line and not line.endswith("\n"):
                line = self._text.readline(1_000_000)
            raise UnreadableError(f"longer than {self._limit / 1e6:g} MB")
        return line

    def start_row(self) -> None:
        """Begin to count a row anew."""
        self._taken = 0
