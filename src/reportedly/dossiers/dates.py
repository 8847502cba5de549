"""Times in order and in words: what an ISO 8601 value, cut to its precision, covers and how it reads."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta

# The first month of each TIMEX3 season, as the northern meteorological year has them.
_SEASONS = {
    "SP": (3, "spring"),
    "SU": (6, "summer"),
    "FA": (9, "autumn"),
    "AU": (9, "autumn"),
    "WI": (12, "winter"),
}
_ORDINALS = ("first", "second", "third", "fourth")

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(?:(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?.*")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(?:(SP|SU|FA|AU|WI)|(Q(?=[1-4])|H(?=[12]))(\d))")
_YEAR = re.compile(r"\d{4}")


def bounds(value: str) -> tuple[date, date] | None:
    """Return the first and last day that a time covers, or None when it names no stretch of the calendar."""
    if "/" in value:
        first, last = (bounds(end) for end in value.split("/", 1))
        return (first[0], last[1]) if first and last else None
    try:
        return _bounds(value)
    except ValueError:  # the right shape, but no such day: 2024-02-30
        return None


def _bounds(value: str) -> tuple[date, date] | None:
    if m := _DAY.fullmatch(value):
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + timedelta(days=5) if m[3] else monday), monday + timedelta(days=6)
    if m := _MONTH.fullmatch(value):
        return _months(int(m[1]), int(m[2]), 1)
    if m := _PART.fullmatch(value):
        if m[2]:
            return _months(int(m[1]), _SEASONS[m[2]][0], 3)
        length = 3 if m[3] == "Q" else 6
        return _months(int(m[1]), (int(m[4]) - 1) * length + 1, length)
    if _YEAR.fullmatch(value):
        return _months(int(value), 1, 12)
    return None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """Return the first and last day of `count` months from the one given."""
    last = month + count - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def order(value: str) -> tuple[date, int, str]:
    """Return a sort key: by first day, the wider stretch first; times that name none come last.

    A time with a zone has the place that it has in UTC.
    """
    span = bounds(value)
    if span is None:
        return date.max, 0, value
    if zoned := moment(value):
        return zoned.date(), 0, zoned.replace(tzinfo=None).isoformat()
    return span[0], (span[0] - span[1]).days, value


def moment(value: str | None) -> datetime | None:
    """Return a time of day with a zone as a moment in UTC, None for any other time."""
    if value is None:
        return None
    match = _DAY.fullmatch(value)
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if match and match[5] else None
    except (ValueError, OverflowError):
        return None


def start(value: str | None) -> datetime | None:
    """Return the first moment that a time covers, UTC's where it has no zone; None where it names none."""
    if value is None:
        return None
    match = _DAY.fullmatch(value)
    if match and match[4] and not match[5]:
        return moment(f"{value}Z")
    span = bounds(value)
    return moment(value) or (datetime.combine(span[0], time.min, UTC) if span else None)


def precision(value: str) -> str:
    """Return how exact a time of publication is: year, month, day, minute."""
    return {4: "year", 7: "month", 10: "day"}.get(len(value), "minute")


def in_words(value: str) -> str:
    """Return a time as an English reader writes it ("5 January 2024", "week of 25 December 2023")."""
    span = bounds(value)
    if span is None:
        return value
    first, last = span
    if "/" in value:
        return _range(first, last)
    if m := _DAY.fullmatch(value):
        clock = f", {m[4]}{' ' + m[5] if m[5] and m[5] != 'Z' else ' UTC' if m[5] else ''}" if m[4] else ""
        return _day(first) + clock
    if m := _WEEK.fullmatch(value):
        return f"{'weekend' if m[3] else 'week'} of {_day(first)}"
    if _MONTH.fullmatch(value):
        return f"{calendar.month_name[first.month]} {first.year}"
    if m := _PART.fullmatch(value):
        if m[2]:
            return f"{_SEASONS[m[2]][1]} {m[1]}"
        return f"{_ORDINALS[int(m[4]) - 1]} {'quarter' if m[3] == 'Q' else 'half'} of {m[1]}"
    return value


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _range(first: date, last: date) -> str:
    """Return two days as one stretch, without saying the month or year twice."""
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {calendar.month_name[first.month]} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"
