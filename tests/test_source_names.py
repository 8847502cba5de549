"""Step 6: which names are of one source, and which are of two."""

from __future__ import annotations

import pytest

from make_stories import Told, behind
from reportedly.origins import find_origins
from reportedly.records import (
    Article,
    Reading,
    Source,
    StoryAccount,
)


def test_names_of_one_source_are_united_across_articles() -> None:
    called = ["Berg", "She", "she", "The mayor", "the mayor"]
    sources = {
        "a": [Source("Ida Berg", "person", called, "Harbour Office")],
        "b": [Source("Berg", "person")],
        "c": [Source("IDA BERG", "person"), Source("she", "person")],
        "d": [Source("Korean Central News Agency", "agency"), Source("Nils Berge", "person")],
    }
    readings = [Reading(name, name, sources=rows) for name, rows in sources.items()]
    story = StoryAccount("s", "S", [Article(name, name, name) for name in sources], readings, [])
    found = {s.name: s for s in find_origins([story])[0].sources}
    assert set(found) == {"Ida Berg", "she", "KCNA", "Nils Berge"}
    united = found["Ida Berg"]
    # A pronoun is no name, and a capital makes no other one.
    assert (united.speaks_for, united.aliases) == ("Harbour Office", ["Berg", "IDA BERG", "The mayor"])


def test_a_surname_that_two_people_bear_unites_nobody() -> None:
    sources = [Source("Ida Berg", "person"), Source("Tor Berg", "person"), Source("Berg", "person")]
    told: list[Told] = [
        ("a", "affirms", ["Ida Berg"]),
        ("b", "affirms", ["Tor Berg"]),
        ("c", "affirms", ["Berg"]),
    ]
    assert set(behind(told, sources).origins) == {"Ida Berg", "Tor Berg", "Berg"}


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("Gregor A. Holm", "Gregor Holm", "Gregor Holm"),  # an initial
        ("Vicente Holm", "Vincente Holm", "Vicente Holm"),  # a slip of the pen
        ("Réka Holm", "Reka Holm", "Reka Holm"),  # an accent
        ("Holm", "Réka Holm", "Réka Holm"),  # a surname
        ("Al-Holm Post", "Al Holm Post", "Al Holm Post"),  # a hyphen
        ("Holmstrm", "Réka Holmstrom", "Réka Holmstrom"),  # a slip of the keyboard
        ("Korean Central News Agency", "KCNA", "KCNA"),
        ("Justice Department", "Department of Justice", "Department of Justice"),
        ("United States Forest Service", "U.S. Forest Service", "U.S. Forest Service"),
    ],
)
def test_two_names_of_one_source_are_one_line(one: str, other: str, name: str) -> None:
    kind = "person" if "Holm" in one else "organisation"
    told: list[Told] = [("a", "affirms", [one]), ("b", "affirms", [other]), ("c", "affirms", [name])]
    found = behind(told, [Source(one, kind), Source(other, kind)])
    assert (found.independent, found.origins, found.rests_on) == (1, [name], [name])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ida Holm", "Ove Holm"),
        ("Ida Holm", "Ida Berg"),
        ("Tor Holm", "Tor Holm Jr."),
        ("Ida Holman", "Holmen"),
        ("two unnamed officials", "three unnamed officials"),
    ],
)
def test_like_names_of_different_sources_are_two_lines(one: str, other: str) -> None:
    kind = "unnamed" if "unnamed" in one else "person"
    told: list[Told] = [("a", "affirms", [one]), ("b", "affirms", [other])]
    assert behind(told, [Source(one, kind), Source(other, kind)]).independent == 2


def test_a_body_named_by_its_kind_is_the_one_that_others_call_so() -> None:
    sources = [Source("unnamed airline", "organisation"), Source("Varn Air", "organisation", ["the airline"])]
    told: list[Told] = [("a", "affirms", ["unnamed airline"]), ("b", "affirms", ["Varn Air"])]
    found = behind(told, sources)
    assert (found.independent, found.origins) == (1, ["Varn Air"])
    two = [*sources, Source("Marn Air", "organisation", ["the airline"])]
    assert behind([*told, ("c", "affirms", ["Marn Air"])], two).independent == 3


def test_an_outlet_that_is_quoted_is_the_outlet_itself() -> None:
    article = Article("a", "a", "a", outlet="The Daily Tide")
    found = behind([("a", "affirms", []), ("b", "affirms", ["Daily Tide"])], articles=[article])
    assert (found.independent, found.origins, found.rests_on) == (1, ["The Daily Tide"], ["The Daily Tide"])
