"""Time expressions: found where they are, resolved as news means them, and given to what happened then."""

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.statements.dates import find_timex, grammar, when_of
from reportedly.statements.dates.periods import Period, duration, holiday

FRIDAY = "2024-01-05"


def read(text, published=FRIDAY):
    return [(text[t.start : t.end], t.value, t.precision) for t in find_timex(text, published)]


@pytest.mark.parametrize(
    ("text", "passage", "value", "precision"),
    [
        ("state media said on Friday.", "Friday", "2024-01-05", "day"),
        ("The mayor Friday (Jan 5) called for calm.", "Friday (Jan 5)", "2024-01-05", "day"),
        ("It was launched on Thursday.", "Thursday", "2024-01-04", "day"),
        ("The talks will resume on Tuesday.", "Tuesday", "2024-01-09", "day"),
        ("Officials said Tuesday the dam will be rebuilt.", "Tuesday", "2024-01-02", "day"),
        ("The vote will be held on Monday.", "Monday", "2024-01-08", "day"),
        ("He left last Friday.", "last Friday", "2023-12-29", "day"),
        ("See you next Tuesday.", "next Tuesday", "2024-01-09", "day"),
        ("The party met last week.", "last week", "2023-W52", "week"),
        ("The harbour froze in September.", "September", "2023-09", "month"),
        ("The harbour froze in December.", "December", "2023-12", "month"),
        ("The election is due in March.", "March", "2024-03", "month"),
        ("It fell last September.", "last September", "2023-09", "month"),
        ("It fell on Dec. 28.", "Dec. 28", "2023-12-28", "day"),
        ("It fell on March 15, 2011.", "March 15, 2011", "2011-03-15", "day"),
        ("It fell on the 5th of May 2019.", "5th of May 2019", "2019-05-05", "day"),
        ("It fell on 2023-11-30.", "2023-11-30", "2023-11-30", "day"),
        ("It fell on 30.11.2023.", "30.11.2023", "2023-11-30", "day"),
        ("It fell in early 2023.", "early 2023", "2023", "year"),
        ("It fell in July last year.", "July last year", "2023-07", "month"),
        ("It ends by the end of the month.", "the end of the month", "2024-01", "month"),
        ("It rained over the weekend.", "the weekend", "2023-W52-WE", "range"),
        ("It rained in the summer.", "the summer", "2023-SU", "season"),
        ("It rained in the winter of 1994.", "the winter of 1994", "1994-WI", "season"),
        ("It rained in the 1990s.", "the 1990s", "199", "range"),
        ("Sales rose in the third quarter of 2022.", "the third quarter of 2022", "2022-Q3", "season"),
        ("Sales rose in the last half of 2022.", "the last half of 2022", "2022-H2", "range"),
        ("Between 2016-2018 it rained.", "2016-2018", "2016/2018", "range"),
        ("It began late Tuesday evening.", "late Tuesday evening", "2024-01-02TEV", "day"),
        ("It began at 5:30 p.m. on Wednesday.", "5:30 p.m. on Wednesday", "2024-01-03T17:30", "minute"),
        ("It began at 0430 GMT on Friday.", "0430 GMT on Friday", "2024-01-05T04:30", "minute"),
        ("It began yesterday.", "yesterday", "2024-01-04", "day"),
        ("It began six weeks ago.", "six weeks ago", "2023-W47", "week"),
        ("It began two years ago.", "two years ago", "2022", "year"),
        ("It opens on New Year's Eve, they said.", "New Year's Eve", "2023-12-31", "day"),
        ("It closed on Good Friday.", "Good Friday", "2023-04-07", "day"),
        ("A 16th century well.", "16th century", "15", "range"),
        ("It hit the mill in the past week.", "the past week", "P1W", "range"),
        ("It has for months denied it.", "months", "PXM", "vague"),
        ("It came hours after the fire.", "hours", "PTXH", "vague"),
        ("It took two and a half years.", "two and a half years", "P2Y6M", "vague"),
        ("He recently left.", "recently", "PAST_REF", "vague"),
        ("He is currently away.", "currently", "PRESENT_REF", "vague"),
        ("It stayed dry into the early summer.", "the early summer", "2023-SU", "season"),
        ("It opened in nineteen ninety-seven.", "nineteen ninety-seven", "1997", "year"),
        ("It opened in June twenty twelve.", "June twenty twelve", "2012-06", "month"),
        ("It ends in the year two thousand and ten.", "the year two thousand and ten", "2010", "year"),
        ("The post-1959 laws stand.", "post-1959", "1959", "year"),
        ("They meet the week of March 6, 2023.", "the week of March 6, 2023", "2023-W10", "week"),
        ("They met in Easter week.", "Easter week", "2023-W14", "week"),
        ("Sales for the full year rose.", "the full year", "2024", "year"),
        ("Rules are due by year's end.", "year's end", "2024", "year"),
        ("The court is set to resume Monday.", "Monday", "2024-01-08", "day"),
        ("It took 5 1/2 hours.", "5 1/2 hours", "PT5H30M", "vague"),
        ("He runs every two weeks.", "every two weeks", "P2W", "vague"),
        ("He runs each Thursday.", "each Thursday", "XXXX-WXX-4", "vague"),
    ],
)
def test_expression(text, passage, value, precision):
    assert read(text) == [(passage, value, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "The man may march.",
        "A 52-year-old, 52 years old, sat down.",
        "They counted 2000 people and $1990.",
        "February 30 does not exist.",
        "He finished second.",
        "They counted two thousand and ten people.",
        "The twenty twelve-year-olds sang.",
        "Three-quarters of it burned.",
        "",
    ],
)
def test_no_expression(text):
    assert read(text) == []


