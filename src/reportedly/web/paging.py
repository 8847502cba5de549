"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Query

Row = TypeVar("Row")
Given = Mapping[str, str | Sequence[str]]

Number = Annotated[int, Query(alias="page", ge=1, le=100_000)]
"""The number of a page, from a request."""


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """A page of a list: its rows, the place of the first (from 0 on), and where the pages around it are."""

    rows: Sequence[Row]
    start: int
    earlier: str | None
    later: str | None


def paged(rows: Sequence[Row], place: str, given: Given, number: int, size: int, more: bool) -> Paged[Row]:
    """Return a page from its rows; `more` of them are on the next. The address keeps what was `given`."""

    def address(number: int) -> str:
        kept = {name: value for name, value in given.items() if value}
        pages = {"page": str(number)} if number > 1 else {}
        query = urlencode({**kept, **pages}, doseq=True, errors="replace")
        return f"{place}?{query}" if query else place

    start = (number - 1) * size
    return Paged(
        rows, start, address(number - 1) if number > 1 else None, address(number + 1) if more else None
    )


def cut(rows: Sequence[Row], place: str, given: Given, number: int, size: int) -> Paged[Row]:
    """Return a page of a list that is there as a whole."""
    start = (number - 1) * size
    return paged(rows[start : start + size], place, given, number, size, start + size < len(rows))
