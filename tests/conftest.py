"""What tests of every topic share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("reportedly", deadline=None)  # how fast an example runs is the machine's matter
settings.load_profile("reportedly")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the test runs in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
