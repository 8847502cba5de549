"""Dates as machines write them -> ISO 8601; what people write is left for the next step to read."""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Iterable
from typing import Any

YEARS = range(1980, 2101)
_EPOCH = range(315_532_800, 4_102_444_800)  # the seconds of these years
_SECONDS_IN = (1, 1_000, 1_000_000, 1_000_000_000)  # seconds, or thousandths and so on of them

_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?\d{1,2}[ -][A-Za-z]{3,9}\.?[ -]\d{2,4}"
    r"(?:,?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+\S{1,9})?)?"
)
_SPACED = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:([+-]\d\d:?\d\d)(?: UTC)?|UTC|GMT)"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_DIGITS = re.compile(r"\d{1,20}(?:\.\d{1,9})?")
_NO_DATE = re.compile(
    r"(?:none|null|nan|nat|n/a|-+)"
    r"|(?:0001|1970)-01-01(?:[T ]00:00(?::00)?(?:\.0+)?(?:Z|\+00:00)?)?",
    re.IGNORECASE,
)
"""What programs write where they have no date: a word for nothing, or the first day they can count."""


def normal(value: Any, pattern: str | None = None) -> str | None:
    """Return a date of publication as ISO 8601, with its time and zone where it has them.

    Takes ISO, RFC 822, `20240105041100`, seconds since 1970 or thousandths of them, dates and times
    of Python, and strings after a `pattern` of strptime. Any other text comes back as it is, so that it
    can be read, or refused by name, later; a number that is no date as None.
    """
    if isinstance(value, str):
        text = " ".join(value.split())[:100]
        if _NO_DATE.fullmatch(text):
            return None
        found = _read(text, pattern)
        return (_iso(found) if found else None) or text or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = _digits(f"{value:.6f}".rstrip("0").rstrip(".")) if abs(value) < 1e20 else None
        return _iso(number) if number else None
    return _iso(value) if isinstance(value, datetime.date) else None


def first(values: Iterable[Any], pattern: str | None = None) -> str | None:
    """Return the first of several values that is a date, as `normal` does, else the first text."""
    found = [text for text in (normal(value, pattern) for value in values) if text]
    return next(filter(_ISO.match, found), next(iter(found), None))


def _read(text: str, pattern: str | None) -> datetime.date | None:
    """Return the date, or date and time, that a text is as a whole."""
    if pattern:
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            pass
    if _DIGITS.fullmatch(text):
        return _digits(text)
    if spaced := _SPACED.fullmatch(text):
        text = spaced[1] + (spaced[2] or "+00:00")
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else datetime.datetime.fromisoformat(text)
    except ValueError:
        pass
    if _MAIL.fullmatch(text):
        try:
            found = email.utils.parsedate_to_datetime(text if ":" in text else f"{text} 00:00")
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return found if ":" in text else found.date()
    return None


def _digits(text: str) -> datetime.date | None:
    """Return what digits alone say: a day, a day with its time, or seconds since 1970."""
    for form, length in (("%Y%m%d", 8), ("%Y%m%d%H%M%S", 14)):
        if len(text) == length:
            try:
                found = datetime.datetime.strptime(text, form)
            except ValueError:
                continue
            if found.year in YEARS:
                return found.date() if length == 8 else found
    for fine in _SECONDS_IN:
        seconds = int(float(text) / fine)
        if seconds in _EPOCH:
            return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return None


def _iso(found: datetime.date) -> str | None:
    if found.year not in YEARS:
        return None
    return found.isoformat(timespec="seconds") if isinstance(found, datetime.datetime) else found.isoformat()
