"""Agency credits: whose copy an article is, on two sets that people labelled.

PolNeAR (US politics, 2015 and 2016) names one agency or none as `wire`; articles of which nobody
knows ("NA") are left out. Their `credit` is empty in all others, so that what the text itself says
is all there is: a dateline, a sign-off. The labels of articles of many outlets are ours
(`labels/README.md`): every agency that an article credits for its text, half of them held out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import shared
from benchmarks.figures import Figure
from reportedly.articles.step import read_articles
from reportedly.languages import find_agency
from reportedly.records import Page

UNKNOWN, NONE = "NA", "None"
LABELS = Path(__file__).parent / "labels" / "wire.jsonl"

Reading = tuple[str, set[str], set[str]]
"""An article's id, the agencies that it credits, and those that we say it credits."""


def measure() -> list[Figure]:
    """Return precision and recall of text credits, an article and an agency counting as one."""
    many = labelled()
    return [
        *_figures("PolNeAR", polnear(), 0.98, 0.94),
        *_figures("many outlets, shown", many["shown"], 0.95, 0.95),
        *_figures("many outlets, held out", many["held out"], 0.95, 0.95),
    ]


def _figures(name: str, readings: Iterable[Reading], precision: float, recall: float) -> list[Figure]:
    right = credited = gold = 0
    for _, wanted, found in readings:
        right += len(wanted & found)
        credited += len(found)
        gold += len(wanted)
    return [
        Figure(f"{name}, precision", right / credited, floor=precision),
        Figure(f"{name}, recall", right / gold, floor=recall),
    ]


def polnear() -> list[Reading]:
    """Read PolNeAR's articles that name an agency, or say that there is none."""
    parts = ("train", "dev")
    rows = [row for part in parts for row in shared.rows("corpora", "polnear", f"{part}.jsonl.gz")]
    rows = [row for row in rows if row["wire"] != UNKNOWN]
    return list(_read(rows, [_known([row["wire"]]) for row in rows]))


def labelled() -> dict[str, list[Reading]]:
    """Read the articles of many outlets that we labelled, by half."""
    rows = {row["id"]: row for row in shared.rows("corpora", "stories", "multi-outlet.jsonl.gz")}
    labels = [json.loads(line) for line in LABELS.read_text("utf8").splitlines()]
    out: dict[str, list[Reading]] = {"shown": [], "held out": []}
    readings = _read([rows[label["id"]] for label in labels], [_known(label["agencies"]) for label in labels])
    for label, reading in zip(labels, readings, strict=True):
        out[label["half"]].append(reading)
    return out


def _read(rows: list[dict[str, Any]], wanted: list[set[str]]) -> Iterator[Reading]:
    articles = read_articles([page(row) for row in rows])
    for row, agencies, article in zip(rows, wanted, articles, strict=True):
        yield row["id"], agencies, {c.agency for c in article.credits if c.kind == "text"}


def _known(names: Iterable[str]) -> set[str]:
    """Return agencies under the names by which we know them."""
    return {known.name if (known := find_agency(name)) else name for name in names if name != NONE}


def page(row: dict[str, Any]) -> Page:
    return Page(
        id=row["id"],
        key=row["id"],
        input=row["id"],
        kind="article",
        content=row["text"].encode(),
        url=row.get("url"),
        outlet=row.get("publisher"),
        byline=row.get("authors") or [],
        title=row["title"],
        published=row["published"],
    )
