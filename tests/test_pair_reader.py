"""Two statements read together: the order is nothing, nor what is read beside them."""

from __future__ import annotations

import numpy as np

from reportedly.claims.cluster import group
from reportedly.claims.pair_reader import ASKED, read_pairs
from reportedly.claims.scorer import BEST, LEAST, MOST, likely, scorer
from reportedly.claims.wording import wordings

MILL = "The council of Orlava closed the old paper mill on Tuesday."
PAIRS = [
    (MILL, "On Tuesday Orlava's council shut the paper mill."),
    (MILL, "The council of Orlava did not close the old paper mill on Tuesday."),
    (MILL, "The ferry to Brask was late again."),
]


def test_the_order_and_the_company_of_a_pair_change_nothing() -> None:
    told = read_pairs(PAIRS)
    assert told.shape == (len(PAIRS), len(ASKED))
    assert (read_pairs([(b, a) for a, b in PAIRS]) == told).all()
    assert all((read_pairs([pair])[0] == row).all() for pair, row in zip(PAIRS, told, strict=True))
    assert read_pairs([]).shape == (0, len(ASKED))


def test_the_same_in_other_words_is_told_from_its_contrary_and_from_another_matter() -> None:
    same = read_pairs(PAIRS)[:, ASKED.index("same")]
    assert same[0] > same[1]
    assert same[0] > same[2]


def test_a_few_likely_pairs_are_read_and_no_more() -> None:
    draw = np.random.default_rng(1)
    i, j = np.triu_indices(300, 1)
    score = draw.random(len(i))
    a, b = likely(300, i, j, score)
    assert len(a) <= min(MOST, 300 * BEST)
    codes = a * 300 + b
    assert (np.diff(codes) > 0).all()
    least = score[np.isin(i * 300 + j, codes)].min()
    assert least >= LEAST
    best = {(int(i[k]), int(j[k])) for k in np.argsort(-score)[:50]}
    assert best <= set(zip(a.tolist(), b.tolist(), strict=True))


def test_other_languages_are_judged_by_columns_alone() -> None:
    texts = [text for pair in PAIRS for text in pair]
    english, german = wordings(texts), wordings(texts, language="de")
    i, j = np.triu_indices(len(texts), 1)
    glances = scorer().glances(german, i, j)
    assert (scorer().score(german, (i, j))(i, j) == glances).all()
    assert (scorer().score(english, (i, j))(i, j) != scorer().glances(english, i, j)).any()
    assert len(group(german, scorer())[0]) == len(texts)
