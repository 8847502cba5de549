"""Pages -> articles: residue out, every sentence in, metadata found, nothing stalls."""

from __future__ import annotations

import json
import os
import pickle
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.articles import body_view, stage
from reportedly.articles.step import read_articles
from reportedly.engine.arrow import from_batch, to_batch
from reportedly.pages import read_pages
from reportedly.records import Article, Page, content_hash

SHARED = Path(os.environ.get("REPORTEDLY_SHARED") or Path(__file__).resolve().parents[2] / "shared")

BODY = [
    "The paper mill at Oster closed on Tuesday after the river rose over its yard, "
    "the owner said, and 200 people were sent home.",
    '"We have never seen the water so high," Ana Brandt, '
    "who has run the mill for nine years, told reporters at the gate.",
    "The river authority said that the flood was the worst since 1988 and that it would end by the weekend.",
    "No one was hurt.",
    "Brandt denied that the company had ignored a warning, as the newspaper had reported on Monday.",
    "A spokesman for the ministry said that it would look at the dam above the town, "
    "which was built in 1931, once the rain had stopped.",
]
DECK = "Owner denies that a warning was ignored as river at Oster rises to its highest since 1988."
CAPTION = "The flooded yard of the paper mill at Oster on Tuesday morning."
TITLE = "Mill closes as river floods Oster"

DUMP = f""" date 2031-05-06 x
Skip to content
Home / News / {TITLE}

{TITLE}

Reuters |
May 06, 2031 04:11 PM GMT

{DECK}

{CAPTION}(via REUTERS)
{CAPTION}(via REUTERS)

{BODY[0]}

{BODY[1]}

Get our newsletter and never miss a story - Sign up now! Click here

{BODY[2]}

{BODY[3]}

Ten walks for a warm weekend

{BODY[4]}

{BODY[5]}

ab/cd (AFP, dpa)

Share this article
SHARE
Copy link
Create a free account and follow topics you like
Already have an account? Sign In
  • Oster Sport
  • Oster Homes
© 2031 OsterPost
Sign out
Welcome to the Oster Post
Tuesday, May 06, 2031
Copyright © OP Digital Streams Ltd. All rights reserved.
Subscribe Now"""

HTML = f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} | Oster Post</title>
<meta property="og:site_name" content="Oster Post">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage"}}, {{"@type": ["NewsArticle"],
 "headline": "{TITLE}", "datePublished": "2031-05-06T16:11:00Z",
 "author": [{{"name": "Ana Brandt"}}, {{"name": "Associated Press"}}]}}]}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>{TITLE}</h1><p class="article-standfirst">{DECK}</p>
<figure><img src="x"><figcaption>{CAPTION} Photograph: Jo Lind/AP</figcaption></figure>
{"".join(f"<p>{text}</p>" for text in BODY[:3])}<h2>A dam of 1931</h2>
{"".join(f"<p>{text}</p>" for text in BODY[3:])}
</article><aside class="related"><h3>Related</h3><a href="/1">Ten walks for a warm weekend</a></aside>
<footer><p>© 2031 Oster Post. All rights reserved. Privacy policy</p></footer></body></html>"""

KOREAN = """제지 공장, 강 범람으로 가동 중단

2031년 5월 6일 오후 4:11

오스터의 제지 공장이 강물이 마당까지 차오르면서 화요일 가동을 멈췄다고 소유주가 6일 밝혔다.

아나 브란트 대표는 "이렇게 물이 높은 것은 본 적이 없다"고 정문에서 기자들에게 말했다.

