"""Step 5: the same proposition, however worded, and nothing else."""

from __future__ import annotations

import dataclasses
import pickle
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.claims import find_claims, stage
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.records import Article, Reading, Statement, StoryClaims, StoryMaterial, content_hash

Told = dict[str, list[tuple[str, str, list[str]]]]  # article -> what it says, stance, chain

# A story that we made up: a fire at a depot in a country that does not exist, told by three papers.
TOLD: Told = {
    "herald": [
        ("A fire destroyed the Varnik fuel depot on Monday night.", "affirms", ["Civil Guard of Ostrava"]),
        ("Four workers were injured in the fire at the depot.", "affirms", []),
        ("Saboteurs set the depot on fire.", "affirms", ["Interior Ministry of Karsk"]),
        ("Rents in the capital rose by a tenth last year.", "affirms", []),
    ],
    "courier": [
        ("The Varnik fuel depot was destroyed by a fire on Monday night.", "affirms", []),
        ("Nine workers were injured in the fire at the depot.", "affirms", ["Tomas Weil"]),
        ("The depot was set on fire by saboteurs.", "denies", ["Free Harbour Movement"]),
    ],
    "tribune": [
        ("No workers were injured in the fire at the depot.", "affirms", ["Lena Hart"]),
        ("The opera house reopens in spring after long repairs.", "affirms", []),
    ],
}


def a_statement(
    article: str, start: int, text: str, stance: str, chain: list[str], refers_back: bool = False
) -> Statement:
    key = content_hash(article, start, text, stance)
    end = start + len(text)
    made = Statement(key, article, start, end, text, False, stance, chain, [], [], [[start, end]])
    return dataclasses.replace(made, proposition=text, refers_back=refers_back)


def a_story(told: Told, **pointing: Statement) -> StoryMaterial:
    articles, readings = [], []
    for article, lines in told.items():
        text, statements = "", []
        for said, stance, chain in lines:
            statements.append(a_statement(article, len(text), said, stance, chain))
            text += said + "\n"
        if article in pointing:
            statements.append(pointing[article])
            text += pointing[article].text
        articles.append(Article(article, article, article, text=text))
        readings.append(Reading(article, article, statements=statements))
    return StoryMaterial("fire", "Fire at a depot", articles, readings)


def wordings_of(story: StoryMaterial, found: StoryClaims) -> list[set[str]]:
    text = {s.id: s.text for r in story.readings for s in r.statements}
    return [{text[key] for key in claim.statements} for claim in found.claims]


def together(story: StoryMaterial, *texts: str) -> bool:
    """Do these statements stand in one claim?"""
    (found,) = find_claims([story])
    return any(set(texts) <= group for group in wordings_of(story, found))


@pytest.fixture(scope="module")
def story() -> StoryMaterial:
    return a_story(TOLD)


def test_every_statement_stands_in_exactly_one_claim(story: StoryMaterial) -> None:
    (found,) = find_claims([story])
    listed = sorted(key for claim in found.claims for key in claim.statements)
    assert listed == sorted(s.id for r in story.readings for s in r.statements)
    assert len({claim.id for claim in found.claims}) == len(found.claims)


def test_the_same_in_other_words_is_one_claim(story: StoryMaterial) -> None:
    assert together(
        story,
        "A fire destroyed the Varnik fuel depot on Monday night.",
        "The Varnik fuel depot was destroyed by a fire on Monday night.",
    )


def test_a_denial_is_a_statement_of_the_claim_that_it_denies(story: StoryMaterial) -> None:
    assert together(story, "Saboteurs set the depot on fire.", "The depot was set on fire by saboteurs.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Four workers were injured in the fire at the depot.",
            "Nine workers were injured in the fire at the depot.",
        ),
        (
            "Four workers were injured in the fire at the depot.",
            "No workers were injured in the fire at the depot.",
        ),
        ("The court opened the case on Monday morning.", "The court opened the case on Friday morning."),
        ("Karsk attacked Ostrava without a warning.", "Ostrava attacked Karsk without a warning."),
        ("The bank will close its office in Varnik.", "The bank will not close its office in Varnik."),
        ("The plant made 300 engines in June.", "The plant made 900 engines in June."),
    ],
)
def test_a_number_a_day_a_negation_or_a_role_keeps_apart(one: str, other: str) -> None:
    told: Told = {
        "herald": [(one, "affirms", [])],
        "courier": [(other, "affirms", [])],
        "tribune": TOLD["tribune"][1:],
    }
    assert not together(a_story(told), one, other)


