"""Bylines, credits, sign-offs and what stands under pictures, line by line."""

from __future__ import annotations

import pytest

from reportedly.articles.credits import (
    Credits,
    agencies_in,
    cut_sign_off,
    read_author,
    read_authors,
    read_byline,
    read_sign_off,
)
from reportedly.articles.pictures import cut_photo_credit, read_picture_line


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
