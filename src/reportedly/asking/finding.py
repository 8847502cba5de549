"""Claims of a store, found by words, by meaning, and by what narrows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reportedly.asking.answers import readable
from reportedly.claims import encode, nearest
from reportedly.errors import InputError
from reportedly.records import Dossier
from reportedly.store import ShownClaim, seeking
from reportedly.store.file import Connection
from reportedly.store.seeking import Narrowed, Proposed

Seen = TypeVar("Seen")
Vector = NDArray[np.float32]

LONGEST = 400
"""Signs of what is looked for, at most."""

MOST = 100
"""Claims that are given at once, at most."""

BY_MEANING = 64
"""Claims that a search by meaning finds at most: the nearest."""

_BY_WORDS = 10_000
_LEAST = 0.25  # cosine; what is meant lies above, unrelated sentences of news mostly below


class Asking(Protocol):
    """What is asked of a store; see `reportedly.store.Store`."""

    def seek(self, look: Callable[[Connection], Seen]) -> Seen:
        """Return what a function of `store.seeking` finds in one state."""
        ...

    def holding(self, ids: list[str]) -> Dossier:
        """Return the dossier of the stories of claims."""
        ...


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim that was found, with its story's title; `nearness` (cosine) where it was found by meaning."""

    claim: ShownClaim
    title: str
    nearness: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How many claims fit, and some of them; of a search by meaning, only the nearest fit."""

    total: int
    claims: list[FoundClaim]


def find(
    store: Asking,
    words: str = "",
    meaning: str = "",
    narrowed: Narrowed = Narrowed(),  # noqa: B008 (frozen)
    start: int = 0,
    count: int = 25,
) -> Found:
    """Return `count` of the claims that have all `words` and are near in `meaning`, from the `start`th on.

    By meaning the nearest come first, by words those whose words are rarest, else the weightiest. Raises
    InputError where what is looked for is too long.
    """
    for given in (words, meaning):
        if len(given) > LONGEST:
            raise InputError(f"what is looked for has {LONGEST} signs at most; this has {len(given)}")
    words, meaning, count = readable(words), readable(meaning), max(0, min(count, MOST))
    if not meaning.strip():
        return store.seek(lambda state: _without_meaning(state, words, narrowed, start, count))
    [vector] = encode([meaning])
    near = store.seek(lambda state: _near(state, vector, words, narrowed))
    found = [
        FoundClaim(each.claim, each.title, round(float(cosine), 4))
        for each, cosine in zip(near, encode([each.claim.text for each in near]) @ vector, strict=True)
        if words.strip() or cosine >= _LEAST
    ]
    found.sort(key=lambda each: (-(each.nearness or 0), each.claim.id))
    return Found(len(found), found[start : start + count])


def candidates(state: Connection, vector: Vector, text: str, narrowed: Narrowed) -> list[Proposed]:
    """Return the claims that a sentence may be about: those nearest its vector, and those of its words."""
    ids, sketches = seeking.sketched(state, narrowed)
    near = ids.take(nearest(vector, sketches, BY_MEANING)).to_pylist()
    return seeking.proposed(state, [*near, *seeking.worded(state, text, narrowed, BY_MEANING // 4)])


def _near(state: Connection, vector: Vector, words: str, narrowed: Narrowed) -> list[Proposed]:
    ids, sketches = seeking.sketched(state, narrowed)
    if words.strip():
        having = pa.array(seeking.worded(state, words, narrowed, _BY_WORDS, whole=True), pa.string())
        rows = np.flatnonzero(pc.is_in(ids, having).to_numpy())
        ids, sketches = ids.take(rows), sketches[rows]
    return seeking.proposed(state, ids.take(nearest(vector, sketches, BY_MEANING)).to_pylist())


def _without_meaning(state: Connection, words: str, narrowed: Narrowed, start: int, count: int) -> Found:
    if words.strip():
        ids = seeking.worded(state, words, narrowed, _BY_WORDS, whole=True)
        total, ids = len(ids), ids[start : start + count]
    else:
        total, ids = seeking.weightiest(state, narrowed, start, count)
    return Found(total, [FoundClaim(each.claim, each.title) for each in seeking.proposed(state, ids)])
