"""Pages with several articles: live tickers, whole articles in JSON-LD, article elements."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.articles import read_articles, several
from reportedly.records import Article
from sample_pages import BODY, HTML, TITLE, page

SCHOOL = [
    "The council of Lind voted on Monday to build a school for 600 children, the mayor said on Tuesday.",
    "It will open in 2033, said Jo Marsh, who speaks for the builders, and will cost 14 million crowns.",
    "Parents had asked for it since the old school burned down in the winter of 2029, two years ago.",
    '"We have waited long enough," a mother of three told reporters outside the town hall.',
]
LIVE = "https://oster.example/live"


def live(entries: list[object]) -> str:
    node = {"@type": "LiveBlogPosting", "headline": "Flood: live", "liveBlogUpdate": entries}
    shown = "".join(f"<div><p>{text}</p></div>" for text in BODY)
    return (
        '<html lang="en"><head><title>Flood: live</title><meta property="og:site_name" content="Oster Post">'
        f'<link rel="canonical" href="{LIVE}"><script type="application/ld+json">{json.dumps(node)}</script>'
        f"</head><body><h1>Flood: live</h1>{shown}</body></html>"
    )


def entry(n: int, text: str, **more: object) -> dict[str, object]:
    return {
        "@type": "BlogPosting", "headline": f"News {n}", "articleBody": text, "url": f"{LIVE}#e{n}",
        "datePublished": f"2031-05-06T1{n}:00:00+02:00", **more,
    }  # fmt: skip


def articles(html: str, **given: str) -> list[Article]:
    return read_articles([page(html, "html", "live", **given)])


def post(title: str, sentences: list[str], day: str = "2031-05-06", more: str = "", mark: str = "") -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f'<article {mark}><h2>{title}</h2><time datetime="{day}">{day}</time>{text}{more}</article>'


def site(*posts: str) -> str:
    return f"<html><head><title>Oster Post</title></head><body><main>{''.join(posts)}</main></body></html>"


# ---------------------------------------------------------------- tickers
def test_each_entry_of_a_ticker_is_an_article() -> None:
    by = {"author": [{"@type": "Person", "name": "Ana Brandt"}]}
    first, second = articles(live([entry(2, f"<p>{BODY[0]}</p><p>{BODY[3]}</p>", **by), entry(1, BODY[2])]))
    assert (first.id, first.input, first.key != second.key) == ("live#1", "live#1", True)
    assert (first.title, first.text) == ("News 2", f"{BODY[0]}\n\n{BODY[3]}")
    assert (first.published, first.published_method) == ("2031-05-06T12:00:00+02:00", "metadata")
    assert (first.outlet, first.language, first.byline) == ("Oster Post", "en", ["Ana Brandt"])
    assert (first.url, first.canonical) == (f"{LIVE}#e2", f"{LIVE}#e2")
    assert (second.title, second.text, second.byline) == ("News 1", BODY[2], [])


def test_entries_marked_up_by_properties() -> None:
    marked = "".join(
        f'<div itemprop="liveBlogUpdate" itemscope id="u{n}"><h3 itemprop="headline">News {n}</h3>'
        f'<meta itemprop="datePublished" content="2031-05-06T1{n}:00:00Z">'
        f'<div itemprop="articleBody"><p>{BODY[n]}</p></div></div>'
        for n in (0, 1)
    )
    found = articles(f"<html><body><h1>Live</h1>{marked}</body></html>", url=LIVE)
    assert [(a.title, a.text, a.url) for a in found] == [
        ("News 0", BODY[0], f"{LIVE}#u0"),
        ("News 1", BODY[1], f"{LIVE}#u1"),
    ]
    assert found[1].published == "2031-05-06T11:00:00+00:00"


def test_what_tells_nothing_is_no_entry() -> None:
    told = articles(
        live([entry(1, BODY[0]), entry(2, "Good morning."), 5, {}, entry(3, BODY[0]), entry(4, BODY[1])])
    )
    assert [a.title for a in told] == ["News 1", "News 4"]
    assert [a.id for a in articles(live([entry(1, BODY[0])]))] == ["live"]


def test_a_ticker_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "MOST", 2)
    *found, last = articles(live([entry(n, BODY[n]) for n in (0, 1, 2, 4, 5)]))
    assert [a.id for a in found] == ["live#1", "live#2"]
    assert (last.id, last.rejected) == ("live#3", "more than 2 articles on one page: 3 are not read")


def test_a_ticker_saved_twice_has_each_entry_once(tmp_path: Path) -> None:
    (tmp_path / "early.html").write_text(live([entry(2, BODY[0]), entry(1, BODY[2])]))
    (tmp_path / "later.html").write_text(
        live([entry(3, BODY[4]), entry(2, BODY[0].replace("200", "300")), entry(1, BODY[2])])
    )
    (tmp_path / "same.html").write_text(live([entry(2, BODY[0]), entry(1, BODY[2])]))
    dossier = reportedly.trace(tmp_path)
    assert [a.id for a in dossier.articles] == ["early#2", "later#1", "later#2"]
    assert [[v.id for v in a.versions] for a in dossier.articles] == [[], [], ["early#1"]]
    assert [(Path(d.input).name, d.article) for d in dossier.duplicates] == [
        ("later.html#3", "early#2"),
        ("same.html#1", "later#2"),
        ("same.html#2", "early#2"),
    ]


# ---------------------------------------------------------------- whole articles
def stated(*several: tuple[str, list[str]], hidden: bool = False) -> str:
    nodes = [
        {"@type": "NewsArticle", "headline": title, "articleBody": "\n".join(text)} for title, text in several
    ]
    shown = several[:1] if hidden else several
    body = "".join(f"<h2>{title}</h2>" + "".join(f"<p>{p}</p>" for p in text) for title, text in shown)
    script = f'<script type="application/ld+json">{json.dumps(nodes)}</script>'
    return f"<html><head>{script}<title>Today</title></head><body>{body}</body></html>"


def test_articles_that_a_page_states_whole_and_shows() -> None:
    found = articles(stated((TITLE, BODY), ("School for Lind", SCHOOL)))
    assert [(a.title, a.text) for a in found] == [
        (TITLE, "\n\n".join(BODY)),
        ("School for Lind", "\n\n".join(SCHOOL)),
    ]
    assert len(articles(stated((TITLE, BODY), ("School for Lind", SCHOOL), hidden=True))) == 1
    assert len(articles(stated((TITLE, BODY), (f"{TITLE} today", BODY)))) == 1


def test_article_elements_that_are_articles() -> None:
    found = articles(site(post(TITLE, BODY), post("School for Lind", SCHOOL, "2031-05-05")), url=LIVE)
    assert [(a.id, a.title, a.published) for a in found] == [
        ("live#1", TITLE, "2031-05-06"),
        ("live#2", "School for Lind", "2031-05-05"),
    ]
    assert SCHOOL[3] in found[1].text
    assert BODY[0] not in found[1].text
    assert len({a.canonical for a in found}) == 2
    assert (
        len(articles(site(f"<article>{post(TITLE, BODY)}{post('School for Lind', SCHOOL)}</article>"))) == 2
    )


LINK = '<p><a href="/more">Read more about the school that the council of Lind will build by 2033</a></p>'


@pytest.mark.parametrize(
    "second",
    [
        post("School for Lind", SCHOOL[:1]),
        post("School for Lind", SCHOOL, mark='class="teaser"'),
        post("School for Lind", SCHOOL, mark='id="comment-4"'),
        f"<aside>{post('School for Lind', SCHOOL)}</aside>",
        f"<ul><li>{post('School for Lind', SCHOOL)}</li></ul>",
        post("School for Lind", [f'<a href="/{n}">{text}</a>' for n, text in enumerate(SCHOOL)]),
        post("School for Lind", SCHOOL).replace("time", "span"),
        post("School for Lind", SCHOOL).replace("h2", "div"),
        post(TITLE, SCHOOL),
        post("School for Lind", [SCHOOL[0] + " …"], more=LINK),
    ],
)
def test_teasers_and_comments_are_no_articles(second: str) -> None:
    found = articles(site(post(TITLE, BODY), second))
    assert [a.id for a in found] == ["live"]


def test_an_ordinary_page_is_one_article() -> None:
    assert [a.id for a in articles(HTML)] == ["live"]


FIELDS = st.sampled_from(["articleBody", "headline", "url", "@id", "author", "datePublished"])
UPDATES = st.recursive(
    st.none() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=6),
)


@settings(max_examples=50, deadline=None)
@given(UPDATES)
def test_any_updates_are_read_or_passed_over(updates: object) -> None:
    node = {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    html = f'<html><script type="application/ld+json">{json.dumps(node)}</script><p>{BODY[0]}</p></html>'
    assert all(a.text or a.rejected for a in articles(html, url="http://[x/"))
