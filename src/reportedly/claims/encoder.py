"""Sentence vectors: all-MiniLM-L6-v2 in int8 (languages/en/minilm), run with onnxruntime.

The int8 graph scales its activations by the largest value in the tensor it is given, so padding
and neighbours would change a sentence's vector. Every text therefore runs alone: a vector depends
on its text and nothing else, and at these lengths that costs a fifth of the speed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reportedly.engine.cores import cores
from reportedly.languages.models import embed, load_model, load_tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256  # what the model was trained with; longer texts are cut


@functools.cache
def _tokenizer() -> Tokenizer:
    tokenizer = load_tokenizer()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


@functools.cache
def _session() -> onnxruntime.InferenceSession:
    """Load the model, once per process."""
    return load_model("en/minilm/model.int8.onnx")


def _vector(ids: tuple[int, ...]) -> NDArray[np.float32]:
    (vector,) = _session().run(None, {"words": embed(np.array(ids, np.int64))})
    return np.asarray(vector[0], np.float32)


def encode(texts: Sequence[str], threads: int | None = None) -> NDArray[np.float32]:
    """Return a unit vector for each text, float32 (n, 384); a vector depends on its text alone."""
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    rows: dict[tuple[int, ...], list[int]] = {}
    for row, encoding in enumerate(_tokenizer().encode_batch(list(texts))):
        rows.setdefault(tuple(encoding.ids), []).append(row)
    _session()  # before the threads: each would load its own
    with ThreadPoolExecutor(threads or cores()) as pool:
        for where, vector in zip(rows.values(), pool.map(_vector, rows), strict=True):
            vectors[where] = vector
    return vectors
