"""Analysts' decisions: they win, they survive, and they can be undone."""

from __future__ import annotations

import dataclasses

import pytest

from make_decisions import NOON, apart, claimed, decided, material, sides, statement, texts
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.errors import SettingsError
from reportedly.origins import find_origins, stage
from reportedly.records import Source, Story, StoryAccount
from reportedly.store.decisions import (
    Decision,
    apply_to_claims,
    apply_to_stories,
    article_targets,
    concerned,
    decide,
    fates,
    in_force,
    marks,
    remarks,
    renamed,
    statement_targets,
    undo,
)

SANK = ["The ferry sank off Orrin.", "A ferry went down near Orrin.", "The boat sank at Orrin."]
FIRE = ["Fire broke out on the car deck.", "It burned on the car deck first."]
TOLD = {"a": [SANK[0], FIRE[0]], "b": [SANK[1], FIRE[1]], "c": [SANK[2]]}


def test_claims_that_an_analyst_merged_are_one() -> None:
    story = material(TOLD)
    machine = claimed(story, SANK)
    merged = apply_to_claims(story, machine, [decided("merge-claims", sides(story, FIRE[:1], FIRE[1:]))])
    assert texts(story, merged) == {frozenset(SANK), frozenset(FIRE)}
    [new] = [claim for claim in merged.claims if claim not in machine.claims]
    assert new.text in FIRE
    assert new.story == story.id


def test_a_claim_that_an_analyst_split_is_two() -> None:
    story = material(TOLD)
    machine = claimed(story, SANK, FIRE)
    split = apply_to_claims(story, machine, [decided("split-claim", sides(story, SANK[2:], SANK[:2]))])
    assert texts(story, split) == {frozenset(SANK[:2]), frozenset(SANK[2:]), frozenset(FIRE)}


def test_what_came_later_goes_to_the_part_that_it_is_most_like() -> None:
    twelve, fifteen = "12 people died in the fire at Orrin.", "15 people died in the fire at Orrin."
    decision = decided(
        "split-claim", sides(s := material({"a": [twelve], "b": [fifteen]}), [fifteen], [twelve])
    )
    assert len(apply_to_claims(s, claimed(s, [twelve, fifteen]), [decision]).claims) == 2
    later = "At least 15 people died in the fire at Orrin."
    unlike = "There is word of deaths."
    story = material({"a": [twelve], "b": [fifteen], "c": [later], "d": [unlike]})
    split = apply_to_claims(story, claimed(story, [twelve, fifteen, later, unlike]), [decision])
    assert texts(story, split) == {frozenset([fifteen, later]), frozenset([twelve, unlike])}


def test_the_later_decision_wins_and_says_so() -> None:
    story = material(TOLD)
    machine = claimed(story, SANK, FIRE)
    merge = decided("merge-claims", sides(story, SANK, FIRE), 1)
    split = decided("split-claim", sides(story, FIRE, SANK), 2)
    assert texts(story, apply_to_claims(story, machine, [merge, split])) == {frozenset(SANK), frozenset(FIRE)}
    told = fates([merge, split], [story])
    assert (told[merge.id].state, told[split.id].state) == ("overruled", "holds")
    assert "later decision 2 wins" in told[merge.id].text
    again = decided("merge-claims", sides(story, SANK, FIRE), 3)
    assert len(apply_to_claims(story, machine, [merge, split, again]).claims) == 1
    assert fates([split, again], [story])[split.id].state == "overruled"


def test_undone_it_is_as_if_it_had_never_been() -> None:
    story = material(TOLD)
    machine = claimed(story, SANK)
    decision = decided("merge-claims", sides(story, SANK, FIRE))
    undone = undo(decision, who="Ben Ito", when=NOON, why="two events")
    assert apply_to_claims(story, machine, in_force([undone])) == machine
    assert fates([undone], [story])[decision.id].text == "undone by Ben Ito (2031-03-05): two events"
    with pytest.raises(SettingsError, match="undone before, by Ben Ito"):
        undo(undone, who="Ann Roe", when=NOON, why="again")


def test_a_decision_finds_its_statements_in_a_later_version_of_the_article() -> None:
    story = material(TOLD)
    decision = decided("merge-claims", sides(story, SANK[:1], FIRE[1:]))
    edited = material({**TOLD, "a": ["Corrected.", SANK[0].replace("sank", "sank yesterday"), FIRE[0]]})
    for row in edited.articles:
        row.key += "-later"
    merged = apply_to_claims(edited, claimed(edited), [decision])
    assert frozenset([SANK[0].replace("sank", "sank yesterday"), FIRE[1]]) in texts(edited, merged)


