"""Learn which lines of a pasted page are its article: python -m training.page_lines

Reads `$REPORTEDLY_SHARED/corpora/pages/flattened-more.jsonl.gz` (`text`, `body`), writes the weights
to `src/reportedly/languages/en/page_lines.json`. Pages whose body is not in their text are left out.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from reportedly.articles import lines as judge

SHARED = Path(os.environ.get("REPORTEDLY_SHARED", "../shared"))
TARGET = Path("src/reportedly/languages/en/page_lines.json")
WORD = re.compile(r"\w+")
FOLDS = 5


def _grams(words: list[str], n: int = 4) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1))}


def labelled(row: dict[str, str]) -> tuple[list[judge.Line], judge.Matrix, judge.Matrix] | None:
    """Return a page's lines, which of them (0 or 1) are body, and how much each counts."""
    body = _grams(WORD.findall(row["body"]))
    short = {" ".join(WORD.findall(line)) for line in row["body"].splitlines()}
    lines = judge.split_lines(row["text"])
    truth, weight, found = [], [], 0
    for line in lines:
        words = WORD.findall(line.text)
        if len(words) < 4:
            share = float(" ".join(words) in short)
        else:
            mine = _grams(words)
            share = len(mine & body) / len(mine)
        truth.append(float(share > 0.5))
        weight.append(len(words) ** 0.7)
        found += len(words) * (share > 0.5)
    if not lines or found < 0.8 * len(WORD.findall(row["body"])):
        return None
    total = sum(weight)
    # The score is a mean over pages: each page counts the same, a line by its length.
    return lines, np.array(truth), np.array(weight) / total


def fit(x: judge.Matrix, y: judge.Matrix, weight: judge.Matrix, ridge: float) -> judge.Matrix:
    """Return the weights of a ridge logistic regression."""

    def loss(w: judge.Matrix) -> tuple[float, judge.Matrix]:
        z = x @ w
        p = judge.sigmoid(z)
        value = float(np.sum(weight * (np.logaddexp(0, z) - y * z)) + ridge * w @ w)
        return value, x.T @ (weight * (p - y)) + 2 * ridge * w

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def main() -> None:
    """Fit both judges; the second sees scores of the first on pages that the first has not seen."""
    with gzip.open(SHARED / "corpora/pages/flattened-more.jsonl.gz", "rt", encoding="utf8") as rows:
        pages = [page for page in (labelled(json.loads(row)) for row in rows) if page]
    local = [judge.features(lines) for lines, _, _ in pages]
    x, y = np.concatenate(local), np.concatenate([p[1] for p in pages])
    weight = np.concatenate([p[2] for p in pages])
    fold = np.concatenate([np.full(len(p[0]), i % FOLDS) for i, p in enumerate(pages)])
    ridge = 0.02
    unseen = np.zeros(len(y))
    for k in range(FOLDS):
        unseen[fold == k] = judge.sigmoid(
            x[fold == k] @ fit(x[fold != k], y[fold != k], weight[fold != k], ridge)
        )
    cuts = np.cumsum([len(p[0]) for p in pages])[:-1]
    context = np.concatenate(
        [judge.in_context(own, rows) for own, rows in zip(np.split(unseen, cuts), local, strict=True)]
    )
    weights = {"local": fit(x, y, weight, ridge), "context": fit(context, y, weight, ridge)}
    rounded = {name: [round(float(w), 3) for w in values] for name, values in weights.items()}
    TARGET.write_text(json.dumps(rounded) + "\n", "utf8")
    print(f"{len(pages)} pages, {len(y)} lines -> {TARGET}")


if __name__ == "__main__":
    main()
