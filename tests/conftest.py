"""What tests of every topic share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from local_server import Site

settings.register_profile("reportedly", deadline=None)  # how fast an example runs is the machine's matter
settings.load_profile("reportedly")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the test runs in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on this machine that has nothing yet."""
    from local_server import serve

    with serve() as site:
        yield site
