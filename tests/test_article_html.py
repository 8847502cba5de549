"""HTML pages -> articles: what stands among the paragraphs, decks, notes, dates."""

from __future__ import annotations

import datetime
import json

import pytest

from reportedly.articles import body_view
from reportedly.records import Article
from reportedly.statements import read_articles as read_statements
from sample_pages import BODY, CAPTION, DECK, DUMP, HTML, TITLE, credits, kinds, read


# ---------------------------------------------------------------- HTML
def test_html_gives_its_article_and_metadata() -> None:
    article = read(HTML, "html", url="https://oster.example/mill")
    assert article.text.split("\n\n") == [DECK, CAPTION, *BODY[:3], "A dam of 1931", *BODY[3:]]
    assert kinds(article) == ["deck", "caption", "body"]
    assert (article.title, article.outlet, article.byline) == (TITLE, "Oster Post", ["Ana Brandt"])
    assert (article.published, article.published_method) == ("2031-05-06T16:11:00+00:00", "metadata")
    assert credits(article) == {
        ("AP", "text", "Associated Press"),
        ("AP", "photo", "Photograph: Jo Lind/AP"),
    }


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "shift_jis", "nonsense", "hex"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_wrong_charset_label(label: str, charset: str) -> None:
    text = (
        "Die Mühle in Oster schloss am Dienstag, nachdem der Fluss übergetreten war, sagte die Eigentümerin."
    )
    more = "Niemand wurde verletzt, erklärten die Behörden; das Wasser stehe so hoch wie vor vierzig Jahren."
    html = f'<html><head><meta charset="{label}"></head><body><p>{text}</p><p>{more}</p></body></html>'
    assert read(html.encode(charset), "html").text == f"{text}\n\n{more}"


def test_what_is_given_goes_before_what_is_found() -> None:
    given = {
        "title": "Given",
        "outlet": "Given Post",
        "published": "May 2031",
        "url": "https://given.example/x",
    }
    for content, kind in [(DUMP, "text"), (HTML, "html"), ("The mill closed.", "article")]:
        article = read(content, kind, **given)
        assert (article.title, article.outlet, article.url) == (
            "Given",
            "Given Post",
            "https://given.example/x",
        )
        assert (article.published, article.published_precision) == ("2031-05", "month")
        assert article.published_method == "given"


# ---------------------------------------------------------------- HTML, what stands among the paragraphs
def html(*blocks: str, head: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><main>{''.join(blocks)}</main></body></html>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "promo",
    [
        '<p><a href="/walks">Ten walks for a warm weekend</a></p>',
        '<p><b>Read more:</b> <a href="/walks">Ten walks for a warm weekend, says a guide.</a></p>',
    ],
)
def test_a_link_to_another_story_is_left_out(promo: str) -> None:
    article = read(html(f"<article>{paragraphs(*BODY[:3])}{promo}{paragraphs(*BODY[3:])}</article>"), "html")
    assert article.text.split("\n\n") == BODY


def test_a_sentence_with_links_stays() -> None:
    linked = BODY[2].replace("river authority", '<a href="/authority">river authority</a>')
    article = read(html(f"<article>{paragraphs(*BODY[:2], linked, *BODY[3:])}</article>"), "html")
    assert article.text.split("\n\n") == BODY


def test_an_article_cut_into_several_containers_is_whole() -> None:
    many = [f"{sentence} It was hour {hour} of the flood." for hour in range(4) for sentence in BODY[:4]]
    chunks = [
        f'<div class="chunk">{paragraphs(*many[i : i + 4])}</div><aside>An ad</aside>'
        for i in range(0, 16, 4)
    ]
    article = read(html("<article>", *chunks, "</article>"), "html")
    assert article.text.split("\n\n") == many


def test_many_comments_are_no_article() -> None:
    comment = '<div class="comment"><p>I saw it myself in {0}.</p><p>Nobody warned us in {0}.</p></div>'
    comments = "".join(comment.format(year) for year in range(1900, 2000))
    article = read(
        html(f"<article>{paragraphs(*BODY)}</article><section id=comments>{comments}</section>"), "html"
    )
    assert article.text.split("\n\n") == BODY


