"""Sentences beside claims: the same, the contrary, near; and sketches that propose."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import claims
from reportedly.claims.likeness import _numbers, likeness, likenesses, read
from reportedly.languages.comparing import comparing, opposites

KILLED = "Twelve people were killed in the fire."


@pytest.mark.parametrize(
    ("sentence", "claim", "relation", "apart"),
    [
        (KILLED, "The fire killed 12 people.", "same", ()),
        (KILLED, "Thirteen people were killed in the fire.", "near", ("numbers",)),
        (KILLED, "Twelve people were not killed in the fire.", "contrary", ()),
        (KILLED, "The museum will open in the spring.", "other", ()),
        ("The airline cancelled forty-three flights.", "The airline cancelled 43 flights.", "same", ()),
        ("Prices rose in May.", "Prices rose in June.", "near", ("times",)),
        ("Prices rose last year.", "Prices fell last year.", "contrary", ()),
        ("Prices did not rise last year.", "Prices fell last year.", "same", ()),
        ("Rebels took the town of Orla.", "Rebels took the town of Vesk.", "near", ("names",)),
        ("Lena Orsic accused Pavel Rusk of theft.", "Pavel Rusk accused Lena Orsic of theft.", "near",
         ("roles",)),
        ("Lena Orsic accused Pavel Rusk of theft.", "Pavel Rusk was accused by Lena Orsic of theft.", "same",
         ()),
        ("The alarms were switched off.", "The alarms were switched on.", "contrary", ()),
        ("It was heard.", "It was heard.", "near", ()),  # says too little to be the same as anything
    ],
)  # fmt: skip
def test_a_sentence_and_a_claim(sentence: str, claim: str, relation: str, apart: tuple[str, ...]) -> None:
    [found] = likenesses(sentence, [claim])
    assert (found.relation, found.apart) == (relation, apart)


def test_the_not_of_what_is_denied_is_not_its_own() -> None:
    told = "The board had not spoken to the ministry."
    own, denied = (
        likenesses("The board had spoken to the ministry.", [told], [of])[0] for of in (False, True)
    )
    assert (own.relation, denied.relation) == ("contrary", "same")


def test_german_words_have_german_opposites() -> None:
    [found] = likenesses(
        "Die Preise für Brot steigen wieder.", ["Die Preise für Brot sinken wieder."], (), "de"
    )
    assert found.opposed


def test_no_opposite_is_a_negator() -> None:
    """A negator turns a sentence round by itself; as an opposite it would turn it back."""
    for language in ("en", "de"):
        assert not opposites(language).keys() & comparing(language).negators


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("forty three", [43]), ("two million", [2_000_000]), ("2.5 million", [2_500_000]), ("1,200", [1200]),
        ("three hundred", [300]), ("twelve of forty", [12, 40]), ("at 10.20.30", []), ("twenty 3", [20, 3]),
        ("no numbers", []), ("9" * 400, [float("inf")]),
    ],
)  # fmt: skip
def test_numbers_as_they_are_written(text: str, numbers: list[float]) -> None:
    assert list(_numbers(text.split(), comparing("en").numbers)) == numbers


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TEXTS = [KILLED, "The fire killed 12 people.", "Prices rose.", "", "?!", "İ ﬁ 9¾ ½", "x" * 3000]


@settings(max_examples=20)
@given(st.permutations(TEXTS))
def test_how_two_compare_depends_on_nothing_else(texts: list[str]) -> None:
    among = dict(zip(texts, likenesses(KILLED, texts), strict=True))
    for text in texts[:3]:
        assert among[text] == likenesses(KILLED, [text])[0]


@settings(max_examples=40)
@given(TEXT, TEXT)
def test_any_two_texts_compare(one: str, other: str) -> None:
    found = likeness(*read([one, other]))
    assert 0 <= found.score <= 1.001
    assert found.relation in {"same", "contrary", "near", "other"}


def test_sketches_propose_the_nearest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where there are so many that most are passed over by the bits that differ."""
    told = ("A ferry burned off", "Bread costs more in", "Votes fell in")
    times = ("in March", "on Monday", "this year", "again")
    texts = [
        f"{what} {where} {time}." for what in told for where in ("Senn", "Marn", "Orla") for time in times
    ]
    made = claims.sketch(texts)
    assert made.shape == (36, claims.SKETCH_BYTES)
    np.testing.assert_array_equal(made[5:7], claims.sketch(texts[5:7]))
    [vector] = claims.encode(["In Marn the price of bread rose on Monday."])
    monkeypatch.setattr(sys.modules["reportedly.claims.sketches"], "_ROUGHLY", 12)
    found = [texts[row] for row in claims.nearest(vector, made, 4)]
    assert all(text.startswith("Bread") for text in found)
    assert found[0] == "Bread costs more in Marn on Monday."
    assert claims.nearest(vector, made[:0], 4).size == 0
