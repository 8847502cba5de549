"""Windows and decoding of the tagger: every piece is owned once, every span lies in the text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly.statements.tagger.decoding import OUTSIDE, Tagged, decode, decode_names
from reportedly.statements.tagger.network import KINDS, Floats, Link, Scores, tokenizer
from reportedly.statements.tagger.windows import CONTEXT, MAX_PIECES, pieces, windows

tokenizer()  # its loading is no part of a test
lengths = st.lists(st.integers(1, 400), min_size=1, max_size=12)


@given(lengths)
def test_windows_own_every_piece_once_and_none_is_too_long(paragraphs: list[int]) -> None:
    starts = np.cumsum([0, *paragraphs])[:-1].tolist()
    found = list(windows(starts, sum(paragraphs)))
    owned = [i for w in found for i in range(w.own, w.ends_own)]
    assert owned == list(range(sum(paragraphs)))
    assert all(w.end - w.start <= MAX_PIECES - 1 and w.start <= w.own for w in found)
    assert all(w.ends_own <= w.end for w in found)


@given(lengths)
def test_a_window_looks_back_over_what_it_does_not_own(paragraphs: list[int]) -> None:
    starts = np.cumsum([0, *paragraphs])[:-1].tolist()
    for before, after in zip(found := list(windows(starts, sum(paragraphs))), found[1:], strict=False):
        assert after.own == before.ends_own
        assert after.own - CONTEXT <= after.start


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_pieces_stand_where_they_say(text: str) -> None:
    cut = pieces(text, tokenizer())
    assert len(cut.ids) == len(cut.shapes) == len(cut.spans)
    places = [s for s in cut.spans if s[0] < s[1]]
    assert all(0 <= s < e <= len(text) for s, e in places)
    assert places == sorted(places)


def _scores(n: int, kinds: int = 8) -> Scores:
    """Return scores of a window where nothing is found."""

    def tags(width: int) -> Floats:
        flat = np.full((n, width), -9.0, np.float32)
        flat[:, OUTSIDE] = -0.01
        return flat

    def link() -> Link:  # right is the identity: left[i, j] is the score of a pair
        left = np.full((n, n), -9.0, np.float32)
        left[:, 0] = -0.01
        return Link(left, np.eye(n, dtype=np.float32), np.zeros(129, np.float32))

    return Scores(tags(3), tags(3), tags(3), tags(2 * kinds + 1), link(), link(), link())


def _words(scores: Scores) -> list[tuple[int, int]]:
    """Return every piece as a word; word 0 is piece 1."""
    return [(i, i + 1) for i in range(1, len(scores.cue))]


def _decoded(scores: Scores) -> list[Tagged]:
    return decode(scores, _words(scores))


def _say(scores: Scores, cue: int, source: tuple[int, int], content: range) -> None:
    scores.cue[cue] = (-9, -0.01, -9)
    for i in content:
        scores.content[i] = (-9, -0.02, -4) if i == content[0] else (-9, -4, -0.02)
        scores.head.left[i] = -9
        scores.head.left[i, cue] = -0.01
    for link, at in zip((scores.opens, scores.closes), source, strict=True):
        link.left[cue] = -9
        link.left[cue, at] = -0.01


def test_a_content_in_two_pieces_belongs_to_one_cue() -> None:
    scores = _scores(40)
    _say(scores, 12, (11, 11), range(1, 11))
    _say(scores, 12, (11, 11), range(14, 24))
    (found,) = _decoded(scores)
    assert (found.cue, found.content, found.source) == ((11, 12), [(0, 10), (13, 23)], (10, 11))


def test_two_cues_share_out_what_stands_between_them() -> None:
    scores = _scores(40)
    _say(scores, 2, (1, 1), range(3, 12))
    _say(scores, 25, (26, 27), range(12, 25))
    first, second = _decoded(scores)
    assert (first.content, second.content) == ([(2, 11)], [(11, 24)])
    assert second.source == (25, 27)


def test_scattered_words_are_no_content_and_small_gaps_are() -> None:
    scores = _scores(40)
    _say(scores, 2, (1, 1), range(3, 12))
    _say(scores, 2, (1, 1), range(13, 20))
    _say(scores, 2, (1, 1), range(30, 32))
    (found,) = _decoded(scores)
    assert found.content == [(2, 19)]


def test_a_cue_without_content_is_no_attribution_and_one_without_source_is() -> None:
    scores = _scores(12)
    scores.cue[3] = (-9, -0.01, -9)
    assert _decoded(scores) == []
    _say(scores, 3, (0, 0), range(4, 9))
    assert [f.source for f in _decoded(scores)] == [None]


@given(st.integers(2, 30), st.integers(0, 2**32 - 1))
def test_whatever_the_scores_contents_do_not_overlap_and_hold_no_cue_of_their_own(n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = _scores(n)
    for scored in (scores.cue, scores.content, scores.head.left, scores.opens.left, scores.closes.left):
        scored[:] = np.log(draw.dirichlet(np.ones(scored.shape[1]), n) + 1e-9)
    taken: set[int] = set()
    for found in _decoded(scores):
        inside = {i for s, e in found.content for i in range(s, e)}
        assert not inside & taken
        assert not inside & set(range(*found.cue))
        assert found.source is None or 0 <= found.source[0] < found.source[1] < n
        taken |= inside


def test_words_of_one_kind_side_by_side_are_one_name() -> None:
    scores = _scores(9)
    person, org = (1 + 2 * list(KINDS).index(kind) for kind in ("PERSON", "ORG"))
    for piece, best in ((1, person), (2, person), (3, org + 1), (4, org + 1), (6, org), (8, org)):
        scores.name[piece, best] = 0
    found = decode_names(scores, _words(scores))
    assert found == [((0, 2), "PERSON"), ((2, 4), "ORG"), ((5, 6), "ORG"), ((7, 8), "ORG")]


@given(st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_a_link_scores_the_pairs_asked_for_as_it_would_all(n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    left, right, bias = (
        draw.normal(size=size).astype(np.float32) for size in ((n, 5), (n, 5), (2 * 10 + 1,))
    )
    link = Link(left, right, bias)
    i, j = draw.integers(0, n, 7), draw.integers(0, n, 4)
    whole = [[left[a] @ right[b] + bias[min(max(b - a, -10), 10) + 10] for b in j] for a in i]
    assert np.allclose(link.between(i, j), np.array(whole), atol=1e-4)
