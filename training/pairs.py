"""Fit the scorer of statement pairs and write languages/en/same_claim/weights.json.

    python -m training.pairs            (needs the dev extra, and the evaluation data; a minute)

Trains on the development stories of the sourcing gold, read twice: as their gold mentions, and as
the statements that steps 1 to 3 make of the articles, labelled by the mentions that they match.
Prints figures with each story left out in turn: fitted, and its threshold chosen, on the others.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from benchmarks import shared, sourcing
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from training.known import Known

from reportedly import articles, statements
from reportedly.claims import compared
from reportedly.claims.scorer import FEATURES, Scorer
from reportedly.claims.wording import Floats, wordings
from reportedly.pages import read_pages
from reportedly.records import Statement

TARGET = Path(__file__).parents[1] / "src/reportedly/languages/en/same_claim/weights.json"
THRESHOLDS = np.arange(0.15, 0.56, 0.05)
STRENGTH = 0.3
"""Inverse strength of the L2 penalty; between .1 and 1 no figure moved by .01."""

NEARLY = 0.015
"""Figures this near are equal: the stories are few."""

HALF, SOME = 0.5, 0.25
"""Shares of the shorter side's words at which a statement matches a mention, and may be part of one."""


@dataclass(frozen=True)
class Labelled:
    """Propositions of one story and the gold claims they belong to."""

    known: Known
    labels: NDArray[np.str_]  # "" for none
    unclear: NDArray[np.bool_]  # may belong to some claim: neither an example nor a counterexample

    def pairs(self) -> tuple[Floats, Floats]:
        """Return features and labels of the proposed pairs that are examples or counterexamples."""
        i, j = self.known.near
        told = (self.labels[i] != "") | (self.labels[j] != "")
        told &= ~self.unclear[i] & ~self.unclear[j]
        i, j = i[told], j[told]
        return self.known.features(i, j), (self.labels[i] == self.labels[j]).astype(float)


def mentions_of(story: str) -> list[dict[str, Any]]:
    """Return the mentions of a development story, each with its claim."""
    gold = json.loads(shared.path("sourcing-gold", "dev", f"{story}.gold.json").read_text("utf8"))
    return [dict(m, claim=c["id"]) for c in gold["claims"] for m in c["mentions"]]


@functools.cache
def gold_mentions(story: str) -> Labelled:
    """Return a story's gold mentions."""
    mentions = mentions_of(story)
    w = wordings([m["text"] for m in mentions], denied=[m["stance"] == "denies" for m in mentions])
    return Labelled(Known(w), np.array([m["claim"] for m in mentions]), np.zeros(len(mentions), bool))


@functools.cache
def read_statements(story: str) -> tuple[Statement, ...]:
    """Return the statements that steps 1 to 3 read in a story's articles."""
    pages = list(read_pages([str(p) for p in sourcing.inputs(story)]))
    read = statements.read_articles(articles.read_articles(pages))
    return tuple(s for reading in read for s in reading.statements if not s.refers_back)


def rows(story: str) -> list[dict[str, Any]]:
    """Return the statements as the scorer takes them."""
    return [
        {"id": s.id, "article": s.article, "text": s.text, "stance": s.stance, "chain": s.chain}
        for s in read_statements(story)
    ]


@functools.cache
def found_statements(story: str) -> Labelled:
    """Return a story's statements: labelled where they half-overlap mentions of one claim only."""
    found, mentions = read_statements(story), mentions_of(story)
    overlap = np.array([[scoring().half(m, row) for m in mentions] for row in rows(story)])
    near = [{mentions[at]["claim"] for at in np.flatnonzero(line >= HALF)} for line in overlap]
    labels = np.array([next(iter(claims)) if len(claims) == 1 else "" for claims in near])
    unclear = (labels == "") & (overlap >= SOME).any(axis=1)
    return Labelled(Known(compared(found)), labels, unclear)


@functools.cache
def scoring() -> ModuleType:
    """Return the sourcing gold's own scorer."""
    return shared.scorer("sourcing-gold", "score_sourcing.py")


