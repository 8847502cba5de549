"""The same claim in other words: pairs of news sentences, and the claims of whole stories.

Stories are scored with themselves left out of the fitting, pairs on held-out folds.
"""

from __future__ import annotations

import time

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from training.pairs import leave_one_out

from benchmarks import shared
from benchmarks.figures import Figure
from reportedly.claims.encoder import encode
from reportedly.claims.scorer import features
from reportedly.claims.wording import wordings

PAIRS = 1000
"""MRPC pairs scored: a quarter of them, to save time."""


def measure() -> list[Figure]:
    """Return the figures of pairs, of stories and of the encoder's speed."""
    stories = np.mean(list(leave_one_out().values()), axis=0)
    return [
        Figure("MRPC best F1", mrpc(), floor=0.80, peer="all pairs the same .80"),
        Figure("gold mentions B3 F1", stories[1], floor=0.58, peer="MiniLM, average linkage .61"),
        Figure("statements B3 F1", stories[2], floor=0.60, peer="each sentence alone .42, annotators .90"),
        Figure("encoder, one thread", speed(), "texts/s"),
    ]


def mrpc() -> float:
    """Return the best F1 over thresholds, each pair scored by weights fitted without its fold."""
    rows = list(shared.rows("corpora", "pairs", "mrpc.jsonl"))[:PAIRS]
    same = np.array([row["same"] for row in rows])
    w = wordings([row[side] for side in "ab" for row in rows])
    first = np.arange(len(rows))
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    likely = cross_val_predict(
        model, features(w, first, first + len(rows)), same, cv=5, method="predict_proba"
    )
    precision, recall, _ = precision_recall_curve(same, likely[:, 1])
    return float(np.max(2 * precision * recall / np.maximum(precision + recall, 1e-9)))


def speed() -> float:
    """Return texts encoded in a second, on one thread, of news sentences of about 25 word pieces."""
    texts = sorted({row["a"] for row in shared.rows("corpora", "pairs", "sts-news-dev.jsonl")})
    encode(texts[:5], threads=1)
    start = time.perf_counter()
    encode(texts, threads=1)
    return len(texts) / (time.perf_counter() - start)
