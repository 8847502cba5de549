"""Learn which lines of a pasted page are its article: python -m training.page_lines

Reads the pages of `$REPORTEDLY_SHARED/corpora` that say what their article's body is: `pages` (as
pasted text), `publishers` (raw HTML, flattened here). Writes the weights that are shipped
(`src/reportedly/languages/en/page_lines.json`), and beside this file those of five judges that have
each not seen a fifth of the sites: with them `python -m benchmarks pages` judges each page by one
that has not seen its site. Nothing is drawn by lot: the same data gives the same weights, but for the
last digit (threads add up in any order).
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from benchmarks import shared
from scipy.optimize import minimize

from reportedly.articles import line_judge as judge
from reportedly.articles.decode import decode
from reportedly.articles.flatten import flatten
from reportedly.articles.html import parse
from reportedly.articles.lines import Line, split_lines, unwrap
from reportedly.pages import read_pages

TARGET = Path("src/reportedly/languages/en/page_lines.json")
UNSEEN = Path(__file__).with_name("page_lines_folds.json")
FOLDS, INNER = 5, 4
RIDGE = 0.002
NOISY = 0.5
"""What a page counts whose body was found by a tool, not by a person."""

_WORD = re.compile(r"\w+")
_NOT_NAMES = frozenset(
    [
        *("com", "co", "org", "net", "www", "news", "edu", "gov", "blog", "info"),
        *("uk", "au", "br", "in", "jp", "ca", "it", "de", "za", "eu"),
    ]
)
"""Parts of hosts that name no site."""


@dataclass(frozen=True)
class Page:
    """A page's lines as rows of features, which of them (0 or 1) are body, and how much each counts."""

    site: str
    local: judge.Matrix
    lengths: judge.Matrix
    truth: judge.Matrix
    weight: judge.Matrix


def fold_of(site: str, folds: int = FOLDS) -> int:
    """Return which fold a site belongs to: by its name alone, whatever the other sites are."""
    return zlib.crc32(site.encode()) % folds


def site_of(url: str) -> str:
    """Return the name of an address's site: `bbc` of https://www.bbc.co.uk/news."""
    host = urlsplit(url).netloc
    parts = [part for part in host.split(".") if part not in _NOT_NAMES] or [host]
    return (parts[-1] if len(parts[-1]) > 2 or len(parts) == 1 else parts[-2]).lower()


def pages() -> Iterator[Page]:
    """Yield the pages to learn from; without those of which less than four fifths of the body is found."""
    bodies = {row["id"]: row["body"] for row in shared.rows("corpora", "pages", "gold.jsonl")}
    for row in shared.rows("corpora", "pages", "flattened.jsonl.gz"):
        yield from _labelled(site_of(row["url"]), row["text"], bodies[row["id"]])
    for row in shared.rows("corpora", "pages", "flattened-more.jsonl.gz"):
        name = row["id"].partition("-")[2]
        noisy = row["from"] == "newspaper"
        site = site_of(f"//{name.rstrip('0123456789')}") if noisy else re.split(r"[-\d]", name)[0] or name
        yield from _labelled(site, row["text"], row["body"], NOISY if noisy else 1.0)
    bodies = {row["id"]: row["body"] for row in shared.rows("corpora", "publishers", "gold.jsonl")}
    for page in read_pages([str(shared.path("corpora", "publishers", "html"))]):
        tree = parse(decode(page.content))
        if tree is not None:
            yield from _labelled(page.id.partition("-")[2].lower(), flatten(tree), bodies[page.id])


def _labelled(site: str, text: str, body: str, counts: float = 1.0) -> Iterator[Page]:
    """Yield the page, if its body is found on it."""
    wanted = _grams(_WORD.findall(body))
    short = {" ".join(_WORD.findall(line)) for line in body.splitlines()}
    lines: list[Line] = split_lines(unwrap(text))
    words = [_WORD.findall(line.text) for line in lines]
    truth = np.array([_is_body(ws, wanted, short) for ws in words], dtype=np.float64)
    many = np.array([len(ws) for ws in words], dtype=np.float64)
    if not lines or many @ truth < 0.8 * len(_WORD.findall(body)):
        return
    # The score is a mean over pages: each page counts the same, a line by its length.
    weight = many**0.7
    yield Page(site, judge.features(lines), judge.lengths(lines), truth, counts * weight / weight.sum())


def _is_body(words: list[str], wanted: set[tuple[str, ...]], short: set[str]) -> bool:
    if len(words) < 4:
        return " ".join(words) in short
    mine = _grams(words)
    return len(mine & wanted) > 0.5 * len(mine)


def _grams(words: list[str], n: int = 4) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1))}


def fit(x: judge.Matrix, y: judge.Matrix, weight: judge.Matrix) -> judge.Matrix:
    """Return the weights of a ridge logistic regression; the ridge is on columns of like spread."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    mean[0], spread[0] = 0.0, 1.0  # the constant
    z, weight = (x - mean) / spread, weight / weight.sum()

    def loss(w: judge.Matrix) -> tuple[float, judge.Matrix]:
        level = z @ w
        value = float(np.sum(weight * (np.logaddexp(0, level) - y * level)) + RIDGE * w @ w)
        return value, z.T @ (weight * (judge.sigmoid(level) - y)) + 2 * RIDGE * w

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    found = found / spread
    found[0] -= found[1:] @ mean[1:]
    return np.asarray(found)


def train(seen: Sequence[Page]) -> dict[str, list[float]]:
    """Return both judges' weights; the second learns from scores of the first on sites it has not seen."""
    inner = [fold_of(page.site + "x", INNER) for page in seen]  # not the same cut as between the judges
    first = [
        _fit([page for page, own in zip(seen, inner, strict=True) if own != fold], lambda page: page.local)
        for fold in range(INNER)
    ]

    def in_context(page: Page) -> judge.Matrix:
        weights = first[fold_of(page.site + "x", INNER)]
        return judge.in_context(judge.sigmoid(page.local @ weights), page.local, page.lengths)

    weights = {"local": _fit(seen, lambda page: page.local), "context": _fit(seen, in_context)}
    return {name: [float(f"{w:.4g}") for w in values] for name, values in weights.items()}


def _fit(seen: Sequence[Page], rows: Callable[[Page], judge.Matrix]) -> judge.Matrix:
    return fit(
        np.concatenate([rows(page) for page in seen]),
        np.concatenate([page.truth for page in seen]),
        np.concatenate([page.weight for page in seen]),
    )


def _write(target: Path, weights: Any) -> None:
    target.write_text(json.dumps(weights) + "\n", "utf8")
    print(f"-> {target}")


def main() -> None:
    """Train the judge that is shipped, and those that the benchmark asks."""
    seen = list(pages())
    print(f"{len(seen)} pages of {len({page.site for page in seen})} sites")
    _write(UNSEEN, [train([p for p in seen if fold_of(p.site) != fold]) for fold in range(FOLDS)])
    _write(TARGET, train(seen))


if __name__ == "__main__":
    main()
