"""Train the reader of pairs: are two sentences of the news the same claim? Half an hour on two cores.

    python -m venv /tmp/train
    /tmp/train/bin/pip install . torch transformers onnx onnxruntime
    /tmp/train/bin/python -m training.same_claim.train --out /tmp/pairs

all-MiniLM-L6-v2 with both sentences at its input, one head for each thing asked (`data`). No sentence of
the sourcing gold is among them: how much its answer counts beside the other features is fitted there
(`training.pairs`), story by story.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score, precision_recall_curve
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.attribution.train import SHARED, TOKENIZER, average, bert
from training.same_claim.data import ASKED, Pair, changed, pairs

BATCH = 32
RATE = 1e-4
LONGEST = 128  # word pieces of a pair
MADE = 1_200  # changed pairs a pass
SHARES = {"same": 1.0, "entails": 0.5, "alike": 0.7, "strengthens": 0.2, "weakens": 0.2}


class PairReader(nn.Module):
    """Word pieces of both (b, n), which sentence each is of, and the mask in; a logit for each asked out."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.bert = encoder
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(encoder.config.hidden_size, len(ASKED))

    def forward(self, words: Tensor, types: Tensor, mask: Tensor | None) -> Tensor:
        h = self.bert(inputs_embeds=words, token_type_ids=types, attention_mask=mask).last_hidden_state
        weight = torch.ones_like(h[..., :1]) if mask is None else mask[..., None].to(h.dtype)
        return self.heads(self.drop((h * weight).sum(1) / weight.sum(1)))


def tensors(group: list[Pair], tokenizer: Tokenizer, draw: random.Random | None) -> tuple[Tensor, ...]:
    """Return ids, types, mask (b, n), answers and which of them are asked (b, len(ASKED))."""
    rows, answers = [], []
    for pair in group:
        a, b = pair.a, pair.b
        turns = not {"entails", "strengthens", "weakens"} & set(pair.told)
        if draw and turns and draw.random() < 0.5:
            a, b = b, a
        rows.append(tokenizer.encode(a, b))
        answers.append([pair.told.get(name, np.nan) for name in ASKED])
    n = max(len(row.ids) for row in rows)

    def padded(field: str) -> Tensor:
        return torch.tensor([[*getattr(row, field), *[0] * (n - len(row.ids))] for row in rows])

    told = torch.tensor(np.array(answers, np.float32))
    return padded("ids"), padded("type_ids"), padded("attention_mask"), told.nan_to_num(), ~told.isnan()


def loss(logits: Tensor, told: Tensor, asked: Tensor) -> Tensor:
    """Cross-entropy of what is asked, weighted by SHARES."""
    each = nn.functional.binary_cross_entropy_with_logits(logits, told, reduction="none")
    weight = asked * torch.tensor([SHARES[name] for name in ASKED])
    return (each * weight).sum() / len(logits)


def held_out(model: PairReader, tokenizer: Tokenizer, known: list[Pair]) -> tuple[float, float]:
    """Return average precision and best F1 of MRPC's held-out pairs."""
    model.eval()
    found: list[float] = []
    with torch.no_grad():
        for k in range(0, len(known), BATCH):
            ids, types, mask, *_ = tensors(known[k : k + BATCH], tokenizer, None)
            found += model(model.bert.embeddings.word_embeddings(ids), types, mask)[:, 0].tolist()
    same = [p.told["same"] for p in known]
    precision, recall, _ = precision_recall_curve(same, found)
    best = np.max(2 * precision * recall / np.maximum(precision + recall, 1e-9))
    return float(average_precision_score(same, found)), float(best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(told.seed)
    draw = random.Random(told.seed)
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    known, shown = pairs(SHARED / "corpora"), pairs(SHARED / "corpora", held_out=True)
    model = PairReader(bert(told.wheel))
    kept = copy.deepcopy(model)
    body = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    groups = [{"params": body, "lr": RATE}, {"params": model.heads.parameters(), "lr": 10 * RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = told.passes * ((len(known) + MADE) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, k / 100) * max(0.02, 1 - k / steps)
    )
    done, began = 0, time.time()
    for number in range(told.passes):
        model.train()
        found = [*known, *changed(known, draw, MADE)]
        found.sort(key=lambda p: len(p.a) + len(p.b) + draw.random() * 60)
        batches = [found[k : k + BATCH] for k in range(0, len(found), BATCH)]
        draw.shuffle(batches)
        for group in batches:
            ids, types, mask, answers, asked = tensors(group, tokenizer, draw)
            value = loss(model(model.bert.embeddings.word_embeddings(ids), types, mask), answers, asked)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            average(kept, model, min(0.99, 1 - 1 / done))
            if done % 20 == 0:
                spent = (time.time() - began) / 60
                print(
                    f"pass {number} step {done}/{steps} loss {value.item():.3f} {spent:.1f} min", flush=True
                )
        torch.save(kept.state_dict(), told.out / "pairs.pt")
        print("MRPC held out: AP {:.4f} best F1 {:.4f}".format(*held_out(kept, tokenizer, shown)), flush=True)


if __name__ == "__main__":
    main()
