"""Near-copies among very many texts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.engine.arrow import from_batch, to_table
from reportedly.engine.embedded import Embedded
from reportedly.stories import Bands, Text, banding, find_bands, near_copies
from reportedly.stories.near_copies import BESIDE, NEAR_BANDS

WORDS = [a + b + c for a in "bdgkmt" for b in "aeiou" for c in ("l", "n", "r", "s")]


def report(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def edited(words: list[str], seed: int, edits: int = 2) -> list[str]:
    rng, out = random.Random(f"edit {seed}"), list(words)
    for at in rng.sample(range(len(out)), edits):
        out[at] = "otherwise"
    return out


def marks(texts: list[list[str]]) -> np.ndarray:
    return np.array([row.bands for row in find_bands([Text(" ".join(words)) for words in texts])], np.int64)


def test_an_edited_copy_is_found_and_another_report_is_not() -> None:
    later, earlier, shared = near_copies(marks([report(1), report(2), edited(report(1), 3), report(2)]))
    assert list(zip(later.tolist(), earlier.tolist(), strict=True)) == [(2, 0), (3, 1)]
    assert shared[0] >= NEAR_BANDS
    assert shared[1] == 16  # the same text


def test_copies_of_one_text_make_a_few_pairs_each() -> None:
    later, earlier, _ = near_copies(marks([edited(report(1), seed, 1) for seed in range(400)]))
    assert len(later) <= 16 * (BESIDE + 1) * 400
    assert np.all(earlier < later)
    assert set(range(1, 400)) <= set(later.tolist())
    identical = near_copies(np.ones((400, 16), np.int64))
    assert len(identical[0]) == sum(min(n, BESIDE + 1) for n in range(400))


@pytest.mark.parametrize("number", [0, 1])
def test_few_texts_have_no_copies(number: int) -> None:
    later, earlier, shared = near_copies(np.zeros((number, 16), np.int64))
    assert later.tolist() == earlier.tolist() == shared.tolist() == []


@given(st.lists(st.lists(st.integers(0, 3), min_size=16, max_size=16), max_size=30))
def test_pairs_share_as_many_bands_as_is_said(rows: list[list[int]]) -> None:
    bands = np.array(rows, np.int64).reshape(-1, 16)
    later, earlier, shared = near_copies(bands)
    pairs = list(zip(later.tolist(), earlier.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    same = (bands[later] == bands[earlier]).sum(axis=1)
    assert np.all((shared >= NEAR_BANDS) & (shared <= same) & (earlier < later))
    of_first = [row for row in range(1, len(bands)) if (bands[row] == bands[0]).sum() >= NEAR_BANDS]
    assert {(row, 0) for row in of_first} <= set(pairs)  # the first text is the first with all its bands


def test_bands_are_a_stage() -> None:
    texts = [Text("The bridge at Marn fell on Friday, police said."), Text("")]
    with Embedded(1) as engine:
        found = from_batch(engine.map(banding(), to_table(texts, Text)), Bands)
    assert found == find_bands(texts)
    assert len(found[0].bands) == 16
    assert found[1].bands == []
