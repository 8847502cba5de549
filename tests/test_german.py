"""German, which is read by word lists: who says what, on whose word, and that it is said how it was read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Settings
from reportedly.languages import LANGUAGES
from reportedly.origins.errors import shared_errors
from reportedly.origins.quotes import quotes
from reportedly.origins.voices import Voices
from reportedly.origins.words import tokens
from reportedly.records import Article, Reading
from reportedly.statements import find_timex, read_articles
from reportedly.statements.speech import quotations

WIRE = (
    "ORLAU (dpa/AFP) - Bei einem Brand im Hafen von Orlau sind nach Angaben der Feuerwehr sechs Menschen "
    "verletzt worden. „Das Feuer ist unter Kontrolle“, sagte Feuerwehrsprecherin Lena Brandt am Dienstag. "
    "Zwei Lagerhallen seien zerstört worden. Der Betreiber Hansakai wies Vorwürfe zurück, er habe Kontrollen "
    "versäumt."
)
REWRITE = (
    "Der Chiphersteller Numera will laut der Nachrichtenagentur Reuters unter Berufung auf drei Insider sein "
    "Werk in Untertal verkaufen. Wie die Deutsche Presse-Agentur aus Firmenkreisen erfuhr, soll der Vorstand "
    "am Freitag entscheiden. Das Unternehmen wollte sich dazu nicht äußern."
)
BROADCAST = (
    "Außenminister Karl Thom hat einen Bericht über geheime Treffen dementiert. »Solche Gespräche hat es nie "
    "gegeben«, sagte er im Deutschlandfunk. Moskau bestreitet die Treffen ebenfalls. Ob die Opposition einen "
    "Untersuchungsausschuss fordert, ließ deren Fraktionschefin Mara Voss offen."
)
TEXTS = (WIRE, REWRITE, BROADCAST)


def read(text: str, **more: object) -> Reading:
    fields = {"published": "2031-03-05", "language": "de"} | more
    return read_articles([Article("a", "key", "a.txt", text=text, **fields)])[0]  # type: ignore[arg-type]


def told(text: str) -> dict[str, tuple[list[str], str]]:
    """Return chain and stance of each statement, by the statement's words."""
    return {s.text: (s.chain, s.stance) for s in read(text).statements}


def test_a_wire_report() -> None:
    found = told(WIRE)
    assert found["Das Feuer ist unter Kontrolle"] == (["Lena Brandt"], "affirms")
    assert found["Zwei Lagerhallen seien zerstört worden"] == (["Lena Brandt"], "affirms")
    assert found["er habe Kontrollen versäumt"] == (["Hansakai"], "denies")
    fire = next(s for s in read(WIRE).statements if "Brand im Hafen" in s.text)
    assert fire.chain == ["Feuerwehr"]
    assert len(fire.content) == 2  # the attribution stands in the middle


def test_a_report_that_cites_two_agencies() -> None:
    statements = read(REWRITE).statements
    assert [s.chain for s in statements] == [
        ["unnamed drei Insider", "Reuters"],
        ["unnamed Firmenkreise", "dpa"],
    ]
    assert [s.stance for s in statements] == ["affirms", "affirms"]  # "soll" is the circles' word
    assert statements[0].proposition == "Der Chiphersteller Numera will sein Werk in Untertal verkaufen"


def test_a_denial_that_points_and_one_that_is_spoken() -> None:
    reading = read(BROADCAST)
    points, spoken, moscow, openly = reading.statements
    assert (points.chain, points.stance) == (["Karl Thom"], "denies")
    assert (spoken.chain, spoken.stance, spoken.quoted) == (["Karl Thom", "Deutschlandfunk"], "denies", True)
    assert (moscow.chain, moscow.stance, moscow.refers_back) == (["Russia"], "denies", False)
    assert (openly.chain, openly.stance) == (["Mara Voss"], "unsure")
    assert {s.name: s.kind for s in reading.sources} == {
        "Karl Thom": "person",
        "Deutschlandfunk": "outlet",
        "Russia": "government",
        "Mara Voss": "person",
    }


