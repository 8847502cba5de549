"""A dossier as CSV files, one a table, as RFC 4180 has them; no cell is a formula for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from reportedly.dossiers.display import Display
from reportedly.dossiers.tables import tables
from reportedly.records import Dossier

# What a spreadsheet would take for a formula: at the start of a cell or of a line in it, or behind a
# semicolon or tab, which part cells where the comma is the decimal sign.
_FORMULA = re.compile(r"(^|[;\t\r\n] ?)(?=[=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def export(dossier: Dossier, display: Display) -> dict[str, bytes]:
    """Return a CSV file for each table, empty ones too; what is null is an empty cell."""
    files = {}
    for table in tables(dossier):
        out = io.StringIO(newline="")
        written = csv.writer(out, lineterminator="\n")
        written.writerow(table.columns)
        written.writerows(map(_cell, row) for row in table.rows)
        files[f"{table.name}.csv"] = out.getvalue().encode("utf8")
    return files


def no_formula(text: str) -> str:
    """Return text with a `'` before whatever a spreadsheet would take for the start of a formula."""
    return _FORMULA.sub(r"\1'", text)


def _cell(value: Any) -> Any:
    """Return a value as a cell: lines and tabs stay, other control signs are written out ("\\x1b")."""
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return no_formula(_CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", lines))
