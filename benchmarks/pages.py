"""Article bodies and metadata: raw HTML, pasted text, publishers' pages; and the time it takes.

The judge of lines that is shipped has learnt from the pages of pasted text themselves; so each of
them is read here with one that has not seen its site (`training/page_lines.py`).
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Callable
from typing import Any
from unittest import mock

import trafilatura
from trafilatura.metadata import extract_metadata
from training.page_lines import UNSEEN, fold_of, site_of

from benchmarks import shared
from benchmarks.figures import Figure
from reportedly.articles import body_view, line_judge
from reportedly.articles.step import read_articles
from reportedly.pages import Options, read_pages
from reportedly.records import Article, Page

ROUNDS, TIMED = 3, 45
"""A page's time is the shortest of so many rounds, ours and theirs by turns; so many pages are timed."""


def measure() -> list[Figure]:
    """Return body F1 of both forms, and agreement on title, day and authors."""
    score = shared.scorer("scorers", "score_pages.py").score
    gold = {row["id"]: row["body"] for row in shared.rows("corpora", "pages", "gold.jsonl")}
    pages = list(read_pages([str(shared.path("corpora", "pages", "html"))]))
    flat = read_pages(
        [str(shared.path("corpora", "pages", "flattened.jsonl.gz"))], options=Options(clean=True)
    )
    html_f1 = score(gold, bodies(pages))["f1"]
    pasted = unseen_bodies(list(flat))
    other_scripts = {key: body for key, body in gold.items() if not is_latin(body)}
    other = {row["id"]: row["body"] for row in shared.rows("corpora", "publishers", "gold.jsonl")}
    published = read_articles(list(read_pages([str(shared.path("corpora", "publishers", "html"))])))
    return [
        Figure("body F1, HTML", html_f1, "", 0.966, "trafilatura .958, in precision mode .957"),
        Figure(
            "body F1, pasted text, unseen sites",
            score(gold, pasted)["f1"],
            "",
            0.95,
            "best run of prose .884",
        ),
        Figure(
            f"the same, other scripts than Latin ({len(other_scripts)})", score(other_scripts, pasted)["f1"]
        ),
        Figure(
            "body F1, publishers' HTML",
            score(other, {article.id: body_view(article) for article in published})["f1"],
            "",
            0.94,
            "trafilatura .935",
        ),
        *metadata(published),
    ]


def measure_speed() -> list[Figure]:
    """Return the time that a page takes, and against trafilatura's."""
    pages = list(read_pages([str(shared.path("corpora", "pages", "html"))]))
    ours, theirs = times(pages[:TIMED])
    return [
        Figure("time for a page", ours / TIMED * 1000, "ms"),
        Figure("speed against trafilatura", theirs / ours, "times", 1.0, "extract and extract_metadata"),
    ]


def bodies(pages: list[Page]) -> dict[str, str]:
    """Return the body of each page's article, by id."""
    return {article.id: body_view(article) for article in read_articles(pages)}


def unseen_bodies(pages: list[Page]) -> dict[str, str]:
    """Return the body of each page's article, by id, read by a judge that has not seen the page's site."""
    judges = [line_judge.Weights.of(table) for table in json.loads(UNSEEN.read_text("utf8"))]
    found = {}
    for page in pages:
        weights = judges[fold_of(site_of(page.url or ""))]
        with mock.patch.object(line_judge, "shipped", return_value=weights):
            found.update(bodies([page]))
    return found


def is_latin(text: str) -> bool:
    """Tell whether most of a text's letters are Latin ones."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum("LATIN" in unicodedata.name(sign, "") for sign in letters) > len(letters) / 2


def metadata(articles: list[Article]) -> list[Figure]:
    """Return how often title, day and authors agree with the publishers' own."""
    gold = list(shared.rows("corpora", "publishers", "gold.jsonl"))
    found = {article.id: article for article in articles}

    def share(agrees: Callable[[Article, dict[str, Any]], bool]) -> float:
        return sum(agrees(found[row["id"]], row) for row in gold) / len(gold)

    title = share(lambda ours, row: words(ours.title) == words(row["title"]))
    day = share(lambda ours, row: (ours.published or "")[:10] == row["published"][:10])
    authors = share(lambda ours, row: set(map(words, ours.byline)) == set(map(words, row["authors"] or ())))
    return [
        Figure("title agrees", title, "", 0.92, "trafilatura .746"),
        Figure("day agrees", day, "", 0.98, "trafilatura .968"),
        Figure("authors agree", authors, "", 0.82, "trafilatura .762"),
    ]


def words(text: str | None) -> str:
    """Return a text's words in one case, punctuation left out."""
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def times(pages: list[Page]) -> tuple[float, float]:
    """Return the seconds on one core that reading pages takes us, and trafilatura with its metadata."""
    ours = theirs = 0.0
    for page in pages:
        rounds = [
            (seconds(read_articles, [page]), seconds(_trafilatura, page.content)) for _ in range(ROUNDS)
        ]
        ours += min(own for own, _ in rounds)
        theirs += min(other for _, other in rounds)
    return ours, theirs


def _trafilatura(content: bytes) -> None:
    trafilatura.extract(content)
    extract_metadata(content)


def seconds(function: Callable[[Any], object], given: Any) -> float:
    """Return the processor's seconds that a call takes."""
    start = time.process_time()
    function(given)
    return time.process_time() - start
