"""Who published an article, where that outlet is at home, and whose copy it carries without naming it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.outlets import from_address, from_copyright, of_page, of_site, settle
from reportedly.articles.step import read_articles
from reportedly.languages import find_agency
from reportedly.languages.outlets import Outlet, all_outlets, outlet_at, outlet_named
from reportedly.records import Article, Page

REUTERS = "(Reporting by Ana Brandt in Oster; Editing by Jo Lind)"


# ---------------------------------------------------------------- the table
def test_the_table_is_sound() -> None:
    rows = list(all_outlets())
    assert len(rows) > 500
    assert all(re.fullmatch(r"[A-Z]{2}", outlet.country) and domains for outlet, _, domains in rows)
    domains = [domain for _, _, each in rows for domain in each]
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) for domain in domains)
    names = [re.sub("^the ", "", n.casefold()) for o, others, _ in rows for n in (o.name, *others)]
    for each in (domains, names):
        assert [name for name, n in Counter(each).items() if n > 1] == []


def test_an_agency_has_one_name_as_outlet_and_as_agency() -> None:
    for outlet, others, _ in all_outlets():
        for name in (outlet.name, *others):
            agency = find_agency(name)
            assert agency is None or agency.name == outlet.name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.bbc.co.uk/news/a-1", "BBC"),
        ("edition.cnn.com", "CNN"),
        ("https://asia.nikkei.com/a", "Nikkei Asia"),  # not Nikkei: it is listed itself
        ("https://www.nikkei.com/a", "Nikkei"),
        ("http://theguardian.com:80/a", "The Guardian"),
        ("https://notbbc.com/a", None),
        ("https://bbc.com.example/a", None),
        ("http://[broken", None),
        ("com", None),
    ],
)
def test_an_outlet_by_its_address(address: str, name: str | None) -> None:
    found = outlet_at(address)
    assert (found and found.name) == name


def test_an_outlet_by_its_name() -> None:
    assert outlet_named("BBC News") == outlet_named("bbc") == Outlet("BBC", "GB")
    assert outlet_named("Washington Post") == Outlet("The Washington Post", "US")
    assert outlet_named("Oster Post") is None


@given(st.text())
def test_any_text_is_an_address_or_none(text: str) -> None:
    assert outlet_at(text) is None or "." in text


# ---------------------------------------------------------------- which name, which country
@pytest.mark.parametrize(
    ("stated", "found", "url", "settled"),
    [
        # What was found on a page gives way to a known address.
        (None, "Security", "https://www.heise.de/a", ("heise online", "DE")),
        (None, "Oster Post", "https://oster.example/a", ("Oster Post", None)),
        (None, None, "https://oster.example/a", ("oster.example", None)),
        (None, None, None, (None, None)),
        # A given name stays, unless it is but a domain.
        ("Money", None, "https://www.bbc.com/a", ("Money", "GB")),
        ("www.nytimes.com", None, None, ("The New York Times", "US")),
        ("oster.example", None, None, ("oster.example", None)),
        # A well-known name tells the country only where the address does not speak against it.
        ("Reuters", None, None, ("Reuters", "GB")),
        (None, "Reuters", "https://web.archive.org/web/1/a", ("Reuters", "GB")),
        ("The Sun", None, "https://sun.example/a", ("The Sun", None)),
        (None, "The Sun", "https://sun.example/a", ("The Sun", None)),
        # The ending of a domain tells nothing.
        ("Oster Post", None, "https://oster.co/a", ("Oster Post", None)),
    ],
)
def test_an_outlet_is_settled(
    stated: str | None, found: str | None, url: str | None, settled: tuple[str | None, str | None]
) -> None:
    assert settle(stated, found, url) == settled


# ---------------------------------------------------------------- in articles
def article(*lines: str, outlet: str | None = None, byline: tuple[str, ...] = ()) -> Article:
    """Read clean text as an article."""
    text = "\n".join(["The mill in Oster closed on Tuesday after 90 years.", "Nobody was hurt.", *lines])
    page = Page("a", "a", "a", "article", text.encode(), outlet=outlet, byline=list(byline))
    return read_articles([page])[0]


def credited(article: Article) -> list[str]:
    return [credit.agency for credit in article.credits if credit.kind == "text"]


def test_an_article_has_its_outlet_s_country() -> None:
    assert article(outlet="BBC News").country == "GB"
    assert article(outlet="Oster Post").country is None


def test_a_short_page_keeps_who_made_its_picture() -> None:
    html = """<body><h1>Mill closes in Oster</h1><p>The mill closed on Tuesday, its owner said.</p>
      <figure><figcaption>The yard of the mill on Tuesday. REUTERS/Jo Lind</figcaption></figure></body>"""
    [found] = read_articles([Page("a", "a", "a", "html", html.encode())])
    assert [(credit.agency, credit.kind) for credit in found.credits] == [("Reuters", "photo")]
    assert (found.published, found.published_precision, found.published_method) == (None, None, None)


@pytest.mark.parametrize(
    ("last", "agencies"),
    [
        (REUTERS, ["Reuters"]),
        (f"The owner wept. {REUTERS}", ["Reuters"]),
        (
            "(Additional reporting by A. Brandt, B. Lind and C. Moor; Writing by D. Orl; Editing by E. Fell)",
            ["Reuters"],
        ),
        ("(Reporting by Ana Brandt)", []),
        ("Reporting by the Oster Post; photographs by Jo Lind", []),
    ],
)
def test_reuters_signs_off_in_its_own_way(last: str, agencies: list[str]) -> None:
    assert credited(article(last)) == agencies


def test_its_way_of_signing_off_counts_only_where_nothing_speaks_against_it() -> None:
    assert credited(article(REUTERS, byline=("AFP",))) == ["AFP"]
    assert credited(article(REUTERS, outlet="Xinhua")) == []
    assert credited(article(REUTERS, outlet="Reuters")) == ["Reuters"]


# ---------------------------------------------------------------- lines and addresses
def test_the_copyright_line_names_the_outlet_as_the_page_spells_it() -> None:
    assert (
        from_copyright(["Join Oster Post", "© 2031 OsterPost", "Copyright © OP Ltd. All rights reserved."])
        == "Oster Post"
    )
    assert from_copyright(["Oster Post Plus", "© 2031 Oster Post Media Ltd"]) == "Oster Post"
    assert from_copyright(["© 2031 Sundry Holdings Inc. All rights reserved."]) is None
    assert from_copyright(["Breaking News", "© 2031 Breaking Media"]) is None
    assert from_copyright(["© 2031 Reuters", "Reuters"]) is None
    assert from_copyright(["The mill closed."]) is None


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://p.dw.com/p/4x", "DW"),
        ("https://www.oster.co.uk/a", "oster.co.uk"),
        ("https://edition.cnn.com/a", "CNN"),
        ("https://t.co/abc", None),
        ("https://bit.ly/abc", None),
        ("http://127.0.0.1/a", None),
        ("http://[broken/a", None),
        ("mill", None),
    ],
)
def test_the_outlet_of_an_address(url: str, outlet: str | None) -> None:
    assert from_address(url) == outlet


def test_the_page_spells_the_name_of_its_address() -> None:
    assert of_page("https://www.osterpost.example/a", ["Welcome to the Oster Post"]) == "Oster Post"
    assert of_site("U.S.", "https://www.oster.example/us/mill") == "oster.example"
    assert of_site("@osterpost", "https://www.osterpost.example") == "osterpost"
    assert of_site(None, None) is None
