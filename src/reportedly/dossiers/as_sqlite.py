"""A dossier as a SQLite database: its tables with keys, views for the usual questions, full-text search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files

from reportedly.dossiers.display import Display
from reportedly.dossiers.tables import Table, tables
from reportedly.records import Dossier

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}
_SEARCHED = {"articles": ("title", "text"), "statements": ("text",), "claims": ("text",)}


def export(dossier: Dossier, display: Display) -> bytes:
    """Return the bytes of a database file; what its views are for stands in `views.sql`."""
    made = tables(dossier)
    with closing(sqlite3.connect(":memory:")) as base:
        for table in made:
            for statement in _schema(table):
                base.execute(statement)
            places = ", ".join("?" * len(table.columns))
            base.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({places})", table.rows)
        base.executescript(files("reportedly.dossiers").joinpath("views.sql").read_text("utf8"))
        if ("ENABLE_FTS5",) in base.execute("PRAGMA compile_options").fetchall():
            for name, columns in _SEARCHED.items():
                fts = f"{name}_fts"
                told = f'{", ".join(columns)}, content="{name}"'  # so quoted, Datasette finds it
                base.execute(f"CREATE VIRTUAL TABLE {fts} USING fts5({told})")
                base.execute(f"INSERT INTO {fts} ({fts}) VALUES ('rebuild')")
        base.commit()
        return base.serialize()


def _schema(table: Table) -> Iterator[str]:
    """Yield the statements that make a table, and an index for each reference that its key does not serve."""
    columns = [
        f"{_quoted(name)} {_TYPES[kind]}{' NOT NULL' if name in table.key else ''}"
        for name, kind in table.columns.items()
    ]
    columns.append(f"PRIMARY KEY ({_listed(table.key)})")
    for columns_of, target, keys in table.references:
        columns.append(f"FOREIGN KEY ({_listed(columns_of)}) REFERENCES {_quoted(target)} ({_listed(keys)})")
    yield f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(columns) + "\n)"
    for columns_of, _, _ in table.references:
        if table.key[: len(columns_of)] != columns_of:
            index = _quoted(f"{table.name}_by_{'_'.join(columns_of)}")
            yield f"CREATE INDEX {index} ON {_quoted(table.name)} ({_listed(columns_of)})"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'
