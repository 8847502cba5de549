"""What tests of every topic share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the test runs in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
