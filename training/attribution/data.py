"""PolNeAR's articles as windows of word pieces with the labels the tagger learns."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reportedly.statements.tagger.network import KINDS
from reportedly.statements.tagger.windows import MAX_PIECES, Pieces, pieces

ROLES = ("source", "cue", "content")
IGNORE = -100


@dataclass(frozen=True)
class Example:
    """A window: inputs, BIO tags by role, and links; index 0 is [CLS], which stands for 'none'."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    tags: dict[str, NDArray[np.int64]]
    head: NDArray[np.int64]  # for each piece, where its cue begins (0: it is nobody's content)
    opens: NDArray[np.int64]  # at each cue's first piece, where its source begins; elsewhere IGNORE
    closes: NDArray[np.int64]  # and its last piece
    name: NDArray[np.int64]  # BIO by kind: 0, or 1 and 2 for the first of KINDS, 3 and 4 for the second


def articles(path: Path) -> list[dict[str, Any]]:
    """Return a corpus file's rows: text and attributions, offsets in code points."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def examples(row: dict[str, Any], tokenizer: Tokenizer, draw: random.Random | None) -> list[Example]:
    """Return a row's windows; with `draw` they begin at a random paragraph, so each pass cuts anew."""
    text = pieces(row["text"], tokenizer)
    links = None if row["attributions"] is None else _links(row, text)
    names = _names(row, text)
    bounds = [*text.starts, len(text.ids)]
    size = MAX_PIECES - 1
    cuts = [0]
    if draw:
        first = draw.choice([s for s in text.starts if s <= size])
        cuts += [first] if first else []
    while cuts[-1] < len(text.ids):
        fits = [b for b in bounds if cuts[-1] < b <= cuts[-1] + size]
        cuts.append(fits[-1] if fits else cuts[-1] + size)
    return [_window(text, links, names, a, b) for a, b in pairwise(cuts)]


def _links(row: dict[str, Any], text: Pieces) -> list[dict[str, list[int]]]:
    """Return each attribution as piece numbers by role."""
    at = {c: i for i, (s, e) in enumerate(text.spans) for c in range(s, e)}
    return [
        {r: sorted({at[c] for s, e in a[r] for c in range(s, e) if c in at}) for r in ROLES}
        for a in row["attributions"]
    ]


def _names(row: dict[str, Any], text: Pieces) -> NDArray[np.int64]:
    at = {c: i for i, (s, e) in enumerate(text.spans) for c in range(s, e)}
    tags = np.zeros(len(text.ids), np.int64)
    for start, end, kind in row["names"]:
        here = sorted({at[c] for c in range(start, end) if c in at})
        begins = 1 + 2 * list(KINDS).index(kind)
        tags[here] = begins + 1
        tags[here[:1]] = begins
    return tags


def _window(
    text: Pieces, links: list[dict[str, list[int]]] | None, names: NDArray[np.int64], a: int, b: int
) -> Example:
    """Return pieces a to b as an example; `links` is None where nobody has marked the attributions."""
    n = b - a + 1
    name = np.concatenate([[IGNORE], names[a:b]])
    asked = 0 if links is not None else IGNORE
    tags = {r: np.full(n, asked, np.int64) for r in ROLES}
    head = np.full(n, asked, np.int64)
    opens = np.full(n, IGNORE, np.int64)
    closes = np.full(n, IGNORE, np.int64)
    for link in links or ():
        here = {r: [i - a + 1 for i in link[r] if a <= i < b] for r in ROLES}
        if len(here["cue"]) != len(link["cue"]) or not link["cue"]:
            here["content"] = []  # whose cue lies in another window: that window's to tell
            here["source"] = []
            here["cue"] = []
        for role in ROLES:
            for i in here[role]:
                tags[role][i] = 2 if i - 1 in here[role] else 1
        if here["cue"]:
            first = here["cue"][0]
            head[here["content"]] = first
            opens[first] = here["source"][0] if here["source"] else 0
            closes[first] = here["source"][-1] if here["source"] else 0
    ids = np.concatenate([[101], text.ids[a:b]])
    shapes = np.concatenate([[4], text.shapes[a:b]])
    return Example(ids, shapes, tags, head, opens, closes, name)
