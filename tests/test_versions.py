"""One article at several addresses, and an article before and after its edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportedly
from reportedly import Settings, dossiers
from reportedly.articles import settle
from reportedly.articles.edits import LISTED, edits
from reportedly.articles.urls import canonical, site
from reportedly.records import Article, Dossier
from sample_pages import BODY, TITLE

MILL = "https://oster.example/mill"
EDITED = [
    *BODY[:3],
    "One man was hurt.",
    *BODY[4:],
    "Correction: an earlier version said that no one was hurt.",
]
OTHER = ["The council of Lind voted on Monday to build a school, the mayor said.", "It will open in 2033."]


def html(
    address: str, sentences: list[str] = BODY, title: str = TITLE, extra: str = "", head: str = ""
) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in sentences)
    head += f'<title>{title}</title><link rel="canonical" href="{address}">'
    return f"<html><head>{head}</head><body>{extra}<article>{paragraphs}</article></body></html>"


def updated(time: str) -> str:
    published = '<meta property="article:published_time" content="2031-05-06T08:00:00Z">'
    return f'{published}<meta property="article:modified_time" content="{time}">'


def article(id: str, url: str | None = MILL, text: str = "\n\n".join(BODY), **more: str) -> Article:
    return Article(id, f"key-{id}", f"{id}.html", url, text=text, canonical=canonical(url), **more)  # type: ignore[arg-type]


def saved(folder: Path, **pages: str) -> Dossier:
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, "utf8")
    return reportedly.trace(folder)


# ---------------------------------------------------------------- several addresses
def test_an_article_at_several_addresses_is_one(tmp_path: Path) -> None:
    dossier = saved(
        tmp_path,
        a=html(MILL),
        b=html("https://amp.oster.example/mill?utm_source=x", extra="<nav>Home</nav>"),
        c=html("https://lind.example/mill"),
        d=html("https://print.oster.example/print.php?id=4", extra="<nav>Print</nav>"),
    )
    assert [article.id for article in dossier.articles] == ["a", "c"]
    assert dossier.articles[0].urls == [
        MILL,
        "https://amp.oster.example/mill?utm_source=x",
        "https://print.oster.example/print.php?id=4",
    ]
    assert dossier.articles[1].urls == ["https://lind.example/mill"]
    assert [(Path(d.input).name, d.article) for d in dossier.duplicates] == [("b.html", "a"), ("d.html", "a")]
    read = reportedly.read(tmp_path)
    assert [(a.id, a.kept_as) for a in read] == [("a", None), ("b", "a"), ("c", None), ("d", "a")]


def test_one_text_of_one_outlet_is_one_article_and_at_another_outlet_a_copy() -> None:
    a = article("a", "https://oster.example/mill", outlet="Oster Post")
    b = article("b", "https://osterpost.test/news/4", outlet="The Oster Post")
    c = article("c", "https://osterpost.test/news/5", outlet="Oster Post")
    assert [x.kept_as for x in settle([a, b, c])] == [None, "a", "a"]  # b is on the site that c is on
    assert [x.kept_as for x in settle([a, b])] == [None, None]


def test_without_an_address_nothing_is_guessed() -> None:
    old, new = article("old", None), article("new", None, "\n\n".join(EDITED))
    assert [x.kept_as for x in settle([old, new, article("again", None)])] == [None, None, None]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://m.oster.example/mill", "oster.example"),
        ("https://news.oster.co.uk/mill", "oster.co.uk"),
        ("http://localhost/mill", None),
        ("http://[broken/mill", None),
        (None, None),
    ],
)
def test_the_site_of_an_address(url: str | None, name: str | None) -> None:
    assert site(url) == name


# ---------------------------------------------------------------- versions
def test_an_edited_article_is_a_version_and_the_newest_counts(tmp_path: Path) -> None:
    dossier = saved(
        tmp_path,
        a=html(MILL, EDITED, head=updated("2031-05-07T09:00:00Z")),
        b=html(MILL, head=updated("2031-05-06T18:00:00Z")),
        c=html(MILL + "?utm_source=x", head=updated("2031-05-06T18:00:00Z"), extra="<nav>Home</nav>"),
    )
    [kept] = dossier.articles
    assert kept.id == "a"
    assert "One man was hurt." in kept.text
    [version] = kept.versions
    assert (version.id, Path(version.input).name, version.url) == ("b", "b.html", MILL)
    assert version.updated == "2031-05-06T18:00:00+00:00"
    told = [(change.kind, [(w.kind, w.text) for w in change.words]) for change in version.changes]
    assert told == [
        ("reworded", [("gone", "No"), ("same", "One"), ("new", "man"), ("same", "was hurt.")]),
        ("added", [("new", "Correction: an earlier version said that no one was hurt.")]),
    ]
    assert [(Path(d.input).name, d.article) for d in dossier.duplicates] == [("c.html", "a")]
    assert {s.article for s in dossier.statements} == {"a"}
    again = dossiers.from_json(reportedly.export(dossier, "json"))
    assert again.articles[0].versions == [version]


def test_the_story_of_a_version_is_that_of_the_article(tmp_path: Path) -> None:
    saved(
        tmp_path, a=html(MILL), b=html(MILL, EDITED), c=html("https://lind.example/school", OTHER, "School")
    )
    (_, first), (_, second), (_, third) = reportedly.group(tmp_path)
    assert first == second != third


@pytest.mark.parametrize(
    ("first", "second", "newest"),
    [
        ({"fetched": "2031-05-08T00:00:00Z"}, {"fetched": "2031-05-07T23:00:00-05:00"}, "second"),
        ({"fetched": "2031-05-08T00:00:00Z"}, {"updated": "2031-05-07"}, "first"),
        ({"published": "2031-05", "fetched": "2031-05-08"}, {"published": "2031-05-07"}, "first"),
        ({"published": "2031-05-06"}, {"published": "2031"}, "first"),
        ({"published": "2031-05-06"}, {}, "first"),
        ({}, {}, "second"),
    ],
)
def test_the_newest_is_told_by_what_is_known_of_it(
    first: dict[str, str], second: dict[str, str], newest: str
) -> None:
    pair = [article("first", **first), article("second", text="\n\n".join(EDITED), **second)]
    assert [a.id for a in settle(pair) if a.kept_as is None] == [newest]
    assert [a.id for a in settle(pair[::-1]) if a.kept_as is None] == [newest if first else "first"]


def test_each_version_tells_what_changed_to_make_the_next() -> None:
    days = [article(f"v{n}", text="\n\n".join(BODY[:n]), fetched=f"2031-05-0{n}") for n in (4, 6, 5)]
    kept = next(a for a in settle(days) if a.kept_as is None)
    assert kept.id == "v6"
    assert [(v.id, len(v.changes)) for v in kept.versions] == [("v4", 1), ("v5", 1)]
    back = settle([*days, article("later", text="\n\n".join(BODY[:4]), fetched="2031-05-09")])
    assert [(a.id, [v.id for v in a.versions]) for a in back if a.kept_as is None] == [("v4", ["v5", "v6"])]


@pytest.mark.parametrize(
    "other",
    [
        article("b", text="\n\n".join(OTHER), title="School"),  # a wrong canonical address
        article("b", "https://oster.example/mill-two", "\n\n".join(EDITED)),
        article("b", "https://lind.example/mill", "\n\n".join(EDITED)),
    ],
)
def test_what_is_no_version(other: Article) -> None:
    assert [a.kept_as for a in settle([article("a", title=TITLE), other])] == [None, None]


def test_pages_that_give_their_sites_address_are_no_versions() -> None:
    home = "https://oster.example/"
    pages = [article("a", home), article("b", home, "\n\n".join(EDITED)), article("c", home)]
    assert [a.kept_as for a in settle(pages)] == [None, None, "a"]


def test_a_short_text_at_several_addresses_is_one_article_only_under_one_title() -> None:
    places = [("a", "mill", TITLE), ("b", "school", "School opens"), ("c", "mill-two", TITLE)]
    wall = "Subscribe to read this article in full."
    pages = [article(id, f"https://oster.example/{path}", wall, title=title) for id, path, title in places]
    assert [a.kept_as for a in settle(pages)] == [None, None, "a"]


def test_the_first_lines_under_a_headline_are_a_version_of_the_report() -> None:
    flash = article("flash", text=BODY[0].partition(" over")[0] + ". More follows.", title=TITLE)
    report = article("report", title=TITLE)
    assert [a.kept_as for a in settle([flash, report])] == ["report", None]


@given(st.permutations(range(6)))
def test_what_is_one_does_not_depend_on_the_order(order: list[int]) -> None:
    pages = [
        article("a", fetched="2031-05-01"),
        article("b", text="\n\n".join(EDITED), fetched="2031-05-02"),
        article("c", MILL + "?print=1", fetched="2031-05-03", outlet="Oster Post"),
        article("d", "https://else.example/4", outlet="Oster Post"),
        article("e", "https://lind.example/mill"),
        article("f", text="\n\n".join(OTHER), fetched="2031-05-04"),
    ]
    found = {a.id: a for a in settle([pages[n] for n in order])}
    parts = {frozenset(x for x in found if (found[x].kept_as or x) == kept) for kept in found}
    assert parts - {frozenset()} == {frozenset("abcd"), frozenset("e"), frozenset("f")}


# ---------------------------------------------------------------- edits
def test_edits_by_sentence_and_word() -> None:
    before = (
        "Two people died in Marn. The mayor, Ana Lopez, denied it. It rained. Police came at 4 p.m. on May 6."
    )
    after = "It rained. Three people died in Marn. THE MAYOR, Ana Lopez, denied it! “Help came,” she said."
    changes, unlisted = edits(before, after)
    assert unlisted == 0
    assert [(c.kind, [(w.kind, w.text) for w in c.words]) for c in changes] == [
        ("reworded", [("gone", "Two"), ("new", "Three"), ("same", "people died in Marn.")]),
        ("cut", [("gone", "Police came at 4 p.m.")]),
        ("cut", [("gone", "on May 6.")]),
        ("added", [("new", "“Help came,” she said.")]),
    ]


def test_edits_of_a_script_without_spaces() -> None:
    [change], _ = edits("警察说两人死亡。天下雨。", "警察说三人死亡。天下雨。")
    assert [(w.kind, w.text) for w in change.words] == [
        ("same", "警察说"),
        ("gone", "两"),
        ("new", "三"),
        ("same", "人死亡。"),
    ]


def test_edits_are_bounded() -> None:
    changes, unlisted = edits("", " ".join(f"Line {n}." for n in range(1000)))
    assert (len(changes), unlisted) == (LISTED, 1000 - LISTED)
    one = " ".join(f"word{n}" for n in range(100_000))
    assert edits(one, one.replace("word", "term"))[1] > 0


@given(st.text(), st.text())
def test_edits_of_any_texts(before: str, after: str) -> None:
    assert edits(before, before) == ([], 0)
    for change in edits(before, after)[0]:
        assert change.words
        assert all(words.text for words in change.words)


# ---------------------------------------------------------------- what is less than whole
def test_what_is_not_whole_or_not_readable_stays_with_the_article(tmp_path: Path) -> None:
    rows = [
        {"id": "brief", "url": MILL, "title": TITLE, "description": " ".join(BODY)},
        {"id": "undated", "text": " ".join(BODY), "published": "31.31.2031"},
        {"id": "someday", "text": " ".join(OTHER), "published": "soon"},
        {"id": "early", "text": " ".join(BODY[:2]), "published": "1871-01-18"},
        {"id": "dated", "text": " ".join(BODY[:3]), "published": "2031-05-06"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    found = {a.id: a for a in reportedly.read(tmp_path)}
    assert {id: a.incomplete for id, a in found.items() if a.incomplete} == {"brief": "summary only"}
    assert {id: a.notes for id, a in found.items() if a.notes} == {
        "undated": ["published '31.31.2031' is no date that it can have"],
        "someday": ["published 'soon' is no date that it can have"],
        "early": ["published '1871-01-18' is no date that it can have"],
    }
    assert {id for id, a in found.items() if a.published} == {"dated"}
    text = " ".join(reportedly.export(reportedly.trace(tmp_path), "text").split())
    assert "summary only" in text
    assert "published 'soon' is no date that it can have" in text


def test_a_line_that_is_a_list_gives_rows_with_names_of_their_own(tmp_path: Path) -> None:
    lines = [{"text": " ".join(BODY)}, [{"text": " ".join(OTHER)}, 5, {"text": " ".join(EDITED)}]]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf8")
    told: list[str] = []
    found = reportedly.read(tmp_path, Settings(warn=told.append))
    assert [a.id for a in found] == ["rows-1", "rows-2.1", "rows-2.2", "rows-2.3"]
    assert [Path(a.input).name for a in found][2:] == ["rows.jsonl:2.2", "rows.jsonl:2.3"]
    assert told == []