def test_another_number_is_another_statement() -> None:
    story = material({"a": ["12 people died in the fire."], "b": ["The dead were 12."]})
    rows = [s.text for reading in story.readings for s in reading.statements]
    decision = decided("merge-claims", sides(story, rows[:1], rows[1:]))
    edited = material({"a": ["15 people died in the fire."], "b": ["The dead were 12."]})
    assert len(apply_to_claims(edited, claimed(edited), [decision]).claims) == 2
    assert fates([decision], [edited])[decision.id].state == "gone"


def test_what_is_gone_is_kept_and_holds_again_when_it_is_back() -> None:
    story = material(TOLD)
    decision = decided("merge-claims", sides(story, FIRE[:1], FIRE[1:]))
    without = material({name: TOLD[name] for name in "ac"})
    machine = claimed(without)
    assert apply_to_claims(without, machine, [decision]) == machine
    assert fates([decision], [without])[decision.id].state == "gone"
    assert "no longer applies" in fates([decision], [without])[decision.id].text
    assert fates([decision], [story])[decision.id].state == "holds"


def stories(*groups: str) -> list[Story]:
    return [Story(f"s-{group}", f"Story {group}", [f"key-{name}" for name in group]) for group in groups]


def test_stories_are_merged_and_split() -> None:
    articles = material({name: [f"Something happened in {name}."] for name in "abcd"}).articles
    by_name = {article.id: article for article in articles}
    merge = decided(
        "merge-stories", [*article_targets([by_name["a"]], 0), *article_targets([by_name["c"]], 1)]
    )
    [one, other] = apply_to_stories(stories("ab", "c", "d"), articles, [merge])
    assert (one.articles, one.title, other) == (["key-a", "key-b", "key-c"], "Story ab", stories("d")[0])
    out, rest = [by_name["b"]], [by_name["a"], by_name["c"]]
    split = decided("split-story", [*article_targets(out, 0), *article_targets(rest, 1)], 2)
    found = apply_to_stories(stories("abc", "d"), articles, [split])
    assert sorted(story.articles for story in found) == [["key-a", "key-c"], ["key-b"], ["key-d"]]
    assert apply_to_stories(stories("ab"), articles, []) == stories("ab")
    assert concerned([merge]) == ({"key-a", "key-c"}, {"https://a.example/", "https://c.example/"})


def test_the_part_of_a_story_that_lost_its_title_takes_one_of_its_own() -> None:
    articles = material({name: [f"Something happened in {name}."] for name in "abc"}).articles
    split = decided("split-story", [*article_targets(articles[:1], 0), *article_targets(articles[1:], 1)])
    whole = Story("s", "Title of a", [article.key for article in articles])
    found = apply_to_stories([whole], articles, [split])
    assert {story.title for story in found} == {"Title of a", "Title of b"}


def test_a_source_is_called_as_an_analyst_says() -> None:
    story = material({"a": ["It sank."], "b": ["It burned."]}, {"a": "Ida Borg", "b": "Port Office"})
    story.readings[1].sources[0].speaks_for = "the Ida Borg"
    right = renamed(story, [decided("rename", [], name="Ida Borg", instead="Ida Berg")])
    assert right.readings[0].statements[0].chain == ["Ida Berg"]
    assert right.readings[0].sources == [Source("Ida Berg", "person", ["Ida Borg"])]
    assert right.readings[1].sources[0].speaks_for == "Ida Berg"
    assert [s.id for r in right.readings for s in r.statements] == [
        s.id for r in story.readings for s in r.statements
    ]
    assert renamed(story, []) is story


def test_a_name_may_be_wrong_in_one_story_or_in_one_statement_alone() -> None:
    story = material({"a": ["It sank.", "It burned."]}, {"a": "Smith"})
    other = material({"z": ["It rained."]}, {"z": "Smith"})
    here = decided("rename", article_targets(story.articles), name="Smith", instead="Jo Smith")
    assert renamed(story, [here]).readings[0].statements[0].chain == ["Jo Smith"]
    assert renamed(other, [here]) is other
    once = decided("rename", sides(story, ["It burned."]), 2, name="Smith", instead="Al Smith")
    found = renamed(story, [here, once]).readings[0]
    assert [s.chain for s in found.statements] == [["Jo Smith"], ["Al Smith"]]
    assert {source.name for source in found.sources} == {"Jo Smith", "Al Smith"}


