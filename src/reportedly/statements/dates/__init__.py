"""Time expressions in news: found, resolved on the day of publication, and given to what happened then."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from reportedly.languages import LANGUAGES
from reportedly.records import Spans, Timex, When
from reportedly.statements.dates.grammar import Expression, find_expressions, points_ahead
from reportedly.statements.dates.readers import READERS, Context, Meaning, NoAnchorError


def find_timex(text: str, published: str | None, language: str | None = None) -> list[Timex]:
    """Return the time expressions of a text, in order and without overlap (offsets in code points).

    `published` is an ISO 8601 date or time; without one, only absolute expressions get a calendar value,
    relative ones are vague (PAST_REF, FUTURE_REF). `language` is ISO 639-1; one whose times cannot be
    read is taken for English, for its numbers. Never raises, whatever the text.
    """
    context = Context(_day(published), language if language in LANGUAGES else "en")
    found = []
    for expression in find_expressions(text, context.language):
        context.ahead = points_ahead(text, expression.start, expression.end, context.language)
        meaning = _read(expression, context)
        if meaning:
            context.note(meaning.period)
            found.append(
                Timex(expression.start, expression.end, meaning.type, meaning.value, meaning.precision)
            )
    return found


def _read(expression: Expression, context: Context) -> Meaning | None:
    """Return what an expression means, or None where it is no time (30 February)."""
    try:
        return READERS[expression.reader](expression.fields, context)
    except NoAnchorError:
        ahead = context.ahead or expression.fields.get("shift", 0) > 0 or expression.fields.get("sign", 0) > 0
        return Meaning("DATE", "FUTURE_REF" if ahead else "PAST_REF", "vague")
    except (ValueError, OverflowError):
        return None


def _day(published: str | None) -> date | None:
    """Return the day of an ISO 8601 date or time, None where there is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


REACH = 1000
"""Code points to either side of a passage in which its sentence is taken to begin and end."""


# ---------------------------------------------------------------- when what a statement says happened
def when_of(
    timexes: Sequence[Timex],
    text: str,
    start: int,
    end: int,
    cue: Spans,
    published: str | None = None,
    language: str = "en",
) -> When | None:
    """Return when that happened which a statement's content `[start, end)` says, or None where it is silent.

    A time of the saying ("said on Friday that ...") is not it, unless saying is what happened ("ordered
    last week"). Prefers a time inside the content to one elsewhere in its sentence, a dated one to a
    vague one, the first to later ones. `published` turns "the past week" into the days that ended then.
    """
    near = [t for t in timexes if start - REACH <= t.start and t.end <= end + REACH and t.type != "SET"]
    if not near:
        return None
    first, last = _sentence(text, start, end, language)
    told = [t for t in near if first <= t.start and t.end <= last]
    if not any(_saying("acts", language).search(text[s:e]) for s, e in cue):
        told = [t for t in told if not _of_the_saying(t, text, start, end, cue, language)]
    inside = [t for t in told if start <= t.start and t.end <= end]
    around = [t for t in told if t not in inside and t.precision != "vague"]
    best = min(inside or around, key=lambda t: (t.precision == "vague", t.start), default=None)
    if best is None:
        return None
    return When(_cut(best, published), best.precision, text[best.start : best.end])


def _sentence(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Return the extent of the sentences that hold a passage."""
    begins, ends = _stops(text, language)
    before = bisect_right(ends, start + 2) - 1
    first = max(0, start - REACH, min(ends[before], start) if before >= 0 else 0)
    after = bisect_left(begins, max(start, end - 1))
    last = begins[after] + 1 if after < len(begins) else len(text)
    return first, min(last, end + REACH)


@functools.lru_cache(maxsize=4)
def _stops(text: str, language: str) -> tuple[list[int], list[int]]:
    """Return where the ends of sentences in a text begin, and where they end."""
    found = [stop.span() for stop in _stop(language).finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def _of_the_saying(timex: Timex, text: str, start: int, end: int, cue: Spans, language: str) -> bool:
    """Whether a time belongs to the telling: "said on Friday that", "On Thursday, the US reported that"."""
    if text[timex.end : timex.end + 2] in ("'s", "’s"):  # "said Friday's attack"
        return False
    told = start <= timex.start and timex.end <= end  # it stands in the content
    for cue_start, cue_end in cue:
        if timex.start >= cue_end:
            gap = text[cue_end : timex.start]
            led_by = text[start : timex.start] if told and start >= cue_end else ""
            near = len(gap) <= 60 and not _saying("breaks", language).search(gap)
            if near and _saying("leads", language).fullmatch(led_by):
                return True
        elif timex.end <= cue_start and not (told and end <= cue_start):
            gap = text[timex.end : cue_start]
            aside = text[cue_end : cue_end + 1] in (",", ".", "")  # "In September, officials said, ..."
            if len(gap.split()) <= 3 and "," not in gap if aside else len(gap) <= 60 and ";" not in gap:
                return True
    return False


@functools.cache
def _saying(part: str, language: str) -> re.Pattern[str]:
    """Return the pattern of a list of words about telling."""
    words = "|".join(LANGUAGES[language].words("dates.toml")["saying"][part])
    return {
        "acts": re.compile(rf"\b(?:{words})\b", re.IGNORECASE),
        "breaks": re.compile(rf"[;:\"“”]|,\s|\b(?:{words})\b"),
        "leads": re.compile(rf"\W*(?:(?:{words})\b\W*)*"),
    }[part]


@functools.cache
def _stop(language: str) -> re.Pattern[str]:
    """Return the pattern of where a sentence ends: not after an initial or an abbreviated name."""
    words = LANGUAGES[language].words("dates.toml")["abbreviated"]["words"]
    abbreviated = "".join(rf"(?<!\b{word})" for word in words)
    # Stops are looked for first: what stands before is asked of them alone.
    return re.compile(rf"(?=[.!?])(?<![A-Z]){abbreviated}[.!?]['\"’”)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n\s*\n")


def _cut(timex: Timex, published: str | None) -> str:
    """Return a time's value cut to its precision; a past length of days to months as the range it spans."""
    if timex.precision == "day":
        return timex.value[:10]
    length = re.fullmatch(r"P(\d+)([DWMY])", timex.value)
    today = _day(published)
    if timex.precision != "range" or not length or not today:
        return timex.value
    days = {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}[length[2]] * int(length[1])
    try:
        return f"{today - timedelta(days=round(days))}/{today}"
    except OverflowError:
        return timex.value
