"""What analysts mark of lines: dependent on one origin, or standing by themselves."""

from __future__ import annotations

from make_stories import Told, account
from reportedly.origins import Mark, Options, find_origins, stage
from reportedly.records import Article, Origins, Source

TWO = [("a", "affirms", ["Ida Berg"]), ("b", "affirms", ["Tomas Belik"])]


def marked(told: list[Told], *marks: Mark, sources: list[Source] | None = None) -> Origins:
    return find_origins([account(told, sources or [])], Options(marks))[0].claims[0]


def test_two_tellers_who_were_told_by_one_are_one_origin() -> None:
    assert marked(TWO).independent == 2
    found = marked(TWO, Mark("m", True, ("s0", "s1"), "Ann Roe, 2031-03-05: both were at one briefing"))
    assert (found.independent, found.rests_on) == (1, ["(an origin that an analyst marked)"])
    assert (found.evidence[0].kind, found.evidence[0].articles) == ("analyst", ["a", "b"])
    assert found.evidence[0].why.endswith("one briefing")
    assert found.origins == ["Ida Berg", "Tomas Belik"]


def test_lines_may_depend_on_somebody_who_is_named() -> None:
    told = [*TWO, ("c", "affirms", ["Port Office"])]
    found = marked(told, Mark("m", True, ("s0", "s1"), "they say so", on="the Port Office"))
    assert (found.independent, found.rests_on) == (1, ["Port Office"])
    assert marked(told, Mark("m", True, ("s0", "s1"), "they say so")).independent == 2


def test_an_outlet_that_an_outlet_has_it_from_is_its_origin() -> None:
    told: list[Told] = [("a", "affirms", []), ("b", "affirms", []), ("c", "affirms", [])]
    found = marked(told, Mark("m", True, ("s1", "s2"), "both took it from the site of a", on="Outlet a"))
    assert (marked(told).independent, found.independent, found.rests_on) == (3, 1, ["Outlet a"])


def test_two_of_one_body_stand_by_themselves_where_an_analyst_knows_better() -> None:
    sources = [Source("Ida Berg", "person", speaks_for="Port Office"), Source("Port Office", "government")]
    told: list[Told] = [("a", "affirms", ["Ida Berg"]), ("b", "affirms", ["Port Office"])]
    assert marked(told, sources=sources).independent == 1
    found = marked(told, Mark("m", False, ("s0",), "she saw it herself"), sources=sources)
    assert (found.independent, found.rests_on) == (2, ["Ida Berg", "Port Office"])


def test_an_outlet_that_was_there_counts_beside_those_who_were_told() -> None:
    told: list[Told] = [*TWO, ("c", "affirms", []), ("d", "affirms", [])]
    assert marked(told).independent == 2
    found = marked(told, Mark("m", False, ("s2",), "its reporter was on the quay"))
    assert (found.independent, "Outlet c" in found.rests_on) == (3, True)
    unnamed: list[Told] = [("c", "affirms", []), ("d", "affirms", [])]
    assert marked(unnamed, Mark("m", False, ("s0",), "its reporter was there")).independent == 2


def test_one_outlet_is_one_line_whatever_is_marked() -> None:
    articles = [Article(key, key, key, outlet="Courier", published="2031-03-04") for key in "ab"]
    story = account(TWO, articles=articles)
    mark = Mark("m", False, ("s0", "s1"), "two reporters")
    assert find_origins([story], Options((mark,)))[0].claims[0].independent == 1


def test_marks_of_other_stories_and_of_denials_change_nothing() -> None:
    told: list[Told] = [*TWO, ("c", "denies", ["Mara Lind"])]
    elsewhere = Mark("m", True, ("other", "s2"), "of no matter here")
    assert marked(told, elsewhere) == marked(told)
    assert stage((elsewhere,)).options == Options((elsewhere,))
