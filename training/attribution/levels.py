"""F1 on the articles held out of training, at several levels of `decoding.CUE_LEVEL`.

/tmp/train/bin/python -m training.attribution.levels --out /tmp/tagger
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from benchmarks.shared import scorer
from training.attribution.data import articles
from training.attribution.train import SHARED

from reportedly.statements.tagger import decoding, tag


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder that `train` wrote")
    told = parser.parse_args()
    held = set(json.loads((told.out / "held_out.json").read_text("utf8")))
    rows = [r for r in articles(SHARED / "corpora/polnear/train.jsonl.gz") if r["id"] in held]
    score = scorer("scorers", "score_attribution.py")
    for level in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        decoding.CUE_LEVEL = level
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows:
            found = [
                {"source": [f.source] if f.source else [], "cue": [f.cue], "content": f.content}
                for f in tag(row["text"])
            ]
            counts += score.count(score.Text(row["text"]), row["attributions"], found)
        names = sorted({name for name, _ in counts})
        print(level, *(f"{name} {score.f1(counts, name)[2]:.3f}" for name in names))


if __name__ == "__main__":
    main()