def test_what_a_page_states_as_its_description_is_its_deck_where_it_shows_it() -> None:
    head = f'<meta property="og:description" content="{DECK}">'
    shown = read(
        html(f"<h1>{TITLE}</h1><p>{DECK}</p><article>{paragraphs(*BODY)}</article>", head=head), "html"
    )
    assert (kinds(shown), shown.text.split("\n\n")) == (["deck", "body"], [DECK, *BODY])
    hidden = read(html(f"<h1>{TITLE}</h1><article>{paragraphs(*BODY)}</article>", head=head), "html")
    assert hidden.text.split("\n\n") == BODY


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version of this article gave the year of the flood as 1987.",
        "This story has been updated with what the ministry said.",
        "Editor's note: the mill's owner is a partner of this newspaper.",
        "Updated at 1:23 p.m.",
        "Correction, May 6, 2031: The flood was in 1987.",
        "UPDATE (3:15 p.m.): This story has been updated.",
        "The original version of this story gave the year of the flood as 1987.",
        "Because of an editing error, the year of the flood was given as 1987.",
        "This article was amended on 6 May 2031 to remove a quotation.",
    ],
)
@pytest.mark.parametrize("kind", ["html", "text"])
def test_what_an_outlet_says_of_its_article_is_a_note(note: str, kind: str) -> None:
    body = [*BODY, BODY[0].replace("Tuesday", "Friday")]
    content = html(f"<article>{paragraphs(*body[:-1], note, body[-1])}</article>")
    article = read(content if kind == "html" else "\n\n".join([*body[:-1], note, body[-1]]), kind)
    notes = [article.text[p.start : p.end] for p in article.parts if p.kind == "note"]
    assert notes == [note]
    assert body_view(article).split("\n\n") == body


@pytest.mark.parametrize(
    "line",
    [
        "Corrections officers said on Tuesday: the mill was empty.",
        "Updates on the mill were given by its owner on Tuesday, he said.",
        "The article was read to the court by the owner of the mill.",
        "Update the tables, he said - and nobody did so for years.",
    ],
)
def test_what_is_no_note(line: str) -> None:
    assert kinds(read(f"{TITLE}\n\n" + "\n\n".join([*BODY, line, BODY[0]]), "text")).count("note") == 0


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("Correction, May 6, 2031: The flood was in 1987.", "2031-05-06"),
        ("This article was amended on 6 May 2031 to remove a quotation.", "2031-05-06"),
        ("Correction: An earlier version gave the day on which the mill closed as 7 May 2031.", None),
        ("This story was updated on 6 May 2031.", None),
    ],
)
def test_the_day_of_a_correction(note: str, day: str | None) -> None:
    article = read(html(f"<article>{paragraphs(*BODY, note)}</article>"), "html")
    assert kinds(article)[-1] == "note"
    assert article.corrected == day


# ---------------------------------------------------------------- dates
LD = (
    '<script type="application/ld+json">'
    '{{"@type": "NewsArticle", "datePublished": "{}", "dateModified": "{}"}}</script>'
)


@pytest.mark.parametrize(
    ("published", "modified", "updated"),
    [
        ("2021-05-06T16:11:00Z", "2021-05-06T18:20:00+02:00", "2021-05-06T18:20:00+02:00"),
        ("2021-05-06T16:11:00Z", "2021-05-06T16:11:00Z", None),
        ("2021-05-06T16:11:00Z", "2021-05-05T10:00:00Z", None),
        ("2021-05-06", "2021-05-07", "2021-05-07"),
        ("2021-05-06", "", None),
    ],
)
def test_an_update_is_told_apart(published: str, modified: str, updated: str | None) -> None:
    article = read(html(paragraphs(*BODY), head=LD.format(published, modified)), "html")
    assert (article.published or "")[:10] == "2021-05-06"
    assert article.updated == updated


def test_an_update_on_a_pasted_page() -> None:
    lines = [TITLE, "Published May 6, 2031 10:15 GMT", "Updated May 7, 2031 09:00 GMT", *BODY]
    article = read("\n\n".join(lines))
    assert (article.published, article.updated) == ("2031-05-06T10:15:00+00:00", "2031-05-07T09:00:00+00:00")


