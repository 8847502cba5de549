"""The models that a language ships: int8 ONNX graphs, and the word pieces that they read.

The graphs share one tokenizer and one table of word embeddings, mapped from its file: what several
graphs and processes read is in memory once.
"""

from __future__ import annotations

import functools
from importlib.resources import as_file, files

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer


def load_model(path: str) -> onnxruntime.InferenceSession:
    """Return a graph of this package (`en/tagger/model.int8.onnx`), to run on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with as_file(files("reportedly.languages").joinpath(path)) as file:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def load_tokenizer() -> Tokenizer:
    """Return a tokenizer of English word pieces of its own; nothing is cut or padded."""
    data = files("reportedly.languages").joinpath("en/minilm/tokenizer.json").read_text("utf8")
    tokenizer = Tokenizer.from_str(data)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@functools.cache
def _words() -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    folder = files("reportedly.languages").joinpath("en/minilm")
    with (
        as_file(folder.joinpath("words.int8.npy")) as rows,
        as_file(folder.joinpath("words.scale.npy")) as by,
    ):
        return np.load(rows, mmap_mode="r"), np.load(by)


def embed(ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the word embeddings of word pieces (n,) -> (1, n, 384), the input of every graph."""
    rows, scale = _words()
    return np.asarray(rows[ids] * scale[ids, None], np.float32)[None]
