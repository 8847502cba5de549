"""One article at several addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportedly
from reportedly.articles.urls import canonical
from sample_pages import BODY, TITLE

PLAIN = "https://osterpost.example/2031/05/mill?id=4"


@pytest.mark.parametrize(
    "address",
    [
        PLAIN,
        "http://www.osterpost.example:80/2031/05/mill?id=4",
        "https://OSTERPOST.example/2031/05/mill/?id=4&utm_source=x&utm_campaign=y&fbclid=1#top",
        "https://m.osterpost.example/2031/05/mill?id=4&ref=home",
        "https://amp.osterpost.example/2031/05/mill?id=4",
        "https://osterpost.example/amp/2031/05/mill?id=4",
        "https://osterpost.example/2031/05/mill/amp/?id=4",
        "https://osterpost.example/2031/05/mill.amp?id=4",
        "https://osterpost.example/2031/05/mill?id=4&amp=1&outputType=amp",
        "https://osterpost.example/2031/05/mill/print?id=4",
        "https://osterpost.example/2031/05/mill?print=true&id=4",
    ],
)
def test_addresses_of_one_article(address: str) -> None:
    assert canonical(address) == PLAIN


@pytest.mark.parametrize(
    "address",
    [
        "https://osterpost.example/2031/05/mill?id=5",
        "https://osterpost.example/2031/05/mill",
        "https://osterpost.example/2031/05/amplifier?id=4",
        "https://osterpost.example/2031/05/print-works?id=4",
        "https://sport.osterpost.example/2031/05/mill?id=4",
        "https://osterpost.example:8080/2031/05/mill?id=4",
        "https://osterpost.example/2031/05/mill?id=4&format=video",
    ],
)
def test_addresses_of_other_articles(address: str) -> None:
    assert canonical(address) not in (PLAIN, None)


@pytest.mark.parametrize(
    "address", [None, "", "mill", "file:///mill.html", "http://[broken/a", "http://a.b:x/"]
)
def test_no_addresses(address: str | None) -> None:
    assert canonical(address) is None


PIECES = [
    "www.",
    "m.",
    "amp.",
    "/",
    "amp",
    "print",
    ".",
    "x",
    "?",
    "&",
    "amp=1",
    "utm_x=y",
    "a=b",
    "#",
    ".html",
    "%20",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_a_canonical_address_stays_as_it_is(text: str) -> None:
    for address in (text, f"https://oster.example/{text}", f"https://{text}oster.example/x"):
        once = canonical(address)
        assert once is None or canonical(once) == once


def page(address: str, extra: str = "", *sentences: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in sentences or BODY)
    link = f'<link rel="canonical" href="{address}">'
    head = f"<head><title>{TITLE}</title>{link}</head>"
    return f"<html>{head}<body>{extra}<article>{paragraphs}</article></body></html>"


def test_an_article_at_several_addresses_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page("https://oster.example/mill"))
    (tmp_path / "b.html").write_text(page("https://amp.oster.example/mill?utm_source=x", "<nav>Home</nav>"))
    (tmp_path / "c.html").write_text(page("https://lind.example/mill"))
    (tmp_path / "d.html").write_text(
        page("https://oster.example/mill", "", *BODY[:5], "The mill opened again.")
    )
    dossier = reportedly.trace(tmp_path)
    assert [article.id for article in dossier.articles] == ["a", "c", "d"]
    assert [(Path(d.input).name, d.article) for d in dossier.duplicates] == [("b.html", "a")]
    assert len(reportedly.read(tmp_path)) == 4
