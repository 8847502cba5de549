"""Time expressions: found and resolved, on the TimeBank and AQUAINT articles of TempEval-3.

The grammar was written looking at the even articles, later at errors in all: neither half is held out.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import shared
from benchmarks.figures import Figure
from reportedly.statements.dates import find_timex

PEER = "HeidelTime .776 on the platinum test articles"


def measure() -> list[Figure]:
    """Return found F1, value F1 and day value recall, of all articles and of the odd ones."""
    gold = list(shared.rows("corpora", "dates", "tempeval3.jsonl"))
    found = [{"id": g["id"], "timex": _timex(g)} for g in gold]
    everything, odd = _score(gold, found), _score(gold[1::2], found[1::2])
    return [
        Figure("expressions found, F1", everything["found_f1"], floor=0.94),
        Figure("value F1", everything["value_f1"], floor=0.79, peer=PEER),
        Figure("value F1, odd half", odd["value_f1"], floor=0.79),
        Figure("day value recall", everything["day_value_recall"], floor=0.86),
        Figure("day value recall, odd half", odd["day_value_recall"], floor=0.86),
    ]


def _timex(article: dict[str, Any]) -> list[dict[str, Any]]:
    found = find_timex(article["text"], article["published"])
    return [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found]


def _score(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the scorer of the evaluation data prints."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as printed:
        paths = [Path(folder, name) for name in ("gold.jsonl", "found.jsonl")]
        for path, rows in zip(paths, (gold, found), strict=True):
            path.write_text("\n".join(map(json.dumps, rows)), "utf8")
        shared.scorer("scorers", "score_dates.py").main(*map(str, paths))
    scores: dict[str, Any] = json.loads(printed.getvalue())
    return scores
