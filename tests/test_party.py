"""Where the sole origin of a claim is a party to it: said, with why, and kept apart from the count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reportedly.origins import find_origins
from reportedly.records import Article, Claim, Origins, Reading, Source, Statement, StoryAccount

MINISTRY = Source("Russian Defense Ministry", "government", [], "Russia")
LOPEZ = Source("Ana Lopez", "person", [], "Orlava")
NAVY = Source("Orlava Navy", "military")
LEE = Source("Dave Lee", "person", [], "Numera")
HUNT = Source("Karl Hunt", "person")

FOR_RUSSIA = "Russian Defense Ministry speaks for Russia, of which it tells"
OWN_WORD = "it tells of Ana Lopez, on Ana Lopez's own word"


def told(text: str, *chains: Sequence[str], sources: Sequence[Source] = (), language: str = "en") -> Origins:
    """What stands behind a claim that each of some outlets tells on somebody's word."""
    articles, readings, ids = [], [], []
    for n, chain in enumerate(chains):
        name = f"Outlet {n}"
        article = Article(name, name, name, outlet=name, text=text, language=language)
        content = [[0, len(text)]]
        statement = Statement(
            f"s{n}",
            name,
            0,
            len(text),
            text,
            False,
            "affirms",
            list(chain),
            [],
            [],
            content,
            proposition=text,
        )
        articles.append(article)
        readings.append(Reading(name, name, statements=[statement], sources=list(sources)))
        ids.append(statement.id)
    [found] = find_origins(
        [StoryAccount("story", "Story", articles, readings, [Claim("c", "story", text, ids)])]
    )
    return found.claims[0]


@pytest.mark.parametrize(
    ("text", "source", "why"),
    [
        ("Russian forces struck a depot in Kyiv", MINISTRY, FOR_RUSSIA),
        ("on Friday two Russian jets crashed", MINISTRY, FOR_RUSSIA),
        ("the bridge was destroyed by the Russian army", MINISTRY, FOR_RUSSIA),
        ("its ships had not entered Serra waters", NAVY, "“its ships”, says Orlava Navy"),
        ("Ana Lopez will build a second dam", LOPEZ, OWN_WORD),
        ("Prime Minister Ana Lopez signed the law", LOPEZ, OWN_WORD),
        ("Lopez will build a second dam", LOPEZ, OWN_WORD),
        ("Karl Thom and Ana Lopez agreed", LOPEZ, OWN_WORD),
        ("Numera's plant is safe", LEE, "Dave Lee speaks for Numera, of which it tells"),
    ],
)  # fmt: skip
def test_who_tells_what_it_did_is_a_party(text: str, source: Source, why: str) -> None:
    found = told(text, [source.name], [source.name, "AFP"], sources=[source])
    assert (found.independent, found.rests_on) == (1, [source.name])  # the count is what it is
    assert found.party is not None
    assert (found.party.name, found.party.why) == (source.name, why)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("the bridge was destroyed by Ukraine", MINISTRY),
        ("missiles hit a Russian city", MINISTRY),  # told of, and not the one who acts
        ("Margaret Hunt was responsible for the charges", HUNT),  # another of that name
        ("his ship had left the harbour", HUNT),  # whose, nobody can tell
        ("the fire broke out on the car deck", LOPEZ),
    ],
)
def test_who_tells_of_others_is_none(text: str, source: Source) -> None:
    assert told(text, [source.name], [source.name], sources=[source]).party is None


def test_a_state_agency_that_tells_of_its_state_is_a_party() -> None:
    found = told("North Korea will launch three satellites", ["KCNA"], ["KCNA", "Reuters"])
    assert found.party is not None
    assert found.party.why == "KCNA speaks for North Korea, of which it tells"


def test_where_several_origins_stand_behind_a_claim_none_is_marked() -> None:
    found = told("Ana Lopez will build a dam", ["Ana Lopez"], ["Karl Hunt"], sources=[LOPEZ, HUNT])
    assert (found.independent, found.party) == (2, None)


def test_an_outlet_that_is_not_stated_is_none() -> None:
    assert told("Russian forces struck a depot", []).party is None


def test_in_german() -> None:
    found = told("unsere Schiffe liegen im Hafen", ["Orlava Navy"], sources=[NAVY], language="de")
    assert found.party is not None
    assert found.party.why == "“unsere Schiffe”, says Orlava Navy"
    found = told("der Brief wurde von Ana Lopez geschrieben", ["Ana Lopez"], sources=[LOPEZ], language="de")
    assert found.party is not None
