"""How alike articles are: TF-IDF over names and words, most of all at the beginning, and the days between."""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Sequence

import numpy as np

from reportedly.records import Article
from reportedly.stories.memory import Floats, Vector
from reportedly.stories.terms import Terms

# Calibrated on three corpora of events; how much is asked of a story, with half of the stories held out
# (training/stories.py).
NAME_WEIGHT = 1.8
"""A word with a capital weighs this much more: who and where tell events of one kind apart."""
LEAD, LEAD_TIMES = 150, 4
"""So many words at the beginning count so many times: news says first what it is about."""
TITLE_TIMES = 2
"""The title is read so many times, as part of the beginning."""
DAYS_APART, LOSS_PER_DAY, LEAST_BY_DATE = 3, 0.01, 0.7
"""From so many days apart on, likeness shrinks by so much a day, at most to this part."""

_WORD = re.compile(r"[^\W_]{2,}")


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, as they are written; single characters are left out."""
    return _WORD.findall(text)


def weigh_terms(article: Article) -> dict[str, float]:
    """Return what each word of an article weighs: the logarithm of its number, more for a name."""
    title = words(article.title or "") * TITLE_TIMES
    body = words(article.text)
    times: collections.Counter[str] = collections.Counter()
    capital: collections.Counter[str] = collections.Counter()
    for read, each in ((title + body[:LEAD], LEAD_TIMES), (body[LEAD:], 1)):
        for word in read:
            times[word.casefold()] += each
            if word[0].isupper():
                capital[word.casefold()] += each
    return {word: (1 + math.log(n)) * NAME_WEIGHT ** (capital[word] / n) for word, n in times.items()}


def compare(terms: Terms, some: Sequence[Vector], others: Sequence[Vector]) -> Floats:
    """Return how alike articles are, 0 to 1: (some x others)."""
    rows = terms.matrix([*some, *others])
    alike: Floats = (rows[: len(some)] @ rows[len(some) :].T).toarray()
    apart = np.abs(_days(some)[:, None] - _days(others)[None, :])
    by_date = np.maximum(1 - LOSS_PER_DAY * np.maximum(apart - DAYS_APART, 0), LEAST_BY_DATE)
    return np.minimum(alike * np.where(np.isnan(by_date), 1, by_date), 1)


def _days(vectors: Sequence[Vector]) -> Floats:
    return np.array([v.day for v in vectors])
