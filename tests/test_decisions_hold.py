"""Whatever analysts decide: undone, nothing is left of it; applied again, nothing changes; the order in
which articles came does not matter; the latest word is kept to the letter."""

from __future__ import annotations

import dataclasses
import itertools
import random
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from make_decisions import NOON, apart, material
from reportedly.errors import SettingsError
from reportedly.records import Claim, Story, StoryClaims, StoryMaterial, content_hash
from reportedly.store.decisions import (
    Decision,
    apply_to_claims,
    apply_to_stories,
    article_targets,
    decide,
    in_force,
    marks,
    renamed,
    statement_targets,
    undo,
)
from reportedly.store.decisions.partition import Rule, partition

PLACES = ["Orrin", "Tess", "Lund", "Vane", "Marl", "Kray", "Holt"]
TELLERS = ["Ida", "Tom", "Ida", "Mara", "Tom", "Port", "Ida"]
STORY = material(
    {name: [f"The ferry sank off {place}."] for name, place in zip("abcdefg", PLACES, strict=True)},
    dict(zip("abcdefg", TELLERS, strict=True)),
)
ROWS = [reading.statements[0] for reading in STORY.readings]
STATEMENTS = [row.id for row in ROWS]
NUMBERS = range(len(STATEMENTS))

numbers = st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4, unique=True)
names = st.sampled_from(["Ida", "Tom", "Mara", "Port", "Ann"])
acts = st.one_of(
    st.tuples(
        st.sampled_from(["merge-claims", "split-claim", "merge-stories", "split-story"]), numbers, numbers
    ),
    st.tuples(st.sampled_from(["dependent", "independent"]), numbers, numbers),
    st.tuples(st.just("rename"), names, names),
)
groups = st.lists(st.integers(0, 3), min_size=len(NUMBERS), max_size=len(NUMBERS))
"""The group of each statement."""


def made(number: int, act: tuple[str, Any, Any]) -> list[Decision]:
    """The decision of an act; none where it says nothing."""
    kind, one, other = act
    by: dict[str, Any] = {"number": number, "who": "Ann Roe", "when": NOON, "why": "so"}
    try:
        if kind == "rename":
            return [decide(kind, [], name=one, instead=other, **by)]
        sides = [one, [n for n in other if n not in one]]
        if "stor" in kind:
            targets = [
                t
                for at, side in enumerate(sides)
                for t in article_targets([STORY.articles[n] for n in side], at)
            ]
        else:
            targets = [
                t
                for at, side in enumerate(sides)
                for t in statement_targets(STORY.articles, [ROWS[n] for n in side], at)
            ]
        return [decide(kind, targets, **by)]
    except SettingsError:
        return []


decisions = st.lists(acts, max_size=8).map(
    lambda drawn: [d for n, act in enumerate(drawn, 1) for d in made(n, act)]
)


def claim(story: StoryMaterial, part: list[str]) -> Claim:
    """A claim without its wording, for which a model would be asked."""
    return Claim(content_hash(part), story.id, "text", part)


def parts_of(group_of: list[int], members: list[str]) -> list[list[str]]:
    pairs = sorted(zip(group_of, members, strict=True))
    return [[m for _, m in part] for _, part in itertools.groupby(pairs, key=lambda pair: pair[0])]


def machine(group_of: list[int]) -> tuple[StoryClaims, list[Story]]:
    """What the machine makes of the statements, and of their articles."""
    claims = [claim(STORY, part) for part in parts_of(group_of, STATEMENTS)]
    stories = [Story(content_hash("story", *part), "Story", part)
               for part in parts_of(group_of, [article.key for article in STORY.articles])]  # fmt: skip
    order = sorted(stories, key=lambda s: (-len(s.articles), s.id))
    return StoryClaims(STORY.id, sorted(claims, key=lambda c: (-len(c.statements), c.id))), order


