"""Write the trained tagger as the int8 ONNX file that the package reads.

/tmp/train/bin/python -m training.attribution.export --out /tmp/tagger
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import onnx
import torch
from torch import Tensor
from training.attribution.network import Tagger
from training.attribution.train import network
from training.graphs import LANGUAGES, write

from reportedly.statements.tagger.network import OUTPUTS

TARGET = LANGUAGES / "en/tagger/model.int8.onnx"


class Ordered(torch.nn.Module):
    """The tagger with its outputs as a tuple in the order of OUTPUTS: links in parts, not in pairs."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, words: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        out, h = self.tagger.read(words, shapes, None)
        for name, link in self.tagger.links.items():
            out[f"{name}_left"], out[f"{name}_right"] = link.parts(h)
        return tuple(out[name] for name in OUTPUTS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder that `train` wrote")
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--target", type=Path, default=TARGET)
    told = parser.parse_args()
    model = network(told.wheel)
    model.load_state_dict(torch.load(told.out / "tagger.pt"))
    model.bert.set_attn_implementation("eager")
    example = {
        "words": torch.randn(1, 23, model.bert.config.hidden_size),
        "shapes": torch.arange(23)[None] % 5,
    }
    write(Ordered(model), example, OUTPUTS, told.target)
    _note(told.target, {name: link.distance.weight[:, 0].tolist() for name, link in model.links.items()})


def _note(target: Path, distances: dict[str, list[float]]) -> None:
    """Write the links' bias by distance into the file's metadata, where `statements/tagger` reads it."""
    graph = onnx.load(target)
    onnx.helper.set_model_props(graph, {"distance": json.dumps(distances)})
    onnx.save(graph, target)


if __name__ == "__main__":
    main()
