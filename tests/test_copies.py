"""Passages that stand in two articles, word for word."""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.origins.copies import copies
from reportedly.origins.passages import LEAST_PASSAGE, LONGEST
from reportedly.records import Article, Copy, Credit

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


def test_many_copies_of_long_articles_hang_on_the_first() -> None:
    text = prose(1, 400)
    crowd = [article(f"{i:04}", f"{i}: {text}", "2031-01-01") for i in range(300)]
    long = [article(f"long {i}", f"{prose(50 + i, 2 * LONGEST)} {text}", "2031-01-02") for i in range(2)]
    found = copies([*crowd, *long])
    assert {c.origin.article for c in found} == {"0000"}
    assert len(found) == len(crowd) - 1  # the passage stands behind what is compared of the long ones


def test_a_copy_is_judged_by_how_much_of_the_shorter_it_is() -> None:
    text = prose(1, 200)
    whole = article("whole", f"{text} And a line.", "2031-01-01")
    cut = article("cut", text[: len(text) * 3 // 4], "2031-01-02")
    mixed = article("mixed", f"{prose(2, 60)} {text[: len(text) // 4]} {prose(3, 90)}", "2031-01-03")
    judged = {(c.origin.article, c.copy.article): c.judged for c in copies([mixed, cut, whole])}
    assert judged == {("whole", "cut"): "wholly", ("whole", "mixed"): "partly"}


def test_whoever_shares_the_edits_of_a_copy_has_it_from_there() -> None:
    first, middle, last, tail = (prose(i, 60) for i in range(4))
    one = article("one", f"{first} {middle} {last}", "2031-01-01")
    two = article("two", f"{first} {tail} {last}", "2031-01-02")
    three = article("three", f"{first} {tail} {last}", "2031-01-03")
    assert {(c.origin.article, c.copy.article) for c in copies([three, two, one])} == {
        ("one", "two"),
        ("two", "three"),
    }
    both = article("both", f"{tail} {prose(9, 50)} {middle}", "2031-01-04")
    assert {c.origin.article for c in copies([one, two, both]) if c.copy.article == "both"} == {"one", "two"}


def test_what_tells_who_was_first() -> None:
    text = prose(1, 50)
    tide, post = "Tide", "Harbour Post"
    cases = [
        (article("Reuters", text, "2031-01-02"), article("b", text, "2031-01-02"), "agency page"),
        (article("a", text, "2031-01-02", "AFP"), article("b", text, "2031-01-03"), "agency copy"),
        (article("a", text, "2031-01-01"), article("b", text, "2031-01-02"), "date"),
        (article("a", text, "2031-01-01T08:00"), article("b", text, "2031-01-01T20:00"), "unknown"),
        (article(tide, text, "2031-01-02"), article(post, f"{text} The Tide wrote.", "2031-01-01"), "named"),
    ]
    for first, second, direction in cases:
        (found,) = copies([second, first])
        assert (found.origin.article, found.copy.article, found.direction) == (first.id, second.id, direction)
    early, late = article("a", text, "2031-01-01T08:00"), article("b", text, "2031-01-01T20:00")
    late.outlet = early.outlet = "Tide"
    assert copies([late, early])[0].direction == "date"


def test_posts_notices_and_an_outlets_standing_lines_are_no_copies() -> None:
    words, notice = prose(1, 30), prose(2, 30)
    shared = [
        f"{words} — Ida Berg (@ida) December 2, 2030",
        f"Copyright 2031 {words}",
        f"‘{words}’",
        f"'{words}",
    ]
    for line in shared:
        pair = [article(name, f"{prose(i, 40)}\n{line}\nend") for i, name in enumerate("ab", 5)]
        assert copies(pair) == [], line
    house = [article(name, f"{prose(i, 40)}\n{notice}") for i, name in enumerate("ab", 5)]
    assert len(copies(house)) == 1
    for one in house:
        one.outlet = "Tide"
    assert copies(house) == []


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(draw: random.Random) -> None:
    texts = [prose(i, 80) for i in range(4)]
    articles = [
        article(f"{i}", " ".join(draw.sample(texts, 2)), f"2031-01-{draw.randint(1, 3):02}") for i in range(8)
    ]
    found = copies(articles)
    draw.shuffle(articles)
    assert copies(articles) == found
