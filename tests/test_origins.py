"""Step 6: on whose word a claim stands, and how many lines lead to it."""

from __future__ import annotations

import dataclasses
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make_stories import Told, account, behind
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.origins import find_origins, stage
from reportedly.origins.graph import separate
from reportedly.records import (
    Article,
    Claim,
    Credit,
    Reading,
    Source,
    Statement,
    StoryAccount,
    StoryOrigins,
)


def test_a_spokesperson_and_the_body_are_one_line() -> None:
    sources = [
        Source("Mara Lind", "person", speaks_for="Harbour Authority"),
        Source("Harbour Authority", "government"),
    ]
    found = behind([("a", "affirms", ["Mara Lind"]), ("b", "affirms", ["Harbour Authority"])], sources)
    assert (found.independent, found.origins) == (1, ["Harbour Authority", "Mara Lind"])
    assert [e.why for e in found.evidence if e.kind == "principal"] == [
        "Mara Lind speaks for Harbour Authority"
    ]


def test_who_speaks_for_whom_may_run_in_a_circle() -> None:
    sources = [Source("A", "person", speaks_for="B"), Source("B", "person", speaks_for="A")]
    assert behind([("a", "affirms", ["A"]), ("b", "affirms", ["B"])], sources).independent == 1


def test_an_article_has_all_that_somebody_says_by_way_of_one_government_agency() -> None:
    sources = [Source("Kim Jong Un", "person"), Source("KCNA", "agency")]
    told: list[Told] = [("a", "affirms", ["Kim Jong Un", "Reuters"]), ("b", "affirms", ["KCNA"])]
    assert behind(told, sources).independent == 2
    story = account(told, sources)
    other = dataclasses.replace(
        story.readings[0].statements[0], id="other", chain=["Kim Jong Un", "KCNA", "Reuters"]
    )
    story.readings[0].statements.append(other)  # the same article, another claim
    found = find_origins([story])[0].claims[0]
    assert (found.independent, found.rests_on) == (1, ["KCNA"])
    assert "Outlet a has other words of Kim Jong Un by way of KCNA" in [e.why for e in found.evidence]


def test_what_fits_loosely_adds_no_line_and_is_said_so() -> None:
    told: list[Told] = [("a", "affirms", ["Ida Berg"]), ("b", "affirms", ["Tor Holm"])]
    story = account(told)
    story.claims[0].loose = ["s1"]
    found = find_origins([story])[0].claims[0]
    assert (found.independent, found.origins, found.n_outlets) == (1, ["Ida Berg"], 2)
    near = "Outlet b tells something near it, not surely the same, and adds nothing"
    assert near in [e.why for e in found.evidence]
    story.claims[0].loose = ["s0", "s1"]  # where all are loose, all count
    assert find_origins([story])[0].claims[0].independent == 2


def test_charges_and_those_who_press_them_are_one_line() -> None:
    sources = [
        Source("indictment of Ida Berg", "document"),
        Source("unnamed prosecutors", "unnamed"),
        Source("U.S. Attorney's Office for the Northern District", "government"),
        Source("Ida Berg", "person"),
    ]
    told = [(outlet, "affirms", [source.name]) for outlet, source in zip("abcd", sources, strict=True)]
    assert behind(told[:3], sources[:3]).independent == 1
    assert behind(told, sources).independent == 2
    assert behind([told[0], told[3]], [sources[0], sources[3]]).independent == 2


def test_two_governments_by_one_agency_are_two_lines() -> None:
    told = [("a", "affirms", ["Norway", "Reuters"]), ("b", "affirms", ["Japan", "Reuters"])]
    sources = [Source("Norway", "government"), Source("Japan", "government")]
    found = behind(told, sources)
    assert (found.independent, found.rests_on) == (2, ["Japan", "Norway"])


