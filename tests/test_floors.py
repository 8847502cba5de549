"""The quality floors: every benchmark's figures, on the evaluation data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from benchmarks.__main__ import found
from benchmarks.shared import AbsentError

from reportedly import statements
from reportedly.records import Article, Reading

LONG = {"crawl", "fuzz", "hostile", "memory", "windows"}  # other tests hold smaller samples of these


@pytest.fixture(scope="module", autouse=True)
def _each_article_is_read_once() -> Iterator[None]:
    """Keep what articles say: benchmarks of the same articles are not about reading them again."""
    read, kept = statements._read, dict[str, Reading]()

    def once(article: Article) -> Reading:
        key = repr(article)
        if key not in kept:
            kept[key] = read(article)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "_read", once)
        yield


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the scorers, which are not ours, leave files open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", sorted(found().keys() - LONG))
def test_no_figure_is_below_its_floor(name: str) -> None:
    try:
        figures = found()[name]()
    except AbsentError as absent:
        pytest.skip(str(absent))
    below = [
        f"{f.name}: {f.value:.3f}, floor {f.floor:g}"
        for f in figures
        if f.floor is not None and not f.ok and not f.is_speed
    ]
    assert figures
    assert not below, "; ".join(below)