def applied(
    story: StoryMaterial, claims: StoryClaims, stories: list[Story], rows: list[Decision]
) -> list[Any]:
    """All that decisions bear on."""
    held = in_force(rows)
    with patch("reportedly.store.decisions.apply.claim_of", claim):
        return [renamed(story, held), apply_to_claims(story, claims, held),
                apply_to_stories(stories, story.articles, held), marks(story, held)]  # fmt: skip


@given(groups, decisions, st.randoms())
def test_all_undone_is_the_machines_state(
    group_of: list[int], rows: list[Decision], order: random.Random
) -> None:
    claims, stories = machine(group_of)
    undone = [undo(row, who="Ben Ito", when=NOON, why="no") for row in rows]
    order.shuffle(undone)
    assert applied(STORY, claims, stories, undone) == [STORY, claims, stories, ()]


@given(groups, decisions, decisions)
def test_undoing_the_latest_restores_what_was_before(
    group_of: list[int], rows: list[Decision], more: list[Decision]
) -> None:
    before = applied(STORY, *machine(group_of), rows)
    later = [dataclasses.replace(row, number=row.number + len(rows) + 8) for row in more]
    undone = [undo(row, who="Ben Ito", when=NOON, why="no") for row in later]
    assert applied(STORY, *machine(group_of), [*rows, *undone]) == before


@given(groups, decisions)
def test_applied_again_nothing_changes(group_of: list[int], rows: list[Decision]) -> None:
    story, claims, stories, marked = applied(STORY, *machine(group_of), rows)
    again, same_claims, same_stories, same_marks = applied(story, claims, stories, rows)
    assert [r.statements for r in again.readings] == [r.statements for r in story.readings]
    assert (same_claims, same_stories, same_marks) == (claims, stories, marked)


@given(groups, decisions, st.randoms())
def test_the_order_of_articles_does_not_matter(
    group_of: list[int], rows: list[Decision], order: random.Random
) -> None:
    claims, stories = machine(group_of)
    _, *expected = applied(STORY, claims, stories, rows)
    other = dataclasses.replace(STORY, articles=[*STORY.articles], readings=[*STORY.readings])
    for several in (other.articles, other.readings, claims.claims, stories):
        order.shuffle(several)
    _, found_claims, found_stories, found_marks = applied(other, claims, stories, rows)
    if not any(row.kind in ("merge-claims", "split-claim") for row in rows):
        found_claims.claims.sort(key=lambda c: (-len(c.statements), c.id))  # it came back as it was handed in
    if not any("stor" in row.kind for row in rows):
        found_stories.sort(key=lambda s: (-len(s.articles), s.id))
    assert [found_claims, found_stories, found_marks] == expected


members = st.sampled_from("abcdefgh")
some = st.lists(members, min_size=1, max_size=5, unique=True)
rules = st.lists(st.tuples(st.booleans(), some, some), max_size=8).map(
    lambda drawn: [
        Rule(f"d{n}", together, [one, [m for m in other if m not in one]])
        for n, (together, one, other) in enumerate(drawn)
    ]
)


@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), rules)
def test_every_member_stays_and_the_latest_rule_is_kept(group_of: list[int], drawn: list[Rule]) -> None:
    found = partition(parts_of(group_of, list("abcdefgh")), drawn, lambda one, other: float(one < other))
    assert sorted(m for group in found.groups for m in group) == list("abcdefgh")
    assert partition(found.groups, drawn, lambda *_: 0.0).groups == found.groups
    place = {m: n for n, group in enumerate(found.groups) for m in group}
    if drawn:
        *_, last = drawn
        one, other = ({place[m] for m in side} for side in last.sides)
        assert last.decision not in found.overruled
        assert len(one | other) == 1 if last.together else not one & other
    overruled = {key: later for key, later in found.overruled.items() if later}
    assert all(key < other for key, later in overruled.items() for other in later)


def test_what_no_rule_speaks_of_stays_as_it_is() -> None:
    claims, stories = machine([0, 0, 1, 1, 2, 2, 3])
    assert applied(STORY, claims, stories, []) == [STORY, claims, stories, ()]
    assert apply_to_claims(STORY, apart(STORY), []) == apart(STORY)
