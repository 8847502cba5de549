"""Article bodies and metadata: raw HTML, pasted text, publishers' pages; and the time it takes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from benchmarks import shared
from benchmarks.figures import Figure
from reportedly.articles import body_view
from reportedly.articles.step import read_articles
from reportedly.pages import read_pages
from reportedly.records import Article, Page

ROUNDS, TIMED = 3, 25
"""A time is the shortest of so many rounds over so many pages."""


def measure() -> list[Figure]:
    """Return body F1 of both forms, agreement on title, day and authors, and time against trafilatura's."""
    score = shared.scorer("scorers", "score_pages.py").score
    gold = {row["id"]: row["body"] for row in shared.rows("corpora", "pages", "gold.jsonl")}
    pages = list(read_pages([str(shared.path("corpora", "pages", "html"))]))
    flat = read_pages([str(shared.path("corpora", "pages", "flattened.jsonl.gz"))], clean=True)
    html_f1 = score(gold, bodies(pages))["f1"]
    flat_f1 = score(gold, bodies(list(flat)))["f1"]
    timed = pages[:TIMED]
    ours = shortest(lambda: read_articles(timed))
    theirs = shortest(lambda: [trafilatura.extract(page.content, favor_precision=True) for page in timed])
    return [
        Figure("body F1, HTML", html_f1, "", 0.955, "trafilatura .960 (keeps subheads)"),
        Figure("body F1, pasted text", flat_f1, "", 0.91, "longest run of prose .884"),
        *metadata(shared.path("corpora", "publishers", "html")),
        Figure("time for a page", ours / len(timed) * 1000, "ms"),
        Figure("times trafilatura's time", ours / theirs, "", None, "body alone, no metadata"),
    ]


def bodies(pages: list[Page]) -> dict[str, str]:
    """Return the body of each page's article, by id."""
    return {article.id: body_view(article) for article in read_articles(pages)}


def metadata(folder: Path) -> list[Figure]:
    """Return how often title, day and authors agree with the publishers' own."""
    gold = list(shared.rows("corpora", "publishers", "gold.jsonl"))
    found = {article.id: article for article in read_articles(list(read_pages([str(folder)])))}

    def share(agrees: Callable[[Article, dict[str, Any]], bool]) -> float:
        return sum(agrees(found[row["id"]], row) for row in gold) / len(gold)

    title = share(lambda ours, row: words(ours.title) == words(row["title"]))
    day = share(lambda ours, row: (ours.published or "")[:10] == row["published"][:10])
    authors = share(lambda ours, row: set(map(words, ours.byline)) == set(map(words, row["authors"] or ())))
    return [
        Figure("title agrees", title, "", 0.85, "trafilatura .746"),
        Figure("day agrees", day, "", 0.968, "trafilatura .968"),
        Figure("authors agree", authors, "", 0.79, "trafilatura .762"),
    ]


def words(text: str | None) -> str:
    """Return a text's words in one case, punctuation left out."""
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def shortest(run: Callable[[], object]) -> float:
    """Return the seconds that the fastest of a few runs takes."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)
