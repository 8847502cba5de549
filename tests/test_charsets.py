"""Pages whose charset is not what they say: told by their letters, mended where it was mistaken before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.decode import decode
from reportedly.languages.charsets import charset_by_letters
from reportedly.pages.charset import decode as decode_file

TEXTS = {
    "cp1252": [
        "The mill’s owner said “we are closing” – it’s 90 years old. Café owners paid £5.",
        "Die Mühle in Öster schloß am Dienstag. „Wir räumen auf“, sagte der Eigentümer – und ging.",
        "L’usine a fermé mardi. « Nous avons été surpris », a déclaré le propriétaire, ému, à l'hôtel.",
        "El molino de Oster cerró después de la inundación. «No había mañana», declaró el dueño. ¿Qué pasó?",
        "A fábrica não abriu na terça-feira após a inundação; a população está em pânico.",
        "Il mulino ha chiuso martedì perché l'acqua è salita; la città è rimasta isolata.",
        "Kvarnen i Öster stängde efter att ån stigit över sina bräddar, sade ägaren.",
        "Møllen i Øster lukkede tirsdag, efter at åen gik over sine bredder, sagde ejeren.",
        "Myllunni var lokað á þriðjudag eftir að áin flæddi yfir bakka sína, sagði eigandinn.",
        "Åsa Fjørtoft met François Müller and João Peña at Öster.",
    ],
    "cp1250": [
        "Młyn zamknięto we wtorek po powodzi. Żadna łódź nie mogła wypłynąć, źródła mówią.",
        "Mlýn byl v úterý uzavřen poté, co se řeka vylila z břehů. Škody jsou příliš velké.",
        "A malmot bezárták. A tulajdonos azt mondta, hogy őszig zárva; a víz erősen zúdult a művekre.",
        "Mlin je zatvoren, rekao je vlasnik. Čišćenje će trajati do ožujka, a građani će čekati.",
    ],
    "cp1254": [
        "Değirmen salı günü kapandı. Sahibi, nehrin taştığını ve işçilerin eve gönderildiğini söyledi."
    ],
    "cp1257": ["Malūnas buvo uždarytas antradienį, kai upė išsiliejo iš krantų. Žmonės grįžo į namus."],
    "cp1251": ["Мельница в Остре закрылась во вторник после того, как река вышла из берегов."],
    "koi8_r": ["Мельница в Остре закрылась во вторник после того, как река вышла из берегов."],
    "cp1253": ["Ο μύλος έκλεισε την Τρίτη αφού ο ποταμός πλημμύρισε, δήλωσε ο ιδιοκτήτης."],
    "cp1255": ["המפעל באוסטר נסגר ביום שלישי לאחר שהנהר עלה על גדותיו, אמר הבעלים"],
    "cp1256": ["أغلق مصنع الورق في أوستر يوم الثلاثاء بعد أن فاض النهر، قال صاحبه"],
}
GERMAN = "Für die Mühle war es zu spät: Öl, Ärger und große Schäden, sagte der Eigentümer über den Fluß. "


@pytest.mark.parametrize(("charset", "text"), [(c, text) for c, texts in TEXTS.items() for text in texts])
def test_a_page_that_says_utf_8_and_is_not(charset: str, text: str) -> None:
    page = f'<meta charset="utf-8"><p>{text}</p>'.encode(charset)
    assert text in decode(page)
    assert text in decode_file(page, "utf-8")


@pytest.mark.parametrize("charset", ["gb18030", "big5", "euc_kr", "shift_jis"])
def test_charsets_of_two_bytes_a_sign_are_not_taken_for_one(charset: str) -> None:
    text = {"euc_kr": "오스터의 제지 공장이 화요일 문을 닫았다. 강물이 마당까지 차올랐다고 공장주는 말했다."}
    other = (
        "オスターの製紙工場は火曜日に閉鎖された"
        if charset == "shift_jis"
        else "造紙工厰周二關閉河水漫過了院子"
    )
    assert charset_by_letters((text.get(charset, other) * 3).encode(charset, "ignore")) is None


def test_a_bad_byte_in_good_utf_8_is_a_slip() -> None:
    assert decode((GERMAN * 3).encode() + b"Caf\xe9.") == GERMAN * 3 + "Café."


def test_what_was_encoded_twice_is_decoded_again() -> None:
    for mistaken in ("cp1252", "latin-1"):
        assert decode(GERMAN.encode().decode(mistaken, "ignore").encode()) == GERMAN
    quoted = "It’s “so – it’s what we’ve said."
    assert decode(quoted.encode().decode("cp1252").encode()) == quoted


@pytest.mark.parametrize(
    "text", ["NÃO, SÃO: AMANHÃ” IRMÃ”. MAÇÃ”, À»", "Â, Ã and â are letters.", "d’été â€™"]
)
def test_true_letters_are_not_mended(text: str) -> None:
    assert decode(text.encode()) == text


def test_nuls_and_wide_charsets() -> None:
    assert decode(b"The m\x00ill") == "The m ill"
    for charset in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert decode("<p>Mühle".encode(charset)) == "<p>Mühle"


@given(st.text(), st.sampled_from(["utf-8", "cp1252", "cp1250", "latin-1", "utf-16"]))
def test_any_text_in_any_charset_is_read(text: str, charset: str) -> None:
    assert "\0" not in decode(text.encode(charset, "replace"))


@given(st.binary())
def test_any_bytes_have_a_charset_or_none(content: bytes) -> None:
    charset = charset_by_letters(content)
    assert charset is None or content.decode(charset, "replace") is not None


@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_can_be_written(content: bytes) -> None:
    text = decode(content)
    text.encode("utf8")
    assert "\0" not in text


def test_a_charset_with_escape_codes_is_believed() -> None:
    page = '<meta charset="iso-2022-jp"><p>製紙工場が閉鎖された。</p>'
    assert "製紙工場が閉鎖された。" in decode(page.encode("iso-2022-jp"))