def test_a_time_counts_from_the_one_before():
    text = "On Nov. 3 the mill burned. Three days later it reopened. The same day, it closed."
    assert [value for _, value, _ in read(text)] == ["2023-11-03", "2023-11-06", "2023-11-06"]
    text = "It burned on Nov. 3. The next morning, it fell."
    assert [value for _, value, _ in read(text)] == ["2023-11-03", "2023-11-04TMO"]
    text = "Sales rose in the third quarter. In the 2021 quarter they fell. The latest period was good."
    assert [value for _, value, _ in read(text)] == ["2023-Q3", "2021-Q3", "2023-Q3"]


def test_a_date_without_its_year_may_lie_ahead():
    assert read("He retired on Apr. 2.") == [("Apr. 2", "2023-04-02", "day")]
    assert read("He will retire on Apr. 2.") == [("Apr. 2", "2024-04-02", "day")]
    assert read("He will retire, after what he said in August.") == [("August", "2023-08", "month")]
    assert read("The fair opens Jan. 20.", "2023-12-20") == [("Jan. 20", "2024-01-20", "day")]


def test_without_a_day_of_publication():
    text = "Last week he said that in September 2019 he met her, and will again next year."
    for published in (None, "", "soon", "2024"):
        assert [value for _, value, _ in read(text, published)] == ["PAST_REF", "2019-09", "FUTURE_REF"]


@pytest.mark.parametrize(
    ("text", "cue", "content", "value"),
    [
        ("He said on Friday that it fell in September.", "said", "it fell in September", "2023-09"),
        ("He said on Friday that it fell.", "said", "it fell", None),
        ("On Thursday, the mayor said that it fell.", "said", "it fell", None),
        ("In September, officials said, it fell.", "said", "it fell", "2023-09"),
        ("He said Thursday's storm broke it.", "said", "Thursday's storm broke it", "2024-01-04"),
        ("The mill burned on Thursday.", "", "The mill burned", "2024-01-04"),
        ("The mayor last week ordered an inquiry.", "ordered", "an inquiry", "2023-W52"),
        ("It burned. The mill fell on Monday. It rained.", "", "It burned", None),
        (
            "He said it burned in the past week.",
            "said",
            "it burned in the past week",
            "2023-12-29/2024-01-05",
        ),
        ("He said it recently burned.", "said", "it recently burned", "PAST_REF"),
        ("He said it burns daily.", "said", "it burns daily", None),
        (
            "He said it burned at 5 p.m. on Monday.",
            "said",
            "it burned at 5 p.m. on Monday",
            "2024-01-01T17:00",
        ),
        ("He said it burned Monday night.", "said", "it burned Monday night", "2024-01-01"),
    ],
)
def test_when(text, cue, content, value):
    start, at = text.index(content), text.index(cue)
    spans = [[at, at + len(cue)]] if cue else []
    when = when_of(find_timex(text, FRIDAY), text, start, start + len(content), spans, FRIDAY)
    assert (when.value if when else None) == value
    assert when is None or when.from_text in text


def test_holidays_and_lengths():
    assert holiday(0, 2024) == date(2024, 3, 31)
    assert holiday([11, 3, 4], 2023) == date(2023, 11, 23)
    assert holiday([5, 0, -1], 2024) == date(2024, 5, 27)
    assert [duration(*x) for x in ((0.5, "year"), (3, "decade"), (2, "weekend"))] == ["P6M", "P30Y", "P4D"]


UNITS = ["day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade"]


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.sampled_from(UNITS), st.integers(-50, 50))
def test_shifting_back_comes_home(day, unit, count):
    period = Period.of(day, unit)
    assert period.shift(count).shift(-count) == period
    assert period.first <= day < period.shift(1).first


VOCABULARY = """
Friday (Jan 5) , . last next the week month year ago earlier later two 31 2023 99 1/2 of a Feb. 30 at 5 p.m.
February noon will said 's - quarter first past hours Easter every same day 0000-00-00 9999-12-31 [ ’80s 0/0
previous century 9999 years from now midnight 13/13/2024 \\ twenty-first and half Monday-Friday
each Mondays year's end Christmas Eve tonight mid-June 1990s 1998-99 Q3 summer daily recently future earlier
"""
WORDS = [*VOCABULARY.split(), "\n", "\n\n", "\u00a0"]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)),
    st.one_of(st.none(), st.text(max_size=12), st.dates().map(date.isoformat)),
)
def test_offsets_are_exact_whatever_the_text(text, published):
    found = find_timex(text, published)
    ends = [0]
    for t in found:
        assert ends[-1] <= t.start < t.end <= len(text)
        assert text[t.start : t.end].strip()
        assert t.type in ("DATE", "TIME", "DURATION", "SET")
        assert t.precision in ("minute", "day", "week", "month", "season", "year", "range", "vague")
        assert re.fullmatch(r"[\dA-Z:./-]+(?:_REF)?", t.value)
        ends.append(t.end)
    half = len(text) // 2
    when_of(found, text, 0, half, [[half, len(text)]], published)


def test_long_runs_of_spaces_and_words_do_not_stall():
    text = "May " + " " * 20_000 + "\n" * 20_000 + "the last " * 5_000 + "1 " * 5_000
    assert all(t.end <= len(text) for t in find_timex(text, FRIDAY))


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_rules_tried_near_the_words_they_need_find_what_a_search_of_the_text_finds(text):
    found = grammar.find_expressions(text, "en")
    everywhere = tuple(dataclasses.replace(rule, needs=frozenset()) for rule in grammar._rules("en"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar, "_rules", lambda language: everywhere)
        assert grammar.find_expressions(text, "en") == found
