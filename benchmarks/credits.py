"""Agency credits: whose copy an article is, on the articles of PolNeAR (US politics, 2015 and 2016).

`wire` there is one agency or none; articles of which nobody knows ("NA") are left out. Their `credit`
is empty in all others, so that what the text itself says is all there is: a dateline, a sign-off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks import shared
from benchmarks.figures import Figure
from reportedly.articles.step import read_articles
from reportedly.languages import find_agency
from reportedly.records import Page

UNKNOWN, NONE = "NA", "None"


def measure() -> list[Figure]:
    """Return precision and recall of text credits, an article and an agency counting as one."""
    right = credited = gold = 0
    for wire, found in readings():
        right += wire in found
        credited += len(found)
        gold += wire is not None
    return [
        Figure("agency credits, precision", right / credited, floor=0.97),
        Figure("agency credits, recall", right / gold, floor=0.9),
    ]


def readings() -> Iterator[tuple[str | None, set[str]]]:
    """Yield the agency that PolNeAR names for each article (None: none), and those that we credit."""
    rows = [row for row in _rows() if row["wire"] != UNKNOWN]
    for row, article in zip(rows, read_articles([_page(row) for row in rows]), strict=True):
        yield _agency(row["wire"]), {c.agency for c in article.credits if c.kind == "text"}


def _rows() -> Iterator[dict[str, Any]]:
    for part in ("train", "dev"):
        yield from shared.rows("corpora", "polnear", f"{part}.jsonl.gz")


def _agency(wire: str) -> str | None:
    known = find_agency(wire)
    return None if wire == NONE else known.name if known else wire


def _page(row: dict[str, Any]) -> Page:
    return Page(
        id=row["id"],
        key=row["id"],
        input=row["id"],
        kind="article",
        content=row["text"].encode(),
        outlet=row["publisher"],
        title=row["title"],
        published=row["published"],
    )
