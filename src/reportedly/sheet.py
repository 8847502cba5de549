"""Attributions as a table for spreadsheets: CSV as RFC 4180 has it, a row an attribution, a line a row."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from reportedly.dossiers.as_csv import no_formula
from reportedly.records import Article, Reading

COLUMNS = (
    *("id", "input", "source", "cue", "content", "names", "stance", "chain"),
    *("source_at", "cue_at", "content_at"),
)
"""`source_at`, `cue_at`, `content_at` are lists of `[start, end]`, in code points of the article's text."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def attribution_rows(article: Article, reading: Reading) -> Iterator[tuple[str, ...]]:
    """Yield a row for each attribution; pieces that do not stand together are parted by " … "."""
    for a in reading.attributions:
        roles = (a.source, a.cue, a.content)
        said = [" … ".join(article.text[s:e] for s, e in pieces) for pieces in roles]
        places = [json.dumps(pieces) for pieces in roles]
        yield (article.id, article.input, *said, "; ".join(a.names), a.stance, " → ".join(a.chain), *places)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of CSV, each cell on one line and none of them a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: str) -> str:
    """Return text as a cell: white space is one space, control signs are written out, formulas get a `'`."""
    line = _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", " ".join(value.split()))
    return no_formula(line)