강 관리 당국은 이번 홍수가 1988년 이후 최악이라고 전했다."""


def page(content: str | bytes, kind: str = "text", id: str = "a", **given: str) -> Page:
    data = content.encode() if isinstance(content, str) else content
    return Page(id, content_hash(kind, data), id, kind, data, **given)  # type: ignore[arg-type]


def read(content: str | bytes, kind: str = "text", **given: str) -> Article:
    [article] = read_articles([page(content, kind, **given)])
    return article


def kinds(article: Article) -> list[str]:
    return [part.kind for part in article.parts]


def credits(article: Article) -> set[tuple[str, str, str]]:
    return {(credit.agency, credit.kind, credit.passage) for credit in article.credits}


# ---------------------------------------------------------------- a page as text
def test_a_dump_gives_its_article_and_nothing_else() -> None:
    article = read(DUMP)
    assert article.text.split("\n\n") == [DECK, CAPTION, *BODY]
    assert kinds(article) == ["deck", "caption", "body"]
    assert body_view(article).split("\n\n") == [DECK, *BODY]


def test_a_dump_gives_its_metadata() -> None:
    article = read(DUMP)
    assert article.title == TITLE
    assert article.outlet == "Oster Post"
    assert (article.published, article.published_precision) == ("2031-05-06T16:11:00+00:00", "minute")
    assert article.published_method == "text"
    assert article.language == "en"
    assert credits(article) == {
        ("Reuters", "text", "Reuters |"),
        ("AFP", "text", "ab/cd (AFP, dpa)"),
        ("dpa", "text", "ab/cd (AFP, dpa)"),
        ("Reuters", "photo", "(via REUTERS)"),
    }


def test_two_captions_by_one_picture() -> None:
    alt = "A yard under water, in a picture released by the Associated Press (AP)"
    dump = DUMP.replace(
        f"{CAPTION}(via REUTERS)\n{CAPTION}(via REUTERS)", f"{alt}\n{CAPTION[:-1]}Image: KCNA VIA KNS/AFP"
    )
    article = read(dump)
    captions = [article.text[p.start : p.end] for p in article.parts if p.kind == "caption"]
    assert captions == [f"{alt}\n\n{CAPTION[:-1]}"]
    assert {c.agency for c in article.credits if c.kind == "photo"} == {"KCNA", "KNS", "AFP"}


@pytest.mark.parametrize(
    "bid",
    [
        "Subscribe to our newsletter for the news of the day in your inbox.",
        "Do you rely on our reporting? Click here to support it.",
        "Like this story? Share it with a friend!",
        "Wrap up the year & gear up for 2032 with the Post! Click here",
    ],
)
def test_a_bid_among_the_paragraphs_is_left_out(bid: str) -> None:
    assert body_view(read(DUMP.replace(BODY[3], f"{BODY[3]}\n\n{bid}"))).split("\n\n") == [DECK, *BODY]


def test_sentences_that_only_speak_of_such_things_stay() -> None:
    near = (
        "The company said it would subscribe to the warnings, sign up its workers and share the newsletter."
    )
    assert near in read(DUMP.replace(BODY[3], f"{BODY[3]}\n\n{near}")).text


@pytest.mark.parametrize("width", [60, 72, 100])
def test_paragraphs_broken_at_a_column_are_put_together(width: int) -> None:
    wrapped = DUMP
    for paragraph in [DECK, *BODY]:
        wrapped = wrapped.replace(paragraph, textwrap.fill(paragraph, width))
    assert body_view(read(wrapped)).split("\n\n") == [DECK, *BODY]


def test_the_address_on_a_page_tells_its_outlet() -> None:
    address = DUMP.replace(DECK, f"{DECK}\n\nhttps://p.op.example/p/4as")
    article = read(address)
    assert (article.url, article.outlet) == ("https://p.op.example/p/4as", "Oster Post")
    other = read(address.replace("p.op.", "www.lind."))
    assert other.outlet == "lind.example"


def test_a_dump_of_one_line_and_of_no_prose() -> None:
    assert (
        read("The mill closed on Tuesday, its owner said.").text
        == "The mill closed on Tuesday, its owner said."
    )
    assert read("Home").rejected == "no article found on the page"


def test_no_date_is_no_date() -> None:
    article = read("\n\n".join(BODY))
    assert (article.published, article.published_precision, article.published_method) == (None, None, None)
    assert article.title is None
    assert article.outlet is None


@pytest.mark.parametrize(
    ("first", "stated", "published", "method"),
    [
        ("2031-05-06", "May 5, 2031", "2031-05-05", "text"),
        ("2031-05-06", "May 9, 2031", "2031-05-06", "first line"),
        ("2031-05-06", "May 2031", "2031-05-06", "first line"),
        ("2031-05-06", "5/6/2031", "2031-05-06", "first line"),
    ],
)
def test_the_first_line_against_the_page(first: str, stated: str, published: str, method: str) -> None:
    article = read(f"date {first}\n{TITLE}\n\n{stated}\n\n" + "\n\n".join(BODY))
    assert (article.published, article.published_method) == (published, method)


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr", "utf-16", "utf-8-sig"])
def test_korean(charset: str) -> None:
    article = read(KOREAN.encode(charset))
    assert article.title == "제지 공장, 강 범람으로 가동 중단"
    assert article.language == "ko"
    assert article.published == "2031-05-06T16:11:00"
    assert article.text.count("\n\n") == 2
    assert "1988년 이후 최악이라고 전했다." in article.text


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


# ---------------------------------------------------------------- clean text
def test_clean_text_is_kept_and_still_read() -> None:
    byline = "By Ana Brandt and Jo Lind, Associated Press"
    text = f"{TITLE}\n{byline}\n\nOSTER, May 6 (AFP) - {BODY[0]}\n\n(Reuters)\n"
    article = read(text, "article", url="https://oster.example/2031/05/06/mill")
    assert article.text == text
    assert [(p.kind, p.start, p.end) for p in article.parts] == [("body", 0, len(text))]
    assert article.byline == ["Ana Brandt", "Jo Lind"]
    assert article.dateline == "Oster"
    assert {c.agency for c in article.credits} == {"AP", "AFP", "Reuters"}
    assert (article.published, article.published_method) == ("2031-05-06", "url")


# ---------------------------------------------------------------- the contract
@given(
    st.lists(
        st.sampled_from([*BODY, DECK, CAPTION, "Home", "Sign in", "By Jo Lind", "(AFP)", "🙂 e\u0301"]),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None)
def test_parts_are_slices_and_sentences_are_never_cut(lines: list[str]) -> None:
    article = read("\n\n".join(lines))
    ends = [(part.start, part.end) for part in article.parts]
    assert all(0 <= start < end <= len(article.text) for start, end in ends)
    assert ends == sorted(ends)
    assert "\n\n".join(article.text[start:end] for start, end in ends) == article.text
    assert set(article.text.split("\n\n")) <= {*lines, "🙂 é", ""}


def test_the_stage_does_not_care_how_rows_are_batched() -> None:
    rows = [
        page(DUMP, "text", "a"),
        page(HTML, "html", "b"),
        page(KOREAN, "text", "c"),
        page("", "text", "d"),
    ]
    rows[3].rejected = "empty"
    step = pickle.loads(pickle.dumps(stage()))
    whole = [r for batch in step(iter([to_batch(rows, Page)])) for r in from_batch(batch, Article)]
    single = [
        r for row in rows for batch in step(iter([to_batch([row], Page)])) for r in from_batch(batch, Article)
    ]
    assert whole == single == read_articles(rows)
    assert [row.rejected for row in whole] == [None, None, None, "empty"]
    assert [row.key for row in whole] == [row.key for row in rows]


SENTENCE = b"<p>The mill at Oster closed on Tuesday, its owner said on Friday to reporters at the gate.</p>"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        *[
            ("html", b"<html><body>" + f"<{tag}>".encode() * 200_000 + SENTENCE)
            for tag in ("div", "b", "td", "p")
        ],
        ("html", b"<html><body>" + SENTENCE * 60_000),
        ("html", b"<html><body><div " + b'a="b" ' * 300_000 + b">" + SENTENCE),
        ("html", b"<html><body>" + b"<" * 1_000_000),
        ("html", b"<html><!--" + b" - " * 500_000),
        ("html", b'<script type="application/ld+json">' + b"[" * 400_000 + b"</script>" + SENTENCE),
        ("text", b"(" * 1_000_000),
        ("text", b"By A " * 200_000),
        ("text", b'"' * 1_000_000),
        ("text", (b"(" * 199 + b"a\n") * 4_000),
        ("text", b"Published 1 January " * 50_000),
        ("text", b"word\n" * 200_000),
        ("text", SENTENCE[3:-4] * 20_000),
    ],
)
def test_no_page_stalls_the_run(kind: str, content: bytes) -> None:
    start = time.perf_counter()
    article = read(content, kind)
    assert time.perf_counter() - start < 8
    assert bool(article.rejected) != bool(article.text)


def test_deep_html_keeps_its_sentences() -> None:
    deep = f"<html><body>{'<div>' * 200_000}{''.join(f'<p>{text}</p>' for text in BODY)}</body></html>"
    assert all(text in read(deep, "html").text for text in BODY)


# ---------------------------------------------------------------- shared data
@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason=f"no seeds under {SHARED}")
def test_seeds() -> None:
    articles = read_articles(list(read_pages([str(SHARED / "seeds")])))
    gold = json.loads((SHARED / "sourcing-gold/dev/tel-factory.gold.json").read_text("utf8"))
    texts = {article.id: " ".join(article.text.split()) for article in articles}
    mentions = [mention for claim in gold["claims"] for mention in claim["mentions"]]
    told = [(" ".join(m["text"].replace("(via REUTERS)", "").split()), m["article"]) for m in mentions]
    lost = [text for text, article in told if text not in texts[article]]
    assert lost == []
    assert [article.outlet for article in articles] == ["Hindustan Times", "DW", None]
    assert [(article.published or "")[:10] for article in articles] == ["2024-01-05"] * 3
    assert [article.title is None for article in articles] == [False, False, True]
    credited = [{(c.agency, c.kind) for c in article.credits} for article in articles]
    assert credited[0] == {("Reuters", "text"), ("Reuters", "photo")}
    assert credited[1] >= {("AFP", "text"), ("Reuters", "text"), ("KCNA", "photo"), ("AFP", "photo")}
    assert credited[2] == set()
    residue = (
        "Sign out",
        "Click here",
        "Login",
        "newsletter",
        "SHARE",
        "Skip to",
        "tests intercontinental",
        "John Kirby\n",
    )
    assert not [word for word in residue for article in articles if word in article.text]
