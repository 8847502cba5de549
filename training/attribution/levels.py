"""F1 on the articles held out of training, with each level of `decoding` moved by itself.

/tmp/train/bin/python -m training.attribution.levels --out /tmp/tagger
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.shared import scorer
from training.attribution.data import articles
from training.attribution.train import SHARED

from reportedly.statements.tagger import decoding, tag

LEVELS: dict[str, tuple[float, ...]] = {
    "CUE_LEVEL": (0.15, 0.25, 0.3, 0.4),
    "CUE_GOES_ON": (0, 0.5, 1.5, 2),
    "NEW_RUN": (0, 2, 3),
    "LEAST_RUN": (3, 5, 6),
    "GAP": (1, 2, 4),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder that `train` wrote")
    told = parser.parse_args()
    held = set(json.loads((told.out / "held_out.json").read_text("utf8")))
    rows = [r for r in articles(SHARED / "corpora/polnear/train.jsonl.gz") if r["id"] in held]
    print("as it is:", counted(rows))
    for name, values in LEVELS.items():
        kept = getattr(decoding, name)
        for value in values:
            setattr(decoding, name, value)
            print(f"{name} = {value}:", counted(rows))
        setattr(decoding, name, kept)


def counted(rows: list[dict[str, Any]]) -> str:
    """Return the F1 of everything that is counted, over the articles."""
    score = scorer("scorers", "score_attribution.py")
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found = [
            {"source": [f.source] if f.source else [], "cue": [f.cue], "content": f.content}
            for f in tag(row["text"])[0]
        ]
        counts += score.count(score.Text(row["text"]), row["attributions"], found)
    return " ".join(f"{name} {score.f1(counts, name)[2]:.3f}" for name in sorted({k for k, _ in counts}))


if __name__ == "__main__":
    main()
