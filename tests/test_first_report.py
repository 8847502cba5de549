"""Which article was first with something, as far as the times of publication tell."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.origins.times import first_report, moment
from reportedly.records import Article, FirstReport, Statement


def found(times: dict[str, str | None]) -> FirstReport | None:
    return first_report((Article(name, name, name, published=time), None) for name, time in times.items())


@pytest.mark.parametrize(
    ("times", "first", "as_early"),
    [
        (["2031-05-06T09:00:00+02:00", "2031-05-06T08:30:00+02:00"], 1, []),
        (["2031-05-06T23:30:00-04:00", "2031-05-07T04:00:00+02:00"], 1, []),  # zones, not printed days
        (["2031-05-06T09:00:00+02:00", "2031-05-06T07:00:00Z"], 0, [1]),  # one moment
        (["2031-05-06", "2031-05-06"], 0, [1]),
        (["2031-05-06", "2031-05-07"], 0, []),
        (["2031-05-06", "2031-05-06T09:00:00+02:00"], 1, [0]),  # a day may be any of its hours
        (["2031-05-06", "2031-05-08T09:00:00+02:00"], 0, []),
        (["2031-05-06T09:00:00", "2031-05-06T08:00:00"], 1, [0]),  # nobody says in which zones
        (["2031-05-06T14:20:00+01:00", "2031-05-07T07:45:00"], 0, []),  # in no zone is it so early
        (["2031-05-06T18:45:00+01:00", "2031-05-07T07:45:00"], 0, [1]),  # in one it is
        (["2031-05", "2031-05-20"], 1, [0]),
        (["2031", "2032-01-01"], 0, []),
        (["9999", "9999-12-31T23:59:00Z"], 1, [0]),
        (["2031-04", "2031-05-20"], 0, []),
        (["no date", "2031-05-20"], 1, []),
    ],
)
def test_two_times(times: list[str], first: int, as_early: list[int]) -> None:
    report = found({str(n): time for n, time in enumerate(times)})
    assert report is not None
    assert (report.article, report.as_early) == (str(first), [str(n) for n in as_early])


def test_no_time_is_known() -> None:
    assert found({}) is None
    assert found({"a": None, "b": None}) is None
    report = found({"a": None, "b": "2031"})
    assert report is not None
    assert (report.article, report.undated) == ("b", ["a"])


def test_the_first_statement_of_the_first_article_proves_it() -> None:
    article = Article("a", "a", "a", published="2031-05-06", published_method="first line")
    told = [
        Statement(name, "a", start, start + 1, "", False, "affirms", [], [], [], [])
        for name, start in (("late", 9), ("early", 3))
    ]
    report = first_report((article, statement) for statement in told)
    assert report is not None
    assert (report.statement, report.method) == ("early", "first line")


DAYS = st.dates().map(lambda day: day.isoformat())
TIMES = st.one_of(
    DAYS,
    DAYS.map(lambda day: day[:7]),
    DAYS.map(lambda day: day[:4]),
    st.datetimes(timezones=st.timezones()).map(lambda time: time.isoformat()),
    st.datetimes().map(lambda time: time.isoformat()),
)


@given(
    st.dictionaries(st.text("abc", min_size=1), st.one_of(st.none(), TIMES)),
    st.randoms(use_true_random=False),
)
def test_any_times(times: dict[str, str | None], rng: random.Random) -> None:
    report = found(times)
    shuffled = list(times.items())
    rng.shuffle(shuffled)
    assert found(dict(shuffled)) == report
    if report is None:
        assert not any(moment(time) for time in times.values())
        return
    known = {name for name, time in times.items() if moment(time)}
    assert {report.article, *report.as_early} <= known
    assert set(report.undated) == times.keys() - known
    zoned = [time for name in known if (time := times[name]) and ("+" in time[10:] or "-" in time[10:])]
    if len(zoned) == len(known):  # moments are in order
        assert moment(report.published) == min(moment(time) for time in zoned)
