"""What this process may take: a worker, one core; where all code is ours, no more than it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

_cores = os.cpu_count() or 1


def cores() -> int:
    """Return how many threads of work may run side by side in this process."""
    return _cores


def one_core() -> None:
    """Let this process, one of as many as there are cores, work in one thread."""
    global _cores
    _cores = 1


def without_pandas() -> None:
    """Let this process find no pandas, which we never use, and pyarrow imports wherever it is installed.

    That takes a third of a second and 40 MB. For processes that run nothing but our own code.
    """
    sys.meta_path.insert(0, _NoPandas())


class _NoPandas(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r} in this process", name=name)
