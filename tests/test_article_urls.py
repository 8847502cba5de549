"""One article at several addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.urls import canonical

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
