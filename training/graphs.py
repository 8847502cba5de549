"""A torch module written as the int8 ONNX graph that the package runs, one text at a time.

Weights are quantized per channel to 7 bits in int8, so that sums cannot saturate on processors without
VNNI: every machine computes the same numbers. Word embeddings are no part of a graph: MiniLM's own, which
no training changes, stand once in languages/en/minilm and are every graph's input `words`.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

LANGUAGES = Path(__file__).parents[1] / "src/reportedly/languages"


def write(
    module: torch.nn.Module, example: dict[str, torch.Tensor], outputs: Sequence[str], target: Path
) -> None:
    """Write the module's graph in int8; `example` holds its inputs by name, each (1, n, ...), n free."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, shaped = Path(folder) / "plain.onnx", Path(folder) / "shaped.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the tracing exporter is deprecated, and writes the leaner graph
            torch.onnx.export(
                module.eval(),
                tuple(example.values()),
                str(plain),
                input_names=list(example),
                output_names=list(outputs),
                dynamic_axes={name: {1: "n"} for name in example},
                opset_version=17,
                dynamo=False,
            )
        quant_pre_process(str(plain), str(shaped), skip_symbolic_shape=True)
        quantize_dynamic(
            str(shaped), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )


def write_words(table: NDArray[np.float32], folder: Path) -> None:
    """Write word embeddings (v, 384) as int8 rows and a scale for each, which `models.embed` reads."""
    scale = np.abs(table).max(axis=1) / 127
    rows = np.rint(table / np.maximum(scale, 1e-9)[:, None]).astype(np.int8)
    np.save(folder / "words.int8.npy", rows)
    np.save(folder / "words.scale.npy", scale.astype(np.float32))
