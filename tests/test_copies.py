"""Passages that stand in two articles, and quotations in several wordings."""

from __future__ import annotations

import random
import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.origins.copies import LEAST_PASSAGE, LONGEST, copies
from reportedly.origins.quotes import quotes
from reportedly.origins.voices import Voices
from reportedly.records import Article, Copy, Credit, Quote, Reading, Statement

WORDS = [f"{a}{b}{c}" for a in "bdfglm" for b in "aeiou" for c in "knrst"]


def prose(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def article(name: str, text: str, published: str | None = None, agency: str | None = None) -> Article:
    credits = [Credit(agency, "text", agency)] if agency else []
    return Article(name, name, name, outlet=name, text=text, published=published, credits=credits)


def cut(found: Copy, *articles: Article) -> tuple[str, str]:
    """The two passages of a copy."""
    texts = {a.id: a.text for a in articles}
    one, other = found.origin, found.copy
    return texts[one.article][one.start : one.end], texts[other.article][other.start : other.end]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(LEAST_PASSAGE, 120), st.integers(0, 9999))
def test_a_planted_passage_is_found_whole_at_its_offsets(
    before: int, after: int, size: int, seed: int
) -> None:
    passage = prose(seed, size)
    around = [prose(seed + i, count) for i, count in enumerate((before, after, after, before), 1)]
    one = article("a", f"{around[0]} Start — {passage} stop. {around[1]}", "2031-01-01")
    other = article("b", f"Ἀρχή 🛰 {around[2]} begin {passage} end {around[3]}", "2031-01-02")
    (found,) = copies([other, one])
    assert cut(found, one, other) == (passage, passage)
    shorter = min(len(re.findall(r"\w+", a.text)) for a in (one, other))
    assert found.share == round(size / shorter, 3)


def test_unlike_articles_and_set_phrases_are_no_copies() -> None:
    phrase = prose(5, LEAST_PASSAGE - 1)
    assert copies([article("a", prose(1, 500)), article("b", prose(2, 500)), article("c", "")]) == []
    assert copies([article("a", f"one {phrase} two"), article("b", f"three {phrase} four")]) == []


def test_a_changed_word_does_not_break_a_passage_and_a_rewritten_stretch_does() -> None:
    left, right = prose(1, 20), prose(2, 20)
    one = article("a", f"{left} old {right}", "2031-01-01")
    (found,) = copies([one, article("b", f"{left} new words {right}", "2031-01-02")])
    assert cut(found, one, article("b", f"{left} new words {right}"))[1] == f"{left} new words {right}"
    apart = copies([one, article("b", f"{left} {prose(3, 30)} {right}", "2031-01-02")])
    assert len(apart) == 2
    assert {c.share for c in apart} == {round(40 / 41, 3)}


def test_the_direction_is_that_of_days_then_credits_then_hours() -> None:
    text = prose(1, 50)
    cases = [
        (article("b", text, "2031-01-01"), article("a", text, "2031-01-02", "AFP")),
        (article("b", text, "2031-01-02T10:00:00", "AFP"), article("a", text, "2031-01-02T09:00:00")),
        (
            article("Reuters", text, "2031-01-02T10:00:00"),
            article("a", text, "2031-01-02T09:00:00", "Reuters"),
        ),
        (article("b", text, "2031-01-02T09:00:00"), article("a", text, "2031-01-02T10:00:00")),
        (article("b", text, "2031-01-02"), article("a", text, None)),
    ]
    for first, second in cases:
        (found,) = copies([second, first])
        assert (found.origin.article, found.copy.article) == (first.id, second.id)


def test_words_that_the_copy_quotes_are_not_counted() -> None:
    words = prose(1, 30)
    for opening, closing in ("“”", '""', "«»"):
        quoting = article("b", f"She said: {opening}{words}{closing}.", "2031-01-02")
        assert copies([article("a", f"It is {words}.", "2031-01-01"), quoting]) == []


def test_many_copies_of_long_articles_are_found_in_time() -> None:
    text = prose(1, 400)
    crowd = [article(f"{i:04}", f"{i}: {text}", "2031-01-01") for i in range(1000)]
    long = [article(f"long {i}", f"{prose(50 + i, 2 * LONGEST)} {text}", "2031-01-02") for i in range(2)]
    start = time.perf_counter()
    found = copies([*crowd, *long])
    assert {c.origin.article for c in found} == {"0000"}
    assert len(found) == len(crowd) - 1  # the passage stands behind what is compared of the long ones
    assert time.perf_counter() - start < 20


# ---------------------------------------------------------------- quotations
def drift(*told: tuple[str, str, str]) -> list[Quote]:
    """The quotations of articles, each (article, speaker or "", text with marked words)."""
    articles, statements = [], []
    for i, (name, speaker, text) in enumerate(told):
        chain = [speaker] if speaker else []
        articles.append(article(name, text))
        spans = [[0, len(text)]]
        statements.append(Statement(f"s{i}", name, 0, len(text), text, True, "affirms", chain, [], [], spans))
    by_article = [
        Reading(a.id, a.id, statements=[s for s in statements if s.article == a.id]) for a in articles
    ]
    return quotes(articles, statements, Voices(by_article))


def test_one_quotation_in_two_wordings() -> None:
    (found,) = drift(
        ("a", "Ida Berg", '"We set the task of harbour capacity for next year," she said.'),
        (
            "b",
            "Ida Berg",
            "“We set the task of harbour capacity expansion for next year,” Berg told reporters.",
        ),
        ("c", "Ida Berg", "“we set the task of harbour capacity for next year”"),
        ("d", "Ida Berg", "Berg spoke of “harbour capacity for next year”."),
    )
    assert found.speaker == "Ida Berg"
    assert [(v.text, v.statements) for v in found.versions] == [
        ("We set the task of harbour capacity for next year", ["s0", "s2"]),
        ("We set the task of harbour capacity expansion for next year", ["s1"]),
        ("harbour capacity for next year", ["s3"]),
    ]


def test_other_words_other_speakers_and_words_of_one_article_are_not_united() -> None:
    words = '"The harbour will not be closed this winter," she said.'
    assert drift(("a", "Ida Berg", words), ("b", "Olav Moe", words)) == []
    assert (
        drift(
            ("a", "Ida Berg", words), ("b", "Ida Berg", '"The winter was long and the port was open to all"')
        )
        == []
    )
    assert drift(("a", "Ida Berg", words)) == []
    assert drift(("a", "", words), ("b", "", words)) == []


def test_a_long_quotation_is_recognised_where_its_speaker_is_not_named() -> None:
    words = '"The harbour will not be closed this winter whatever the insurers may say about it."'
    (found,) = drift(("a", "Ida Berg", words), ("b", "", words))
    assert (found.speaker, len(found.versions), found.versions[0].statements) == ("Ida Berg", 1, ["s0", "s1"])


def test_thousands_of_quotations_are_compared_in_time() -> None:
    rng = random.Random(4)
    said = [f'"{prose(i % 300, 30)} {rng.choice(WORDS)}"' for i in range(2000)]
    told = [(f"a{i}", "Ida Berg", text) for i, text in enumerate(said)]
    start = time.perf_counter()
    assert len(drift(*told)) == 300
    assert time.perf_counter() - start < 20
