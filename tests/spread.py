"""How tests are spread over processes (pytest-xdist): whole files, in the order of their collection."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SAME_ARTICLES = ("claims", "sourcing")
"""Floors on the same articles, which are read once by the process that has both."""


class Files(LoadScopeScheduling):
    """Hands out one file after the other, and the quality floors one by one: each is long."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if not file.endswith("test_floors.py") or test.endswith(tuple(f"[{name}]" for name in SAME_ARTICLES)):
            return file
        return nodeid
