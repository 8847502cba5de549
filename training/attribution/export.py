"""Write the trained tagger as the int8 ONNX file that the package reads.

/tmp/train/bin/python -m training.attribution.export --out /tmp/tagger
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from training.attribution.network import Tagger
from training.attribution.train import network

from reportedly.statements.tagger.network import OUTPUTS

TARGET = Path(__file__).parents[2] / "src/reportedly/languages/en/tagger/model.int8.onnx"


class Ordered(torch.nn.Module):
    """The tagger with its outputs as a tuple in the order of OUTPUTS: links in parts, not in pairs."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, ...]:
        out, h = self.tagger.read(ids, shapes, None)
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
    model.load_state_dict(torch.load(told.out / "tagger.pt"), strict=False)
    model.bert.set_attn_implementation("eager")
    model.eval()
    told.target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, shaped = Path(folder) / "plain.onnx", Path(folder) / "shaped.onnx"
        ids = torch.randint(5, 1000, (1, 23))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the tracing exporter is deprecated, and writes the leaner graph
            torch.onnx.export(
                Ordered(model),
                (ids, torch.zeros_like(ids)),
                str(plain),
                input_names=["ids", "shapes"],
                output_names=list(OUTPUTS),
                dynamic_axes={name: {0: "b", 1: "n"} for name in ("ids", "shapes")},
                opset_version=17,
                dynamo=False,
            )
        quant_pre_process(str(plain), str(shaped), skip_symbolic_shape=True)
        quantize_dynamic(
            str(shaped), str(told.target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    _note(told.target, {name: link.distance.weight[:, 0].tolist() for name, link in model.links.items()})


def _note(target: Path, distances: dict[str, list[float]]) -> None:
    """Write the links' bias by distance into the file's metadata, where `statements/tagger` reads it."""
    graph = onnx.load(target)
    onnx.helper.set_model_props(graph, {"distance": json.dumps(distances)})
    onnx.save(graph, target)


if __name__ == "__main__":
    main()
