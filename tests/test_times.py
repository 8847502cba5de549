"""Dates as machines write them, in the fields of tables and feeds."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.pages.times import normal


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024-01-05 04:11:00", "2024-01-05T04:11:00"),
        ("2024-01-05T04:11:00.123Z", "2024-01-05T04:11:00+00:00"),
        ("2024-01-05 04:11:00 UTC", "2024-01-05T04:11:00+00:00"),
        ("2024-01-05 04:11:00 +0530", "2024-01-05T04:11:00+05:30"),
        ("20240105T041100Z", "2024-01-05T04:11:00+00:00"),
        ("20240105041100", "2024-01-05T04:11:00"),
        ("20240105", "2024-01-05"),
        (20240105, "2024-01-05"),
        ("Fri, 05 Jan 2024 04:11:00 -0500", "2024-01-05T04:11:00-05:00"),
        ("Fri, 5 Jan 2024 04:11 EST", "2024-01-05T04:11:00-05:00"),
        ("05 Jan 2024", "2024-01-05"),
        (1704427860, "2024-01-05T04:11:00+00:00"),
        (1704427860.0, "2024-01-05T04:11:00+00:00"),
        ("1704427860", "2024-01-05T04:11:00+00:00"),
        (1704427860123, "2024-01-05T04:11:00+00:00"),
        (1704427860123456789, "2024-01-05T04:11:00+00:00"),
        (datetime.date(2024, 1, 5), "2024-01-05"),
        (datetime.datetime(2024, 1, 5, 4, 11, tzinfo=datetime.UTC), "2024-01-05T04:11:00+00:00"),
        ("None", None),
        ("5 janvier 2024 ", "5 janvier 2024"),  # for the next step to read
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01 00:00:00", None),
        (0, None),
        (-1, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_dates_of_machines(given: Any, expected: str | None) -> None:
    assert normal(given) == expected


@given(
    st.one_of(
        st.text(max_size=40), st.integers(), st.floats(), st.from_regex(r"\d{1,4}-\d\d-\d\d[T ]\d\d:\d\d.*")
    )
)
def test_a_date_is_text_or_nothing(value: Any) -> None:
    found = normal(value)
    assert found is None or found.strip()


@given(st.datetimes(datetime.datetime(1980, 1, 2), datetime.datetime(2100, 12, 30)))
def test_a_time_comes_back_as_it_was(when: datetime.datetime) -> None:
    when = when.replace(microsecond=0)
    assert normal(str(when)) == when.isoformat()
    assert normal(when.strftime("%Y%m%d%H%M%S")) == when.isoformat()
