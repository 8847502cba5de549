"""Windows and decoding of the tagger: every piece is owned once, every span lies in the text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly.statements.tagger.decoding import OUTSIDE, Scores, Tagged, decode
from reportedly.statements.tagger.network import tokenizer
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


def _scores(n: int) -> Scores:
    """Return scores of a window where nothing is found."""
    flat = {name: np.full((n, 3), -9.0, np.float32) for name in ("cue", "source", "content")}
    for each in flat.values():
        each[:, OUTSIDE] = -0.01
    links = {name: np.full((n, n), -9.0, np.float32) for name in ("head", "opens", "closes")}
    for each in links.values():
        each[:, 0] = -0.01
    return flat | links


def _decoded(scores: Scores) -> list[Tagged]:
    """Return what is found where every piece is a word; word 0 is piece 1."""
    return decode(scores, [(i, i + 1) for i in range(1, len(scores["cue"]))])


def _say(scores: Scores, cue: int, source: tuple[int, int], content: range) -> None:
    scores["cue"][cue] = (-9, -0.01, -9)
    for i in content:
        scores["content"][i] = (-9, -0.02, -4) if i == content[0] else (-9, -4, -0.02)
        scores["head"][i] = -9
        scores["head"][i, cue] = -0.01
    for name, at in zip(("opens", "closes"), source, strict=True):
        scores[name][cue] = -9
        scores[name][cue, at] = -0.01


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
    scores["cue"][3] = (-9, -0.01, -9)
    assert _decoded(scores) == []
    _say(scores, 3, (0, 0), range(4, 9))
    assert [f.source for f in _decoded(scores)] == [None]


@given(st.integers(2, 30), st.integers(0, 2**32 - 1))
def test_whatever_the_scores_contents_do_not_overlap_and_hold_no_cue_of_their_own(n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = {k: np.log(draw.dirichlet(np.ones(v.shape[1]), n) + 1e-9) for k, v in _scores(n).items()}
    taken: set[int] = set()
    for found in _decoded(scores):
        inside = {i for s, e in found.content for i in range(s, e)}
        assert not inside & taken
        assert not inside & set(range(*found.cue))
        assert found.source is None or 0 <= found.source[0] < found.source[1] < n
        taken |= inside
