"""Attributions against PolNeAR's dev part, as `reportedly quotes` prints them."""

from __future__ import annotations

from collections import Counter

from benchmarks.figures import Figure
from benchmarks.shared import rows, scorer
from reportedly.records import Article, content_hash
from reportedly.statements import read_articles


def measure() -> list[Figure]:
    """Return F1 of attributions, contents and tokens."""
    score = scorer("scorers", "score_attribution.py")
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows("corpora", "polnear", "dev.jsonl.gz"):
        key = content_hash(row["id"])
        article = Article(
            row["id"], key, row["id"], published=row.get("published"), language="en", text=row["text"]
        )
        found = [
            {"source": a.source, "cue": a.cue, "content": a.content}
            for a in read_articles([article])[0].attributions
        ]
        counts += score.count(score.Text(row["text"]), row["attributions"], found)
    floors = {"attribution": 0.33, "content overlap": 0.45, "token content": 0.70}
    peers = {
        "attribution": "Citron retrained .514, GenderGapTracker .387, textacy .225, humans .730",
        "content exact": "Citron retrained .39, humans .69",
        "content overlap": "Citron retrained .58, humans .80",
        "token source": "Citron retrained .68, humans .81",
        "token cue": "Citron retrained .51, humans .69",
        "token content": "Citron retrained .72, humans .92",
    }
    return [
        Figure(f"{name} F1", _f1(counts, name), "", floors.get(name), peer) for name, peer in peers.items()
    ]


def _f1(counts: Counter[tuple[str, str]], name: str) -> float:
    said = counts[name, "g"] + counts[name, "f"]
    return 2 * counts[name, "tp"] / said if said else 0.0
