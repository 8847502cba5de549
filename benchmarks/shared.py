"""The evaluation data, kept outside the repository: where it is and how it is read."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any


class AbsentError(FileNotFoundError):
    """The evaluation data is not on this machine."""


def root() -> Path:
    """Return the folder of evaluation data: $REPORTEDLY_SHARED, or `../shared` beside the repository."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    return Path(os.environ.get("REPORTEDLY_SHARED") or beside)


def path(*parts: str) -> Path:
    """Return a file or folder of the evaluation data; raise AbsentError where it is not."""
    found = root().joinpath(*parts)
    if not found.exists():
        raise AbsentError(f"no {'/'.join(parts)} under {root()} (set REPORTEDLY_SHARED)")
    return found


def rows(*parts: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file, gzipped or not."""
    file = path(*parts)
    data = file.read_bytes()
    text = gzip.decompress(data) if file.suffix == ".gz" else data
    for line in text.decode("utf8").split("\n"):
        if line.strip():
            yield json.loads(line)


def scorer(*parts: str) -> ModuleType:
    """Import a scorer of the evaluation data by its path."""
    file = path(*parts)
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
