"""Texts as no newsroom writes them: an answer or a reason, places that are right, bounded memory."""

from __future__ import annotations

import functools
import re
import sys

import pytest
from benchmarks.hostile import KINDS, ORDINARY, text_of
from benchmarks.memory import MEMORY, peak
from benchmarks.windows import NEUTRAL
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Article, Attribution, Reading
from reportedly.statements import read_articles

SAID = "The old mill in Varn will close in May, Ana Lopez said on Monday."
CONTENT = "The old mill in Varn will close in May"
NEWS = (
    SAID,
    f"{ORDINARY}{SAID}",
    "“We heard a bang,” said Bo Ruiz, “and then nothing.” The police denied that the alarm had been off.",
    "Nothing happened.",
    "",
)


def read(*texts: str) -> list[Reading]:
    articles = [
        Article(str(n), f"{text!r:.99}", "text", language="en", text=text) for n, text in enumerate(texts)
    ]
    return read_articles(articles)


@functools.cache
def alone(text: str) -> Reading:
    return read(text)[0]


def spans(a: Attribution) -> list[tuple[int, int]]:
    return [(s, e) for pieces in (a.source, a.cue, a.content) for s, e in pieces]


def check_places(text: str, reading: Reading) -> None:
    """Every span lies in the text, in order, on whole words; a statement's text is what stands there."""
    plain = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    for a in [*reading.attributions, *reading.statements]:
        for pieces in (a.source, a.cue, a.content):
            places = [place for piece in pieces for place in piece]
            assert places == sorted(places)
            assert all(0 <= s < e <= len(text) and text[s:e].strip() for s, e in pieces)
    for a in reading.attributions:
        assert a.cue
        assert a.content
        for place in {place for span in spans(a) for place in span} - {0, len(text)}:
            assert not re.fullmatch("[A-Za-z]{2}", text[place - 1 : place + 1]), text[place - 9 : place + 9]
    for statement in reading.statements:
        assert plain[statement.start : statement.end] == statement.text
    firsts = [a.content[0] for a in reading.attributions]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read(kind: str) -> None:
    text = f"{text_of(kind, 500)}\n\n{SAID}"
    (reading,) = read(text)
    assert reading.rejected is None
    check_places(text, reading)


@pytest.mark.parametrize(
    "before",
    [
        "😀 👨‍👩‍👧 🇺🇸",
        "E\u0301te\u0301 a\u0301\u0301\u0301\u0301.",
        "\u202eraV\u202c \u200f\u05e9\u05dc\u05d5\u05dd\u200e.",
        "\u2028\u3000\x0b\u00a0\x85",
        "\ufeff\u200b\u200d",
        "Half a sign: \ud83d.",
        "\x00\x1b[31m",
        "ÀÉÎÕÜ ﬁﬂ Ǆ ẞ İ ŉ.",  # letters that are several when lowered or decomposed
    ],
)
def test_places_are_code_points_whatever_stands_before(before: str) -> None:
    text = f"{before}\n\n{SAID}"
    (found,) = read(text)[0].attributions
    source, cue, content = (text[s:e] for s, e in spans(found))
    assert (source, cue.split()[0], content) == ("Ana Lopez", "said", CONTENT)


def test_a_million_words_are_refused_with_the_reason() -> None:
    (reading,) = read("word " * 1_000_000)
    assert reading.rejected == "text of 5,000,000 characters; at most 300,000 are read"
    assert reading.statements == reading.attributions == []


def test_a_language_that_is_not_read_is_refused_by_name() -> None:
    (reading,) = read_articles([Article("a", "a", "text", language="sv", text="Bron är stängd, sade han.")])
    assert "'sv'" in (reading.rejected or "")


@pytest.mark.skipif(sys.platform != "linux", reason="a process's memory is asked of Linux")
def test_memory_is_bounded() -> None:
    assert peak(['"' * 8_000, ORDINARY * 10]) < MEMORY


@settings(max_examples=10)
@given(st.lists(st.sampled_from(NEWS), min_size=1, max_size=4))
def test_articles_are_read_alike_in_any_company(texts: list[str]) -> None:
    for text, reading in zip(texts, read(*texts), strict=True):
        one = alone(text)
        assert (reading.attributions, reading.timex) == (one.attributions, one.timex)
        assert [(s.start, s.end, s.chain, s.stance) for s in reading.statements] == [
            (s.start, s.end, s.chain, s.stance) for s in one.statements
        ]


@pytest.mark.parametrize("text", NEWS)
def test_reading_again_changes_nothing(text: str) -> None:
    assert read(text) == read(text)
    check_places(text, alone(text))


@settings(max_examples=10)
@given(st.integers(0, len(NEUTRAL)), st.integers(1, 3))
def test_what_stands_before_only_moves_what_is_found(paragraphs: int, breaks: int) -> None:
    """Held for a plain sentence, whose content may end a word sooner or later.

    How often every span is the same in real news `benchmarks/windows.py` measures.
    """
    before = "".join(f"{paragraph}{chr(10) * breaks}" for paragraph in NEUTRAL[:paragraphs])
    found = read(before + SAID)[0].attributions
    moved = [[(s - len(before), e - len(before)) for s, e in spans(a)] for a in found]
    told = [spans(a) for a in alone(SAID).attributions]
    assert [a[:-1] for a in moved] == [a[:-1] for a in told]
    assert [a[-1][0] for a in moved] == [a[-1][0] for a in told]
    assert all(abs(a[-1][1] - b[-1][1]) <= len(" in May") for a, b in zip(moved, told, strict=True))