def fit(stories: Sequence[str]) -> Scorer:
    """Fit on both readings of the stories, each of the same weight, and choose the threshold there."""
    parts = [view(story).pairs() for story in stories for view in (gold_mentions, found_statements)]
    seen, same = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    weight = np.concatenate([np.full(len(p[1]), len(same) / len(parts) / len(p[1])) for p in parts])
    scaler = StandardScaler().fit(seen)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(scaler.transform(seen), same, sample_weight=weight)
    scorer = Scorer(scaler.mean_, scaler.scale_, model.coef_[0], float(model.intercept_[0]), 0.0)
    return dataclasses.replace(scorer, threshold=best_threshold(scorer, stories))


def best_threshold(scorer: Scorer, stories: Sequence[str]) -> float:
    """Return the strictest threshold at which the stories' statements group best, or nearly so.

    Of two that are equal the stricter: a claim too many is a blemish, one too few false corroboration.
    """
    found = [found_statements(story) for story in stories]
    cut = [dataclasses.replace(scorer, threshold=t) for t in THRESHOLDS.tolist()]
    score = np.array([np.mean([grouping(s, f) for f in found]) for s in cut])
    return round(float(THRESHOLDS[score >= score.max() - NEARLY][-1]), 2)


def grouping(scorer: Scorer, found: Labelled) -> float:
    """Return B3 F1 over the labelled statements; a statement of no claim in their group is an error.

    Labelled ones alone would reward groups that swallow whatever else is said on the topic.
    """
    return b3(found.known.group(scorer), found.labels, ~found.unclear)


def b3(groups: NDArray[np.int64], labels: NDArray[np.str_], among: NDArray[np.bool_]) -> float:
    """Return B3 F1 over the labelled rows; who else is in their group is looked for `among` these."""
    precision, recall = [], []
    for at in np.flatnonzero(labels != ""):
        mates, claim = among & (groups == groups[at]), labels == labels[at]
        precision.append((mates & claim).sum() / mates.sum())
        recall.append((mates & claim).sum() / claim.sum())
    p, r = float(np.mean(precision)), float(np.mean(recall))
    return 2 * p * r / (p + r)


def mentions_b3(scorer: Scorer, story: str) -> float:
    """Return same-claim B3 F1 of a story's gold mentions, grouped by themselves."""
    gold = gold_mentions(story)
    groups = gold.known.group(scorer).tolist()
    return float(scoring().b_cubed(dict(enumerate(gold.labels)), dict(enumerate(groups))))


def statements_b3(scorer: Scorer, story: str) -> float:
    """Return same-claim B3 F1 of a story's statements, as `score_sourcing.py` takes it of a dossier."""
    read, mentions = rows(story), mentions_of(story)
    groups = found_statements(story).known.group(scorer)
    claim_of = {row["id"]: str(group) for row, group in zip(read, groups, strict=True)}
    matched = scoring().match(mentions, read, claim_of)
    gold = {at: m["claim"] for at, m in enumerate(mentions)}
    found = {at: claim_of[matched[at]["id"]] if at in matched else f"lone {at}" for at in gold}
    return float(scoring().b_cubed(gold, found))


def leave_one_out() -> dict[str, tuple[float, float, float]]:
    """Return for each story, fitted on the others: threshold, B3 of gold mentions, B3 of statements."""
    out = {}
    for story in sourcing.stories():
        scorer = fit([s for s in sourcing.stories() if s != story])
        out[story] = scorer.threshold, mentions_b3(scorer, story), statements_b3(scorer, story)
    return out


def write(scorer: Scorer) -> None:
    """Write the weights where the package reads them."""
    data = {
        "features": FEATURES,
        "mean": scorer.mean.round(6).tolist(),
        "scale": scorer.scale.round(6).tolist(),
        "weights": scorer.weights.round(6).tolist(),
        "intercept": round(scorer.intercept, 6),
        "threshold": scorer.threshold,
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf8")


def main() -> None:
    figures = leave_one_out()
    for story, values in [*figures.items(), ("mean", np.mean(list(figures.values()), axis=0))]:
        print("{:22s} threshold {:.2f}  gold mentions {:.3f}  statements {:.3f}".format(story, *values))
    scorer = fit(sourcing.stories())
    write(scorer)
    print(f"threshold {scorer.threshold:.2f}; weights:")
    for weight, name in sorted(zip(scorer.weights, FEATURES, strict=True), key=lambda p: -abs(p[0])):
        print(f"  {weight:+.2f} {name}")


if __name__ == "__main__":
    main()
