"""The tables of a lake as plain rows, in an order that does not depend on who made it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds


def tables(root: Path) -> dict[str, list[str]]:
    """Return every table by its place, its rows as sorted lines; of what is kept, all lots together."""
    return {str(place.relative_to(root)): rows(place) for place in _places(root)}


def rows(place: Path) -> list[str]:
    """Return the rows of a table as sorted lines."""
    days = ds.partitioning(pa.schema([("day", pa.string())]), flavor="hive")
    files = [str(file) for file in sorted(place.rglob("*.parquet"))]
    found = ds.dataset(files, format="parquet", partitioning=days)
    return sorted(json.dumps(_plain(row), sort_keys=True) for row in found.to_table().to_pylist())


def _places(root: Path) -> list[Path]:
    """Return the folders of tables: those that hold files, or folders with files."""
    inner = [place for place in (root / "_work").iterdir() if place.is_dir()]
    own = [place for place in root.iterdir() if place.is_dir() and place.name != "_work"]
    return sorted(place for place in [*inner, *own] if any(place.rglob("*.parquet")))


def _plain(value: Any) -> Any:
    """Return a value without columns that are null: a table without rows has them no other way."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.hex() if isinstance(value, bytes) else value
