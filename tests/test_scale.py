"""What `make scale` measures by: articles that are made up, and figures that are worked out from seconds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks import scale_report
from benchmarks.scale import sizes
from benchmarks.scale_articles import made_up
from benchmarks.scale_near import judged
from benchmarks.scale_report import draw, exponent, report

from reportedly.stories import Text, find_bands, near_copies


@pytest.mark.shared
def test_an_article_is_the_same_whichever_others_are_made() -> None:
    whole = list(made_up(0, 240))
    assert list(made_up(96, 120)) == whole[96:120]
    assert {article.kind for article in whole} == {"report", "copy", "rewrite"}
    assert len({article.text for article in whole}) > 230
    assert whole[99].family == whole[199].family  # the wire story


@pytest.mark.shared
def test_copies_that_were_made_are_found() -> None:
    made = list(made_up(0, 240))
    marks = np.array([row.bands for row in find_bands([Text(article.text) for article in made])])
    kinds = np.array([("report", "copy", "rewrite").index(article.kind) for article in made])
    later, earlier, _ = near_copies(marks)
    found = judged(later, earlier, np.array([article.family for article in made]), kinds)
    assert found["recall"] > 0.85
    assert found["precision"] > 0.85


def test_what_is_found_is_judged() -> None:
    families, kinds = np.array([7, 7, 8, 7, 8]), np.array([0, 1, 0, 1, 2])
    right = judged(np.array([1, 3]), np.array([0, 0]), families, kinds)
    assert right == {"precision": 1.0, "recall": 1.0}
    half = judged(np.array([1, 4]), np.array([0, 0]), families, kinds)
    assert half == {"precision": 0.5, "recall": 0.5}


def test_growth_is_fitted_and_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sizes(1000, 10_000, 10**0.5) == [1000, 3162, 10_000]
    assert exponent([(1000, 2.0), (10_000, 20.0), (100_000, 200.0)]) == pytest.approx(1.0)
    assert exponent([(10, 1.0), (100, 100.0)]) == pytest.approx(2.0)
    assert draw({"stories": [(1000, 2.0), (10_000, 20.0)]}).count("<polyline") == 1
    monkeypatch.setattr(scale_report, "DOCS", tmp_path)
    rows = [{"part": "stories", "articles": n, "stories": n / 500} for n in (1000, 10_000)]
    (tmp_path / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    assert "- stories: 1.00" in report(tmp_path / "results.jsonl")
    assert (tmp_path / "scale-growth.svg").read_text("utf8").startswith("<svg")
