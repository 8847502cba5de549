"""Chains drawn with lines of text: "Kim Jong Un → KCNA ┬→ Reuters → Hindustan Times"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from reportedly.dossiers.phrases import listed
from reportedly.dossiers.view import Link

ARROW = " → "
OWN_WORD = " (own word)"
# Outlets named at the end of one chain; the rest are counted.
_OUTLETS = 12


def draw(roots: Sequence[Link], width: int, strong: Collection[str] = (), style: str = "") -> list[Text]:
    """Return the lines of trees of links, none wider than `width` columns; names in `strong` stand out.

    A tree is drawn from left to right, and from the top down where it is too wide for that.
    """
    lines: list[Text] = []
    for root in _together(roots, at_root=True):
        across = _across(root, strong, style)
        fits = max(line.cell_len for line in across) <= width
        lines += across if fits else _down(root, width, strong, style)
    return lines


def _together(links: Sequence[Link], at_root: bool = False) -> list[Link]:
    """Return links with the outlets that end beside each other as one, and what they end on, last."""
    outlets = [link for link in links if link.outlet]
    told = [link for link in links if not link.outlet]
    if not outlets:
        return told
    name = listed([link.name for link in outlets], _OUTLETS) + (OWN_WORD if at_root else "")
    return [*told, Link(name, outlet=True)]


def _label(link: Link, strong: Collection[str], style: str) -> Text:
    return Text(link.name, style="bold cyan" if link.name in strong else style)


def _across(link: Link, strong: Collection[str], style: str) -> list[Text]:
    """Return the lines of a tree drawn from left to right."""
    label = _label(link, strong, style)
    branches = [_across(child, strong, style) for child in _together(link.then)]
    if not branches:
        return [label]
    lines: list[Text] = []
    for n, branch in enumerate(branches):
        first, rest = _joints(n, len(branches))
        for m, line in enumerate(branch):
            before = label.copy() if n == m == 0 else Text(" " * label.cell_len)
            lines.append(before.append(first if m == 0 else rest, style="dim").append_text(line))
    return lines


def _joints(n: int, count: int) -> tuple[str, str]:
    """Return what leads to a branch's first line, and what stands before its others."""
    if count == 1:
        return ARROW, " " * cell_len(ARROW)
    if n == 0:
        return " ┬→ ", " │  "
    return (" └→ ", "    ") if n == count - 1 else (" ├→ ", " │  ")


def _down(link: Link, width: int, strong: Collection[str], style: str) -> list[Text]:
    """Return the lines of a tree drawn from the top down, a branch indented under what it comes from."""
    line = _label(link, strong, style)
    branches = _together(link.then)
    while len(branches) == 1:
        line.append(ARROW, style="dim").append_text(_label(branches[0], strong, style))
        branches = _together(branches[0].then)
    lines = _wrapped(line, width)
    for n, branch in enumerate(branches):
        last = n == len(branches) - 1
        below = _down(branch, max(width - 4, 20), strong, style)
        for m, text in enumerate(below):
            joint = (" └→ " if last else " ├→ ") if m == 0 else ("    " if last else " │  ")
            lines.append(Text(joint, style="dim").append_text(text))
    return lines


def _wrapped(line: Text, width: int) -> list[Text]:
    """Return a line cut to the width, what runs over indented by two."""
    cut = line.wrap(Console(width=width), max(width - 2, 10))
    return [text if n == 0 else Text("  ").append_text(text) for n, text in enumerate(cut)]
