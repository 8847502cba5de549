"""What analysts say of lines: that some have one origin, or that one stands by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MARKED = "(an origin that an analyst marked)"
"""What lines share where an analyst says that they are one, and not whose word it is."""


@dataclass(frozen=True)
class Mark:
    """One analyst's word on the lines of statements; no statement may be of marks that contradict."""

    id: str
    dependent: bool  # one origin; False: each stands by itself
    statements: tuple[str, ...]  # ids
    why: str  # who says so and why, in a sentence
    on: str | None = None  # the name of what the lines depend on, where it is known


@dataclass(frozen=True)
class Options:
    """What step 6 may be told."""

    marks: tuple[Mark, ...] = ()


class Marks:
    """The marks of a story, by statement."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._of: dict[str, list[Mark]] = defaultdict(list)
        for mark in sorted(marks, key=lambda mark: mark.id):
            for statement in mark.statements:
                self._of[statement].append(mark)

    def of(self, statement: str) -> Sequence[Mark]:
        """Return the marks on the line of a statement."""
        return self._of.get(statement, ())

    def shared(self, statement: str) -> list[Mark]:
        """Return the marks by which the line of a statement is one with others."""
        return [mark for mark in self.of(statement) if mark.dependent]

    def alone(self, statement: str) -> Mark | None:
        """Return the mark by which the line of a statement stands by itself, or None."""
        return next((mark for mark in self.of(statement) if not mark.dependent), None)
