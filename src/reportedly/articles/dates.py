"""When an article was published: dates as pages write them -> ISO 8601 with a precision."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass

from reportedly.languages import LANGUAGES, months

YEARS = range(1990, 2101)
"""No news stood on a page before."""


@dataclass(frozen=True, slots=True)
class Published:
    """A date of publication: ISO 8601 cut to its precision (minute, day, month, year), and its source."""

    value: str
    precision: str
    method: str = ""

    @property
    def day(self) -> str:
        """The date alone."""
        return self.value[:10]


_ISO = re.compile(
    r"\b(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?\s?(Z\b|[+-]\d\d:?\d\d)?)?)?\b"
)
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z|[+-]\d{4})?)?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./年년]\s?(\d{1,2})\s?[./月월]\s?(\d{1,2})(?!\d)\s?[.日일]?")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?:(오전|午前|上午)|(오후|午後|下午))?\s*(?<![\d:+-])([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?(?!\d)"
    r"\s*(?:([ap])\.?m\b\.?)?\s*\(?([A-Z]{2,5}\b|[+-]\d\d:?\d\d)?",
    re.I,
)
_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/._-]|$)|(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)"
)


@functools.cache
def _tables() -> tuple[dict[str, str], re.Pattern[str]]:
    """Zones by name, and a pattern for a date that names its month."""
    zones: dict[str, str] = {}
    for language in LANGUAGES.values():
        zones |= language.words("page.toml")["dates"]["zones"]
    name = "|".join(sorted(months() | months(further=True), key=len, reverse=True))
    pattern = re.compile(
        rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?[ .-]+(?:of |de )?)?(?P<m>{name})\b\.?"
        rf"(?:[ -]+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:))?(?:,|\s|-|\bat\b|\bdel?\b)*(?P<y>\d{{4}})\b",
        re.I,
    )
    return zones, pattern


def month_names() -> str:
    """Return the names of the months, as a regular expression."""
    return "|".join(sorted(months(), key=len, reverse=True))


def names_weekday(text: str) -> bool:
    """Tell whether a day of the week stands in a text."""
    return _weekdays().search(text) is not None


@functools.cache
def _weekdays() -> re.Pattern[str]:
    names = (
        name for language in LANGUAGES.values() for name in language.words("page.toml")["dates"]["weekdays"]
    )
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.I)


def parse(text: str, method: str = "") -> Published | None:
    """Return the first full date in a short text, with its time of day if there is one; else None."""
    for match in (_ISO.search(text), _COMPACT.search(text)):
        if match and (found := _build(match[1], match[2], match[3], method)):
            clock = _time(match[4], match[5], match[6]) if match[4] and match[3] else _clock(text, match)
            return _with_time(found, clock)
    return _named_month(text, method) or _numeric(text, method)


def parse_given(text: str) -> Published | None:
    """Return the date that somebody gave for an article: as `parse` does, or a year that stands alone."""
    year = re.fullmatch(r"\s*(\d{4})\s*", text)
    if year and int(year[1]) in YEARS:
        return Published(year[1], "year", "given")
    return parse(text, "given")


def possible(found: Published, latest: str | None) -> bool:
    """Tell whether a date can be true of a page fetched at `latest` (ISO 8601; None: not known).

    A day's grace is given: it is tomorrow somewhere.
    """
    captured = parse(latest) if latest else None
    if captured is None or captured.precision in ("month", "year"):
        return True
    grace = datetime.date.fromisoformat(captured.day) + datetime.timedelta(days=1)
    return found.day <= grace.isoformat()[: len(found.day)]


def later(date: Published, than: Published) -> bool:
    """Tell whether a date is later than another: by the clock where the zones allow it, else by the day."""
    if date.precision == than.precision == "minute":
        one, other = (datetime.datetime.fromisoformat(d.value) for d in (date, than))
        if (one.tzinfo is None) == (other.tzinfo is None):
            return one > other
    return date.day > than.day


def from_url(url: str) -> Published | None:
    """Return the date that a web address carries in its path, such as /2024/01/05/."""
    path = url.partition("//")[2].partition("/")[2].partition("?")[0]
    for match in _URL.finditer("/" + path):
        year, month, day = match.groups()[:3] if match[1] else match.groups()[3:]
        if found := _build(year, month, day, "url"):
            return found
    return None


def _named_month(text: str, method: str) -> Published | None:
    _, pattern = _tables()
    for match in pattern.finditer(text):
        name, day = match["m"].lower(), match["d1"] or match["d2"]
        # "Mars 2020" is no date, and "5 mars 2020" is one.
        number = months().get(name) or (months(further=True).get(name) if match["d1"] else None)
        if number and (found := _build(match["y"], str(number), day, method)):
            return _with_time(found, _clock(text, match))
    return None


def _numeric(text: str, method: str) -> Published | None:
    if match := _YEAR_FIRST.search(text):
        found = _build(match[1], match[2], match[3], method)
        return _with_time(found, _clock(text, match)) if found else None
    if match := _NUMERIC.search(text):
        a, b = int(match[1]), int(match[3])
        # 5/1 is a day in January or in May; only a number over 12, or dots (day first), tells.
        day, month = (a, b) if match[2] == "." or a > 12 or a == b else (b, a)
        if match[2] != "." and a <= 12 and b <= 12 and a != b:
            return None
        found = _build(match[4], str(month), str(day), method)
        return _with_time(found, _clock(text, match)) if found else None
    return None


def _build(year: str, month: str, day: str | None, method: str) -> Published | None:
    try:
        date = datetime.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    if date.year not in YEARS:
        return None
    return (
        Published(date.isoformat(), "day", method)
        if day
        else Published(date.isoformat()[:7], "month", method)
    )


def _clock(text: str, date: re.Match[str]) -> str | None:
    """Return the time of day that stands beside a date, within some thirty signs."""
    after = _CLOCK.search(text[date.end() : date.end() + 30])
    before = list(_CLOCK.finditer(text[max(0, date.start() - 30) : date.start()]))
    match = after or (before[-1] if before else None)
    if match is None:
        return None
    hour, half = int(match[3]), "a" if match[1] else "p" if match[2] else (match[5] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return _time(str(hour), match[4], match[6])


def _time(hour: str, minute: str, zone: str | None) -> str | None:
    """Return HH:MM:SS with an offset where the zone is known."""
    if int(hour) > 23 or int(minute) > 59:
        return None
    offset = ""
    if zone and zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        offset = f"{zone[0]}{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else ""
    elif zone:
        offset = "+00:00" if zone.upper() == "Z" else _tables()[0].get(zone.upper(), "")
    return f"{int(hour):02}:{minute}:00{offset}"


def _with_time(found: Published, clock: str | None) -> Published:
    if clock is None or found.precision != "day":
        return found
    return Published(f"{found.value}T{clock}", "minute", found.method)
