"""Feeds -> pages: every kind of feed, what aggregators do to it, and feeds that mean harm."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.pages import FORMATS, Limits, Options, read_pages
from reportedly.pages.draft import Draft, UnreadableError
from reportedly.records import Page

TEXT = "The ferry line to Orlava is suspended until spring, the port authority said."
MORE = (
    "Two of its four boats have been out of service since a storm in December, and the third one is "
    "to be looked at in a yard on the mainland, where no place is free before the middle of February."
)


def pages(content: str | bytes, name: str = "feed.xml") -> list[Page]:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_pages([name]))


ORIGINAL = "<feedburner:origLink>https://courier.example/1</feedburner:origLink>"


def rss(entries: str, head: str = "<title>Varn Courier</title><link>https://courier.example</link>") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel>{head}{entries}</channel></rss>"
    )


def item(inner: str = f"<description>{TEXT}</description>") -> str:
    return f"<item>{inner}</item>"


# ---------------------------------------------------------------- formats
def test_atom(here: Path) -> None:
    [first, second] = pages(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Varn &lt;b&gt;Courier&lt;/b&gt;</title>'
        '<link rel="self" href="https://hub.example/feed"/><link href="https://courier.example/"/>'
        "<entry><id>tag:courier,2024:1</id><title>Ferry</title>"
        '<link rel="edit" href="https://courier.example/edit/1"/><link href="https://courier.example/1"/>'
        "<published>2024-01-05T04:11:00Z</published><updated>2024-02-01T00:00:00Z</updated>"
        "<author><name>Ann Roe</name><email>a@courier.example</email></author>"
        "<author><name>Bo Lind</name></author>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content></entry>'
        "<entry><id>2</id><updated>2024-01-06T08:00:00+01:00</updated>"
        f'<summary type="text">3 &lt; 4: {TEXT}</summary>'
        "<source><title>Morning Ledger</title><id>x</id></source></entry></feed>",
        "courier.atom",
    )
    assert (first.id, first.url, first.outlet, first.title) == (
        "tag:courier,2024:1",
        "https://courier.example/1",
        "Varn Courier",
        "Ferry",
    )
    assert (first.byline, first.published) == (["Ann Roe", "Bo Lind"], "2024-01-05T04:11:00+00:00")
    assert first.incomplete is None
    assert f"<p>{TEXT}</p>" in first.content.decode()
    assert (second.outlet, second.published) == ("Morning Ledger", "2024-01-06T08:00:00+01:00")
    assert second.incomplete == "summary only"
    assert f"<p>3 &lt; 4: {TEXT}</p>" in second.content.decode()


def test_rdf(here: Path) -> None:
    [page] = pages(
        '<!DOCTYPE rdf:RDF [<!ENTITY nbsp "&#160;">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://c.example/"><title>Courier</title>'
        '<link>https://c.example/</link></channel><item rdf:about="https://c.example/1"><title>Ferry</title>'
        f"<link>https://c.example/1</link><description>{TEXT}</description><dc:date>2024-01-05T04:11+01:00</dc:date>"
        "<dc:creator>Ann Roe</dc:creator><dc:publisher>Press of Varn</dc:publisher></item></rdf:RDF>"
    )
    assert (page.id, page.url, page.outlet) == ("https://c.example/1", "https://c.example/1", "Press of Varn")
    assert (page.byline, page.published) == (["Ann Roe"], "2024-01-05T04:11:00+01:00")


def test_old_rss_with_its_dtd(here: Path) -> None:
    [page] = pages(
        '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" '
        '"http://my.netscape.example/rss-0.91.dtd"><rss version="0.91"><channel><title>Courier</title><item>'
        "<title>Café &eacute;tait</title><link>https://c.example/1</link>"
        "<description>The café by the port stays open &mdash; its owner said.</description>"
        "</item></channel></rss>".encode("latin-1")
    )
    assert page.title == "Café était"
    assert "café by the port stays open — its" in page.content.decode()


def test_feeds_are_told_by_their_content(here: Path) -> None:
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"content_text": TEXT}]})
    assert [page.kind for page in pages(rss(item()), "saved.html")] == ["html"]
    assert pages(rss(item()), "saved.html")[0].input == "saved.html:1"
    assert [page.kind for page in pages(feed, "feed.json")] == ["html"]
    assert [page.input for page in pages(feed, "feed.json")] == ["feed.json:1"]


# ---------------------------------------------------------------- who published it
@pytest.mark.parametrize(
    ("inner", "outlet"),
    [
        ("<source url='x'>Morning Ledger</source><dc:publisher>P</dc:publisher>", "Morning Ledger"),
        ("<dc:publisher>Press of Varn</dc:publisher>", "Press of Varn"),
        ("<link>https://news.courier.example/1</link>", "Varn Courier"),
        ("<link>https://far.example/1</link>", None),
        (f"<link>https://far.example/1</link>{ORIGINAL}", "Varn Courier"),
        ("<guid>https://courier.example/1</guid>", "Varn Courier"),
        ("", "Varn Courier"),
    ],
)
def test_the_outlet_is_who_wrote_it_and_not_who_lists_it(here: Path, inner: str, outlet: str | None) -> None:
    [page] = pages(rss(item(f"<description>{TEXT}</description>{inner}")))
    assert page.outlet == outlet


def test_people_and_pictures_are_credited(here: Path) -> None:
    pages(
        rss(
            item(
                "<title>Ferry</title><author>desk@courier.example (Ann Roe)</author>"
                "<dc:creator>Bo Lind</dc:creator>"
                f"<description>{TEXT} {MORE}</description><media:group><media:content url='x'>"
                "<media:description>The port of Varn.</media:description>"
                "<media:credit>Jan Holt / AFP</media:credit>"
                "</media:content></media:group>"
            )
        )
    )
    [article] = reportedly.read("feed.xml")
    assert article.byline == ["Ann Roe", "Bo Lind"]
    assert [(c.agency, c.kind) for c in article.credits] == [("AFP", "photo")]
    assert TEXT in article.text


def test_an_address_is_no_author(here: Path) -> None:
    [page] = pages(rss(item(f"<author>desk@courier.example</author><description>{TEXT}</description>")))
    assert page.byline == []


# ---------------------------------------------------------------- how much of it
@pytest.mark.parametrize(
    ("inner", "incomplete"),
    [
        (f"<description>{TEXT}</description>", "summary only"),
        (f"<description>{TEXT * 20}</description>", None),
        (f"<description>{TEXT * 20} Continue reading</description>", "summary only"),
        (f"<content:encoded>&lt;p&gt;{TEXT}&lt;/p&gt;</content:encoded>", None),
        (f"<content:encoded>{TEXT} [&#8230;]</content:encoded>", "summary only"),
        (f"<content:encoded>See</content:encoded><description>{TEXT}</description>", "summary only"),
    ],
)
def test_a_summary_is_kept_and_said_to_be_one(here: Path, inner: str, incomplete: str | None) -> None:
    warnings: list[str] = []
    Path("feed.xml").write_text(rss(item(inner)))
    [page] = read_pages(["feed.xml"], warn=warnings.append)
    assert (page.rejected, page.incomplete) == (None, incomplete)
    assert TEXT in page.content.decode()
    assert warnings == ([f"feed.xml: 1 article not whole: {incomplete}"] if incomplete else [])


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<title>Ferry</title><link>https://c.example/1</link>", "no text, only a link"),
        ("<title>Ferry</title>", "no text"),
        (
            "<title>Ferry - Ledger</title><link>https://a.example</link>"
            "<source url='x'>Ledger</source><description>"
            "&lt;a href='x'&gt;Ferry&lt;/a&gt;&amp;nbsp;&lt;font&gt;Ledger&lt;/font&gt;</description>",
            "no text, only a link",
        ),
    ],
)
def test_an_entry_without_text_is_rejected(here: Path, inner: str, reason: str) -> None:
    [page] = pages(rss(item(inner)))
    assert (page.rejected, page.content) == (reason, b"")


# ---------------------------------------------------------------- broken
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (rss(""), "a feed without entries"),
        ("<rss><channel><title>Courier", "a feed without entries; its XML is broken at line 1"),
        ("<rss/>", "a feed without entries"),
        ("<urlset><url><loc>x</loc></url></urlset>", "not a feed: neither RSS nor Atom"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a feed without entries"),
        ("", "empty"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(content: str, reason: str) -> None:
    form = FORMATS["json-feed" if content.startswith("{") else "feed"]
    with pytest.raises(UnreadableError) as refused:
        drafts(content.encode(), form.name)
    assert str(refused.value) == reason


def drafts(content: bytes, form: str = "feed", limits: Limits | None = None) -> list[Draft]:
    found = list(FORMATS[form].read(io.BytesIO(content), limits or Limits(), Options()))
    assert all(isinstance(draft, Draft) for draft in found)
    return [draft for draft in found if isinstance(draft, Draft)]


def test_a_broken_entry_takes_nothing_with_it(here: Path) -> None:
    link = "<link>https://courier.example/?a=1&b=2</link>"
    loose = item(f"<title>A <b>bold & loose<br> one</title>{link}<description>{TEXT}</description>")
    torn = item(f"<description>{TEXT}</description><category>unclosed")
    found = pages(
        rss(
            item() + loose + torn + item(f"<dc:creator>Ann Roe</dc:creator><description>{TEXT}</description>")
        )
    )
    assert [page.incomplete for page in found] == [
        "summary only",
        "summary only",
        "its XML is broken, something may be missing",
        "summary only",
    ]
    assert all(TEXT in page.content.decode() for page in found)
    assert found[1].url == "https://courier.example/?a=1&b=2"
    assert found[1].title == "A bold & loose one"
    assert found[3].byline == ["Ann Roe"]


def test_a_feed_cut_in_the_middle(here: Path) -> None:
    content = rss(item() + item(f"<title>Toll</title><content:encoded>&lt;p&gt;{TEXT}"))
    found = pages(content[: content.index("</item></channel>")])
    assert [page.incomplete for page in found] == ["summary only", "the file breaks off within it"]
    assert found[1].title == "Toll"


def test_a_prefix_that_is_not_declared_is_understood(here: Path) -> None:
    [page] = pages(
        f"<rss><item><dc:creator>Ann Roe</dc:creator><description>{TEXT}</description></item></rss>"
    )
    assert (page.byline, page.incomplete) == (["Ann Roe"], "summary only")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "latin-1"])
def test_charsets_whatever_the_label(here: Path, charset: str) -> None:
    content = rss(
        item("<title>Café</title><description>Le café du port reste ouvert, a dit la mairie.</description>")
    )
    labelled = content.replace('version="1.0"', 'version="1.0" encoding="utf-8"', 1)
    [page] = pages(labelled.encode(charset))
    assert (page.title, page.rejected) == ("Café", None)


# ---------------------------------------------------------------- hostile
def test_no_entity_of_the_files_own_is_expanded(here: Path) -> None:
    Path("secret.txt").write_text("the secret of this machine")
    attack = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY xxe SYSTEM "secret.txt">'
        '<!ENTITY % remote SYSTEM "http://nowhere.example/x.dtd">%remote;<!ENTITY own "expanded">]>'
    )
    feed = rss(item(f"<title>&xxe;&own;</title><description>{TEXT} &xxe; &own;</description>"))
    [page] = pages(attack + feed.partition("?>")[2])
    shown = f"{page.title} {page.content.decode()}"
    assert TEXT in shown
    assert "secret of" not in shown
    assert "expanded" not in shown


def test_billion_laughs_are_not_laughed() -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    feed = rss(item(f"<title>&l11;</title><description>{TEXT}</description>"))
    bomb = f"<!DOCTYPE rss [{laughs}]>{feed.partition('?>')[2]}"
    tracemalloc.start()
    [draft] = drafts(bomb.encode(), limits=Limits(document=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert len(draft.content) < 1000


def test_depth_is_bounded() -> None:
    deep = rss(item() + item("<a>" * 200_000))
    assert drafts(deep.encode())[0].incomplete == "summary only"


def test_size_is_bounded() -> None:
    with pytest.raises(UnreadableError, match=r"larger than 0\.01 MB"):
        drafts(rss(item() * 200).encode(), limits=Limits(document=10_000))
    big = rss(item(f"<description>{TEXT * 1000}</description>") + item())
    found = drafts(big.encode(), limits=Limits(page=10_000))
    assert [draft.rejected for draft in found] == ["larger than 0.01 MB", None]


@settings(deadline=None)
@given(st.data())
def test_no_cut_or_change_of_a_feed_raises_anything_but_a_refusal(data: st.DataObject) -> None:
    whole = (Path(__file__).parent / "golden" / "pages" / "feed.xml").read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    put = data.draw(
        st.one_of(st.binary(max_size=20), st.sampled_from([b"<item>", b"]]>", b"<![CDATA[", b"&#0;"]))
    )
    try:
        found = drafts(whole[:start] + put + whole[end:])
    except UnreadableError:
        return
    assert found
    assert all(draft.rejected or draft.content for draft in found)
