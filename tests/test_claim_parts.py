"""The parts of step 5: vectors, wordings, the pair scorer, grouping, naming."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.known import Known

import reportedly.claims.cluster as clustering
from reportedly.claims.cluster import components, group, neighbours
from reportedly.claims.encoder import encode
from reportedly.claims.naming import most_central, sentence
from reportedly.claims.scorer import FEATURES, Scorer, conflicts, features, scorer
from reportedly.claims.wording import bag, tokens, wordings
from reportedly.languages.comparing import stem

SENTENCES = [
    "The harbour master closed the port on Tuesday.",
    "The port was closed by the harbour master on Tuesday.",
    "Shares of the shipping line fell by six percent.",
    "The shipping line's shares dropped 6 percent.",
    "It rained.",
    "“We never agreed to that,” Hart told the council, which had asked her to explain the contract in full.",
]


# ---------------------------------------------------------------- vectors
def test_vectors_are_of_length_one() -> None:
    vectors = encode(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(SENTENCES)), abs=1e-5)


def test_nothing_gives_no_rows() -> None:
    assert encode([]).shape == (0, 384)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(len(SENTENCES))), st.integers(1, len(SENTENCES)), st.integers(1, 3))
def test_a_vector_depends_on_its_text_alone(order: list[int], size: int, threads: int) -> None:
    chosen = order[:size]
    assert (encode([SENTENCES[at] for at in chosen], threads) == encode(SENTENCES)[chosen]).all()


def test_alike_lies_nearer_than_unlike() -> None:
    similarity = encode(SENTENCES) @ encode(SENTENCES).T
    assert similarity[0, 1] > 0.8 > 0.3 > similarity[0, 2]
    assert similarity[2, 3] > 0.8


@pytest.mark.parametrize("text", ["", " ", "\x00", "語" * 5000, "word " * 5000, "🙂"])
def test_any_text_has_a_vector(text: str) -> None:
    assert np.isfinite(encode([text])).all()


# ---------------------------------------------------------------- wordings
@pytest.mark.parametrize(
    "forms",
    [
        ("resign", "resigned", "resigns", "resigning"),
        ("destroy", "destroyed", "destroying"),
        ("deny", "denied", "denies", "denial"),
        ("pay", "paid"),
        ("stop", "stopped", "stopping"),
        ("accuse", "accused", "accusing", "accusation"),
    ],
)
def test_inflected_forms_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form, "en") for form in forms}) == 1


def test_tokens_straighten_apostrophes() -> None:
    assert tokens("Karsk’s guard didn’t fire 1,200 shots; 3.5 tons") == [
        *("Karsk", "guard", "didn't", "fire", "1,200", "shots", "3.5", "tons")
    ]


def test_a_bag_holds_what_is_compared() -> None:
    found = bag("Officials in Varnik may close two ports on Friday, Hart said.")
    assert set(found.names) == {stem("varnik", "en"), stem("hart", "en")}
    assert found.numbers == {"2"}
    assert found.times == {"friday"}
    assert found.hedged
    assert not found.negated


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The guard fired.", False),
        ("The guard did not fire.", True),
        ("The guard didn’t fire.", True),
        ("Nobody in the guard fired.", True),
        ("It is not true that the guard failed to fire.", True),  # the dependent clause has its own
        ("The guard fired at men who had no weapons.", False),
    ],
)
def test_negation_is_that_of_the_main_clause(text: str, negated: bool) -> None:
    assert bag(text).negated is negated


def test_a_number_in_words_is_the_number() -> None:
    assert bag("six people").numbers == bag("6 people").numbers


# ---------------------------------------------------------------- scores
def pairs_of(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    i, j = np.triu_indices(len(texts), 1)
    return i, j


def test_features_do_not_know_left_from_right() -> None:
    w = wordings(SENTENCES)
    i, j = pairs_of(SENTENCES)
    assert (features(w, i, j) == features(w, j, i)).all()
    assert features(w, i, j).shape == (len(i), len(FEATURES))


def test_a_score_does_not_depend_on_the_pairs_beside_it() -> None:
    w, s = wordings(SENTENCES), scorer()
    i, j = pairs_of(SENTENCES)
    together = s.score(w, i, j)
    assert (together == [s.score(w, i[at : at + 1], j[at : at + 1])[0] for at in range(len(i))]).all()


def test_the_same_in_other_words_scores_above_the_rest() -> None:
    w = wordings(SENTENCES)
    i, j = pairs_of(SENTENCES)
    score = {(a, b): s for a, b, s in zip(i.tolist(), j.tolist(), scorer().score(w, i, j), strict=True)}
    same = min(score.pop((0, 1)), score.pop((2, 3)))
    assert same > scorer().threshold > max(score.values())


def test_a_score_in_conflict_is_nought() -> None:
    w = wordings(["The port closed on Monday.", "The port closed on Sunday.", "The port closed."])
    i, j = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert conflicts(w, i, j).tolist() == [True, False, False]
    assert scorer().score(w, i, j)[0] == 0


@pytest.mark.parametrize("denied", [True, False])
def test_the_not_of_a_denial_is_not_its_own(denied: bool) -> None:
    texts = ["Weil sent the letter to the bank.", "Weil did not send the letter to the bank."]
    w = wordings(texts, denied=[False, denied])
    assert conflicts(w, np.array([0]), np.array([1])).tolist() == [not denied]


def test_names_put_in_for_pronouns_are_no_words_in_common() -> None:
    texts = ["He sold the bank.", "He left the coast."]
    plain, resolved = (
        wordings(texts),
        wordings(texts, ["Tomas Weil sold the bank.", "Tomas Weil left the coast."]),
    )
    assert (plain.words != resolved.words).nnz == 0
    assert resolved.vectors[0] @ resolved.vectors[1] > plain.vectors[0] @ plain.vectors[1]


def test_weights_of_other_features_are_refused() -> None:
    data = json.loads(files("reportedly.languages").joinpath("en/same_claim/weights.json").read_text("utf8"))
    with pytest.raises(ValueError, match="training"):
        Scorer.from_json(json.dumps({**data, "features": data["features"][1:]}))


# ---------------------------------------------------------------- groups
def test_neighbours_are_found_at_any_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    w = wordings(SENTENCES)
    whole = neighbours(w, 2)
    monkeypatch.setattr(clustering, "ROWS", 2)
    parts = neighbours(w, 2)
    assert (whole[0] == parts[0]).all()
    assert (whole[1] == parts[1]).all()
    assert (whole[0] < whole[1]).all()


def test_remembered_pairs_group_as_fresh_ones_do() -> None:
    w, shipped = wordings(SENTENCES), scorer()
    known = Known(w)
    for threshold in (0.9, 0.5, shipped.threshold, 0.05):
        tried = dataclasses.replace(shipped, threshold=threshold)
        assert known.group(tried).tolist() == group(w, tried)[0].tolist()
    i, j = np.triu_indices(len(SENTENCES), 1)
    assert (known.features(i, j) == features(w, i, j)).all()


def test_no_component_is_larger_than_can_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "LARGEST", 5)
    n = 40
    i, j = np.triu_indices(n, 1)
    for score in (np.ones(len(i)), np.random.default_rng(1).random(len(i))):
        found = components(n, i, j, score, 0.1)
        members = np.concatenate(found)
        assert max(len(part) for part in found) <= 5
        assert len(members) == len(set(members.tolist())) <= n


def test_a_chain_of_near_matches_does_not_merge_its_ends() -> None:
    """A~B and B~C hold, A~C plainly does not: a claim of all three would be two claims."""
    groups = clustering._split(np.array([0.9, 0.01, 0.9]), np.ones(3, bool), scorer().threshold)
    assert len(set(groups.tolist())) == 2


def test_a_fragment_goes_where_it_fits_best_and_joins_nothing() -> None:
    """The last one is like both of the others, which are not like each other."""
    scores = np.array([0.1, 0.6, 0.9])
    assert clustering._split(scores, np.array([True, True, False]), 0.4).tolist() == [0, 1, 1]
    fragments = np.array([False, False, True])
    assert clustering._split(np.array([0.9, 0.1, 0.1]), fragments, 0.4).tolist() == [0, 0, 2]


def test_copies_group_and_the_rest_stays_alone() -> None:
    groups, fit = group(wordings(SENTENCES), scorer())
    assert groups.tolist() == [0, 0, 1, 1, 2, 3]
    assert fit[:4].min() >= scorer().threshold
    assert fit[4:].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("The Sarelle had 312 passengers on board, 72 too many", "There were 236 passengers on it", True),
        ("Twelve people died in the fire", "The fire killed 15 people", True),
        ("The Sarelle had 312 passengers on board", "312 passengers had been on board the ship", False),
        ("12 people died", "the fire began at 10 p.m. and spread to two decks", False),
    ],
)
def test_two_numbers_of_the_same_things_are_never_one_claim(one: str, other: str, apart: bool) -> None:
    w = wordings([one, other])
    assert conflicts(w, np.array([0]), np.array([1])).tolist() == [apart]


# ---------------------------------------------------------------- names
def test_the_central_wording_is_no_fragment() -> None:
    texts = ["he closed the port", "The harbour master closed the port on Tuesday.", "closed on Tuesday"]
    assert most_central(texts, list(encode(texts).astype(float))) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the port  closed,", "The port closed."),
        ("“it is over", "It is over."),
        ("Is it over?", "Is it over?"),
        ("It is “over.”", "It is “over.”"),
        ('It was a "prank', "It was a prank."),
        ("", ""),
    ],
)
def test_a_wording_is_shown_as_a_sentence(text: str, shown: str) -> None:
    assert sentence(text) == shown
