"""The trained tagger: its weights (languages/en/tagger) run with onnxruntime, one load per process."""

from __future__ import annotations

import functools

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reportedly.languages.models import load_model, load_tokenizer
from reportedly.statements.tagger.decoding import Scores
from reportedly.statements.tagger.windows import MARK

NAMES = ("source", "cue", "content", "head", "opens", "closes")
_CLS = 101


@functools.cache
def tokenizer() -> Tokenizer:
    """Return the word-piece tokenizer, which is that of the sentence encoder; nothing is cut or padded."""
    return load_tokenizer()


@functools.cache
def _session() -> onnxruntime.InferenceSession:
    return load_model("en/tagger/model.int8.onnx")


def scores(ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> Scores:
    """Return the log-probabilities for one window's pieces, [CLS] put before them (see `decoding`).

    A window runs alone: the int8 graph scales activations by the largest value of the tensor it is
    given, so what shares a batch with it would change its scores.
    """
    inputs = {
        "ids": np.concatenate([[_CLS], ids])[None],
        "shapes": np.concatenate([[MARK], shapes])[None],
    }
    inputs["mask"] = np.ones_like(inputs["ids"])
    return {name: found[0] for name, found in zip(NAMES, _session().run(NAMES, inputs), strict=True)}
