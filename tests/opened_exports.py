"""Exports as text that people can compare: what a file of any format holds, but not how it is packed."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing

import pyarrow.parquet as pq

from reportedly.dossiers import EXPORTERS, export, export_bytes, export_files
from reportedly.records import Dossier


def opened(dossier: Dossier, format: str) -> str:
    """Return an export as text: itself where it is text, else its files, tables and rows."""
    if EXPORTERS[format].gives == "text":
        return export(dossier, format)
    if format == "sqlite":
        return _database(export_bytes(dossier, format))
    parts = []
    for name, data in export_files(dossier, format).items():
        parts.append(f"==== {name}\n{data.decode('utf8') if name.endswith('.csv') else _parquet(data)}")
    return "".join(parts)


def database(data: bytes) -> sqlite3.Connection:
    """Return a database of which these are the bytes."""
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    return base


def _database(data: bytes) -> str:
    with closing(database(data)) as base:
        made = base.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        lines = []
        for kind, name, sql in made.fetchall():
            if "_fts_" in name:
                continue
            lines.append(f"{sql};")
            if kind == "table" and not name.endswith("_fts"):
                rows = base.execute(f'SELECT * FROM "{name}"')
                lines += [json.dumps(row, ensure_ascii=False) for row in rows.fetchall()]
    return "\n".join(lines) + "\n"


def _parquet(data: bytes) -> str:
    table = pq.read_table(io.BytesIO(data))
    columns = [f"{f.name}: {f.type}{'' if f.nullable else ' not null'}" for f in table.schema]
    rows = [json.dumps(list(row.values()), ensure_ascii=False) for row in table.to_pylist()]
    return "\n".join([", ".join(columns), *rows]) + "\n"
