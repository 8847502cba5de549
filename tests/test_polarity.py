"""Statements that put a claim the other way round: what "not" does within a claim."""

from __future__ import annotations

from reportedly.claims.polarity import turned
from reportedly.claims.wording import bag
from reportedly.records import Claim, Reading, Statement, StoryAccount

Told = tuple[str, str, list[str]]


def statements(told: list[Told]) -> list[Statement]:
    """Return statements of a text, a stance and a chain each, numbered from 0."""
    return [
        Statement(str(n), f"a{n}", 0, len(text), text, False, stance, chain, [], [], [])
        for n, (text, stance, chain) in enumerate(told)
    ]


def against(told: list[Told]) -> list[str]:
    """Return the ids of those that are turned."""
    found = statements(told)
    return turned(found, {s.id: bag(s.text) for s in found})


def test_who_says_that_it_is_not_so_denies_what_others_say() -> None:
    told: list[Told] = [
        ("the bridge survey is a hoax", "affirms", ["Ida Berg"]),
        ("This survey is not a hoax", "affirms", ["Tor Holm"]),
    ]
    assert against(told) == ["1"]


def test_a_claim_that_nobody_makes_without_a_not_is_affirmed_by_denials() -> None:
    told: list[Told] = [
        ("she had never met the contractor", "affirms", ["Ida Berg"]),
        ("that he had never met her", "denies", ["Tor Holm"]),
        ("that he met her", "denies", ["Tor Holm"]),  # a denial without a "not" of its own stays one
    ]
    assert against(told) == ["1"]


def test_nobody_disputes_his_own_words() -> None:
    told: list[Told] = [
        ("the bridge survey is a hoax", "affirms", ["Ida Berg"]),
        ("the bridge survey is a hoax, not a survey", "affirms", ["Ida Berg"]),
    ]
    assert against(told) == []


def test_a_not_about_something_else_turns_nothing() -> None:
    told: list[Told] = [
        ("that the office would follow its usual process", "affirms", ["Ida Berg"]),
        ("the office wouldn't hesitate to hold crews accountable", "affirms", ["Tor Holm"]),
    ]
    assert against(told) == []


def test_many_against_few_are_the_claim() -> None:
    told: list[Told] = [
        ("the council will pay for the bridge", "affirms", ["Ida Berg"]),
        ("the council will not pay for the bridge", "affirms", ["Tor Holm"]),
        ("that the council won't pay for the bridge", "affirms", ["Réka Lund"]),
    ]
    assert against(told) == ["0"]


def test_an_account_tells_stances_toward_the_claim() -> None:
    found = statements([("it is a hoax", "affirms", []), ("it is not a hoax", "affirms", ["Tor Holm"])])
    claim = Claim("c", "s", "It is a hoax.", ["0", "1"], turned=["1"])
    account = StoryAccount("s", "S", [], [Reading("a", "a", statements=found)], [claim])
    assert [s.stance for s in account.statements()] == ["affirms", "denies"]
    assert [s.stance for s in found] == ["affirms", "affirms"]
