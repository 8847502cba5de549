"""Step 4: articles to stories."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Article, content_hash
from reportedly.stories import group, linkage
from reportedly.stories.likeness import Likeness

FERRY = [
    "The ferry Halden Star ran aground off Cape Morrow on Tuesday with 212 people on board, the "
    "coast guard said. Helicopters from Morrow lifted off the injured while tugs tried to pull the "
    "Halden Star free of the rocks.",
    "Rescuers evacuated 212 passengers and crew from the Halden Star after the ferry struck rocks "
    "near Cape Morrow. A coast guard spokesman said that tugs would try again at high tide.",
    "Cape Morrow: All 212 people are safe after the ferry Halden Star ran onto rocks on Tuesday. The"
    " coast guard used helicopters to take the injured to Morrow.",
]
MINE = [
    "Workers at the Brenna copper mine walked out on Monday over pay, the Miners' Union of Ostland "
    "said. The company, Ostcopper, called the strike at Brenna illegal and offered talks.",
    "Ostcopper shares fell after the Miners' Union of Ostland began a strike at the Brenna mine. The"
    " union wants eight percent more pay; Ostcopper has offered three.",
    "A strike has closed the Brenna copper mine in Ostland. The Miners' Union said that its members "
    "would not return before Ostcopper raised pay.",
]


def article(
    name: str, text: str, published: str | None = "2031-03-04", language: str | None = "en"
) -> Article:
    key = content_hash(name, text)
    return Article(
        name,
        key,
        name,
        title=name,
        published=published,
        published_precision="day",
        language=language,
        text=text,
    )


ARTICLES = [article(f"ferry {i}", text) for i, text in enumerate(FERRY)]
ARTICLES += [article(f"mine {i}", text) for i, text in enumerate(MINE)]


def partition(articles: list[Article]) -> set[frozenset[str]]:
    """The ids of the articles of each story."""
    return {frozenset(a.id for a in articles if a.key in story.articles) for story in group(articles)}


def test_two_events_are_two_stories() -> None:
    ferry, mine = frozenset(a.id for a in ARTICLES[:3]), frozenset(a.id for a in ARTICLES[3:])
    assert partition(ARTICLES) == {ferry, mine}
    assert partition(ARTICLES[:3]) == {ferry}


def test_nothing_and_articles_without_words() -> None:
    assert group([]) == []
    assert partition([article("a", ""), article("b", "..."), article("c", "")]) == {
        frozenset({"a"}), frozenset({"b"}), frozenset({"c"}),
    }  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.permutations(ARTICLES))
def test_order_does_not_matter(articles: list[Article]) -> None:
    assert group(articles) == group(ARTICLES)


def test_copies_of_an_article_change_no_story() -> None:
    copies = [dataclasses.replace(ARTICLES[0], id=f"copy {i}", key=content_hash(i)) for i in range(50)]
    stories = group(ARTICLES + copies)
    assert [len(story.articles) for story in stories] == [53, 3]
    assert stories[0].title in {a.title for a in ARTICLES[:3]}


def test_a_story_id_is_a_hash_of_its_articles() -> None:
    alone = group(ARTICLES[:3])[0]
    assert alone.id in {story.id for story in group(ARTICLES)}
    assert alone.articles == sorted(alone.articles)


def test_languages_are_kept_apart() -> None:
    other = [
        dataclasses.replace(a, language="fr", key=content_hash("fr", a.key), id=a.id + " fr")
        for a in ARTICLES
    ]
    found = partition(ARTICLES + other)
    assert len(found) == 4
    assert all(len({name.endswith(" fr") for name in story}) == 1 for story in found)


def test_far_apart_in_time_needs_more_likeness() -> None:
    near = Likeness([article("a", FERRY[0]), article("b", FERRY[1], "2031-03-05")])
    far = Likeness([article("a", FERRY[0]), article("b", FERRY[1], "2032-03-05")])
    undated = Likeness([article("a", FERRY[0]), article("b", FERRY[1], None)])
    rows = np.arange(2)
    values = [next(iter(x.blocks(rows, rows)))[1][0, 1] for x in (near, far, undated)]
    assert values[1] < values[0] == values[2]


def many(count: int, seed: int = 7) -> list[Article]:
    """Articles that mix the sentences of two events and invented words."""
    rng = random.Random(seed)
    invented = ["".join(rng.choices("bdfglmnrst", k=3)) + "a" for _ in range(400)]
    sentences = [s for text in FERRY + MINE for s in text.split(". ")]
    texts = [
        ". ".join(rng.sample(sentences, 2)) + ". " + " ".join(rng.choices(invented, k=20))
        for _ in range(count)
    ]
    return [article(f"a{i}", text) for i, text in enumerate(texts)]


def test_components_give_what_linking_all_pairs_gives() -> None:
    likeness = Likeness(many(120))
    everything = linkage._linked(likeness, np.arange(120))
    assert linkage.cluster(likeness) == sorted(everything)
    assert 2 < len(everything) < 100


def test_a_component_too_large_to_link_is_linked_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    copies = [article(f"{i}", f"{FERRY[i % 3]} Report number {i}.") for i in range(60)]
    whole = group(copies)
    monkeypatch.setattr(linkage, "LARGEST", 10)
    sampled = group(copies)
    assert sorted(k for story in sampled for k in story.articles) == sorted(a.key for a in copies)
    assert [len(story.articles) for story in whole] == [60] == [len(story.articles) for story in sampled]


def test_every_article_is_in_one_story() -> None:
    articles = many(200)
    placed = list(itertools.chain.from_iterable(story.articles for story in group(articles)))
    assert sorted(placed) == sorted(a.key for a in articles)
