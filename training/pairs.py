"""Fit the scorer of statement pairs and write languages/en/same_claim/weights.json.

    python -m training.pairs            (needs the dev extra, and the evaluation data)

Trains on the development stories of the sourcing gold, read twice: as their gold mentions, and as
the statements that steps 1 to 3 make of the articles, each labelled by the gold mention that it
matches (the scorer's own matching). Two labelled statements are a pair, same claim or not; a
labelled one and one that no mention matches are not the same. Prints figures with each story left
out in turn: fitted, and its threshold chosen, on the other six.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks import shared, sourcing
from reportedly import articles, statements
from reportedly.claims import said
from reportedly.claims.cluster import cluster, neighbours
from reportedly.claims.scorer import FEATURES, Floats, Scorer, features
from reportedly.claims.wording import Wordings, wordings
from reportedly.pages import read_pages
from reportedly.records import Statement

TARGET = Path(__file__).parents[1] / "src/reportedly/languages/en/same_claim/weights.json"
THRESHOLDS = np.arange(0.1, 0.6, 0.02)
STRENGTH = 0.3
"""Inverse strength of the L2 penalty; between .1 and 1 no figure moved by .01."""


@dataclass(frozen=True)
class Labelled:
    """Propositions of one story, each with the gold claim that it belongs to, or None."""

    story: str
    w: Wordings
    labels: list[str | None]
    keys: list[str]  # statement ids; empty for gold mentions

    def pairs(self) -> tuple[Floats, Floats]:
        """Return features and labels of the proposed pairs of which at least one side is labelled."""
        i, j = neighbours(self.w)
        labels = np.array([label or "" for label in self.labels])
        known = (labels[i] != "") | (labels[j] != "")
        i, j = i[known], j[known]
        return features(self.w, i, j), (labels[i] == labels[j]).astype(float)


def mentions_of(gold: dict) -> list[dict]:  # type: ignore[type-arg]
    """Return the mentions of a gold file, each with its claim."""
    return [dict(m, claim=c["id"]) for c in gold["claims"] for m in c["mentions"]]


def gold_of(story: str) -> dict:  # type: ignore[type-arg]
    """Return the annotation of a development story."""
    return json.loads(shared.path("sourcing-gold", "dev", f"{story}.gold.json").read_text("utf8"))  # type: ignore[no-any-return]


@functools.cache
def gold_mentions(story: str) -> Labelled:
    """Return a story's gold mentions."""
    mentions = mentions_of(gold_of(story))
    denied = [m["stance"] == "denies" for m in mentions]
    w = wordings([m["text"] for m in mentions], denied)
    return Labelled(story, w, [m["claim"] for m in mentions], [])


@functools.cache
def read_statements(story: str) -> tuple[Statement, ...]:
    """Return the statements that steps 1 to 3 read in a story's articles."""
    pages = list(read_pages([str(p) for p in sourcing.inputs(story)]))
    step = articles.stage()
    read = statements.read_articles(step.function(pages, step.options))
    return tuple(s for reading in read for s in reading.statements if not s.refers_back)


@functools.cache
def found_statements(story: str) -> Labelled:
    """Return a story's statements, labelled by the gold mentions that they match."""
    found = read_statements(story)
    mentions = mentions_of(gold_of(story))
    rows = [{"id": s.id, "article": s.article, "text": s.text, "stance": s.stance, "chain": s.chain} for s in found]
    matched = scoring().match(mentions, rows, {})
    claim_of = {row["id"]: mentions[at]["claim"] for at, row in matched.items()}
    w = wordings([said(s) for s in found], [s.stance == "denies" for s in found])
    return Labelled(story, w, [claim_of.get(s.id) for s in found], [s.id for s in found])


@functools.cache
def scoring() -> ModuleType:
    """Return the sourcing gold's own scorer."""
    return shared.scorer("sourcing-gold", "score_sourcing.py")


