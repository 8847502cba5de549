"""Short texts under a line that names the outlet and a line that dates it, in any language."""

from __future__ import annotations

import pytest

from reportedly.articles.dates import parse
from reportedly.articles.dump import NoArticleError, read_dump
from reportedly.articles.lines import ends_sentence
from reportedly.languages import months

LATIN = "Six people were hurt in a fire at the harbour of Orlava, firefighters said."


@pytest.mark.parametrize(
    ("text", "outlet", "date"),
    [
        ("Tagesschau\n5. März 2031\n\nDie Regierung bestreitet das.", "Tagesschau", "2031-03-05"),
        (
            "tagesschau.de\nStand: 05.03.2031 14:22 Uhr\n\nSie bestreitet das.",
            "Tagesschau",
            "2031-03-05T14:22:00",
        ),
        (
            "Spiegel, 5.3.2031\n\n„Es gibt keine Pläne“, sagte Thom. „Alles ist frei erfunden.“",
            "Der Spiegel",
            "2031-03-05",
        ),
        (
            "Tagesschau\nMontag, 5. März 2031\nThom soll am Freitag mit dem Botschafter gesprochen haben",
            "Tagesschau",
            "2031-03-05",
        ),
        (f"BBC News\n5 March 2031\n\n{LATIN}\n\nIt is out.", "BBC", "2031-03-05"),
        (f"Reuters | 2031-03-05\n{LATIN}", "Reuters", "2031-03-05"),
        ("Le Monde\n5 mars 2031\n\nSix personnes ont été blessées à Orlau.", "Le Monde", "2031-03-05"),
        ("El País\n5 de marzo de 2031\n\nSeis personas resultaron heridas.", "El País", "2031-03-05"),
        ("ТАСС\n5 марта 2031\n\nШесть человек пострадали при пожаре.", "TASS", "2031-03-05"),
        (
            "연합뉴스\n2031년 3월 5일\n\n오를라바 항구에서 화재가 발생해 6명이 다쳤다고 밝혔다.",
            "Yonhap",
            "2031-03-05",
        ),
        ("आज तक\n5 मार्च 2031\n\nओरलावा के बंदरगाह में आग लगने से छह लोग घायल हो गए।", "आज तक", "2031-03-05"),
        (f"Orlava Post\nMarch 5, 2031\n\n{LATIN}", "Orlava Post", "2031-03-05"),
    ],
)
def test_outlet_date_and_text(text: str, outlet: str, date: str) -> None:
    draft = read_dump(text)
    assert (draft.outlet, draft.title) == (outlet, None)
    assert draft.published is not None
    assert draft.published.value == date
    assert draft.paragraphs[0].text in text.split("\n")[-3:]  # neither the outlet nor the date


def test_a_headline_above_the_date_is_no_outlet() -> None:
    draft = read_dump(f"Fire at Orlava harbour\nMarch 5, 2031\n\n{LATIN}")
    assert (draft.outlet, draft.title) == (None, "Fire at Orlava harbour")


def test_a_headline_below_the_masthead() -> None:
    draft = read_dump(f"Orlava Post\nMarch 5, 2031\n\nFire at Orlava harbour\n\n{LATIN}")
    assert (draft.outlet, draft.title) == ("Orlava Post", "Fire at Orlava harbour")
    assert [p.text for p in draft.paragraphs] == [LATIN]


@pytest.mark.parametrize(
    "text", ["Tagesschau\n5. März 2031", "5 March 2031", "Access denied", "Page not found."]
)
def test_what_has_no_text_is_no_article(text: str) -> None:
    with pytest.raises(NoArticleError):
        read_dump(text)


@pytest.mark.parametrize("end", ["frei.“", "so.«", "ja?‘", "है।", "؟", "啦。」"])
def test_sentences_end_as_they_do_in_their_language(end: str) -> None:
    assert ends_sentence(f"... {end}")


def test_a_month_has_one_number_whatever_the_language() -> None:
    own, further = months(), months(further=True)
    assert {name: number for name, number in further.items() if own.get(name, number) != number} == {}
    assert {*further.values()} == {*range(1, 13)}


@pytest.mark.parametrize("text", ["Mars 2020", "Mayo 2024", "5 MAYİS 2024", "ſeptember 5, 2024"])
def test_names_that_are_also_months_are_no_dates(text: str) -> None:
    """Nor do letters that a pattern takes for those of a month break anything."""
    assert parse(text) is None
