"""What an analyst points at, by ids of a dossier, becomes the targets of a decision."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from make_news import Told, dossier
from reportedly.errors import InputError
from reportedly.records import Dossier
from reportedly.store.decisions import Pointing, Target

COURIER = Told("courier", [("sank", "Ida Berg", "It sank."), ("fire", "", "It burned first.")])
HERALD = Told(
    "herald", [("sank", "Tomas Belik", "It has gone down."), ("sank", "-Port Office", "It has not.")]
)
GLOBE = Told("globe", [("rain", "", "It rained.")])
NEWS = dossier(COURIER, HERALD)
OTHER = dossier(GLOBE, story="The rain")
BOTH = Dossier(
    [*NEWS.articles, *OTHER.articles], [*NEWS.stories, *OTHER.stories],
    [*NEWS.statements, *OTHER.statements], [*NEWS.claims, *OTHER.claims],
)  # fmt: skip
SANK, FIRE, RAIN = (claim.id for claim in BOTH.claims)
POINTING = Pointing(BOTH)


def shown(targets: list[Target]) -> list[tuple[int, str]]:
    return sorted((target.side, target.text) for target in targets)


def test_claims_are_merged_by_their_ids_or_by_a_statement_of_theirs() -> None:
    kind, targets = POINTING.merged([SANK, FIRE])
    assert kind == "merge-claims"
    assert shown(targets) == [
        (0, "It has gone down."),
        (0, "It has not."),
        (0, "It sank."),
        (1, "It burned first."),
    ]
    [burned] = [s.id for s in BOTH.statements if s.text == "It burned first."]
    assert POINTING.merged([SANK[:8], burned]) == (kind, targets)


def test_stories_are_merged_by_their_ids_or_by_an_article_of_theirs() -> None:
    kind, targets = POINTING.merged([BOTH.stories[0].id, "globe"])
    assert (kind, [t.statement for t in targets]) == ("merge-stories", [None] * 3)
    assert shown(targets) == [
        (0, "Courier on the ferry"),
        (0, "Herald on the ferry"),
        (1, "Globe on the ferry"),
    ]


def test_a_claim_is_split_by_articles_or_statements() -> None:
    kind, targets = POINTING.split(SANK, ["herald"])
    assert (kind, shown(targets)) == (
        "split-claim",
        [(0, "It has gone down."), (0, "It has not."), (1, "It sank.")],
    )
    [denial] = [s.id for s in BOTH.statements if s.stance == "denies"]
    _, targets = POINTING.split(SANK, [denial])
    assert shown(targets) == [(0, "It has not."), (1, "It has gone down."), (1, "It sank.")]


def test_articles_of_a_claim_or_a_story_may_be_named_by_their_outlet() -> None:
    assert POINTING.split(SANK, ["Herald"]) == POINTING.split(SANK, ["herald"])
    assert POINTING.lines(SANK, ["HERALD", "Courier"]) == POINTING.lines(SANK, [])
    assert POINTING.split(BOTH.stories[0].id, ["Courier"])[1][0].text == "Courier on the ferry"


def test_a_story_is_split_by_articles() -> None:
    kind, targets = POINTING.split(BOTH.stories[0].id, ["herald"])
    assert (kind, shown(targets)) == (
        "split-story",
        [(0, "Herald on the ferry"), (1, "Courier on the ferry")],
    )


def test_lines_are_those_that_affirm() -> None:
    assert shown(POINTING.lines(SANK, [])) == [(0, "It has gone down."), (0, "It sank.")]
    assert shown(POINTING.lines(SANK, ["herald"])) == [(0, "It has gone down.")]


def test_a_note_may_be_on_anything() -> None:
    assert shown(POINTING.about([FIRE, "globe"])) == [(0, "Globe on the ferry"), (0, "It burned first.")]
    assert shown(POINTING.stories([BOTH.stories[1].id])) == [(0, "Globe on the ferry")]


@pytest.mark.parametrize(
    ("point", "problem"),
    [
        (lambda p: p.about(["nobody"]), "nothing is called 'nobody'"),
        (lambda p: p.about([SANK[:2]]), "nothing is called"),
        (lambda p: p.merged([SANK, SANK]), "two claims or more"),
        (lambda p: p.merged([SANK, "globe"]), "claims alone, or stories alone"),
        (lambda p: p.split(FIRE, ["courier"]), "take all of it"),
        (lambda p: p.split(SANK, ["globe"]), "'globe' is not in this claim"),
        (lambda p: p.split(BOTH.stories[0].id, ["globe"]), "no article of this story"),
        (lambda p: p.split(BOTH.stories[1].id, ["globe"]), "take all of it"),
        (lambda p: p.split("globe", []), "neither a claim nor a story"),
        (lambda p: p.lines("globe", []), "is no claim"),
        (lambda p: p.stories([SANK]), "is no story"),
    ],
)
def test_what_cannot_be_meant_is_said(point: Callable[[Pointing], object], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        point(POINTING)
