"""Dates, bylines, credits, datelines and outlets, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles import dates
from reportedly.articles.credits import (
    Credits,
    agencies_in,
    cut_sign_off,
    read_author,
    read_authors,
    read_byline,
    read_sign_off,
)
from reportedly.articles.dateline import read_dateline
from reportedly.articles.decode import decode
from reportedly.articles.outlets import from_address, from_copyright, of_page, of_site
from reportedly.articles.pictures import cut_photo_credit, read_picture_line


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


# ---------------------------------------------------------------- people and agencies
def found_in(credits: Credits) -> tuple[list[str], list[str]]:
    return credits.people, [credit.agency for credit in credits.agencies]


@pytest.mark.parametrize(
    ("line", "people", "agencies"),
    [
        ("By Ana Brandt", ["Ana Brandt"], []),
        (
            "by Ana Brandt and Jo van der Lind | Oster Post",
            ["Ana Brandt", "Jo van der Lind", "Oster Post"],
            [],
        ),
        ("By ANA BRANDT and JO LIND, Associated Press", ["Ana Brandt", "Jo Lind"], ["AP"]),
        ("By Ana Brandt, AP Auto Writer", ["Ana Brandt"], ["AP"]),
        ("By Ana Brandt - 5/6/31 06:56 AM", ["Ana Brandt"], []),
        ("By Ana Brandt November 6, 2031", ["Ana Brandt"], []),
        ("Written by Ana Brandt Updated May 6", ["Ana Brandt"], []),
        ("By Reuters", [], ["Reuters"]),
        ("Reuters |", [], ["Reuters"]),
        ("Agence France-Presse", [], ["AFP"]),
        ("By the Orlan News Agency", [], ["Orlan News Agency"]),
    ],
)
def test_bylines(line: str, people: list[str], agencies: list[str]) -> None:
    credits = Credits()
    assert read_byline(line, credits)
    assert found_in(credits) == (people, agencies)


@pytest.mark.parametrize(
    "line",
    [
        "By the river stood a mill.",
        "The mill closed, Reuters reported.",
        "Ana Brandt",
        "By noon the water had risen",
        "",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    credits = Credits()
    assert not read_byline(line, credits)
    assert found_in(credits) == ([], [])


@pytest.mark.parametrize(
    ("stated", "people", "agencies"),
    [
        ("Ana Brandt", ["Ana Brandt"], []),
        ("ana-brandt fan", ["ana-brandt fan"], []),
        ("LISA BRANDT Associated Press", ["Lisa Brandt"], ["AP"]),
        ("105092", [], []),
        ("AFP", [], ["AFP"]),
    ],
)
def test_authors_of_metadata(stated: str, people: list[str], agencies: list[str]) -> None:
    credits = Credits()
    read_author(stated, credits)
    assert found_in(credits) == (people, agencies)


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("ss/kb (AFP, Reuters)", ["AFP", "Reuters"]),
        ("(Reuters)", ["Reuters"]),
        ("(With inputs from AFP)", ["AFP"]),
        ("With inputs from agencies", []),
        ("Source: TASS", ["TASS"]),
        ("Jo Lind of the Associated Press contributed to this report.", ["AP"]),
        (
            "Reuters and Associated Press writer Jo Lind in Oster contributed to this report.",
            ["Reuters", "AP"],
        ),
        ("Ana Brandt in Oster contributed to this report.", []),
        ("Copyright 2031 The Associated Press. All rights reserved.", ["AP"]),
        ("Reuters - Ap - Afp", ["Reuters", "AP", "AFP"]),
        ("(Reporting by Ana Brandt in Oster; Editing by Jo Lind)", []),
    ],
)
def test_sign_offs(line: str, agencies: list[str]) -> None:
    credits = Credits()
    assert read_sign_off(line, credits)
    assert found_in(credits)[1] == agencies
    assert all(credit.passage == line for credit in credits.agencies)


def test_a_joint_sign_off_is_two_credits_of_one_passage() -> None:
    credits = Credits()
    read_sign_off("ss/kb  (AFP, Reuters)", credits)
    assert {credit.passage for credit in credits.agencies} == {"ss/kb (AFP, Reuters)"}


def test_a_picture_agency_is_not_credited_for_a_text() -> None:
    credits = Credits()
    read_sign_off("Getty", credits)
    assert [(credit.agency, credit.kind) for credit in credits.agencies] == [("Getty Images", "photo")]


def test_among_authors_a_picture_agency_tells_that_they_made_the_picture() -> None:
    credits = Credits()
    read_authors(["Ana Brandt", "Reuters", "Getty Images"], credits)
    assert credits.people == ["Ana Brandt"]
    assert {(credit.agency, credit.kind) for credit in credits.agencies} == {
        ("Reuters", "photo"),
        ("Getty Images", "photo"),
    }


def test_a_line_that_says_when_and_whose() -> None:
    credits = Credits()
    assert read_byline("The mill closes Updated: 2031-05-06 06:50 (Xinhua)", credits)
    assert found_in(credits) == ([], ["Xinhua"])
    assert not read_byline("The mill was updated in May (Xinhua)", Credits())


@pytest.mark.parametrize(
    "line",
    ["The mill closed (see map).", "(and then it rained)", "Reuters said on Tuesday that the mill was dry."],
)
def test_what_is_no_sign_off(line: str) -> None:
    assert not read_sign_off(line, Credits())


def test_a_sign_off_behind_the_last_sentence() -> None:
    credits = Credits()
    assert cut_sign_off('"It closed," he said. (Reuters)', credits) == '"It closed," he said.'
    assert cut_sign_off("It closed (Reuters) on Tuesday.", credits) == "It closed (Reuters) on Tuesday."
    assert found_in(credits)[1] == ["Reuters"]


def test_agencies_in_a_credit() -> None:
    assert agencies_in("KCNA VIA KNS/AFP") == (["KCNA", "KNS", "AFP"], True)
    assert agencies_in("Jo Lind/AFP via Getty Images") == (["AFP", "Getty Images"], False)
    assert agencies_in("the weather service said so") == ([], False)


# ---------------------------------------------------------------- pictures
@pytest.mark.parametrize(
    ("caption", "rest", "agencies"),
    [
        ("The flooded yard of the mill.(via REUTERS)", "The flooded yard of the mill.", ["Reuters"]),
        ("The flooded yard (AP Photo/Jo Lind, File)", "The flooded yard", ["AP"]),
        (
            "More vehicles were neededImage: KCNA VIA KNS/AFP",
            "More vehicles were needed",
            ["KCNA", "KNS", "AFP"],
        ),
        (
            "The flooded yard. Photograph: Jo Lind/AFP/Getty Images",
            "The flooded yard.",
            ["AFP", "Getty Images"],
        ),
        ("The flooded yard | Photo Credit: ANI", "The flooded yard", ["ANI"]),
        ("The flooded yard (Image: Jo Lind)", "The flooded yard", []),
        ("FILE PHOTO: The flooded yard. REUTERS/Jo Lind", "The flooded yard.", ["Reuters"]),
        ("The flooded yard. Photograph by Jo Lind/AFP", "The flooded yard.", ["AFP"]),
        ("Image caption The yard was flooded", "The yard was flooded", []),
    ],
)
def test_photo_credits(caption: str, rest: str, agencies: list[str]) -> None:
    credits = Credits()
    assert cut_photo_credit(caption, credits) == (rest, True)
    assert [credit.agency for credit in credits.agencies] == agencies
    assert {credit.kind for credit in credits.agencies} <= {"photo"}


@pytest.mark.parametrize(
    "caption",
    [
        "A picture released by the Associated Press (AP)",
        "The flooded yard.",
        "The mill (left) and its yard (right)",
    ],
)
def test_what_is_no_photo_credit(caption: str) -> None:
    assert cut_photo_credit(caption, Credits()) == (caption, False)


def test_a_line_that_credits_a_picture() -> None:
    assert read_picture_line("Jo Lind/AFP/Getty Images", Credits())
    assert read_picture_line("Photo: Reuters", Credits())
    assert not read_picture_line("The mill closed on Tuesday, its owner told Reuters.", Credits())


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


# ---------------------------------------------------------------- outlets
def test_the_copyright_line_names_the_outlet_as_the_page_spells_it() -> None:
    assert (
        from_copyright(["Join Oster Post", "© 2031 OsterPost", "Copyright © OP Ltd. All rights reserved."])
        == "Oster Post"
    )
    assert from_copyright(["Oster Post Plus", "© 2031 Oster Post Media Ltd"]) == "Oster Post"
    assert from_copyright(["© 2031 Sundry Holdings Inc. All rights reserved."]) is None
    assert from_copyright(["Breaking News", "© 2031 Breaking Media"]) is None
    assert from_copyright(["© 2031 Reuters", "Reuters"]) is None
    assert from_copyright(["The mill closed."]) is None


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://p.dw.com/p/4x", "DW"),
        ("https://www.oster.co.uk/a", "oster.co.uk"),
        ("https://edition.cnn.com/a", "CNN"),
        ("https://t.co/abc", None),
        ("https://bit.ly/abc", None),
        ("http://127.0.0.1/a", None),
        ("http://[broken/a", None),
        ("mill", None),
    ],
)
def test_the_outlet_of_an_address(url: str, outlet: str | None) -> None:
    assert from_address(url) == outlet


def test_the_page_spells_the_name_of_its_address() -> None:
    assert of_page("https://www.osterpost.example/a", ["Welcome to the Oster Post"]) == "Oster Post"
    assert of_site("U.S.", "https://www.oster.example/us/mill") == "oster.example"
    assert of_site("@osterpost", "https://www.osterpost.example") == "osterpost"
    assert of_site(None, None) is None


# ---------------------------------------------------------------- charsets
@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_can_be_written(content: bytes) -> None:
    text = decode(content)
    text.encode("utf8")
    assert "\0" not in text


def test_a_charset_with_escape_codes_is_believed() -> None:
    page = '<meta charset="iso-2022-jp"><p>製紙工場が閉鎖された。</p>'
    assert "製紙工場が閉鎖された。" in decode(page.encode("iso-2022-jp"))