def test_unnamed_sources_of_one_agency_are_one_line() -> None:
    told = [
        ("a", "affirms", ["two unnamed officials", "Reuters"]),
        ("b", "affirms", ["an unnamed banker", "Reuters"]),
    ]
    sources = [Source("two unnamed officials", "unnamed"), Source("an unnamed banker", "unnamed")]
    found = behind(told, sources)
    assert (found.independent, found.rests_on) == (1, ["Reuters"])


def test_state_media_through_which_everything_comes_is_what_a_claim_rests_on() -> None:
    told = [
        ("a", "affirms", ["Kim Jong Un", "KCNA", "Reuters"]),
        ("b", "affirms", ["Kim Jong Un", "KCNA"]),
        ("c", "affirms", ["Pak Jong Chon", "KCNA"]),
    ]
    sources = [Source(name, "person") for name in ("Kim Jong Un", "Pak Jong Chon")]
    found = behind(told, sources)
    assert (found.independent, found.rests_on) == (1, ["KCNA"])
    elsewhere = [*told, ("d", "affirms", ["Pak Jong Chon"])]
    assert behind(elsewhere, sources).independent == 2


def test_the_one_outlet_with_the_sources_is_one_line() -> None:
    told = [("a", "affirms", ["Ida Berg", "Daily Tide"]), ("b", "affirms", ["Olav Moe", "Daily Tide"])]
    found = behind(told, [Source("Ida Berg", "person"), Source("Olav Moe", "person")])
    assert (found.independent, found.rests_on) == (1, ["Daily Tide"])


def test_a_line_without_teller_counts_only_where_nobody_is_named() -> None:
    assert behind([("a", "affirms", []), ("b", "affirms", [])]).independent == 2
    named = behind([("a", "affirms", []), ("b", "affirms", []), ("c", "affirms", ["Ida Berg"])])
    assert (named.independent, named.rests_on) == (1, ["Ida Berg"])
    assert set(named.origins) == {"Ida Berg", "Outlet a", "Outlet b"}


def test_an_agency_credited_for_the_article_is_no_teller() -> None:
    credited = [
        Article(name, name, name, outlet=f"Outlet {name}", credits=[Credit("Reuters", "text", "Reuters |")])
        for name in ("a", "b")
    ]
    told = [("a", "affirms", ["Reuters"]), ("b", "affirms", ["Reuters"])]
    alone = behind(told, articles=credited)
    assert (alone.independent, alone.rests_on, alone.origins) == (1, ["Reuters"], ["Reuters"])
    named = behind([*told, ("c", "affirms", ["KCNA"])], articles=credited)
    assert (named.independent, named.rests_on) == (1, ["KCNA"])


def test_outlets_that_are_not_stated_are_distinct() -> None:
    articles = [Article(name, name, name) for name in ("a", "b")]
    found = behind([("a", "affirms", []), ("b", "affirms", []), ("b", "affirms", [])], articles=articles)
    assert (found.independent, found.n_outlets, found.origins) == (2, 2, ["(outlet not stated)"] * 2)
    found = behind([("a", "affirms", []), ("b", "affirms", ["Ida Berg"])], articles=articles)
    whys = [e.why for e in found.evidence]
    assert "An outlet that is not stated names no teller and adds nothing beside Ida Berg" in whys
    assert all(why[:1].isupper() for why in whys)


PASSAGE = (
    "The tanker Brightwater spilled four hundred tonnes of crude into Selm Bay on Sunday night after its "
    "hull split along the keel, and booms laid at dawn held back only a part of the slick."
)


def lifted(*, credited: bool = False, quoted: bool = False) -> StoryAccount:
    """Two outlets with the same passage, the second a day later, and a claim in it that names nobody."""
    passage = f"“{PASSAGE}”" if quoted else PASSAGE
    credits = [Credit("AFP", "text", "AFP")] if credited else []
    articles = [
        Article(
            "a", "a", "a", outlet="Selm Post", published="2031-03-04", text=f"One. {PASSAGE}", credits=credits
        ),
        Article(
            "b", "b", "b", outlet="Tide", published="2031-03-05", text=f"Other. {passage}", credits=credits
        ),
    ]
    statements = {
        a.id: Statement(
            a.id + "1", a.id, a.text.index("The"), len(a.text) - 1, PASSAGE, False, "affirms", [], [], [], []
        )
        for a in articles
    }
    readings = [Reading(a.id, a.id, statements=[statements[a.id]]) for a in articles]
    return StoryAccount("s", "S", articles, readings, [Claim("c", "s", "spill", ["a1", "b1"])])


