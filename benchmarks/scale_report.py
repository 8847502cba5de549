"""What `benchmarks.scale` measured, as tables of Markdown and as drawings."""

from __future__ import annotations

import itertools
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale_steps import STEPS

DOCS = Path(__file__).parent.parent / "docs"
COLOURS = ("#1b5e8c", "#b0413e", "#3b7d4f", "#7a5195", "#c77d1e", "#4d4d4d")

Row = dict[str, Any]
Points = Sequence[tuple[float, float]]


def report(results: Path) -> str:
    """Return the tables of all that was measured; draw what grows."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in results.read_text("utf8").splitlines():
        row = json.loads(line)
        rows[row.pop("part")].append(row)
    grown = {name: rows[name] for name in ("reading", "stories", "whole", "near") if name in rows}
    if grown:
        (DOCS / "scale-growth.svg").write_text(draw(dict(_curves(grown))), "utf8")
    tables = {"rates": _rates, "whole": _whole, "near": _near, "peers": _plain, "workers": _workers}
    found = [f"## {name}\n\n{tables.get(name, _plain)(some)}" for name, some in rows.items()]
    powers = [f"- {name}: {exponent(points):.2f}" for name, points in _curves(grown)]
    return "\n\n".join([*found, "## Exponents\n\n" + "\n".join(powers)])


def exponent(points: Points) -> float:
    """Return the power of the number of articles that seconds grow with, fitted over all points."""
    sizes, seconds = np.log(np.array(points)).T
    return float(np.polyfit(sizes, seconds, 1)[0])


def _curves(rows: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Points]]:
    """Yield the seconds of each step by the number of articles."""
    for part, what, name in (
        ("reading", "reading", "reading (JSON)"),
        ("stories", "stories", "stories"),
        ("near", "whole", "near-copies"),
        *(("whole", step, step) for step in ("statements", "claims", "origins")),
    ):
        some = sorted({row["articles"]: _seconds(row, what) for row in rows.get(part, ())}.items())
        if len(some) > 1:
            yield name, some


def _seconds(row: Row, what: str) -> float:
    return float(row["marking"] + row["search"] if what == "whole" and "marking" in row else row[what])


# ---------------------------------------------------------------- tables
def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in cells)


def _plain(rows: Sequence[Row]) -> str:
    return _table(list(rows[0]), ([_short(value) for value in row.values()] for row in rows))


def _short(value: object) -> str:
    return (
        f"{value:,.3g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def _rates(rows: Sequence[Row]) -> str:
    """Return the articles a second and core of each step, and the whole way beside its peers."""
    pages = [row for row in rows if "pages" in row]
    corpora = [row for row in rows if "corpus" in row]
    head = ["corpus", "articles", "words", *STEPS, "all", "words a second", "spaCy's", "of spaCy's"]
    table = _table(
        head,
        (
            [
                row["corpus"], row["articles"], f"{row['words']:,}",
                *(f"{row['articles'] / max(row[step], 1e-3):,.1f}" for step in STEPS),
                f"{row['articles'] / row['whole']:,.1f}", f"{row['words'] / row['whole']:,.0f}",
                f"{row['words'] / row['spacy']:,.0f}", f"{row['spacy'] / row['whole']:.2f}",
            ]
            for row in corpora
        ),
    )  # fmt: skip
    read = []
    for row in pages:
        ours, theirs = row["pages"] / row["ours"], row["pages"] / row["trafilatura"]
        read.append(f"{row['pages']} HTML pages: {ours:.1f} a second; trafilatura {theirs:.1f}")
    return "\n\n".join([table, *read])


def _whole(rows: Sequence[Row]) -> str:
    head = ["articles", *(f"{step}, s" for step in STEPS), "one article, s"]
    return _table(
        head,
        (
            [
                row["articles"],
                *(f"{row[s]:.1f}" for s in STEPS),
                f"{sum(row[s] for s in STEPS) / row['articles']:.2f}",
            ]
            for row in rows
        ),
    )


def _near(rows: Sequence[Row]) -> str:
    head = [
        "articles",
        "bands, s",
        "search, s",
        "both, of two cores, min",
        "memory",
        "pairs",
        "right",
        "copies found",
    ]
    return _table(
        head,
        (
            [
                f"{row['articles']:,}", f"{row['marking']:,.1f}", f"{row['search']:,.2f}",
                f"{(row['marking'] / 2 + row['search']) / 60:.1f}", f"{row['memory']:,.0f} MB",
                f"{row['pairs']:,}", f"{row['precision']:.3f}", f"{row['recall']:.3f}",
            ]
            for row in rows
        ),
    )  # fmt: skip


def _workers(rows: Sequence[Row]) -> str:
    head = ["engine", "processes", "articles", "wall-clock, s"]
    return _table(head, ([r["engine"], r["workers"], r["articles"], f"{r['wall']:.0f}"] for r in rows))


# ---------------------------------------------------------------- the drawing
def draw(curves: Mapping[str, Points]) -> str:
    """Return the curves of seconds by articles, both as powers of ten, as SVG."""
    width, height, left, below, right = 720, 400, 70, 40, 120
    every = list(itertools.chain.from_iterable(curves.values()))
    low, high = (
        math.floor(math.log10(min(x for x, _ in every))),
        math.ceil(math.log10(max(x for x, _ in every))),
    )
    least = math.floor(math.log10(max(1e-3, min(y for _, y in every))))
    most = math.ceil(math.log10(max(y for _, y in every)))

    def place(size: float, seconds: float) -> tuple[float, float]:
        across = (math.log10(size) - low) / (high - low)
        up = (math.log10(max(seconds, 1e-3)) - least) / max(1, most - least)
        return left + across * (width - left - right), (height - below - 10) * (1 - up) + 10

    parts = []
    for power in range(low, high + 1):
        x, y = place(10**power, 10**least)
        parts.append(f'<path d="M{x:.1f} {y:.1f}V10" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{10**power:,}</text>')
    for power in range(least, most + 1):
        x, y = place(10**low, 10.0**power)
        parts.append(f'<path d="M{x:.1f} {y:.1f}H{width - right}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for (name, points), colour in zip(curves.items(), itertools.cycle(COLOURS)):
        line = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = place(*points[-1])
        parts.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    box = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    title = "<title>Processor time of each step, by the number of articles</title>"
    return "\n".join([head, title, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>"]) + "\n"
