"""Tellers: whom documents, epithets, charges and views are given to. The sentences are ours."""

from __future__ import annotations

import pytest

from reportedly.records import Article, Reading
from reportedly.statements import read_articles


def read(text: str) -> Reading:
    return read_articles([Article("a", "key", "a.txt", text=text, published="2025-05-14", language="en")])[0]


def told(text: str, words: str) -> tuple[list[str], str]:
    """Return chain and stance of the smallest statement that holds these words."""
    statements = read(text).statements
    held = [s for s in statements if words in s.text]
    assert held, [s.text for s in statements]
    best = min(held, key=lambda s: s.end - s.start)
    return best.chain, best.stance


DOCUMENTS = [
    (
        "According to emails obtained by The Marn Gazette, the mayor knew of the leak in March.",
        "knew of the leak",
        ["emails", "Marn Gazette"],
    ),
    (
        "The ferry carried too many people, according to a report in The Marn Gazette published on Monday. "
        "According to the report, two of its alarms were broken.",
        "alarms were broken",
        ["Marn Gazette"],
    ),
    (
        "The dam was inspected twice, according to a notice published by the Water Board.",
        "inspected twice",
        ["Water Board"],
    ),
    (
        "The safety board report criticized the operator. The report found that the crew was not trained.",
        "was not trained",
        ["safety board report"],
    ),
    (
        "The committees spent $24,500 on the campaign, according to Election Commission data.",
        "spent $24,500",
        ["Election Commission data"],
    ),
    (
        "Ana Ruiz, the governor, said in a statement that the bridge was safe. Pavel Orsic disagreed. "
        "The statement added that traffic would resume in June.",
        "would resume",
        ["Ana Ruiz"],
    ),
]


@pytest.mark.parametrize(("text", "words", "chain"), DOCUMENTS)
def test_documents_and_whose_word_they_are(text: str, words: str, chain: list[str]) -> None:
    assert told(text, words)[0] == chain


PEOPLE = [
    (
        "A spokesman for the mayor, Tomas Lund, said on Friday that the square would be closed.",
        "would be closed",
        ["Tomas Lund"],
    ),
    (
        "Census figures come late, according to Orlava's Great Bird Count, a project paid for by Ana Ruiz.",
        "come late",
        ["Great Bird Count"],
    ),
    (
        "The Ruiz inquiry was told to hurry. Lawyers for Ana Ruiz said that she had handed over her papers.",
        "handed over",
        ["unnamed lawyers for Ana Ruiz"],
    ),
    (
        "Paul Ruiz Jr. bought the bank in 2011. Mr. Ruiz has since sold his shares, his office said.",
        "sold his shares",
        ["office of Paul Ruiz Jr"],
    ),
    (
        "Attorney Pavel Orsic said that his client, a teacher for 20 years, was dismissed on Friday, "
        "claiming this broke the contract.",
        "this broke the contract",
        ["Pavel Orsic"],
    ),
    (
        "Lisa Moss met Oleg Danil in Senn on Monday. She said that the talks had gone well.",
        "had gone well",
        ["Lisa Moss"],
    ),
]


@pytest.mark.parametrize(("text", "words", "chain"), PEOPLE)
def test_people_by_what_they_are_called(text: str, words: str, chain: list[str]) -> None:
    assert told(text, words)[0] == chain


BODIES = [
    (
        "Tomas Belik, the transport minister, told the news agency ORNA that the alarms were off. "
        "The ministry confirmed on Wednesday that an inspection had taken place.",
        "inspection had taken place",
        ["Transport Ministry"],
    ),
    (
        "Marnline, which owns the ferry, had denied any fault. The Harbour Ministry disagreed. "
        "The company said on Tuesday that its ships were safe.",
        "its ships were safe",
        ["Marnline"],
    ),
]


@pytest.mark.parametrize(("text", "words", "chain"), BODIES)
def test_bodies_by_their_names_and_kinds(text: str, words: str, chain: list[str]) -> None:
    assert told(text, words)[0] == chain


KINDS = [  # of whom no other name can be the name
    (
        "A bridge in Marn collapsed on Tuesday. Two people died, according to the police.",
        "died",
        "unnamed police",
    ),
    ("The bridge at Marn fell. The army said on Friday that it would help.", "would help", "unnamed army"),
    ("The mayor of Marn resigned. The court said that he was guilty.", "was guilty", "unnamed court"),
    ("The bridge at Marn fell. The ministry said that it would pay.", "would pay", "unnamed ministry"),
    ("The MCPD arrested a man on Monday. The police said that he had a knife.", "had a knife", "MCPD"),
    (
        "The Marn Police Department closed a road. The police said it was icy.",
        "icy",
        "Marn Police Department",
    ),
]