@pytest.mark.parametrize(
    ("renames", "right"),
    [
        ([("A", "B"), ("B", "C")], {"A": "C", "B": "C"}),
        ([("C", "A"), ("A", "B")], {"C": "B", "A": "B"}),
        ([("A", "B"), ("A", "C")], {"A": "C", "B": "B"}),
        ([("A", "B"), ("B", "A")], {"A": "A", "B": "A"}),
        ([("A", "B"), ("B", "C"), ("C", "A")], {"A": "A", "B": "A", "C": "A"}),
        ([("kcna", "KCNA")], {"kcna": "KCNA", "KCNA": "KCNA"}),
    ],
)
def test_names_lead_to_one_whatever_was_said_before(
    renames: list[tuple[str, str]], right: dict[str, str]
) -> None:
    decisions = [decided("rename", [], n, name=a, instead=b) for n, (a, b) in enumerate(renames, 1)]
    story = material({name: [f"It sank, {name}."] for name in right}, {name: name for name in right})
    once = renamed(story, decisions)
    assert {r.id: r.statements[0].chain[0] for r in once.readings} == right
    assert [r.statements for r in renamed(once, decisions).readings] == [r.statements for r in once.readings]


def test_lines_are_marked_and_the_later_mark_holds() -> None:
    story = material(
        {name: [f"It sank, says {name}."] for name in "abc"}, {name: f"Teller {name}" for name in "abc"}
    )
    rows = [s for reading in story.readings for s in reading.statements]
    claims = claimed(story, [s.text for s in rows]).claims
    account = StoryAccount(story.id, story.title, story.articles, story.readings, claims)

    def count(decisions: list[Decision]) -> int:
        step = stage(marks(account, decisions))
        return find_origins([account], step.options)[0].claims[0].independent

    one = decided("dependent", sides(story, [s.text for s in rows[:2]]), 1)
    apart = decided("independent", sides(story, [rows[0].text]), 2)
    assert (count([]), count([one]), count([one, apart])) == (3, 2, 3)
    assert fates([one, apart], [story])[one.id].state == "overruled"
    on = decided("dependent", sides(story, [rows[2].text]), 3, name="Teller a")
    assert count([on]) == 2
    [mark] = marks(account, [on])
    assert mark.why == "Ann Roe marked this as having one origin (2031-03-05): as I read it"


def test_a_dismissed_claim_comes_back_when_it_has_outgrown_what_was_dismissed() -> None:
    story = material(TOLD)
    claims = claimed(story, SANK).claims
    dismissed = decided("dismiss", sides(story, FIRE[:1]))
    noted = decided("note", sides(story, SANK[:1]), 2)
    found = remarks(story, claims, [dismissed, noted])
    assert [(r.dismissed, r.about) for r in found] == [(True, "claim"), (False, "claim")]
    assert found[1].id == claims[0].id
    grown = claimed(story, [*FIRE, SANK[0]]).claims
    assert remarks(story, grown, [dismissed]) == []
    whole = decided("dismiss", article_targets(story.articles[:2]), 3)
    assert [(r.about, r.id) for r in remarks(story, claims, [whole])] == [("story", "story")]


@pytest.mark.parametrize(
    ("kind", "more", "problem"),
    [
        ("marry", {}, "no decision is called 'marry'"),
        ("note", {}, "nothing is named"),
        ("merge-claims", {}, "nothing is named"),
        ("rename", {"name": "A"}, "say which name"),
        ("rename", {"name": "A", "instead": "A"}, "the same"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(kind: str, more: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        decided(kind, [], **more)


def test_who_and_why_and_two_sides_are_asked_for() -> None:
    story = material(TOLD)
    with pytest.raises(SettingsError, match="who decides, and why"):
        decide("note", sides(story, SANK), number=1, who=" ", when=NOON, why="x")
    with pytest.raises(SettingsError, match="at least two"):
        decided("split-claim", sides(story, SANK))
    with pytest.raises(SettingsError, match="two lines"):
        decided("dependent", sides(story, SANK[:1]))


def test_decisions_travel_as_a_table() -> None:
    story = material(TOLD)
    rows = [
        decided("merge-claims", sides(story, SANK, FIRE)),
        decided("rename", [], 2, name="A", instead="B"),
    ]
    rows.append(undo(rows[0], who="Ben Ito", when=NOON, why="no"))
    assert from_batch(to_batch(rows, Decision), Decision) == rows


def test_the_same_words_of_two_stances_are_told_apart() -> None:
    story = material({"a": ["It sank."]})
    both = [statement("a", "It sank."), statement("a", "It sank.", stance="denies")]
    story.readings[0].statements = both
    affirmed = statement_targets(story.articles, both[:1])[0]
    note = decided("note", [dataclasses.replace(affirmed, statement="as it was read before")])
    [remark] = remarks(story, apart(story).claims, [note])
    assert remark.id == next(c.id for c in apart(story).claims if c.statements == [both[0].id])
