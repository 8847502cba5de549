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
from reportedly.records import Article, Page, PageArticles
from sample_pages import BODY, CAPTION, DECK, DUMP, HTML, KOREAN, TITLE, credits, kinds, page, read

SHARED = Path(os.environ.get("REPORTEDLY_SHARED") or Path(__file__).resolve().parents[2] / "shared")


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

    def run(batch: list[Page]) -> list[Article]:
        [out] = step(iter([to_batch(batch, Page)]))
        return [article for held in from_batch(out, PageArticles) for article in held.articles]

    whole = run(rows)
    assert whole == [article for row in rows for article in run([row])] == read_articles(rows)
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
    start = time.process_time()
    article = read(content, kind)
    assert time.process_time() - start < 8
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