def test_an_article_that_lifts_a_passage_hangs_on_it() -> None:
    story = lifted()
    found = find_origins([story])[0]
    assert [(c.origin.article, c.copy.article) for c in found.copies] == [("a", "b")]
    for passage in (found.copies[0].origin, found.copies[0].copy):
        text = next(a.text for a in story.articles if a.id == passage.article)
        assert text[passage.start : passage.end] == PASSAGE.rstrip(".")
    assert (found.claims[0].independent, found.claims[0].rests_on) == (1, ["Selm Post"])
    assert [e.articles for e in found.claims[0].evidence if e.kind == "copy"] == [["a", "b"]]


def test_two_articles_with_one_agencys_copy_hang_on_the_agency() -> None:
    found = find_origins([lifted(credited=True)])[0].claims[0]
    assert not [e for e in found.evidence if e.kind == "copy"]


def test_a_quotation_is_no_copy() -> None:
    found = find_origins([lifted(quoted=True)])[0]
    assert (found.copies, found.claims[0].independent) == ([], 2)


def test_disputes_are_listed_and_never_support() -> None:
    told: list[Told] = [
        ("a", "affirms", ["Ida Berg"]),
        ("b", "denies", ["Olav Moe"]),
        ("c", "unsure", ["Per Dahl"]),
    ]
    found = behind(told)
    assert (found.independent, found.origins, found.disputed_by) == (1, ["Ida Berg"], ["Olav Moe"])
    only = behind(told[1:])
    assert (only.independent, only.rests_on, only.origins, only.disputed_by) == (0, [], [], ["Olav Moe"])
    assert (only.n_articles, only.n_outlets) == (2, 2)


def test_the_first_report_is_the_earliest_wherever_its_clock_stands() -> None:
    times = {"a": "2031-03-04T08:00:00+00:00", "b": "2031-03-04T09:00:00+05:30", "c": None, "d": "2031-03"}
    articles = [Article(name, name, name, published=when) for name, when in times.items()]
    found = behind([(name, "affirms", []) for name in "abc"], articles=articles[:3])
    assert found.first_reported is not None
    assert found.first_reported.article == "b"
    month = behind([(name, "affirms", []) for name in "abcd"], articles=articles)
    assert month.first_reported is not None
    first = month.first_reported
    assert (first.article, first.as_early, first.undated) == ("b", ["d"], ["c"])


NAMES = st.sampled_from(
    ["Ida Berg", "Olav Moe", "Harbour Office", "KCNA", "Reuters", "two unnamed officials", "Tide"]
)
TOLD = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.sampled_from(["affirms", "affirms", "denies", "unsure"]),
        st.lists(NAMES, max_size=3, unique=True),
    ),
    min_size=1,
    max_size=10,
)
SOURCES = [
    Source("Ida Berg", "person", speaks_for="Harbour Office"),
    Source("Olav Moe", "person"),
    Source("Harbour Office", "government"),
    Source("two unnamed officials", "unnamed"),
    Source("Tide", "outlet"),
]


@settings(deadline=None)
@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_of_statements_and_articles_does_not_matter(told: list[Told], rng: random.Random) -> None:
    story = account(told, SOURCES)
    mixed = dataclasses.replace(
        story,
        articles=rng.sample(story.articles, len(story.articles)),
        readings=rng.sample(story.readings, len(story.readings)),
        claims=[dataclasses.replace(c, statements=rng.sample(c.statements, len(told))) for c in story.claims],
    )
    assert find_origins([mixed]) == find_origins([story])