@pytest.mark.parametrize("stated", ["1970-01-01T00:00:00Z", "2021-05-09T00:00:00Z", "2099-01-01"])
def test_a_date_that_cannot_be_is_dropped(stated: str) -> None:
    content = html(paragraphs(*BODY), head=LD.format(stated, stated))
    article = read(
        content, "html", fetched="2021-05-07T10:00:00Z", url="https://oster.example/2021/05/06/mill"
    )
    assert (article.published, article.published_method, article.updated) == ("2021-05-06", "url", None)


def test_notes_make_no_statements() -> None:
    note = "Correction: An earlier version said that the ministry had blamed the mill's owner."
    article = read("\n\n".join([TITLE, *BODY, note]))
    assert article.text.endswith(note)
    [reading] = read_statements([article])
    assert reading.statements
    assert max(statement.end for statement in reading.statements) <= article.text.index(note)


def test_a_note_in_clean_text_is_a_part_of_its_own() -> None:
    text = "The mill closed.\nThis story has been updated.\n\nNobody was hurt.\n"
    article = read(text, "article")
    assert [(part.kind, text[part.start : part.end].strip()) for part in article.parts] == [
        ("body", "The mill closed."),
        ("note", "This story has been updated."),
        ("body", "Nobody was hurt."),
    ]


# ---------------------------------------------------------------- titles and authors
def described(article: dict[str, object], head: str = "", body: str = "") -> Article:
    """Read a page with JSON-LD of an article, and more in its head and body."""
    data = json.dumps({"@type": "NewsArticle", "publisher": {"name": "Oster Post"}, **article})
    page = f'<head><script type="application/ld+json">{data}</script>{head}</head>'
    return read(f"<html>{page}<body><article>{body}{paragraphs(*BODY)}</article></body></html>", "html")


def test_a_title_without_its_section() -> None:
    og = '<meta property="og:title" content="Mill closes">'
    assert described({"headline": "Mill closes | Sport"}, og).title == "Mill closes"
    assert described({"headline": "Mill closes in Oster"}, og).title == "Mill closes in Oster"


@pytest.mark.parametrize(
    ("author", "head", "body", "byline"),
    [
        ("Oster Post", '<meta name="author" content="Ana Brandt">', "", ["Ana Brandt"]),
        (
            "Oster Post",
            '<meta name="author" content="Oster Post"><meta name="dc.creator" content="Jo Lind">',
            "",
            ["Jo Lind"],
        ),
        ("Oster Post", "", "", ["Oster Post"]),
        ("", "", '<a href="/author/ana-brandt">Ana Brandt</a>', ["Ana Brandt"]),
        (
            "",
            "",
            "".join(f'<a href="/author/{n}">Ana {n}</a>' for n in ("Brandt", "Lind", "Moor", "Fell")),
            [],
        ),
    ],
)
def test_authors_beside_the_publisher(author: str, head: str, body: str, byline: list[str]) -> None:
    stated = {"author": {"name": author}} if author else {}
    assert described(stated, head, body).byline == byline


@pytest.mark.parametrize("kind", ["text", "html"])
def test_a_heading_that_says_the_given_title_is_no_text(kind: str) -> None:
    lines = ["Mill closes", f"OSTER (AP) — {BODY[0]}", *BODY[1:]]
    whole = "\n\n".join(lines) if kind == "text" else html(*(f"<p>{line}</p>" for line in lines))
    article = read(whole, kind, title="Mill closes")
    assert article.text.split("\n\n")[0] == lines[1]
    assert article.dateline == "Oster"


@pytest.mark.parametrize("today", [datetime.date(2029, 3, 21), datetime.date(2029, 4, 9)])
def test_a_month_gets_no_day_of_todays(today: datetime.date, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Clock:
            return cls(today.year, today.month, today.day, tzinfo=tz)

    monkeypatch.setattr("datetime.datetime", Clock)
    head = '<meta property="article:published_time" content="2031-05">'
    article = read(html(*(f"<p>{line}</p>" for line in BODY), head=head), "html")
    assert (article.published, article.published_precision) == ("2031-05", "month")
