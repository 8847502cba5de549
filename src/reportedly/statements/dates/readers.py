"""The readers of the grammar: what an expression that a rule matched means on the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reportedly.statements.dates.grammar import number
from reportedly.statements.dates.periods import Period, duration, holiday

Fields = dict[str, Any]


@dataclass
class Context:
    """What an expression is read against."""

    published: date | None
    language: str
    ahead: bool = False  # the clause looks ahead, so a bare "Tuesday" is the next one
    previous: Period | None = None  # the last time that the text named
    quarter: Period | None = None  # the last quarter that the text named
    day: Period | None = None  # the last day that the text named

    @property
    def today(self) -> date:
        """The day of publication; raises NoAnchorError where it is not known."""
        if self.published is None:
            raise NoAnchorError
        return self.published

    def note(self, period: Period | None) -> None:
        """Remember a time that the text named."""
        if period:
            self.previous = period
            if period.unit == "quarter":
                self.quarter = period
            elif period.unit == "day":
                self.day = period


class NoAnchorError(Exception):
    """A relative expression, and nothing to count from."""


@dataclass
class Meaning:
    """What an expression means: TIMEX3 type and value, precision, and its period of the calendar if any."""

    type: str
    value: str
    precision: str
    period: Period | None = None


def _calendar(period: Period) -> Meaning:
    return Meaning("DATE", period.value, period.precision, period)


# ---------------------------------------------------------------- days
def read_day(f: Fields, c: Context) -> Meaning:
    """Read "Friday (Jan 5)", "March 15, 2011", "the 5th of May": the year from the text, or the nearest."""
    return _calendar(Period("day", _day(f, c)))


def _day(f: Fields, c: Context) -> date:
    """Return the day that a month and a day of it, a weekday, a word ("today") or nothing more name."""
    if "day" in f or "ordinal" in f:
        month, day = int(f["month"]), int(f.get("day") or f["ordinal"])
        if "year" in f:
            return date(int(f["year"]), month, day)
        return _nearest([date(y, month, day) for y in _years_around(c.today, month, day)], f, c)
    if "weekday" in f:
        return _weekday(f, c, c.today)
    if "day_word" in f:
        return c.today + timedelta(days=int(f["day_word"]))
    return c.today


def _years_around(today: date, month: int, day: int) -> list[int]:
    """Return the years about today in which this day exists (29 February)."""
    leap = month == 2 and day == 29
    years = range(today.year - (8 if leap else 1), today.year + (9 if leap else 2))
    return [y for y in years if not leap or (y % 4 == 0 and (y % 100 != 0 or y % 400 == 0))]


def _nearest(days: list[date], f: Fields, c: Context) -> date:
    """Choose among the same day of several years: by "last" or "next", else by clause and distance."""
    back = min(((c.today - d).days, d) for d in days if d <= c.today)
    ahead = min(((d - c.today).days, d) for d in days if d >= c.today)
    shift = f.get("shift", 0)
    if shift:
        return (ahead if shift > 0 else back)[1]
    return ahead[1] if _comes(back[0], ahead[0], c) else back[1]


def _comes(back: int, ahead: int, c: Context) -> bool:
    """Whether a date is the one so many days ahead, and not the one so many days back.

    News hardly names a day half a year ahead without its year, nor one ten months back that soon comes again.
    """
    return ahead <= 200 if c.ahead else back > 300 and ahead < 60


def read_weekday(f: Fields, c: Context) -> Meaning:
    """Read "Tuesday", "last Friday", "next Monday"; "the previous Friday" is before the day named last."""
    anchor = c.day.first if f.get("from") == "previous" and c.day else c.today
    return _calendar(Period("day", _weekday(f, c, anchor)))


def _weekday(f: Fields, c: Context, anchor: date) -> date:
    back = timedelta(days=(anchor.weekday() - f["weekday"]) % 7)
    ahead = timedelta(days=(f["weekday"] - anchor.weekday()) % 7)
    week = timedelta(days=7)
    if "shift" in f:
        if f["shift"] < 0:
            return anchor - (back or week)
        return anchor + (ahead or week) if f["shift"] > 0 else anchor + ahead
    return anchor + ahead if c.ahead else anchor - back


def read_weekday_of_week(f: Fields, c: Context) -> Meaning:
    """Read "Tuesday last week"."""
    week = Period.of(c.today, "week").shift(f["shift"])
    return _calendar(Period("day", week.first + timedelta(days=f["weekday"])))


def read_day_word(f: Fields, c: Context) -> Meaning:
    """Read "today", "yesterday", "late yesterday"."""
    return _calendar(Period("day", _day(f, c)))


def read_iso(f: Fields, c: Context) -> Meaning:
    """Read 2024-01-05 and 2024-01-05T04:11."""
    period = Period("day", date.fromisoformat(f["iso"]))
    if "hour" in f:
        return Meaning("TIME", f"{period.value}T{f['hour']}:{f['minute']}", "minute", period)
    return _calendar(period)


def read_slashed(f: Fields, c: Context) -> Meaning:
    """Read 03/15/2011 (the month first, unless it cannot be) and 15.03.2011 (the day first)."""
    first, second, year = map(int, re.split(r"[/.]", f.get("slashed") or f["dotted"]))
    day_first = "dotted" in f or first > 12
    month, day = (second, first) if day_first else (first, second)
    return _calendar(Period("day", date(year, month, day)))


def read_holiday(f: Fields, c: Context) -> Meaning:
    """Read "Christmas", "last Thanksgiving", "Easter 2023"."""
    if "year" in f:
        return _calendar(Period("day", holiday(f["holiday"], int(f["year"]))))
    days = [holiday(f["holiday"], y) for y in range(c.today.year - 1, c.today.year + 2)]
    return _calendar(Period("day", _nearest(days, f, c)))


# ---------------------------------------------------------------- times of the day
def read_clock(f: Fields, c: Context) -> Meaning:
    """Read "5 p.m. EST Nov. 9", "noon Saturday", "0430 GMT"; alone, on the day named before or today."""
    if "clock_word" in f:
        hour, minute = int(f["clock_word"]), 0
    else:
        hour, minute = int(f["hour"]), int(f.get("minute", 0))
        if "meridiem" in f:
            hour = hour % 12 + (12 if f["meridiem"].casefold() == "p" else 0)
    day = _named_day(f, c)
    return Meaning("TIME", f"{day.value}T{hour:02}:{minute:02}", "minute", day)


def _named_day(f: Fields, c: Context) -> Period:
    """Return the day an expression names itself, or else the day that the text named last, or today."""
    if c.day and not f.keys() & {"day", "weekday", "day_word", "shift"}:
        return c.day
    return Period("day", _day(f, c))


def read_day_part(f: Fields, c: Context) -> Meaning:
    """Read "Friday night", "this morning", "last night", "tonight", "the next morning"."""
    named = c.day if f.get("from") == "previous" else None
    day = (named or Period("day", c.today)).shift(f["shift"]) if "shift" in f else _named_day(f, c)
    return Meaning("TIME", f"{day.value}T{f['part']}", "day", day)


# ---------------------------------------------------------------- months to centuries
def read_month(f: Fields, c: Context) -> Meaning:
    """Read "September", "last March", "mid-June 1998": without a year the latest one, or the next."""
    if "year" in f:
        return _calendar(Period("month", date(int(f["year"]), int(f["month"]), 1)))
    this = Period.of(c.today, "month")
    back, ahead = (this.first.month - f["month"]) % 12, (f["month"] - this.first.month) % 12
    shift = f.get("shift")
    if shift is None:
        comes = _comes(30 * back, 30 * ahead, c)
    else:
        comes = shift >= 0 if ahead else shift > 0
        back = back or 12
    return _calendar(this.shift(ahead if comes else -back))


def read_month_of_year(f: Fields, c: Context) -> Meaning:
    """Read "July last year"."""
    return _calendar(Period("month", date(c.today.year + f["shift"], int(f["month"]), 1)))


def read_quarter(f: Fields, c: Context) -> Meaning:
    """Read "the third quarter of 2023", "Q3": without a year, the latest one that has begun."""
    nth = int(f.get("ordinal") or f["nth"])
    if "year" in f:
        return _calendar(Period("quarter", date(int(f["year"]), 3 * nth - 2, 1)))
    if "shift" in f:
        return _calendar(Period("quarter", date(c.today.year + f["shift"], 3 * nth - 2, 1)))
    this = Period.of(c.today, "quarter")
    back = ((this.first.month + 2) // 3 - nth) % 4
    return _calendar(this.shift(-back))


def read_this_quarter(f: Fields, c: Context) -> Meaning:
    """Read "the quarter": the one that the text spoke of last, or else the last that is over."""
    return _calendar(c.quarter or Period.of(c.today, "quarter").shift(-1))


def read_quarter_of_year(f: Fields, c: Context) -> Meaning:
    """Read "the 2023 quarter": the quarter that the text spoke of last, in that year."""
    spoken = c.quarter or Period.of(c.today, "quarter")
    named = Period("quarter", spoken.first.replace(year=int(f["year"])))
    return Meaning("DATE", named.value, named.precision)  # not noted: the text goes on about the latest one


def read_half(f: Fields, c: Context) -> Meaning:
    """Read "the last half of 2023", "the first half of the year"."""
    year = int(f["year"]) if "year" in f else c.today.year + f.get("shift", 0)
    return _calendar(Period("half", date(year, 1 if f.get("ordinal") == 1 else 7, 1)))


def read_season(f: Fields, c: Context) -> Meaning:
    """Read "last fall", "the summer", "the winter of 1994"."""
    month = (3, 6, 9, 12)[f["season"]]
    if "year" in f:
        return _calendar(Period("season", date(int(f["year"]), month, 1)))
    this = Period.of(c.today, "season")
    back = (this.first.month - month) // 3 % 4
    shift = f.get("shift", 0)
    if shift < 0:
        return _calendar(this.shift(-(back or 4)))
    return _calendar(this.shift(-back % 4 if shift > 0 or c.ahead else -back))


def read_decade(f: Fields, c: Context) -> Meaning:
    """Read "the 1990s", "the '80s", "the late eighties"."""
    digits = f"{f['tens']}0" if "tens" in f else re.sub(r"\D", "", f["decade"])
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return _calendar(Period("decade", date(year, 1, 1)))


def read_year(f: Fields, c: Context) -> Meaning:
    """Read "1989", "early 2023", "fiscal 1988"."""
    return _calendar(Period("year", date(int(f["year"]), 1, 1)))


def read_years(f: Fields, c: Context) -> Meaning:
    """Read "2016-2018" and "1989-90"."""
    first, last = f["year"], f["until"]
    last = first[: 4 - len(last)] + last
    if last <= first:
        raise ValueError(f"{first} to {last} is no range of years")
    return Meaning("DATE", f"{first}/{last}", "range")


def read_century(f: Fields, c: Context) -> Meaning:
    """Read "the 11th century"."""
    return _calendar(Period("century", date(100 * (int(f.get("ordinal") or f["nth"]) - 1), 1, 1)))


# ---------------------------------------------------------------- relative
def read_unit(f: Fields, c: Context) -> Meaning:
    """Read "last week", "this year", "the weekend", "the following month", "the same day"."""
    unit, shift = f["unit"].casefold(), f["shift"]
    anchor = c.previous.first if f.get("from") == "previous" and c.previous else c.today
    period = Period.of(anchor, unit)
    if unit == "weekend" and shift <= 0 and anchor.weekday() < 5 and not c.ahead:
        period = period.shift(-1)  # the weekend that is over
    elif unit == "weekend" and shift < 0:
        period = period.shift(shift)
    else:
        period = period.shift(shift)
    return _calendar(period)


def read_week_of(f: Fields, c: Context) -> Meaning:
    """Read "the week of March 6", "Easter week": the one that the day lies in."""
    day = read_holiday(f, c).period if "holiday" in f else Period("day", _day(f, c))
    assert day is not None
    return _calendar(Period.of(day.first, "week"))


def read_offset(f: Fields, c: Context) -> Meaning:
    """Read "six weeks ago", "two years later": as exact as its unit."""
    count, unit = _count(f, c), f["unit"].casefold()
    if not count:
        return Meaning("DATE", "PAST_REF" if f["sign"] < 0 else "FUTURE_REF", "vague")
    if unit in ("second", "minute", "hour"):
        if f.get("from") == "previous":  # "two hours later": which hour is not known
            return Meaning("DURATION", duration(count, unit), "vague")
        return Meaning("DATE", Period("day", c.today).value, "day")
    anchor = c.previous.first if f.get("from") == "previous" and c.previous else c.today
    if unit == "fortnight":
        unit, count = "week", count * 2
    if unit == "decade":
        unit, count = "year", count * 10
    if count % 1 and unit == "year":
        unit, count = "month", count * 12
    return _calendar(Period.of(anchor, unit).shift(round(f["sign"] * count)))


def read_year_before(f: Fields, c: Context) -> Meaning:
    """Read "a year earlier", "the year-ago period": a year before the quarter that is spoken of, if any."""
    before = c.quarter.shift(-4) if c.quarter else Period.of(c.today, "year").shift(-1)
    return Meaning("DATE", before.value, before.precision)  # not noted: the text goes on about its own year


# ---------------------------------------------------------------- lengths, sets, vague
def read_length(f: Fields, c: Context) -> Meaning:
    """Read "two years", "for months", "the past week": a length; `precision` is range where it ends today."""
    count, unit = _count(f, c), f["unit"].casefold()
    return Meaning("DURATION", duration(count or None, unit), "range" if count and "shift" in f else "vague")


def read_every(f: Fields, c: Context) -> Meaning:
    """Read "daily", "every two weeks", "each Thursday", "a week" in "twice a week"."""
    if "weekday" in f:  # TIMEX3 writes what is open with X: that day of any week of any year
        return Meaning("SET", f"XXXX-WXX-{f['weekday'] + 1}", "vague")
    unit = (f.get("adverb") or f["unit"]).casefold()
    return Meaning("SET", duration(_count(f, c) or 1, "day" if unit == "night" else unit), "vague")


def read_fixed(f: Fields, c: Context) -> Meaning:
    """Read "now", "recently", "soon"."""
    return Meaning("DATE", f["value"], "vague")


def _count(f: Fields, c: Context) -> float:
    """Return the number that was read, 0 where it is not known ("several")."""
    return number(f["count"], c.language) if "count" in f else float(f.get("number", 1))


READERS: dict[str, Callable[[Fields, Context], Meaning]] = {
    name.removeprefix("read_"): reader for name, reader in list(globals().items()) if name.startswith("read_")
}
"""The readers by the name that the grammar calls them."""
