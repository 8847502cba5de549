"""The models that a language ships: int8 ONNX graphs, and the word pieces that they read."""

from __future__ import annotations

from importlib.resources import as_file, files

import onnxruntime
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