@pytest.mark.parametrize(
    ("text", "chain", "stance"),
    [
        ("Der Hafen sei zu, teilte die Polizei mit.", ["Polizei"], "affirms"),
        ("Die Behörde gab bekannt, dass der Hafen gesperrt ist.", ["Behörde"], "affirms"),
        ("Der Hafen ist gesperrt, so Landrat Udo Kern.", ["Udo Kern"], "affirms"),
        ("Der Agentur Interfax zufolge ist der Hafen gesperrt.", ["Interfax"], "affirms"),
        ("Nach russischen Angaben ist der Hafen gesperrt.", ["Russia"], "affirms"),
        ("Das polnische Innenministerium erklärte, der Hafen sei zu", ["Polish Interior Ministry"],
         "affirms"),
        ("Der Hafen sei zu, hieß es aus Regierungskreisen.", ["unnamed Regierungskreise"], "affirms"),
        ("Eine mit der Sache vertraute Person sagte Reuters, der Hafen sei zu.",
         ["unnamed mit der Sache vertraute Person"], "affirms"),
        ("Landrat Udo Kern sagte der dpa, der Hafen sei nicht beschossen worden.", ["Udo Kern", "dpa"],
         "denies"),
        ("Landrat Udo Kern bestritt, dass der Hafen beschossen wurde.", ["Udo Kern"], "denies"),
        ("Landrat Udo Kern bezweifelte, dass der Hafen beschossen wurde.", ["Udo Kern"], "unsure"),
        ("Der Hafen ist voll. Das berichtete die „Orlauer Post“.", ["Orlauer Post"], "affirms"),
    ],
)  # fmt: skip
def test_ways_of_telling(text: str, chain: list[str], stance: str) -> None:
    statement = next(s for s in read(text).statements if "Hafen" in s.text)
    assert (statement.chain, statement.stance) == (chain, stance)


def test_a_quotation_goes_on_with_its_speaker_and_marks_may_be_nested() -> None:
    text = "„Der Damm hält, ‚alles ist gut‘ bleibt wahr“, sagte Landrat Udo Kern. „Wir bleiben bis Montag.“"
    first, second = read(text).statements
    assert first.chain == second.chain == ["Udo Kern"]
    assert second.proposition.startswith("Udo Kern")
    marks = "x »so« und „so“ und ‚so‘ und «so» y"
    assert [marks[s:e] for s, e in quotations(marks)] == ["»so«", "„so“", "‚so‘", "«so»"]


def test_what_the_outlet_tells_itself_has_no_chain() -> None:
    statements = read("Der Hafen von Orlau war am Montag gesperrt. Am 3. Februar brach das Eis.").statements
    assert [s.chain for s in statements] == [[], []]
    assert [s.when and s.when.value for s in statements] == ["2031-03-03", "2031-02-03"]


def test_times() -> None:
    text = "Seit gestern, vor drei Tagen, Ende der Woche, im vergangenen Jahr, am 3. Januar 2030 um 17.30 Uhr"
    values = [t.value for t in find_timex(text, "2031-03-05", "de")]
    assert values == ["2031-03-04", "2031-03-02", "2031-W10", "2030", "2030-01-03T17:30"]


def test_a_reading_says_how_it_was_made() -> None:
    assert read(WIRE).notes == [LANGUAGES["de"].caveat]
    assert "word lists" in LANGUAGES["de"].caveat
    assert read("The port is closed.", language="en").notes == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*" ".join(TEXTS).split(), "„", "“", "»", ",", "\n\n", "😀", "\u200f", ":"]),
        max_size=60,
    )
)
def test_offsets_hold_whatever_the_text(words: list[str]) -> None:
    text = " ".join(words)
    reading = read(text)
    for statement in reading.statements:
        assert text[statement.start : statement.end] == statement.text
        assert (statement.start, statement.end) == (statement.content[0][0], statement.content[-1][1])
        assert statement.content == sorted(statement.content)
    for a in reading.attributions:
        for start, end in [*a.source, *a.cue, *a.content]:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


def test_batches_do_not_matter() -> None:
    rows = [Article(str(i), f"k{i}", "x", language="de", text=t) for i, t in enumerate(TEXTS)]
    assert read_articles(rows) == [read_articles([row])[0] for row in rows]


