"""Reasons as sentences: names joined, and a capital at the head of our own words."""

from __future__ import annotations

from collections.abc import Sequence

_OURS = ("an outlet", "what ", "other ")  # how a reason may begin that begins with no name


def joined(names: Sequence[str]) -> str:
    """Join names as a sentence does; of many, the first three and how many more."""
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def sentence(why: str) -> str:
    """Return a reason with a capital at its head; a name stays as its bearer spells it (yFrog)."""
    return why[:1].upper() + why[1:] if why.startswith(_OURS) else why