@settings(deadline=None)
@given(TOLD)
def test_the_count_is_bounded_by_tellers_and_outlets_and_met_by_what_it_rests_on(told: list[Told]) -> None:
    found = behind(told, SOURCES)
    affirming = [t for t in told if t[1] == "affirms"]
    assert (found.independent == 0) == (not affirming)
    assert found.independent <= len(found.origins)
    assert found.independent <= len({name for name, _, _ in affirming})
    assert found.independent == len(found.rests_on)


@settings(deadline=None)
@given(TOLD, NAMES)
def test_denials_and_relays_add_no_support(told: list[Told], name: str) -> None:
    before = behind(told, SOURCES)
    denied = behind([*told, ("e", "denies", [name])], SOURCES)
    assert (denied.independent, denied.rests_on) == (before.independent, before.rests_on)
    if before.independent:
        tellers = {t[2][0] for t in told if t[1] == "affirms" and t[2]}
        bodies = {"Harbour Office" if t == "Ida Berg" else t for t in tellers} or set(before.origins)
        assert before.independent <= len(bodies)  # however many outlets and relays repeat them


@settings(deadline=None)
@given(TOLD.filter(lambda told: any(t[1] == "affirms" and t[2] for t in told)), st.integers(1, 5))
def test_more_outlets_with_the_same_single_teller_stay_one_line(told: list[Told], more: int) -> None:
    teller = next(t[2][0] for t in told if t[1] == "affirms" and t[2])
    alone = [(name, stance, [teller] if stance == "affirms" else chain) for name, stance, chain in told]
    again: list[Told] = [(f"more {i}", "affirms", [teller]) for i in range(more)]
    assert behind(alone, SOURCES).independent == behind([*alone, *again], SOURCES).independent == 1


@settings(deadline=None, max_examples=200)
@given(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("OPQ")), max_size=8))
def test_the_cut_cuts_all_paths_and_no_smaller_set_does(paths: set[tuple[str, ...]]) -> None:
    count, cut = separate(paths, "OPQ")
    assert len(cut) == count
    assert all(set(path) & set(cut) for path in paths)
    for node in cut:
        assert any(not set(path) & (set(cut) - {node}) for path in paths)


def test_of_the_smallest_sets_the_one_nearest_the_reader_without_outlets_is_given() -> None:
    assert separate({("a", "x", "O"), ("a", "x", "P")}, "OP") == (1, ["x"])
    assert separate({("a", "O"), ("b", "O")}, "O") == (1, ["O"])
    assert separate(set(), "O") == (0, [])


def test_a_story_without_articles_is_refused_and_unknown_statements_are_passed_over() -> None:
    empty = StoryAccount("s", "S", [], [], [Claim("c", "s", "x", ["nowhere"])])
    assert find_origins([empty])[0].rejected == "the story has no articles"
    story = account([("a", "affirms", [])])
    story.claims.append(Claim("d", "s", "x", ["nowhere"]))
    found = find_origins([story])[0].claims[1]
    assert (found.independent, found.n_articles, found.first_reported) == (0, 0, None)


def test_the_step_keeps_its_contract() -> None:
    stories = [account([("a", "affirms", ["Ida Berg"])]), lifted(), StoryAccount("empty", "", [], [], [])]
    out = [
        row for b in stage()(iter([to_batch(stories, StoryAccount)])) for row in from_batch(b, StoryOrigins)
    ]
    assert out == find_origins(stories)


@pytest.mark.parametrize("tellers", [3, 3000])
def test_a_claim_of_thousands_of_statements(tellers: int) -> None:
    rng = random.Random(3)
    told: list[Told] = [
        (
            f"a{i}",
            "affirms",
            [f"Person {rng.randrange(tellers)} Olsen", rng.choice(["Reuters", "KCNA", "Tide"])],
        )
        for i in range(3000)
    ]
    start = time.perf_counter()
    found = behind(told)
    assert 1 <= found.independent <= tellers
    assert time.perf_counter() - start < 20