def test_the_passive_turns_no_roles_round() -> None:
    one, other = (
        "Karsk attacked Ostrava without a warning.",
        "Ostrava was attacked by Karsk without a warning.",
    )
    told: Told = {"herald": [(one, "affirms", []), *TOLD["herald"]], "courier": [(other, "affirms", [])]}
    assert together(a_story(told), one, other)


def test_a_chain_of_near_matches_is_not_one_claim() -> None:
    """Each differs from the next by one step; the ends have nothing to do with each other."""
    numbers = ["two", "three", "four", "five", "six", "seven"]
    lines = [f"The storm over the northern coast left {n} people dead." for n in numbers]
    told: Told = {f"paper {at}": [(line, "affirms", [])] for at, line in enumerate(lines)}
    (found,) = find_claims([a_story(told)])
    assert len(found.claims) == len(lines)


def test_text_is_a_sentence_of_an_affirming_statement(story: StoryMaterial) -> None:
    (found,) = find_claims([story])
    for claim, group in zip(found.claims, wordings_of(story, found), strict=True):
        assert claim.text in group
        assert claim.text[0].isupper()
        assert claim.text[-1] == "."
    assert not any(c.text == "The depot was set on fire by saboteurs." for c in found.claims)


def test_id_follows_from_the_statements_alone(story: StoryMaterial) -> None:
    (found,) = find_claims([story])
    for claim in found.claims:
        assert claim.id == content_hash(sorted(claim.statements))


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_articles_and_statements_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    shuffled = a_story(TOLD)
    rng.shuffle(shuffled.articles)
    rng.shuffle(shuffled.readings)
    for reading in shuffled.readings:
        rng.shuffle(reading.statements)
    assert find_claims([shuffled]) == find_claims([a_story(TOLD)])


def test_cutting_the_batches_changes_nothing(story: StoryMaterial) -> None:
    other = dataclasses.replace(a_story({"courier": TOLD["courier"]}), id="other")
    assert find_claims([story, other]) == find_claims([story]) + find_claims([other])


def test_the_stage_travels_and_keeps_its_contract(story: StoryMaterial) -> None:
    step = pickle.loads(pickle.dumps(stage()))
    empty = StoryMaterial("empty", "", [], [])
    (batch,) = step(iter([to_batch([story, empty], StoryMaterial)]))
    rows: Sequence[StoryClaims] = from_batch(batch, StoryClaims)
    assert [r.id for r in rows] == ["fire", "empty"]
    assert rows[0] == find_claims([story])[0]
    assert rows[1].claims == []


def test_wordless_statements_are_claims_too() -> None:
    told: Told = {"herald": [("…", "affirms", []), ("", "unsure", []), ("—", "denies", ["Weil"])]}
    (found,) = find_claims([a_story(told)])
    assert sum(len(c.statements) for c in found.claims) == 3


# ---------------------------------------------------------------- statements that only point
def pointing(article: str, chain: list[str], text: str) -> Statement:
    start = sum(len(line[0]) + 1 for line in TOLD[article])
    return a_statement(article, start, text, "denies", chain, refers_back=True)


def test_what_only_points_joins_the_claim_that_it_answers() -> None:
    denial = pointing(
        "herald", ["Free Harbour Movement"], "The Free Harbour Movement denied setting any fire."
    )
    assert together(a_story(TOLD, herald=denial), denial.text, "Saboteurs set the depot on fire.")


def test_nobody_answers_himself() -> None:
    denial = pointing(
        "herald", ["Interior Ministry of Karsk"], "The ministry denied any fire set by saboteurs."
    )
    assert not together(a_story(TOLD, herald=denial), denial.text, "Saboteurs set the depot on fire.")


def test_what_points_at_nothing_stands_alone() -> None:
    lonely = a_statement("herald", 0, "He denied it.", "denies", ["Weil"], refers_back=True)
    (found,) = find_claims([StoryMaterial("s", "", [], [Reading("herald", "herald", statements=[lonely])])])
    assert [c.statements for c in found.claims] == [[lonely.id]]
