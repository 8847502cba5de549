"""Stories and what stands behind them, put together; and the times that statements tell, in order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.dossiers import assemble
from reportedly.dossiers.dates import bounds, in_words, order
from reportedly.dossiers.timeline import timeline
from reportedly.records import (
    Article,
    Claim,
    DossierClaim,
    Duplicate,
    EarlierVersion,
    FirstReport,
    Origins,
    Reading,
    Rejected,
    Source,
    Statement,
    StoryAccount,
    StoryOrigins,
    TimelineEntry,
    When,
)


def article(id: str, **more: str) -> Article:
    return Article(id, f"key-{id}", f"in/{id}.txt", text="Text.", **more)  # type: ignore[arg-type]


def statement(id: str, stance: str = "affirms", when: When | None = None, of: str = "a") -> Statement:
    return Statement(id, of, 0, 4, "Text", False, stance, ["Anna"], [], [], [[0, 4]], when)


def claim(id: str, statements: list[str], **more: int) -> DossierClaim:
    counts = {"n_articles": 1, "n_outlets": 1, "independent": 1, **more}
    return DossierClaim(
        id, "s", f"Claim {id}.", statements, origins=[], rests_on=[], evidence=[], disputed_by=[],
        first_reported=None, **counts,
    )  # fmt: skip


def account(id: str, articles: list[Article], claims: list[Claim], readings: list[Reading]) -> StoryAccount:
    return StoryAccount(id, f"Story {id}", articles, readings, claims)


def test_claims_come_by_weight() -> None:
    a = article("a")
    statements = [statement(f"s{n}") for n in range(6)]
    claims = [Claim(f"c{n}", "s", f"Claim {n}", [f"s{n}"]) for n in range(4)]
    claims.append(Claim("c4", "s", "Claim 4", ["s4", "s5"]))
    behind = [
        Origins("c0", independent=1, n_outlets=1, n_articles=1),
        Origins("c1", independent=1, n_outlets=3, n_articles=3),
        Origins("c2", independent=2, n_outlets=2, n_articles=2),
        Origins("c3", independent=1, n_outlets=3, n_articles=4),
        Origins("c4", independent=1, n_outlets=1, n_articles=1),
    ]
    dossier = assemble(
        [account("s", [a], claims, [Reading("a", a.key, statements)])], [StoryOrigins("s", behind)], [a]
    )
    assert [c.id for c in dossier.claims] == ["c2", "c3", "c1", "c4", "c0"]
    assert dossier.stories[0].claims == [c.id for c in dossier.claims]


def test_a_claim_that_nothing_is_known_of_stays() -> None:
    a = article("a")
    story = account("s", [a], [Claim("c", "s", "Claim", ["s1"])], [Reading("a", a.key, [statement("s1")])])
    for origins in ([], [StoryOrigins("s", rejected="too many paths")]):
        [found] = assemble([story], origins, [a]).claims
        assert (found.id, found.independent, found.origins) == ("c", 0, [])


@pytest.mark.parametrize(
    ("loose", "shown"), [(["s1"], ["s1"]), (["s0", "s1"], []), (["s1", "s2"], ["s1"]), ([], [])]
)
def test_statements_that_fit_loosely_are_listed_unless_they_count_after_all(
    loose: list[str], shown: list[str]
) -> None:
    a = article("a")
    said = [statement("s0"), statement("s1"), statement("s2", "denies")]
    story = account(
        "s",
        [a],
        [Claim("c", "s", "Claim", ["s0", "s1", "s2"], loose)],
        [Reading("a", a.key, statements=said)],
    )
    [found] = assemble([story], [], [a]).claims
    assert found.loose == shown


def test_no_article_and_no_reason_vanishes() -> None:
    a, b, loose, bad = article("a"), article("b"), article("loose"), article("bad", rejected="empty")
    readings = [Reading("a", a.key), Reading("b", b.key, rejected="no language pack for ko")]
    dossier = assemble(
        [account("s", [a, b], [], readings)],
        [StoryOrigins("s", rejected="too many paths")],
        [a, b, loose, bad],
        [Rejected("in/x.bin", "binary"), Rejected("in/bad.txt", "empty")],
        [Duplicate("in/a-again.txt", "a")],
    )
    assert [x.id for x in dossier.articles] == ["a", "b", "loose"]
    assert dossier.rejected == [
        Rejected("in/x.bin", "binary"),
        Rejected("in/bad.txt", "empty"),
        Rejected("in/b.txt", "no language pack for ko"),
        Rejected("story 'Story s'", "too many paths"),
    ]
    assert dossier.duplicates == [Duplicate("in/a-again.txt", "a")]


def test_larger_stories_come_first() -> None:
    a, b, c = article("a"), article("b"), article("c")
    stories = [account("one", [a], [], []), account("two", [b, c], [], [])]
    assert [s.id for s in assemble(stories, [], [a, b, c]).stories] == ["two", "one"]


def test_sources_are_one_a_name() -> None:
    a, b = article("a"), article("b")
    readings = [
        Reading(
            "a", a.key, sources=[Source("Anna Berg", "unnamed", ["Berg"], None), Source("zeta", "agency")]
        ),
        Reading("b", b.key, sources=[Source("Anna Berg", "person", ["the minister", "Berg"], "Ministry")]),
    ]
    origins = [StoryOrigins("s", sources=[Source("Anna Berg", "person", ["Anna Berg"], None)])]
    dossier = assemble([account("s", [a, b], [], readings)], origins, [a, b])
    assert dossier.sources == [
        Source("Anna Berg", "person", ["Berg", "the minister"], "Ministry"),
        Source("zeta", "agency", [], None),
    ]


# ---------------------------------------------------------------- timeline
DAY, MONTH = When("2025-03-01", "day", "on Saturday"), When("2025-03", "month", "in March")


def test_one_claim_at_one_time_is_one_entry() -> None:
    statements = [statement("s1", when=DAY), statement("s2", when=DAY), statement("s3", when=MONTH)]
    entries = timeline(statements, [claim("c", ["s1", "s2", "s3"])], [])
    assert [(e.when, e.text, e.statements) for e in entries] == [
        ("2025-03", "Claim c.", ["s3"]),
        ("2025-03-01", "Claim c.", ["s1", "s2"]),
    ]


def test_what_no_claim_holds_speaks_for_itself() -> None:
    assert [e.text for e in timeline([statement("s1", when=DAY)], [], [])] == ["Text"]


@pytest.mark.parametrize(
    "left_out",
    [
        statement("s", when=None),
        statement("s", when=When("PAST_REF", "vague", "recently")),
        statement("s", when=When("2025", "vague", "this year or so")),
        statement("s", "denies", DAY),
        statement("s", "unsure", DAY),
    ],
)
def test_what_is_no_event_in_time_is_left_out(left_out: Statement) -> None:
    assert timeline([left_out], [], []) == []


IN_ORDER = [
    ("2023", "2023"),
    ("2023-H1", "first half of 2023"),
    ("2023-Q1", "first quarter of 2023"),
    ("2023-SP", "spring 2023"),
    ("2023-09", "September 2023"),
    ("2023-09-12/2023-09-17", "12–17 September 2023"),
    ("2023-09-28/2023-10-02", "28 September – 2 October 2023"),
    ("2023-WI", "winter 2023"),
    ("2023-W52", "week of 25 December 2023"),
    ("2023-12-25", "25 December 2023"),
    ("2023-12-28/2024-01-02", "28 December 2023 – 2 January 2024"),
    ("2023-W52-WE", "weekend of 30 December 2023"),
    ("2024-01-05T04:11:00+05:30", "5 January 2024, 04:11 +05:30"),
    ("2024-01-05T04:12", "5 January 2024, 04:12"),
    ("2024-01-05T04:13:07.5Z", "5 January 2024, 04:13 UTC"),
    ("2024-01-05TMO", "5 January 2024"),
]


def test_times_in_order_and_in_words() -> None:
    values = [value for value, _ in IN_ORDER]
    assert sorted(set(values), key=order) == values
    assert [in_words(value) for value in values] == [words for _, words in IN_ORDER]


def test_what_a_time_covers() -> None:
    assert bounds("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds("2023-WI") == (date(2023, 12, 1), date(2024, 2, 29))
    assert bounds("2023-W52") == (date(2023, 12, 25), date(2023, 12, 31))
    assert bounds("2023-H2") == (date(2023, 7, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-13", "0000", "2023-W60", "P3D", "", "/", "2024/", "2024-Q7"]
)
def test_what_is_no_time(value: str) -> None:
    assert bounds(value) is None
    assert in_words(value) == value
    assert order(value) > order("9998-12-31")


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_any_range_reads_forward(one: date, other: date) -> None:
    first, last = sorted([one, other])
    assert bounds(f"{first}/{last}") == (first, last)
    assert str(last.year) in in_words(f"{first}/{last}")


# ---------------------------------------------------------------- publications, edits, announcements
def dated(id: str, published: str | None, **more: str) -> Article:
    return Article(id, f"key-{id}", "in", title=f"Title {id}", text="Text.", published=published, **more)  # type: ignore[arg-type]


def kinds(entries: list[TimelineEntry]) -> list[tuple[str, str, list[str]]]:
    return [(e.kind, e.when, e.articles) for e in entries]


def test_what_is_told_before_its_time_is_announced() -> None:
    coming = When("2025-03-15", "day", "on March 15")
    told = [statement("s1", when=coming, of="a"), statement("s2", when=coming, of="b")]
    early, late = dated("a", "2025-03-14T23:00:00-05:00"), dated("b", "2025-03-15")
    [event] = [e for e in timeline(told[:1], [], [early]) if e.statements]
    assert (event.kind, event.articles) == ("announced", ["a"])
    [event] = [e for e in timeline(told, [claim("c", ["s1", "s2"])], [early, late]) if e.kind != "published"]
    assert (event.kind, event.articles) == ("event", ["a", "b"])
    for unknown in (dated("a", None), dated("a", "2025")):
        assert [e.kind for e in timeline(told[:1], [], [unknown]) if e.statements] == ["event"]


def test_publications_and_edits_in_order_of_time_wherever_the_clock_stands() -> None:
    first = dated(
        "a", "2025-03-02T01:00:00+09:00", updated="2025-03-02T01:30:00+00:00", corrected="2025-03-04"
    )
    second, undated = dated("b", "2025-03-01T17:00:00+00:00"), dated("c", None)
    c = claim("c", ["s1"])
    c.first_reported = FirstReport("a", first.published or "", "metadata", "s1", [], ["c"])
    entries = timeline([statement("s1")], [c], [second, undated, first])
    assert kinds(entries) == [
        ("published", "2025-03-02T01:00:00+09:00", ["a"]),
        ("published", "2025-03-01T17:00:00+00:00", ["b"]),
        ("edited", "2025-03-02T01:30:00+00:00", ["a"]),
        ("edited", "2025-03-04", ["a"]),
    ]
    assert [e.statements for e in entries] == [["s1"], [], [], []]
    assert [e.precision for e in entries] == ["minute", "minute", "minute", "day"]


def test_an_edit_is_as_old_as_the_version_it_made() -> None:
    def version(fetched: str) -> EarlierVersion:
        return EarlierVersion(f"a-{fetched}", "in", None, None, "2025-03-01", None, fetched, [], 0)

    versions = [version("2025-03-01T08:00:00Z"), version("2025-03-02T08:00:00Z")]
    a = dated("a", "2025-03-01", fetched="2025-03-03T08:00:00Z")
    a.versions = versions
    edits = [e.when for e in timeline([], [], [a]) if e.kind == "edited"]
    assert edits == ["2025-03-02T08:00:00Z", "2025-03-03T08:00:00Z"]
