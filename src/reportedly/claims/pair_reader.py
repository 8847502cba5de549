"""Two statements read together: are they the same, does one follow from the other, how alike are they?

A small network with both at its input (languages/en/same_claim/pairs.int8.onnx, `training/same_claim`). It
sees what words side by side cannot tell: who did what to whom, and whether a number or a "not" belongs to
the same thing. It is a hundred times as dear as the columns, so only likely pairs are read.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from reportedly.claims.encoder import default_threads
from reportedly.claims.wording import Floats
from reportedly.languages.models import embed, load_model, load_tokenizer

ASKED = ("same", "entails", "alike")
"""What is told of a pair, the longer one first: the same, the shorter follows from it, alike."""

LONGEST = 128  # word pieces of a pair; what the network was trained with


@functools.cache
def _tokenizer() -> Tokenizer:
    tokenizer = load_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


@functools.cache
def _session() -> onnxruntime.InferenceSession:
    return load_model("en/same_claim/pairs.int8.onnx")


def read_pairs(pairs: Sequence[tuple[str, str]], threads: int | None = None) -> Floats:
    """Return a logit for each thing asked of each pair (p, len(ASKED)); the order within a pair is nothing.

    Each pair runs alone, and its logits depend on nothing else: the int8 graph scales its activations by
    the largest value it is given.
    """
    told = np.zeros((len(pairs), len(ASKED)))
    rows: dict[tuple[str, str], list[int]] = {}
    for row, (a, b) in enumerate(pairs):
        rows.setdefault(_ordered(a, b), []).append(row)
    if rows:
        _session(), _tokenizer()  # before the threads: each would load its own
    with ThreadPoolExecutor(threads or default_threads()) as pool:
        for where, logits in zip(rows.values(), pool.map(_logits, rows), strict=True):
            told[where] = logits
    return told


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if (len(a), a) >= (len(b), b) else (b, a)


def _logits(pair: tuple[str, str]) -> Floats:
    encoding = _tokenizer().encode(*pair)
    words, types = embed(np.array(encoding.ids, np.int64)), np.array([encoding.type_ids], np.int64)
    (logits,) = _session().run(None, {"words": words, "types": types})
    return np.asarray(logits[0, : len(ASKED)], float)