def fit(stories: Sequence[str], threshold: float = 0.3) -> Scorer:
    """Fit on both readings of the stories; every story and reading weighs the same."""
    parts = [view(story).pairs() for story in stories for view in (gold_mentions, found_statements)]
    rows, same = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    weight = np.concatenate([np.full(len(p[1]), len(same) / len(parts) / len(p[1])) for p in parts])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(scaler.transform(rows), same, sample_weight=weight)
    return Scorer(scaler.mean_, scaler.scale_, model.coef_[0], float(model.intercept_[0]), threshold)


def b3_mentions(scorer: Scorer, story: str) -> float:
    """Return same-claim B3 F1 of the clustering of a story's gold mentions."""
    gold = gold_mentions(story)
    groups = cluster(gold.w, scorer)
    return float(scoring().b_cubed(dict(enumerate(gold.labels)), dict(enumerate(groups.tolist()))))


def b3_statements(scorer: Scorer, story: str) -> float:
    """Return same-claim B3 F1 of the statements read in a story, as `score_sourcing.py` takes it."""
    found = found_statements(story)
    claim_of = dict(zip(found.keys, (str(g) for g in cluster(found.w, scorer)), strict=True))
    mentions = mentions_of(gold_of(story))
    rows = [
        {"id": s.id, "article": s.article, "text": s.text, "stance": s.stance, "chain": s.chain}
        for s in read_statements(story)
    ]
    matched = scoring().match(mentions, rows, claim_of)
    clusters = {at: claim_of[matched[at]["id"]] if at in matched else f"lone {at}" for at in range(len(mentions))}
    return float(scoring().b_cubed({at: m["claim"] for at, m in enumerate(mentions)}, clusters))


def with_threshold(scorer: Scorer, threshold: float) -> Scorer:
    """Return the scorer with another threshold."""
    return Scorer(scorer.mean, scorer.scale, scorer.weights, scorer.intercept, float(threshold))


def best_threshold(scorer: Scorer, stories: Sequence[str]) -> float:
    """Return the threshold at which the statements of the stories group best, on average."""
    score = [np.mean([b3_statements(with_threshold(scorer, t), s) for s in stories]) for t in THRESHOLDS]
    # The middle of the plateau, not its noisy peak: mean over the neighbours on both sides.
    smooth = np.convolve(np.pad(score, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return float(THRESHOLDS[int(np.argmax(smooth))])


def leave_one_out(stories: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """Return for each story, fitted on the others: threshold, B3 of gold mentions, B3 of statements."""
    out = {}
    for story in stories:
        others = [s for s in stories if s != story]
        scorer = fit(others)
        scorer = with_threshold(scorer, best_threshold(scorer, others))
        out[story] = scorer.threshold, b3_mentions(scorer, story), b3_statements(scorer, story)
    return out


def write(scorer: Scorer) -> None:
    """Write the weights where the package reads them."""
    data = {
        "features": FEATURES,
        "mean": scorer.mean.round(6).tolist(),
        "scale": scorer.scale.round(6).tolist(),
        "weights": scorer.weights.round(6).tolist(),
        "intercept": round(scorer.intercept, 6),
        "threshold": round(scorer.threshold, 2),
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf8")


def main() -> None:
    stories = sourcing.stories()
    figures = leave_one_out(stories)
    for story, (threshold, mentions, found) in figures.items():
        print(f"{story:22s} threshold {threshold:.2f}  gold mentions {mentions:.3f}  statements {found:.3f}")
    means = np.mean(list(figures.values()), axis=0)
    print(f"{'mean':22s} threshold {means[0]:.2f}  gold mentions {means[1]:.3f}  statements {means[2]:.3f}")
    scorer = fit(stories)
    scorer = with_threshold(scorer, best_threshold(scorer, stories))
    write(scorer)
    print(f"threshold {scorer.threshold:.2f}; weights:")
    for weight, name in sorted(zip(scorer.weights, FEATURES, strict=True), key=lambda p: -abs(p[0])):
        print(f"  {weight:+.2f} {name}")


if __name__ == "__main__":
    main()
