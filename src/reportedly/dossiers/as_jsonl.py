"""A dossier as JSON Lines: a row of a table a line, which names its table first."""

from __future__ import annotations

from reportedly.dossiers.display import Display
from reportedly.dossiers.json_text import on_a_line
from reportedly.dossiers.tables import tables
from reportedly.records import Dossier


def export(dossier: Dossier, display: Display) -> str:
    """Return every row of every table as a line: {"table": "articles", "id": ...}."""
    lines = (
        on_a_line({"table": table.name, **dict(zip(table.columns, row, strict=True))})
        for table in tables(dossier)
        for row in table.rows
    )
    return "".join(f"{line}\n" for line in lines)
