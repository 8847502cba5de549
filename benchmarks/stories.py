"""Which articles are about the same event, on three corpora, and on the development stories."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from benchmarks import shared
from benchmarks.figures import Figure
from benchmarks.sourcing import inputs, stories
from reportedly.records import Article, content_hash
from reportedly.stories import Grouping, group

CORPORA = {  # corpus: floor, what TF-IDF with average linkage at one threshold reaches
    "multi-outlet": (0.965, 0.935),
    "wikinews-sources": (0.92, 0.908),
    "ecbplus": (0.95, 0.909),
}
SHUFFLES = 3
"""How often a corpus is grouped one article at a time, in other orders."""


def article(row: dict[str, Any]) -> Article:
    """Return a corpus row as an article in English."""
    published = row.get("published") or None
    precision = "day" if published else None
    key = content_hash(row["id"], row["text"])
    return Article(
        row["id"],
        key,
        "corpus",
        title=row.get("title"),
        published=published,
        published_precision=precision,
        language="en",
        text=row["text"],
    )


def grouped(articles: Iterable[Article]) -> dict[str, str]:
    """Return the story's id for each article's id."""
    articles = list(articles)
    story_of = {key: story.id for story in group(articles) for key in story.articles}
    return {a.id: story_of[a.key] for a in articles}


def one_at_a_time(articles: Iterable[Article], order: int) -> dict[str, str]:
    """Return the story's id for each article's id, of articles that arrive one by one, shuffled."""
    articles = list(articles)
    grouping = Grouping()
    for one in random.Random(order).sample(articles, len(articles)):
        grouping.add([one])
    story_of = {key: story.id for story in grouping.stories() for key in story.articles}
    return {a.id: story_of[a.key] for a in articles}


def measure() -> list[Figure]:
    """Group each corpus, and all development stories at once."""
    scorer = shared.scorer("scorers", "score_stories.py")
    figures = []
    for corpus, (floor, peer) in CORPORA.items():
        rows = list(shared.rows("corpora", "stories", f"{corpus}.jsonl.gz"))
        gold = {row["id"]: row["story"] for row in rows}
        f1 = scorer.score(gold, grouped(map(article, rows)))["b3_f1"]
        figures.append(Figure(f"{corpus} B3 F1", f1, floor=floor, peer=f"TF-IDF, one threshold {peer:.3f}"))
        each = [scorer.score(gold, one_at_a_time(map(article, rows), n))["b3_f1"] for n in range(SHUFFLES)]
        figures.append(Figure(f"{corpus} one at a time, worst order", min(each), floor=floor - 0.02))
    rows = []
    for story in stories():
        for file in inputs(story):
            if file.suffix == ".txt":
                rows.append({"id": file.stem, "text": file.read_text("utf8"), "story": story})
            else:
                name = file.relative_to(shared.root())
                rows += [
                    row | {"id": f"{story} {row['id']}", "story": story} for row in shared.rows(*name.parts)
                ]
    gold = {row["id"]: row["story"] for row in rows}
    f1 = scorer.score(gold, grouped(map(article, rows)))["b3_f1"]
    figures.append(Figure("development stories B3 F1", f1, floor=1.0))
    alone = [len(group([article(r) for r in rows if r["story"] == story])) == 1 for story in stories()]
    figures.append(Figure("development stories kept whole alone", sum(alone) / len(alone), floor=1.0))
    return figures
