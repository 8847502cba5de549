"""The tagger's network: MiniLM, a head for each role's tags, and bilinear heads for the links.

The links follow Dozat and Manning, "Deep Biaffine Attention for Neural Dependency Parsing" (ICLR
2017): every piece picks the cue it is content of, every cue the first and last piece of its source,
`[CLS]` standing for none.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from reportedly.statements.tagger.network import KINDS, LINKS

REACH = 64  # distances beyond this are one
WIDTH = 96
NAMES_SHARE = 0.5  # of the loss of names beside the others: they are there to help


class Bilinear(nn.Module):
    """Scores (b, n, n) of every ordered pair of pieces, with a bias by their distance."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.left = nn.Sequential(nn.Linear(hidden, WIDTH), nn.GELU(), nn.Dropout(0.1))
        self.right = nn.Sequential(nn.Linear(hidden, WIDTH), nn.GELU(), nn.Dropout(0.1))
        self.weight = nn.Linear(WIDTH, WIDTH, bias=False)
        self.each = nn.Linear(WIDTH, 1, bias=False)
        self.distance = nn.Embedding(2 * REACH + 1, 1)
        nn.init.zeros_(self.distance.weight)

    def parts(self, h: Tensor) -> tuple[Tensor, Tensor]:
        """Return left and right (b, n, WIDTH + 1), whose products are the scores without the distance."""
        left, right = self.left(h), self.right(h)
        one = torch.ones_like(left[..., :1])
        return (
            torch.cat([self.weight(left) / WIDTH**0.5, one], -1),
            torch.cat([right, self.each(right)], -1),
        )

    def forward(self, h: Tensor) -> Tensor:
        left, right = self.parts(h)
        at = torch.arange(h.shape[1])
        apart = (at[None, :] - at[:, None]).clamp(-REACH, REACH) + REACH
        return left @ right.transpose(1, 2) + self.distance(apart)[None, :, :, 0]


class Tagger(nn.Module):
    """Word pieces (b, n), their shapes and the mask in; log-probabilities by name out (see decode)."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.bert = bert
        hidden = bert.config.hidden_size
        self.shape = nn.Embedding(5, hidden)
        nn.init.zeros_(self.shape.weight)
        self.drop = nn.Dropout(0.1)
        self.tags = nn.ModuleDict({r: nn.Linear(hidden, 3) for r in ("source", "cue", "content")})
        self.name = nn.Linear(hidden, 2 * len(KINDS) + 1)
        self.links = nn.ModuleDict({r: Bilinear(hidden) for r in LINKS})

    def read(self, words: Tensor, shapes: Tensor, mask: Tensor | None) -> tuple[dict[str, Tensor], Tensor]:
        """Word embeddings in; log-probabilities of every head of tags and the encoder's states out."""
        words = words + self.shape(shapes)
        h = self.drop(self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state)
        heads = {**self.tags, "name": self.name}
        return {name: head(h).log_softmax(-1) for name, head in heads.items()}, h

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> dict[str, Tensor]:
        out, h = self.read(self.bert.embeddings.word_embeddings(ids), shapes, mask)
        absent = (1 - mask.to(h.dtype))[:, None, :] * -1e4
        for name, link in self.links.items():
            out[name] = (link(h) + absent).log_softmax(-1)
        return out


def loss(out: dict[str, Tensor], gold: dict[str, Tensor]) -> Tensor:
    """Sum of every head's mean cross-entropy; gold is -100 where nothing is asked."""
    shares = {name: NAMES_SHARE if name == "name" else 1.0 for name in out}
    return torch.stack([share * _entropy(out[name], gold[name]) for name, share in shares.items()]).sum()


def _entropy(scores: Tensor, gold: Tensor) -> Tensor:
    asked = (gold != -100).sum().clamp(min=1)
    lost = nn.functional.nll_loss(scores.flatten(0, 1), gold.flatten(), ignore_index=-100, reduction="sum")
    return lost / asked