@pytest.mark.parametrize(("text", "words", "teller"), KINDS)
def test_a_town_is_not_its_police(text: str, words: str, teller: str) -> None:
    assert told(text, words)[0] == [teller]


THINGS = [  # a flight, a road or a model says nothing; what has a number in its name may be a body
    (
        "Sundline Airways turned a plane back. The flight, OV175, was full. “The pilot decided to return,” "
        "the airline said.",
        "to return",
        ["unnamed airline"],
    ),
    ("Flight OV175 left Senn on Monday. OV175 reported smoke over Marn.", "smoke", []),
    ("The Boeing 737-800 reported smoke over Marn on Monday.", "smoke", []),
    ("The A42 was closed on Monday, the A42 said.", "was closed", []),
    ("The G20 said on Monday that the debt would be forgiven.", "be forgiven", ["G20"]),
    ("Channel 4 reported that the mayor had lied.", "had lied", ["Channel 4"]),
]


@pytest.mark.parametrize(("text", "words", "chain"), THINGS)
def test_who_tells_is_somebody(text: str, words: str, chain: list[str]) -> None:
    assert told(text, words)[0] == chain


VIEWS = [
    ("Ana Ruiz has made it clear that the bridge will not reopen.", "will not reopen", ["Ana Ruiz"]),
    ("Ana Ruiz isn't worried that the bank will fail.", "the bank will fail", ["Ana Ruiz"]),
    ("On Monday Ana Ruiz expressed satisfaction that the vote was over.", "the vote was over", ["Ana Ruiz"]),
    ("Officials in Senn put the number of the dead at 12.", "at 12", ["unnamed officials in Senn"]),
    ("Ana Ruiz pointed out that the harbour had been closed for a year.", "been closed", ["Ana Ruiz"]),
]


@pytest.mark.parametrize(("text", "words", "chain"), VIEWS)
def test_views_made_known_are_their_holders(text: str, words: str, chain: list[str]) -> None:
    assert told(text, words)[0][0].casefold() == chain[0].casefold()


def test_an_act_is_told_by_the_outlet() -> None:
    assert (
        told("Ana Ruiz on Friday reversed the council's decision to close the harbour.", "harbour")[0] == []
    )


def test_charges_stand_in_the_paper_that_the_article_names() -> None:
    charge = "Pavel Orsic was charged on Friday with selling the harbour's cranes abroad."
    assert told(charge + " The indictment runs to forty pages.", "cranes")[0] == ["indictment"]
    assert told(charge, "cranes")[0] == []


def test_a_quotation_keeps_what_is_said_within_it() -> None:
    text = (
        "“According to the audit, the cranes were sold twice since nobody kept the books,” "
        "according to the Harbour Board."
    )
    assert told(text, "nobody kept the books")[0] == ["audit", "Harbour Board"]
    text = "“Hello there. Sorry about your boat,” Ana Ruiz said. “We can mend it.”"
    assert told(text, "Hello there")[0] == told(text, "mend it")[0] == ["Ana Ruiz"]


def test_a_relay_carries_the_quotation_that_goes_on() -> None:
    text = "“The dam is safe,” Ana Ruiz said, according to Reuters. “We inspected it in March.”"
    assert told(text, "inspected it")[0] == ["Ana Ruiz", "Reuters"]


def test_an_interview_is_over_once_a_statement_follows() -> None:
    text = (
        "Ana Ruiz told The Marn Gazette that the dam was safe. She later said in a statement that it leaked. "
        "She added that nobody was hurt."
    )
    assert told(text, "dam was safe")[0] == ["Ana Ruiz", "Marn Gazette"]
    assert told(text, "nobody was hurt")[0] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("Ana Ruiz rejected claims that the dam had leaked.", "the dam had leaked", "denies"),
        ("Ana Ruiz asked the council to close the harbour at once.", "close the harbour", "affirms"),
        ("Ana Ruiz asked whether the harbour would be closed.", "would be closed", "unsure"),
        ("Ana Ruiz said they spent it as if it were their own money.", "it were their own", "affirms"),
        ("Ana Ruiz declined to say whether the dam had leaked.", "the dam had leaked", "unsure"),
    ],
)
def test_stance_of_requests_and_refusals(text: str, words: str, stance: str) -> None:
    assert told(text, words)[1] == stance


def test_the_subject_of_another_verb_stays_with_it() -> None:
    text = "Ana Ruiz resigned from the council on Friday, saying that the vote had been bought."
    assert told(text, "resigned from the council")[0] == []
    assert "Ana Ruiz resigned" in next(s.text for s in read(text).statements if "resigned" in s.text)
    assert told(text, "vote had been bought")[0] == ["Ana Ruiz"]
