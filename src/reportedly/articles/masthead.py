"""The first lines of a text that say who published it and when, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.articles import dates
from reportedly.articles.lines import Line, ends_sentence, word_count
from reportedly.languages.outlets import outlet_at, outlet_named

LONGEST = 4
"""So many lines at most."""

NAME, DATE = 5, 9
"""Words of an outlet's name, and of a date with its time and what stands before it ("Published on ...")."""

_PARTED = re.compile(r"\s*[|·•,;:]\s+|\s+[-–—]\s+")


@dataclass(slots=True)
class Masthead:
    """How many lines it has, whom it names, and the date that it gives."""

    lines: int = 0
    outlet: str | None = None  # a known one
    name: str | None = None  # what stands above the date alone: an outlet that is not known, or a headline
    published: dates.Published | None = None


def read_masthead(lines: Sequence[Line]) -> Masthead:
    """Return what stands on top of a text; a masthead of no lines where there is none.

    A short line that is no known outlet's name belongs to it only where a date follows.
    """
    found = Masthead()
    for i, line in enumerate(lines[:LONGEST]):
        name, rest = _halves(line.text)
        outlet, date = _outlet(name), _date(rest)
        if outlet is None or date is None:
            outlet, date = _outlet(line.text), _date(line.text)
        if outlet is None and date is None:
            below = _date(lines[i + 1].text) if i + 1 < len(lines) else None
            if i or below is None or not _is_name(line.text):
                break
            found.name = line.text
        found.lines = i + 1
        found.outlet = found.outlet or outlet
        found.published = found.published or date
    return found


def _halves(text: str) -> tuple[str, str]:
    """Cut a line at the first sign that may part a name from a date."""
    name, *rest = _PARTED.split(text, maxsplit=1)
    return name, "".join(rest)


def _outlet(text: str) -> str | None:
    """Return the known outlet that a line names, or None."""
    if word_count(text) > NAME:
        return None
    known = outlet_named(text) or (outlet_at(text) if "." in text and " " not in text else None)
    return known.name if known else None


def _date(text: str) -> dates.Published | None:
    """Return the date that a line is, or None."""
    return None if ends_sentence(text) or word_count(text) > DATE else dates.parse(text, "text")


def _is_name(text: str) -> bool:
    return word_count(text) <= NAME and not ends_sentence(text) and not any(c.isdigit() for c in text)
