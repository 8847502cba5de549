"""Write the trained reader of pairs as the int8 ONNX file that the package reads.

/tmp/train/bin/python -m training.same_claim.export --out /tmp/pairs
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from training.attribution.train import bert
from training.graphs import LANGUAGES, write
from training.same_claim.train import PairReader


class Logits(torch.nn.Module):
    """The reader without a mask: a pair runs alone."""

    def __init__(self, reader: PairReader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        return self.reader(words, types, None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder that `train` wrote")
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--target", type=Path, default=LANGUAGES / "en/same_claim/pairs.int8.onnx")
    told = parser.parse_args()
    model = PairReader(bert(told.wheel))
    model.load_state_dict(torch.load(told.out / "pairs.pt"))
    model.bert.set_attn_implementation("eager")
    example = {"words": torch.randn(1, 23, 384), "types": (torch.arange(23)[None] > 11).long()}
    write(Logits(model), example, ["logits"], told.target)


if __name__ == "__main__":
    main()
