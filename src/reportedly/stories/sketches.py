"""What articles are looked up by where they are too many for one machine, as steps for an engine.

A sketch has what joins need: a hash of the text (copies are one), MinHash bands (near-copies share some),
and the terms that weigh most. Joins put articles into blocks, each of which is grouped here as if there were
no others. Weights are whole numbers: sums of them do not depend on the order of joining.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportedly.engine.stage import Stage
from reportedly.records import Article, Story, content_hash
from reportedly.stories.likeness import weigh_terms, words
from reportedly.stories.terms import KEPT, LEAST_RARITY, frequent, rarities

BANDS, BAND_ROWS, SHINGLE = 16, 4, 5
"""Bands of a signature, values in each, and words that are hashed together (Broder, On the resemblance and
containment of documents, 1997): of texts that share a part s of their shingles, s ** BAND_ROWS of the bands
are the same."""
UNIT = 1000
"""What a weight of 1 is as a whole number."""


@dataclass(slots=True)
class Weighed:
    """A word of an article, and what it weighs there."""

    word: str
    weight: int


@dataclass(slots=True)
class Sketch:
    """An article as it is looked up; `day` is its first ten signs, "" where there is none."""

    key: str
    language: str
    text: str  # hash
    day: str
    bands: list[int]
    terms: list[Weighed]


@dataclass(slots=True)
class TermCount:
    """In how many of a language's articles a word stands."""

    language: str
    word: str
    found: int
    articles: int


@dataclass(slots=True)
class Rarity:
    """How rare a word is, against all articles and a background of reports."""

    language: str
    word: str
    rarity: int


@dataclass(slots=True)
class BlockArticle:
    """An article of a block."""

    key: str
    article: Article


@dataclass(slots=True)
class Block:
    """Articles that may tell the same stories."""

    block: str
    articles: list[BlockArticle]


@dataclass(slots=True)
class BlockStories:
    """The stories of a block; every article is in exactly one."""

    stories: list[Story]


def sketching() -> Stage:
    """Return the step that makes sketches of articles."""
    return Stage("sketches", 1, Article, Sketch, sketch)


def sketch(articles: Sequence[Article], _options: None = None) -> list[Sketch]:
    """Return what articles are looked up by."""
    return [_sketch(article) for article in articles]


def _sketch(article: Article) -> Sketch:
    language = article.language or ""
    text = content_hash(article.language or "", article.title, article.text)
    day = (article.published or "")[:10]
    return Sketch(article.key, language, text, day, bands(article.text), _terms(article, language))


def _terms(article: Article, language: str) -> list[Weighed]:
    """Return the words that weigh most against the background alone."""
    weighed = weigh_terms(article)
    known, reports = frequent(language)
    common = reports / np.exp(LEAST_RARITY)
    rare = {
        word: (weight * np.log((reports + 1) / (known.get(word, 0) + 1)), weight)
        for word, weight in weighed.items()
        if known.get(word, 0) < common
    }
    most = sorted(rare, key=lambda word: (-rare[word][0], word))[:KEPT]
    return [Weighed(word, round(UNIT * rare[word][1])) for word in sorted(most)]


def bands(text: str) -> list[int]:
    """Return the MinHash bands of a text, a number each; texts that have most words in order in common
    share some of them."""
    values = np.fromiter(map(_number, words(text)), np.uint64)
    if not len(values):
        return []
    count = max(1, len(values) - SHINGLE + 1)
    with np.errstate(over="ignore"):
        mixed = np.zeros(count, np.uint64)
        for i in range(min(SHINGLE, len(values))):
            mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + values[i : i + count]
        times, plus = _permutations()
        signature = np.full(BANDS * BAND_ROWS, ~np.uint64(0))
        for some in np.array_split(np.unique(mixed), -(-count // 4096)):
            permuted = some[:, None] * times
            permuted += plus
            signature = np.minimum(signature, permuted.min(axis=0))
        rows = (signature >> np.uint64(20)).reshape(BANDS, BAND_ROWS)
        band = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        for row in rows.T:
            band = (band ^ (band >> np.uint64(31))) * np.uint64(0x94D049BB133111EB) + row
    return [int(value) for value in band.view(np.int64)]


@functools.lru_cache(1 << 16)  # most words are frequent ones
def _number(word: str) -> int:
    return zlib.crc32(word.casefold().encode("utf8", "surrogatepass"))


@functools.cache
def _permutations() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return what shingles are multiplied by (odd) and what is added, one pair for each value."""
    made = np.random.Generator(np.random.PCG64(17)).integers(0, 2**63, (2, BANDS * BAND_ROWS), np.uint64)
    return made[0] * np.uint64(2) + np.uint64(1), made[1]


def rating() -> Stage:
    """Return the step that tells how rare words are."""
    return Stage("rarity", 1, TermCount, Rarity, rate)


def rate(counts: Sequence[TermCount], _options: None = None) -> list[Rarity]:
    """Return how rare each word is, 0 for one that tells nothing."""
    return [_rated(count) for count in counts]


def _rated(count: TermCount) -> Rarity:
    known, reports = frequent(count.language)
    found, background = np.array([count.found]), np.array([known.get(count.word, 0)])
    [rarity] = rarities(found, background, count.articles, reports)
    return Rarity(count.language, count.word, round(UNIT * rarity))


def grouping() -> Stage:
    """Return the step that groups the articles of blocks into stories."""
    return Stage("grouped", 1, Block, BlockStories, group_blocks)


def group_blocks(blocks: Sequence[Block], _options: None = None) -> list[BlockStories]:
    """Return the stories of each block, as if there were no other articles."""
    from reportedly.stories import group

    return [BlockStories(group([member.article for member in block.articles])) for block in blocks]
