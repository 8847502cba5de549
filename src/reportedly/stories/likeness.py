"""How alike articles are: TF-IDF over names and words, dates, and how crowded the neighbourhood is."""

from __future__ import annotations

import collections
import math
import re
from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

from reportedly.languages import LANGUAGES
from reportedly.records import Article

# Calibrated together on three corpora of events (benchmarks/stories.py); between 0.5 and 2 times
# each value the figures move by less than .02.
NAME_WEIGHT = 2.0
"""A word with a capital weighs this much more: who and where tell events of one kind apart."""
LONE_WEIGHT, LONE_FROM = 0.5, 25
"""A word that no other of so many articles has is a chance of wording: it weighs less; in a smaller
batch in proportion more, since there it may well be what the article is about."""
TITLE_TIMES = 2
"""The title is read so many times."""
DAYS_APART, LOSS_PER_DAY, LEAST_BY_DATE = 3, 0.01, 0.7
"""From so many days apart on, likeness shrinks by so much a day, at most to this part."""
BATCH_SHARE = 0.5
"""A batch counts at most this part of the background: a word that is common only here still tells
what a batch about one event is about."""
LEAST_RARITY = 1.0
"""Words below this inverse document frequency (in over a third of reports) tell nothing."""
NEIGHBOURS = 10
"""So many nearest articles tell how crowded an article's neighbourhood is."""
CROWDED, EMPTY = 0.3, 0.15
"""Mean likeness to the neighbours that leaves likeness as it is; and the least that is believed."""

UNREAD_REPORTS = 50
"""For a language without a table of frequent words, every word is taken as rare in so many reports."""

BLOCK = 256
"""Articles compared with all others at a time: bounds memory at BLOCK rows of floats."""

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

_WORD = re.compile(r"[^\W_]{2,}")


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, as they are written; single characters are left out."""
    return _WORD.findall(text)


class Likeness:
    """Pairwise likeness, 0 to 1, of articles in one language; rows follow the articles' order."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.vectors = _vectors(articles)
        self._days = np.array([_day(article) for article in articles])
        # Likeness is divided by how alike each article's neighbours are: in a crowd of reports on
        # like events only the closest belong together, far from all others less is enough
        # (local scaling: Zelnik-Manor & Perona, Self-tuning spectral clustering, NIPS 2004).
        # Where neighbours are missing, a usual crowd stands in for them.
        self._scale = np.ones(len(articles))
        nearest = min(NEIGHBOURS, len(articles) - 1)
        if nearest:
            everyone = np.arange(len(articles))
            blocks = self.blocks(everyone, everyone)
            near = [np.partition(alike, -nearest, axis=1)[:, -nearest:].sum(axis=1) for _, alike in blocks]
            crowd = (np.concatenate(near) + (NEIGHBOURS - nearest) * CROWDED) / NEIGHBOURS
            self._scale = np.sqrt(np.sqrt(CROWDED / np.maximum(crowd, EMPTY)))

    def __len__(self) -> int:
        return len(self._days)

    def blocks(self, rows: Rows, others: Rows) -> Iterator[tuple[Rows, Floats]]:
        """Yield rows, BLOCK at a time, with their likeness to all others: (rows x others), 0 to itself."""
        columns = self.vectors[others].T.tocsr()
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            alike: Floats = (self.vectors[block] @ columns).toarray()
            apart = np.abs(self._days[block][:, None] - self._days[others][None, :])
            by_date = 1 - LOSS_PER_DAY * np.maximum(apart - DAYS_APART, 0)
            alike *= np.where(np.isnan(by_date), 1, np.maximum(by_date, LEAST_BY_DATE))
            alike *= self._scale[block][:, None] * self._scale[others][None, :]
            alike[block[:, None] == others[None, :]] = 0
            yield block, np.minimum(alike, 1)

    def most_central(self, members: Sequence[int]) -> list[int]:
        """Return the members, those nearest to their common centroid first."""
        rows = self.vectors[members]
        nearness = np.asarray(rows @ rows.sum(axis=0).T).ravel()
        return [members[i] for i in np.argsort(-nearness.round(9), kind="stable")]


def _vectors(articles: Sequence[Article]) -> Any:
    """Return one TF-IDF row of length 1 for each article (all zero for one without words)."""
    column: dict[str, int] = {}
    columns, values, ends = array("q"), array("d"), array("q", [0])
    for article in articles:
        weights = _term_weights(article)
        columns.extend(column.setdefault(word, len(column)) for word in weights)
        values.extend(weights.values())
        ends.append(len(columns))
    shape = len(articles), len(column)
    matrix = scipy.sparse.csr_array((np.array(values), np.array(columns), np.array(ends)), shape=shape)
    found = np.bincount(matrix.indices, minlength=len(column))
    frequent, reports = _frequent(articles[0].language)
    known = np.array([frequent.get(word, 0) for word in column])
    counted = min(1.0, BATCH_SHARE * reports / len(articles))
    rarity = np.log((reports + counted * len(articles) + 1) / (known + counted * found + 1))
    rarity[rarity < LEAST_RARITY] = 0
    rarity[found == 1] *= 1 - (1 - LONE_WEIGHT) * min(1, len(articles) / LONE_FROM)
    matrix.data *= rarity[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    # What no other article has is in the length, and would only slow the products.
    matrix.data *= found[matrix.indices] > 1
    matrix.eliminate_zeros()
    return scipy.sparse.diags_array(1 / np.where(lengths > 0, lengths, 1)) @ matrix


def _term_weights(article: Article) -> dict[str, float]:
    """Return what each word of an article weighs: the logarithm of its number, more for a name."""
    read = words(((article.title or "") + "\n") * TITLE_TIMES + article.text)
    times: collections.Counter[str] = collections.Counter(word.casefold() for word in read)
    capital: collections.Counter[str] = collections.Counter(w.casefold() for w in read if w[0].isupper())
    return {word: (1 + math.log(n)) * NAME_WEIGHT ** (capital[word] / n) for word, n in times.items()}


def _frequent(language: str | None) -> tuple[dict[str, int], int]:
    """Return in how many reports each frequent word of a language stands, and of how many."""
    if language not in LANGUAGES:
        return {}, UNREAD_REPORTS
    table = LANGUAGES[language].words("frequent.toml")
    return table["words"], table["reports"]


def _day(article: Article) -> float:
    """Return the day an article was published as a number, NaN where it is not known to the day."""
    if not article.published or article.published_precision not in ("minute", "day"):
        return math.nan
    try:
        return float(date.fromisoformat(article.published[:10]).toordinal())
    except ValueError:
        return math.nan