# ---------------------------------------------------------------- three reports, one origin
HEADS = {
    "wire": (
        "Numera verkauft Werk in Untertal",
        "FRANKFURT (Reuters) - Der Chiphersteller Numera will sein Werk in Untertal bis Ende des Jahres "
        "verkaufen. Das sagten drei Insider der Nachrichtenagentur Reuters. Betroffen seien rund 900 Leute.",
    ),
    "rewrite": (
        "Numera will Werk verkaufen",
        "Der Chiphersteller Numera will laut der Nachrichtenagentur Reuters unter Berufung auf drei Insider "
        "sein Werk in Untertal bis Ende des Jahres verkaufen. Betroffen seien rund 900 Leute.",
    ),
    "broadcast": (
        "Numera dementiert",
        "Der Chiphersteller Numera will einem Bericht der Nachrichtenagentur Reuters zufolge sein Werk in "
        "Untertal bis Ende des Jahres verkaufen. Das Unternehmen dementierte den Bericht.",
    ),
}


def test_three_reports_rest_on_one_origin(tmp_path: Path) -> None:
    for number, (name, (title, text)) in enumerate(HEADS.items()):
        page = {
            "title": title,
            "text": text,
            "outlet": f"Blatt {number}",
            "published": f"2031-03-0{number + 4}",
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(page), "utf8")
    warned: list[str] = []
    dossier = reportedly.trace(tmp_path, Settings(workers=1, warn=warned.append))
    assert [a.language for a in dossier.articles] == ["de"] * 3
    assert [len(story.articles) for story in dossier.stories] == [3]
    claim = dossier.claims[0]
    assert (claim.n_outlets, claim.independent, claim.rests_on) == (3, 1, ["Reuters"])
    assert claim.disputed_by == ["Numera"]
    assert all(LANGUAGES["de"].caveat in a.notes for a in dossier.articles)
    assert warned == [f"{LANGUAGES['de'].caveat} (3 articles)"]


def test_a_company_is_no_ministry() -> None:
    told = (
        "Das Wirtschaftsministerium teilte mit, die Werft werde geschlossen. Das Unternehmen wies das zurück."
    )
    denials = [s for s in read(told).statements if s.stance == "denies"]
    assert [s.chain for s in denials] == [["Unternehmen"]]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("zweiundzwanzig", "#22"),
        ("dreihundertvierundzwanzig", "#324"),
        ("hundertundeins", "#101"),
        ("zweitausenddreihundert", "#2300"),
        ("eine Million", "#1000000"),
        ("1.500", "#1500"),
        ("3,5 Mrd. Euro", "#3500000000 euro"),
        ("dreißig Euro", "#30 euro"),
        ("5.", "#5"),
        ("fünften", "#5"),
    ],
)
def test_numbers_are_compared_however_they_are_written(written: str, number: str) -> None:
    assert [t.key for t in tokens(f"am {written} Mai", None, "de")] == ["am", number, "mai"]


@pytest.mark.parametrize("word", ["hundertschaft", "unddreißig", "tausendundeiner", "hundert" * 5000, "ein"])
def test_words_that_only_look_like_numbers_are_none(word: str) -> None:
    assert [t.key for t in tokens(f"die {word} Nacht", None, "de")][1] == word.casefold().replace("ß", "ss")


def test_what_german_outlets_make_of_a_quotation() -> None:
    full = "Wir werden die dreihundert Soldaten in diesem Jahr nicht aus dem Tal abziehen."
    said = {
        "Blatt": f"»{full}«, sagte Thom.",
        "Bote": f"„{full.replace('dreihundert', '300')}“, sagte Thom.",
        "Kurier": f"„{full.replace('nicht ', '')}“, sagte Thom.",
    }
    articles = [
        Article(name, name, name, outlet=name, language="de", published="2031-03-05", text=text)
        for name, text in said.items()
    ]
    readings = read_articles(articles)
    (quote,) = quotes(articles, [s for r in readings for s in r.statements], Voices(readings))
    found = {place.article: version for version in quote.versions for place in version.places}
    assert quote.speaker == "Thom"
    assert found["Blatt"] is found["Bote"]  # a number, however written
    assert (found["Kurier"].kind, found["Kurier"].grave) == ("changed", ["negation"])
    assert found["Kurier"].changed_by == ["Kurier"]


def test_forms_of_a_noun_are_no_misspelt_names() -> None:
    told = {"a": "Ländern", "b": "Ländern", "c": "Länder", "d": "Länder", "e": "Länder"}
    articles = [Article(i, i, i, text=f"Von {noun} war die Rede.", language="de") for i, noun in told.items()]
    assert shared_errors(articles) == {}
    assert shared_errors([replace(a, language="en") for a in articles]) == {"Ländern": {"a", "b"}}
