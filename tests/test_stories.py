"""Step 4: articles to stories."""

from __future__ import annotations

import dataclasses
import itertools
import pickle
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Article, Story, content_hash
from reportedly.stories import Grouping, Vector, group, holding, shelf
from reportedly.stories.likeness import compare, weigh_terms
from reportedly.stories.linkage import link
from reportedly.stories.terms import Terms

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


def vectors(articles: list[Article]) -> tuple[Terms, list[Vector]]:
    """Articles as they are compared."""
    terms = Terms("en")
    weighed = [weigh_terms(a) for a in articles]
    terms.enter(weighed)
    return terms, [terms.vector(a, weights) for a, weights in zip(articles, weighed, strict=True)]


def test_far_apart_in_time_needs_more_likeness() -> None:
    def alike(published: str | None) -> float:
        terms, [one, other] = vectors([article("a", FERRY[0]), article("b", FERRY[1], published)])
        return float(compare(terms, [one], [other])[0, 0])

    assert alike("2032-03-05") < alike("2031-03-05") == alike(None)


def test_the_beginning_weighs_more_than_the_end() -> None:
    filler = " ".join(["went on"] * 100)
    terms, [lead, end, about] = vectors(
        [article("a", f"Brenna {filler}"), article("b", f"{filler} Brenna"), article("c", "Brenna strike")]
    )
    assert compare(terms, [about], [lead])[0, 0] > compare(terms, [about], [end])[0, 0] > 0


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


def test_likeness_within_decides_how_much_is_asked_between() -> None:
    def pairs(within: float, between: float) -> int:
        alike = np.full((4, 4), between)
        alike[:2, :2] = alike[2:, 2:] = within
        np.fill_diagonal(alike, 0)
        return len(link(alike, np.ones(4, np.int64), np.zeros(4)))

    assert (pairs(0.9, 0.205), pairs(0.3, 0.205), pairs(0.3, 0.1)) == (2, 1, 2)


def test_groups_link_as_their_articles_do() -> None:
    alike = np.array([[0, 0.3, 0.05], [0.3, 0, 0.05], [0.05, 0.05, 0]])
    assert link(alike, np.array([40, 1, 7]), np.full(3, 0.3)) == [[0, 1], [2]]
    assert link(np.zeros((0, 0)), np.zeros(0, np.int64), np.zeros(0)) == []


def one_at_a_time(articles: list[Article], order: int) -> list[Story]:
    """The stories of articles that arrive one by one, shuffled."""
    grouping = Grouping()
    for one in random.Random(order).sample(articles, len(articles)):
        grouping.add([one])
    return grouping.stories()


@pytest.mark.parametrize("whole", [0, 1000])
@pytest.mark.parametrize("order", range(4))
def test_one_at_a_time_gives_what_a_batch_gives(
    order: int, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "WHOLE", whole)
    articles = ARTICLES + [article(f"{a.id} again", a.text + f" Report {a.id}.") for a in ARTICLES]
    assert one_at_a_time(articles, order) == group(articles)
    assert len(group(articles)) == 2


def test_a_long_story_stays_one_as_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "WHOLE", 0)
    monkeypatch.setattr(shelf, "LOOKED_AT", 30)
    articles = [article(f"{i}", f"{FERRY[i % 3]} Report number {i}.") for i in range(80)]
    articles += [article(f"mine {i}", f"{MINE[i % 3]} Report number {i}.") for i in range(5)]
    assert [len(story.articles) for story in one_at_a_time(articles, 1)] == [80, 5]


def test_a_copy_that_comes_later_joins_and_a_grouping_can_be_put_away() -> None:
    grouping = Grouping()
    grouping.add(ARTICLES)
    grouping = pickle.loads(pickle.dumps(grouping))
    grouping.add([dataclasses.replace(ARTICLES[0], id="copy", key="copy")])
    assert [len(story.articles) for story in grouping.stories()] == [4, 3]


def test_what_is_kept_of_an_article_is_bounded() -> None:
    grouping = Grouping()
    grouping.add(many(300))
    posted = grouping._shelves["en"]._held._posted
    assert max(map(len, posted.values())) <= 2 * holding.POSTED
    assert sum(map(len, posted.values())) <= 300 * shelf.ASKED


def test_every_article_is_in_one_story() -> None:
    articles = many(200)
    placed = list(itertools.chain.from_iterable(story.articles for story in group(articles)))
    assert sorted(placed) == sorted(a.key for a in articles)
