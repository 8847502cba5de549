"""Agencies, countries and bodies are found under all their names, and the lists agree with each other."""

import collections

import pytest

from reportedly.languages import agencies, find_agency
from reportedly.languages.places import countries, find_body, find_country


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("the Associated Press", "AP"),
        ("REUTERS", "Reuters"),
        ("Korean Central  News Agency", "KCNA"),
        ("Agence France-Presse", "AFP"),
        ("The Canadian Press", "The Canadian Press"),
        ("Iranian Students’ News Agency", "ISNA"),
        ("ANA", "ANA-MPA"),
        ("Ana", None),
        ("", None),
    ],
)
def test_agency(name, agency):
    found = find_agency(name)
    assert (found.name if found else None) == agency


def test_no_agency_name_means_two():
    names = collections.Counter(
        n if n.isupper() else n.casefold() for a in agencies() for n in (a.name, *a.aliases)
    )
    assert [n for n, count in names.items() if count > 1] == []


def test_lists_agree():
    known = {c.name for c in countries()}
    assert {a.country for a in agencies()} <= known
    assert {a.owner for a in agencies() if a.owner} <= known
    assert {c.state_agency for c in countries() if c.state_agency} <= {a.name for a in agencies()}
    assert len(known) == len(countries()) >= 195


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("US", "United States"),
        ("us", None),
        ("the U.S.", "United States"),
        ("RUSSIA", "Russia"),
        ("Moscow", "Russia"),
        ("Brussels", "European Union"),
        ("the North", "North Korea"),
        ("Cote d'Ivoire", "Ivory Coast"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Poles", "Poland"),
        ("polish", None),
        ("china", None),
        ("Wellington", None),
        ("\0russia\0", None),
        ("", None),
    ],
)
def test_country(name, country):
    found = find_country(name)
    assert (found.name if found else None) == country


def test_every_country_is_found_under_its_own_name():
    assert [c.name for c in countries() if find_country(c.name) != c] == []
    assert [c.name for c in countries() if len(c.name) > 3 and find_country(c.name.upper()) != c] == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("the White House", ("White House", "United States")),
        ("Kremlin", ("Kremlin", "Russia")),
        ("Justice Department", ("Department of Justice", "")),
        ("Foreign Ministry of Ukraine", ("Ukrainian Foreign Ministry", "Ukraine")),
        ("Ukraine's foreign ministry", ("Ukrainian Foreign Ministry", "Ukraine")),
        ("France's Foreign Ministry", ("French Foreign Ministry", "France")),
        ("the British government", ("United Kingdom", "United Kingdom")),
        ("North Korean state media", ("KCNA", "North Korea")),
        ("state media", None),
        ("Ministry of Silly Walks", None),
        ("who", None),
        ("", None),
    ],
)
def test_body(name, body):
    assert find_body(name) == body


def test_a_country_lists_the_bodies_that_speak_for_it():
    russia = find_country("Russia")
    assert russia is not None
    assert "Kremlin" in russia.bodies
    assert russia.state_agency == "TASS"
