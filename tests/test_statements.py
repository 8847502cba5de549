"""Statements: who says what, on whose word, with what stance. The sentences are ours."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import find_statements
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.records import Article, Credit, Reading, Statement
from reportedly.statements import read_articles, stage
from reportedly.statements.speech import quotations


def read(text: str, **more: object) -> Reading:
    fields = {"published": "2025-05-14", "language": "en"} | more
    return read_articles([Article("a", "key", "a.txt", text=text, **fields)])[0]  # type: ignore[arg-type]


def find(reading: Reading, words: str) -> Statement:
    """Return the smallest statement that holds these words."""
    held = [s for s in reading.statements if words in s.text]
    assert held, [s.text for s in reading.statements]
    return min(held, key=lambda s: s.end - s.start)


@pytest.mark.parametrize(
    ("text", "words", "chain", "stance"),
    [
        ("Mayor Ana Ruiz said the bridge would reopen in June.", "would reopen", ["Ana Ruiz"], "affirms"),
        (
            "“The bridge will reopen in June,” Mayor Ana Ruiz told reporters.",
            "will reopen",
            ["Ana Ruiz"],
            "affirms",
        ),
        (
            "The bridge will reopen in June, Mayor Ana Ruiz said on Monday.",
            "will reopen",
            ["Ana Ruiz"],
            "affirms",
        ),
        ("According to Reuters, the ferry sank within minutes.", "the ferry sank", ["Reuters"], "affirms"),
        (
            "Pavel Orsic, who ran the port from 2006 to 2012, has left. “They were paid twice,” he said.",
            "paid twice",
            ["Pavel Orsic"],
            "affirms",
        ),
        (
            "The mayor of Orlava said the bridge would reopen in June.",
            "would reopen",
            ["unnamed mayor of Orlava"],
            "affirms",
        ),
        (
            "Mayor Ana Ruiz, who said that the bridge would reopen in June, left early.",
            "would reopen",
            ["Ana Ruiz"],
            "affirms",
        ),
        (
            "“The port was sold for nothing, and everybody knew it,” Mayor Ana Ruiz posted on Sunday.",
            "sold for nothing",
            ["Ana Ruiz"],
            "affirms",
        ),
        (
            "Port officials said the ban would end, citing the island's efforts.",
            "the ban would end",
            ["unnamed Port officials"],
            "affirms",
        ),
        (
            "President Ivan Petrov said the army had taken the town, TASS reported.",
            "had taken the town",
            ["Ivan Petrov", "TASS"],
            "affirms",
        ),
        (
            "President Ivan Petrov said the army had taken the town, reported the Russian state media.",
            "had taken the town",
            ["Ivan Petrov", "TASS"],
            "affirms",
        ),
        (
            "The Guardian, citing two intelligence officials, said the minister had resigned.",
            "the minister had resigned",
            ["two unnamed intelligence officials", "Guardian"],
            "affirms",
        ),
        (
            "The ferry sank, Transport Minister Paul Berg said, according to the news agency TASS.",
            "The ferry sank",
            ["Paul Berg", "TASS"],
            "affirms",
        ),
        (
            "“We will find whoever did this to us,” TASS quoted Paul Berg as saying.",
            "We will find",
            ["Paul Berg", "TASS"],
            "affirms",
        ),
        ("The leak was first reported by the Lund Times.", "The leak", ["Lund Times"], "affirms"),
        (
            "Paul Berg has made calls for a new bridge, Xinhua said.",
            "for a new",
            ["Paul Berg", "Xinhua"],
            "affirms",
        ),
        (
            "Carla Mendes denied that she had taken the money.",
            "had taken the money",
            ["Carla Mendes"],
            "denies",
        ),
        (
            "Carla Mendes declined to say whether she had taken the money.",
            "had taken",
            ["Carla Mendes"],
            "unsure",
        ),
        (
            "Auditors found no evidence that the money was missing.",
            "money was missing",
            ["unnamed Auditors"],
            "denies",
        ),
        (
            "The harbour office rejected claims that the bridge was unsafe.",
            "bridge was unsafe",
            ["unnamed harbour office"],
            "denies",
        ),
        ("Carla Mendes said she did not take the money.", "did not take", ["Carla Mendes"], "denies"),
        ("It was unclear whether the money was missing.", "money was missing", [], "unsure"),
        ("The minister resigned after the vote.", "resigned", [], "affirms"),
        ("Seoul accused Pyongyang of jamming signals.", "jamming signals", ["South Korea"], "affirms"),
        (
            "Britain condemned the attack on the embassy.",
            "the attack on the embassy",
            ["United Kingdom"],
            "affirms",
        ),
    ],
)
def test_who_says_it_and_how(text: str, words: str, chain: list[str], stance: str) -> None:
    statement = find(read(text), words)
    assert (statement.chain, statement.stance) == (chain, stance)


@pytest.mark.parametrize("noun", ["fire brigade", "airline", "militia", "refinery"])
def test_whoever_says_it_is_somebody(noun: str) -> None:
    reading = read(f"The fire began in the drying tower, the {noun} said.")
    assert find(reading, "drying tower").chain == [f"unnamed {noun}"]


def test_the_report_is_the_word_of_the_agency_that_spoke_last() -> None:
    reading = read(
        "Paul Berg visited the shipyard, KCNA reported.\n\n"
        "He stressed that the yard must be enlarged, KCNA said.\n\n"
        "The yard built twelve boats last year, the report said."
    )
    assert find(reading, "twelve boats").chain == ["KCNA"]


def test_a_denial_told_beside_what_it_denies() -> None:
    reading = read(
        "Seoul has for months accused Pyongyang of jamming signals, a claim that North Korea has denied."
    )
    sides = {(tuple(s.chain), s.stance) for s in reading.statements if "jamming" in s.text}
    assert sides == {(("South Korea",), "affirms"), (("North Korea",), "denies")}


def test_a_denial_that_only_points() -> None:
    statement = find(
        read("Maria Lund said the firm had bribed officials. The firm denied the allegations."), "denied"
    )
    assert statement.refers_back
    assert statement.stance == "denies"


def test_pronouns_surnames_and_roles_mean_the_person_named() -> None:
    reading = read(
        "Senator Paula Berg said the dam was unsafe. She said it had cracked in March.\n\n"
        "Berg added that nobody had listened.\n\nThe senator warned that the town could flood."
    )
    assert [s.chain for s in reading.statements if s.chain] == [["Paula Berg"]] * len(
        [s for s in reading.statements if s.chain]
    )
    assert len([s for s in reading.statements if s.chain]) >= 4


def test_two_tellers_make_two_statements() -> None:
    reading = read("France and Germany said the border would stay shut.")
    assert {tuple(s.chain) for s in reading.statements if "stay shut" in s.text} == {
        ("France",),
        ("Germany",),
    }


def test_a_spokesperson_speaks_for_a_body() -> None:
    reading = read("Lena Marsh, a spokeswoman for Norda Rail, said the signal had failed.")
    source = next(s for s in reading.sources if s.name == "Lena Marsh")
    assert (source.kind, source.speaks_for) == ("person", "Norda Rail")


def test_a_credited_agency_ends_every_chain() -> None:
    credits = [Credit("AFP", "text", "(AFP, Reuters)"), Credit("Reuters", "text", "(AFP, Reuters)")]
    reading = read(
        "Mayor Ana Ruiz said the bridge would reopen. The bridge closed last week.", credits=credits
    )
    assert find(reading, "would reopen").chain == ["Ana Ruiz", "AFP, Reuters"]
    assert find(reading, "The bridge closed").chain == ["AFP, Reuters"]


def test_an_outlet_that_was_told_is_in_the_chain_but_never_the_outlet_itself() -> None:
    text = "“We will appeal,” lawyer Omar Haddad told Fox News. “The ruling was wrong and the judge knew it.”"
    assert find(read(text), "The ruling was wrong").chain == ["Omar Haddad", "Fox News"]
    assert find(read(text, outlet="Fox News"), "The ruling was wrong").chain == ["Omar Haddad"]


def test_a_quotation_of_several_sentences_has_one_speaker() -> None:
    text = "“The river rose at night. Nobody was warned in time. We lost everything,” said farmer Joao Pires."
    chains = {s.text: s.chain for s in read(text).statements}
    assert set(map(tuple, chains.values())) == {("Joao Pires",)}
    assert len(chains) >= 3


def test_propositions_stand_by_themselves() -> None:
    reading = read("Paula Berg, who led the inquiry, said she had warned the ministry.")
    assert find(reading, "had warned").proposition == "Paula Berg had warned the ministry"
    accused = find(read("Seoul accused Pyongyang of supplying shells to rebels."), "supplying")
    assert accused.proposition == "Pyongyang has been supplying shells to rebels"


def test_what_cannot_be_read_says_why() -> None:
    assert "Korean" not in (read("A short text.").rejected or "")
    assert "'ko'" in (read("북한은 금요일 발표했다.", language="ko").rejected or "")
    assert read("gone", rejected="empty file").rejected == "empty file"


@pytest.mark.parametrize(
    "text", ["he said that " * 1500, "THE ARMY HAS TAKEN THE TOWN " * 400, "word " * 3000]
)
def test_a_text_without_full_stops_is_read_in_pieces(text: str) -> None:
    reading = read(text)
    assert reading.rejected is None
    assert all(text[s.start : s.end] == s.text for s in reading.statements)
    assert all(s.end - s.start <= 2_000 for s in reading.statements)


def test_an_acronym_means_what_the_text_says_it_does() -> None:
    told = "All Nippon Airways (ANA) cancelled a flight on Monday. ANA said that a pilot was ill."
    assert find(read(told), "was ill").chain == ["All Nippon Airways"]


def test_names_in_capitals_are_no_agencies() -> None:
    statement = find(read("ANA LOPEZ said the bridge was shut."), "the bridge was shut")
    assert statement.chain in (["ANA LOPEZ"], ["Ana Lopez"])


AWKWARD = st.text(
    alphabet=st.sampled_from(list("abcXY .,;:!?\n\"'“”‘’«»()-–—é한😀\u200f0123456789")), max_size=120
)


@settings(max_examples=60, deadline=None)
@given(AWKWARD)
def test_offsets_are_into_the_text_whatever_it_is(text: str) -> None:
    reading = read(text)
    assert reading.rejected is None
    for s in reading.statements:
        assert text[s.start : s.end] == s.text
        for start, end in [*s.content, *s.cue, *s.source]:
            assert 0 <= start < end <= len(text)
    ids = [s.id for s in reading.statements]
    assert len(ids) == len(set(ids))


@settings(max_examples=40, deadline=None)
@given(AWKWARD)
def test_quotations_are_in_order_and_apart(text: str) -> None:
    found = quotations(text)
    assert all(0 <= s < e <= len(text) for s, e in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_cutting_the_batches_differently_changes_nothing() -> None:
    texts = [
        "Ana Ruiz said it rained.",
        "“It rained all night,” he said.",
        "",
        "TASS reported a fire in Omsk.",
    ]
    rows = [Article(str(i), f"k{i}", "x", language="en", text=t) for i, t in enumerate(texts)]
    whole = list(stage()(iter([to_batch(rows, Article)])))
    single = list(stage()(iter([to_batch([r], Article) for r in rows])))
    assert [r for b in whole for r in from_batch(b, Reading)] == [
        r for b in single for r in from_batch(b, Reading)
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "VELTSTAD (AP) — ",
        "SEOUL, Jan 5 (Reuters) - ",
        "VELTSTAD, Marn — ",
        "Veltstad, 3 May (ORNA) – ",
        "NEW OSTER — ",
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str) -> None:
    plain = "The dam will hold, Ana Lopez said on Friday."
    (told,) = find_statements(dateline + plain)
    assert told.text == "The dam will hold"
    assert told.chain == ["Ana Lopez"]
    assert told.start == len(dateline)


def test_a_name_with_a_dash_is_no_dateline() -> None:
    (told,) = find_statements("NATO – which met on Friday – said that the dam would hold.")
    assert told.chain == ["NATO"]
