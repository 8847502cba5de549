"""Periods of the calendar and their TIMEX3 values: a day, a week, a quarter, a decade and so on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

UNIT_LETTERS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "weekend": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "season": "M",
    "half": "M",
    "year": "Y",
    "decade": "Y",
    "century": "Y",
    "millennium": "Y",
}
"""The letter of each unit in a TIMEX3 duration."""

UNIT_SIZES = {
    "weekend": 2,
    "fortnight": 2,
    "season": 3,
    "half": 6,
    "decade": 10,
    "century": 100,
    "millennium": 1000,
}
"""How many of its letter's units such a unit holds, where it is not one."""

SEASONS = ("WI", "SP", "SU", "FA")  # of December, March, June and September

_BELOW_DAY = {"second", "minute", "hour"}
_UNCOUNTED = {"decade": "E", "century": "C"}  # TIMEX3 has letters of their own for them
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7}


@dataclass(frozen=True)
class Period:
    """A stretch of the calendar: its unit, and its first day (of a weekend, the Monday of its week)."""

    unit: str
    first: date

    @classmethod
    def of(cls, day: date, unit: str) -> Period:
        """Return the period of this unit that the day lies in."""
        if unit == "day":
            return cls(unit, day)
        if unit in _DAYS:
            return cls(unit, day - timedelta(days=day.weekday()))
        size = _MONTHS[unit]
        lead = 1 if unit == "season" else 0  # the seasons begin in December, the other units in January
        month = day.year * 12 + day.month - 1 + lead
        return cls(unit, _month(month - month % size - lead))

    def shift(self, count: int) -> Period:
        """Return the period `count` of its units later; ValueError or OverflowError off the calendar."""
        if self.unit in _DAYS:
            return Period(self.unit, self.first + timedelta(days=count * _DAYS[self.unit]))
        month = self.first.year * 12 + self.first.month - 1
        return Period(self.unit, _month(month + count * _MONTHS[self.unit]))

    @property
    def value(self) -> str:
        """The TIMEX3 value, such as 2024-01-05, 2023-W52, 2023-Q3, 2023-SU or 199."""
        year, month = self.first.year, self.first.month
        if self.unit in ("week", "weekend"):
            iso = self.first.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if self.unit == "weekend" else "")
        return {
            "day": self.first.isoformat(),
            "month": f"{year:04}-{month:02}",
            "quarter": f"{year:04}-Q{(month + 2) // 3}",
            "season": f"{year:04}-{SEASONS[month % 12 // 3]}",
            "half": f"{year:04}-H{(month + 5) // 6}",
            "year": f"{year:04}",
            "decade": f"{year // 10:03}",
            "century": f"{year // 100:02}",
        }[self.unit]

    @property
    def precision(self) -> str:
        """How exact it is, in the words of `records.When`."""
        coarse = {
            "weekend": "range",
            "quarter": "season",
            "half": "range",
            "decade": "range",
            "century": "range",
        }
        return coarse.get(self.unit, self.unit)


def duration(count: float | None, unit: str) -> str:
    """Return the TIMEX3 value of a length: P2W, PT5H, P2Y6M; PXM where the count is not known."""
    prefix, letter = "PT" if unit in _BELOW_DAY else "P", UNIT_LETTERS[unit]
    if count is None:
        return f"{prefix}X{_UNCOUNTED.get(unit, letter)}"
    count *= UNIT_SIZES.get(unit, 1)
    if count % 1 and unit == "year":
        years, months = divmod(round(count * 12), 12)
        return f"P{years}Y{months}M" if years else f"P{months}M"
    if count % 1 and unit == "hour":
        hours, minutes = divmod(round(count * 60), 60)
        return f"PT{hours}H{minutes}M" if hours else f"PT{minutes}M"
    return f"{prefix}{count:g}{letter}"


def _month(index: int) -> date:
    """Return the first day of a month, counted from January of the year 0; ValueError off the calendar."""
    return date(index // 12, index % 12 + 1, 1)


def holiday(rule: str | int | list[int], year: int) -> date:
    """Return the holiday of a year: "12-25", [month, weekday, which], or days after Easter."""
    if isinstance(rule, str):
        return date.fromisoformat(f"{year:04}-{rule}")
    if isinstance(rule, int):
        return _easter(year) + timedelta(days=rule)
    month, weekday, which = rule
    days = [date(year, month, d) for d in range(1, 32 if month == 5 else 31)]
    return [d for d in days if d.weekday() == weekday][which - 1 if which > 0 else which]


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
