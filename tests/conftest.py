"""What tests of every topic share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from local_server import Site

settings.register_profile("reportedly", deadline=None)  # how fast an example runs is the machine's matter
settings.load_profile("reportedly")

LONG = (
    "spark", "floors", "store_kills", "workers", "cli", "broken_off", "store_trouble", "store", "lake",
    "week", "pipeline",
)  # fmt: skip
"""Files that take long come first, so that no process is left with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of long files first; all others stay in their order."""
    places = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call bytes by their length: packed ones hold the time, and all processes must name a test alike."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) and len(val) > 20 else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Spread files, not tests, over processes: what a file's tests share is made once."""
    from spread import Files

    return Files(config, log)


@pytest.fixture(autouse=True)
def _steps_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run all steps in the process of a test, unless it is marked `workers`."""
    from in_process import steps_here

    if request.node.get_closest_marker("workers"):
        yield
    else:
        with steps_here():
            yield


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
