"""Steps that need no model and no other process: what a store does with rows is the same with them.

`lighten` puts them in place of the real ones. A sentence is a statement; a claim is what reads the same.
Run as a script, it is the command line with these steps: `python tests/light_steps.py add ...`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from reportedly import claims, origins, statements
from reportedly.engine.embedded import Embedded
from reportedly.engine.stage import Stage, run
from reportedly.records import (
    Article,
    Claim,
    Origins,
    Reading,
    Statement,
    StoryAccount,
    StoryClaims,
    StoryMaterial,
    StoryOrigins,
    content_hash,
)


def read(articles: Sequence[Article], _options: object) -> list[Reading]:
    """Return a statement for each sentence; police who "said" so are told."""
    return [_reading(article) for article in articles]


def _reading(article: Article) -> Reading:
    if article.language not in (None, "en"):
        return Reading(article.id, article.key, rejected=f"language {article.language!r}")
    found = []
    for sentence in re.finditer(r"[^.\n]+\.", article.text):
        start, end = sentence.span()
        key = content_hash(article.key, start, end)
        chain = ["police"] if "police said" in sentence[0] else []
        stance = "denies" if " denied " in sentence[0] else "affirms"
        spans: list[list[int]] = [[start, end]]
        found.append(Statement(key, article.id, start, end, sentence[0], False, stance, chain, [], [], spans))
    return Reading(article.id, article.key, statements=found)


def claim(stories: Sequence[StoryMaterial], _options: object) -> list[StoryClaims]:
    """Return a claim for each sentence, however often it stands."""
    return [StoryClaims(story.id, _claims(story)) for story in stories]


def _claims(story: StoryMaterial) -> list[Claim]:
    same: dict[str, list[str]] = defaultdict(list)
    for statement in (s for reading in story.readings for s in reading.statements):
        same[statement.text.strip()].append(statement.id)
    return [
        Claim(content_hash(sorted(ids)), story.id, text, sorted(ids)) for text, ids in sorted(same.items())
    ]


def account(stories: Sequence[StoryAccount], _options: object) -> list[StoryOrigins]:
    """Return the outlets of each claim as its origins."""
    return [StoryOrigins(story.id, [_origins(story, claim) for claim in story.claims]) for story in stories]


def _origins(story: StoryAccount, claim: Claim) -> Origins:
    outlet = {article.id: article.outlet or "?" for article in story.articles}
    tellers = {s.id: outlet[s.article] for reading in story.readings for s in reading.statements}
    names = sorted({tellers[id] for id in claim.statements})
    return Origins(claim.id, names, len(names), names, n_articles=len(claim.statements), n_outlets=len(names))


def sketch(texts: Sequence[str]) -> claims.Sketches:
    """Return a sketch for each text that tells nothing of its meaning."""
    digests = [hashlib.blake2b(t.encode(), digest_size=claims.SKETCH_BYTES).digest() for t in texts]
    return np.frombuffer(b"".join(digests), np.uint8).reshape(-1, claims.SKETCH_BYTES)


def _stream(
    self: Embedded, stages: Sequence[Stage], batches: Iterable[pa.RecordBatch], seconds: float | None = None
) -> Iterator[pa.RecordBatch]:
    return run(stages, batches)


def _map(self: Embedded, stage: Stage, table: pa.Table) -> pa.Table:
    from reportedly.engine.arrow import schema

    return pa.Table.from_batches(stage(iter(table.to_batches())), schema=schema(stage.gives))


def lighten(put: Callable[[Any, str, Any], None] = setattr, version: int = 1) -> None:
    """Put the light steps in place of the real ones; `version` is that of reading statements."""
    put(statements, "stage", lambda: Stage("statements", version, Article, Reading, read))
    put(claims, "stage", lambda: Stage("claims", 1, StoryMaterial, StoryClaims, claim))
    put(origins, "stage", lambda _marks=(): Stage("origins", 1, StoryAccount, StoryOrigins, account))
    put(claims, "sketch", sketch)
    put(Embedded, "stream", _stream)
    put(Embedded, "map", _map)


if __name__ == "__main__":
    from reportedly.cli import main

    lighten()
    sys.exit(main())
