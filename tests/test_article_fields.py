"""Dates and datelines, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles import dates
from reportedly.articles.credits import Credits
from reportedly.articles.dateline import read_dateline


# ---------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2031-05-06", "2031-05-06", "day"),
        ("2031-05-06T04:11:30.123Z", "2031-05-06T04:11:00+00:00", "minute"),
        ("2031-05-06 04:11:30+0530", "2031-05-06T04:11:00+05:30", "minute"),
        ("2031-05", "2031-05", "month"),
        ("20310506", "2031-05-06", "day"),
        ("May 06, 2031 04:11 AM IST", "2031-05-06T04:11:00+05:30", "minute"),
        ("Updated 12:24 am EST, Tuesday, May 6, 2031", "2031-05-06T00:24:00-05:00", "minute"),
        ("Tue, 06 May 2031 16:11:00 GMT", "2031-05-06T16:11:00+00:00", "minute"),
        ("Sept. 6th, 2031 at 9:05 p.m. ET", "2031-09-06T21:05:00", "minute"),
        ("6 May 2031", "2031-05-06", "day"),
        ("Tuesday 6 May 2031 10.15 GMT", "2031-05-06T10:15:00+00:00", "minute"),
        ("May 2031", "2031-05", "month"),
        ("2031年5月6日 下午4:11", "2031-05-06T16:11:00", "minute"),
        ("2031. 5. 6. 오전 12:11", "2031-05-06T00:11:00", "minute"),
        ("06.05.2031", "2031-05-06", "day"),
        ("5/16/2031", "2031-05-16", "day"),
        ("16/5/2031", "2031-05-16", "day"),
    ],
)
def test_dates_as_pages_write_them(text: str, value: str, precision: str) -> None:
    found = dates.parse(text)
    assert found is not None
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    "text",
    ["", "5/6/2031", "Tuesday", "May 6", "2031-13-45", "31 February 2031", "1066-10-14", "10:30", "2031"],
)
def test_no_full_date(text: str) -> None:
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://oster.example/2031/05/06/mill-closes", "2031-05-06"),
        ("https://oster.example/news/2031-05-06/mill", "2031-05-06"),
        ("https://oster.example/mill-20310506.html", "2031-05-06"),
        ("https://oster.example/2031/05/mill", "2031-05"),
        ("https://2031.example/a?d=2031/05/06", None),
        ("https://oster.example/mill-14848164", None),
    ],
)
def test_dates_in_addresses(url: str, value: str | None) -> None:
    found = dates.from_url(url)
    assert (found and found.value) == value


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2031", "2031", "year"),
        (" 2031 ", "2031", "year"),
        ("May 2031", "2031-05", "month"),
        ("2031-05-06", "2031-05-06", "day"),
    ],
)
def test_dates_as_somebody_gave_them(text: str, value: str, precision: str) -> None:
    assert dates.parse_given(text) == dates.Published(value, precision, "given")
    assert dates.parse_given("1066") is None


@pytest.mark.parametrize(
    ("date", "latest", "possible"),
    [
        ("2031-05-06", "2031-05-06T01:00:00Z", True),
        ("2031-05-07", "2031-05-06T23:00:00Z", True),  # it is tomorrow somewhere
        ("2031-05-08", "2031-05-06T23:00:00Z", False),
        ("2031-06", "2031-05-06", False),
        ("2032", "2031-05-06", False),
        ("2031", "2031-05-06", True),
        ("2099-05-08", None, True),
    ],
)
def test_no_page_is_younger_than_its_capture(date: str, latest: str | None, possible: bool) -> None:
    found = dates.parse_given(date)
    assert found is not None
    assert dates.possible(found, latest) is possible


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = dates.parse(text)
    assert found is None or found.precision in ("minute", "day", "month")


# ---------------------------------------------------------------- datelines
@pytest.mark.parametrize(
    ("start", "place", "agency"),
    [
        ("OSTER, May 6 (Reuters) - The mill closed.", "Oster", "Reuters"),
        ("OSTER (AP) — The mill closed.", "Oster", "AP"),
        ("NEW OSTER, Westland (AP) — The mill closed.", "New Oster, Westland", "AP"),
        ("OSTER, May 6. /TASS/. The mill closed.", "Oster", "TASS"),
        ("OSTER, May 6 (ORNA) — The mill closed.", "Oster", "ORNA"),
        ("(AP) — The mill closed.", None, "AP"),
        ("May 6 (Reuters) - The mill closed.", None, "Reuters"),
        ("OSTER: The mill closed.", "Oster", None),
        ("OSTER — The mill closed.", "Oster", None),
        ("OSTER ― The mill closed.", "Oster", None),
        ("FILE - The mill in May.", None, None),
        ("Mill closes\n\nOSTER (AP) — The mill closed.", None, None),
        ("READ MORE: The mill closed.", None, None),
        ("The mill (pictured) closed.", None, None),
        ("Ana Brandt (AP) said the mill closed.", None, None),
        ("Kim (left) - The mill closed.", None, None),
    ],
)
def test_datelines(start: str, place: str | None, agency: str | None) -> None:
    credits = Credits()
    assert read_dateline(start, credits) == place
    assert [credit.agency for credit in credits.agencies] == ([agency] if agency else [])
