"""The pairs of one story under many weights: what does not depend on the weights is computed once."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from reportedly.claims.cluster import WHOLE, link, neighbours
from reportedly.claims.scorer import FEATURES, PAIRS, Index, Scorer, conflicts, features
from reportedly.claims.wording import Floats, Wordings


class Known:
    """Propositions whose pairs are remembered: neighbours, features and conflicts."""

    def __init__(self, w: Wordings) -> None:
        self.w = w
        self._codes = np.zeros(0, np.int64)  # i * n + j of each remembered pair, ascending
        self._features = np.zeros((0, len(FEATURES)))
        self._conflicts = np.zeros(0, bool)

    @functools.cached_property
    def near(self) -> tuple[Index, Index]:
        """The pairs that are proposed."""
        return neighbours(self.w)

    def features(self, i: Index, j: Index) -> Floats:
        """Return one row a pair, as `scorer.features` does."""
        at = self._places(i, j)
        return self._features[at]

    def group(self, scorer: Scorer) -> NDArray[np.int64]:
        """Return the group of each proposition, as `cluster.group` does."""

        def score(i: Index, j: Index) -> Floats:
            at = self._places(i, j)
            return np.where(self._conflicts[at], 0, scorer.apply(self._features[at]))

        whole = np.array([len(bag.words) >= WHOLE for bag in self.w.bags], bool)
        return link(whole, self.near, score, scorer.threshold)[0]

    def _places(self, i: Index, j: Index) -> Index:
        """Return where the pairs stand, those that are not yet known computed now."""
        n = len(self.w.vectors)
        codes = i * n + j
        new = np.setdiff1d(codes, self._codes)
        if len(new):
            blocks = [new[start : start + PAIRS] for start in range(0, len(new), PAIRS)]
            known = np.concatenate([self._codes, new])
            rows = [features(self.w, block // n, block % n) for block in blocks]
            apart = [conflicts(self.w, block // n, block % n) for block in blocks]
            order = np.argsort(known)
            self._codes = known[order]
            self._features = np.concatenate([self._features, *rows])[order]
            self._conflicts = np.concatenate([self._conflicts, *apart])[order]
        return np.searchsorted(self._codes, codes)
