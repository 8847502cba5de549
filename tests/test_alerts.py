"""What changed in a running story is told, once, with its passages; and nothing else is."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_news import Told, dossier, reworded
from reportedly.alerts import Alert, Gone, changes, line
from reportedly.alerts.figures import figures
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.records import Dossier, DossierStory

NOON = "2031-03-05T12:00:00Z"
SANK = "The ferry Maren sank off Orrin on Tuesday."
TWELVE = "At least 12 people died when the ferry sank."
COURIER = Told("courier", [("sank", "Ida Berg", SANK), ("dead", "Ida Berg", TWELVE)])


def told(before: Dossier, after: Dossier, **more: object) -> list[Alert]:
    return changes(before, after, when=NOON, **more)  # type: ignore[arg-type]


def kinds(alerts: list[Alert]) -> list[str]:
    return [alert.kind for alert in alerts]


def test_nothing_changed_and_a_new_story_give_no_alert() -> None:
    assert told(dossier(COURIER), dossier(COURIER)) == []
    assert told(Dossier(), dossier(COURIER)) == []


def test_a_second_origin_is_told_with_a_passage_of_each() -> None:
    other = Told("herald", [("sank", "Tomas Belik", "The Maren has gone down, Belik said.")])
    [alert] = told(dossier(COURIER), dossier(COURIER, other))
    assert (alert.kind, alert.title) == ("origin", "A second origin: Tomas Belik")
    assert alert.text == (
        f"“{SANK}” has at most 2 origins now: Ida Berg and Tomas Belik. Before, it rested on Ida Berg alone."
    )
    assert [(p.outlet, p.text) for p in alert.proofs] == [("Courier", SANK), ("Herald", other.text)]
    assert [other.text[p.start : p.end] for p in alert.proofs[1:]] == [other.text]
    third = Told("globe", [("sank", "Ann Roe", "I saw it sink, said Roe.")])
    assert told(dossier(COURIER, other), dossier(COURIER, other, third)) == []


def test_a_second_outlet_that_names_nobody_is_said_to() -> None:
    own = [Told(name, [("sank", "", f"The ferry sank, as {name} saw.")]) for name in ("courier", "herald")]
    [alert] = told(dossier(own[0]), dossier(*own))
    assert alert.title == "A second origin: Herald, naming nobody"
    assert alert.text.endswith("Before, it rested on Courier alone. Herald tells it without naming anybody.")


def test_what_the_machine_only_sees_otherwise_is_no_news() -> None:
    other = Told(
        "herald", [("smoke", "Tomas Belik", "It has gone down."), ("smoke", "-Port Office", "It has not.")]
    )
    joined = dataclasses.replace(other, rows=[("sank", teller, text) for _, teller, text in other.rows])
    assert told(dossier(COURIER, other), dossier(COURIER, joined)) == []


def test_one_who_denies_under_another_spelling_is_no_other() -> None:
    first = Told("herald", [("sank", "-José Marín", "No ferry has sunk.")])
    again = Told("globe", [("sank", "-Jose Marin", "It did not sink.")])
    after = dossier(COURIER, again)
    assert kinds(told(dossier(COURIER), after)) == ["denial"]
    [claim] = [claim for claim in dossier(COURIER, first, again).claims if claim.disputed_by]
    assert claim.disputed_by == ["Jose Marin", "José Marín"]
    assert told(dossier(COURIER, first), dossier(COURIER, first, again)) == []


def test_the_same_origin_again_is_none() -> None:
    again = Told("herald", [("sank", "Ida Berg", "The Maren sank, Berg said.")])
    assert told(dossier(COURIER), dossier(COURIER, again)) == []


def test_a_denial_names_who_denies_and_what_it_rests_on() -> None:
    other = Told("herald", [("sank", "-Port Office", "No ferry has sunk.")])
    [alert] = told(dossier(COURIER), dossier(COURIER, other))
    assert (alert.kind, alert.title) == ("denial", "Denied by Port Office")
    assert alert.text == f"“{SANK}” is denied by Port Office. It rests on Ida Berg."
    assert [p.text for p in alert.proofs] == ["No ferry has sunk.", SANK]
    again = Told("globe", [("sank", "-Port Office", "It did not sink, the office said.")])
    assert told(dossier(COURIER, other), dossier(COURIER, other, again)) == []


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("dead", "At least 15 people died when the ferry sank."),
        ("toll", "The death toll has risen to 15."),
        ("toll", "Fifteen passengers of the ferry were killed."),
    ],
)
def test_another_number_is_told_in_the_same_claim_and_in_its_successor(claim: str, sentence: str) -> None:
    other = Told("herald", [(claim, "Ida Berg", sentence)], published="2031-03-05")
    [alert] = told(dossier(COURIER), dossier(COURIER, other))
    assert (alert.kind, alert.title) == ("number", "12 → 15 dead")
    assert alert.text == (f"15 dead instead of 12, on the word of Ida Berg: “{sentence}” Before: “{TWELVE}”")
    assert [p.text for p in alert.proofs] == [sentence, TWELVE]


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("Twelve people of the ferry are dead.", "2031-03-05"),  # the same number
        ("At least 9 people died when the ferry sank.", "2031-03-01"),  # older news
        ("Three people died on the same ferry in 2019.", "2031-03-05"),  # fewer, and nobody corrects it
        ("The ferry could carry 300 cars.", "2031-03-05"),  # something else is counted
        ("The captain, 45 years old, left the ferry on March 14.", "2031-03-05"),  # an age and a day
    ],
)
def test_what_is_no_other_number_is_not_told(sentence: str, published: str) -> None:
    other = Told("herald", [("other", "Ida Berg", sentence)], published=published)
    assert told(dossier(COURIER), dossier(COURIER, other)) == []


def test_an_edit_is_told_word_by_word_and_its_number_too() -> None:
    fifteen = TWELVE.replace("12", "15")
    rows = [("sank", "Ida Berg", SANK), ("dead", "Ida Berg", fifteen)]
    change = reworded("At least 12", "At least 15", "people died when the ferry sank.")
    edited = Told("courier", rows, edited_from=COURIER, changes=[change])
    number, edit = told(dossier(COURIER), dossier(edited))
    assert (number.kind, number.title) == ("number", "12 → 15 dead")
    assert [(p.text, p.end > 0) for p in number.proofs] == [(fifteen, True), (TWELVE, False)]
    assert (edit.kind, edit.title) == ("edit", "Edited: Courier on the ferry")
    assert edit.text == (
        "Courier edited “Courier on the ferry”: “At least 12 people died when the ferry sank” is now "
        "“At least 15 people died when the ferry sank”."
    )
    assert edited.text[edit.proofs[0].start : edit.proofs[0].end] == fifteen


def test_a_new_headline_is_an_edit() -> None:
    edited = dataclasses.replace(COURIER, title="Ferry safe after all", edited_from=COURIER)
    [alert] = told(dossier(COURIER), dossier(edited))
    assert alert.text == "Courier edited “Ferry safe after all”: its headline was “Courier on the ferry”."


def test_an_agency_credit_is_told_once_a_story_and_where_an_article_adds_it() -> None:
    wire = Told("herald", [("sank", "Ida Berg", SANK)], credits=["ORNA"])
    more = Told("globe", [("sank", "Ida Berg", SANK)], credits=["ORNA"])
    [alert] = told(dossier(COURIER), dossier(COURIER, wire, more))
    assert (alert.kind, alert.text) == ("credit", "Herald credits ORNA for “Herald on the ferry”.")
    assert told(dossier(COURIER, wire), dossier(COURIER, wire, more)) == []
    owned = dataclasses.replace(COURIER, credits=["ORNA"], title="Ferry sinks", edited_from=COURIER)
    assert kinds(told(dossier(COURIER, wire), dossier(owned, wire))) == ["edit", "credit"]


def test_an_article_that_is_gone_is_told() -> None:
    [alert] = told(
        dossier(COURIER), dossier(COURIER), gone=[Gone("courier", "410 Gone"), Gone("no-such", "404")]
    )
    assert (alert.kind, alert.title) == ("gone", "Gone: Courier on the ferry")
    assert "no longer at its address (410 Gone); what it said is kept" in alert.text


def test_what_was_dismissed_gives_no_alert() -> None:
    other = Told("herald", [("sank", "-Port Office", "No ferry has sunk.")])
    after = dossier(COURIER, other)
    claim = next(claim for claim in after.claims if claim.disputed_by)
    assert told(dossier(COURIER), after, dismissed=[claim.id]) == []
    assert told(dossier(COURIER), after, dismissed=[after.stories[0].id], gone=[Gone("courier", "404")]) == []


def test_the_same_change_has_the_same_id_whenever_it_is_seen() -> None:
    other = Told(
        "herald", [("sank", "Tomas Belik", "The Maren has gone down."), ("sank", "-Port", "It has not.")]
    )
    more = Told("globe", [("rain", "Ann Roe", "It rained.")])
    first = told(dossier(COURIER), dossier(COURIER, other))
    later = changes(dossier(COURIER, more), dossier(COURIER, more, other), when="2031-04-01T00:00:00Z")
    assert kinds(first) == ["origin", "denial"]
    assert [a.id for a in first] == [a.id for a in later]
    assert [a.story for a in first] != [a.story for a in later]


def test_stories_that_became_one_are_followed() -> None:
    one, other = dossier(COURIER), dossier(Told("herald", [("fire", "Ann Roe", "Smoke was seen, Roe said.")]))
    before = Dossier(
        [*one.articles, *other.articles], [*one.stories, *other.stories],
        [*one.statements, *other.statements], [*one.claims, *other.claims],
    )  # fmt: skip
    after = dossier(COURIER, Told("herald", [("sank", "Ann Roe", "Smoke was seen, Roe said.")]))
    assert kinds(told(before, after)) == ["origin"]
    split = dataclasses.replace(before, stories=[DossierStory("x", "X", ["courier"], one.stories[0].claims)])
    assert told(after, split) == []


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_alerts_travel_as_a_table_and_none_comes_twice(one: list[str], other: list[str]) -> None:
    def made(names: list[str]) -> Dossier:
        rows = {
            n: Told(n, [("sank", f"{'-' if n in 'ef' else ''}Teller {n}", f"It sank, says {n}.")])
            for n in names
        }
        return dossier(*rows.values())

    alerts = told(made(one), made([*one, *(n for n in other if n not in one)]))
    assert from_batch(to_batch(alerts, Alert), Alert) == alerts
    assert len({alert.id for alert in alerts}) == len(alerts)
    assert all("\n" not in line(alert) and alert.proofs for alert in alerts)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The death toll rose to 15, and 40 are missing.", {"dead": {15}, "missing": {40}}),
        ("killing 12 and injuring 30 people in 3 boats", {"dead": {12}, "injured": {30}, "boat": {3}}),
        ("12 of the 40 passengers drowned, including two children", {"dead": {12}}),
        ("1,200 shells and 1.2 million litres", {"shell": {1200}, "litr": {1_200_000}}),
        ("A 45-year-old was hurt at 11 p.m. on March 4, 2031.", {}),
        ("٣ boats ½ ² ①", None),
    ],
)
def test_figures_are_read_by_what_they_count(text: str, counts: dict[str, set[float]] | None) -> None:
    found = figures(text).counts
    assert counts is None or {unit: set(values) for unit, values in found.items()} == counts


@given(st.text(max_size=80), st.sampled_from(["en", "de", "fr", None]))
def test_figures_of_any_text_are_read(text: str, language: str | None) -> None:
    assert all(value >= 0 for values in figures(text, language).counts.values() for value in values)
