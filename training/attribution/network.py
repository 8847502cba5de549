"""The tagger's network: MiniLM, a head for each role's tags, and bilinear heads for the links.

The links follow Dozat and Manning, "Deep Biaffine Attention for Neural Dependency Parsing" (ICLR
2017): every piece picks the cue it is content of, every cue the first and last piece of its source,
`[CLS]` standing for none.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

LINKS = ("head", "opens", "closes")
REACH = 64  # distances beyond this are one
WIDTH = 96


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

    def forward(self, h: Tensor) -> Tensor:
        left, right = self.left(h), self.right(h)
        scores = self.weight(left) @ right.transpose(1, 2) / WIDTH**0.5 + self.each(right).transpose(1, 2)
        at = torch.arange(h.shape[1])
        apart = (at[None, :] - at[:, None]).clamp(-REACH, REACH) + REACH
        return scores + self.distance(apart)[None, :, :, 0]


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
        self.links = nn.ModuleDict({r: Bilinear(hidden) for r in LINKS})

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> dict[str, Tensor]:
        words = self.bert.embeddings.word_embeddings(ids) + self.shape(shapes)
        h = self.drop(self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state)
        out = {r: head(h).log_softmax(-1) for r, head in self.tags.items()}
        absent = (1 - mask.to(h.dtype))[:, None, :] * -1e4
        for r, link in self.links.items():
            out[r] = (link(h) + absent).log_softmax(-1)
        return out


def loss(out: dict[str, Tensor], gold: dict[str, Tensor]) -> Tensor:
    """Cross-entropy of every head; gold is -100 where nothing is asked."""
    return sum(
        nn.functional.nll_loss(out[name].flatten(0, 1), gold[name].flatten(), ignore_index=-100)
        for name in out
    )
