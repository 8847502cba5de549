"""The trained tagger: its weights (languages/en/tagger) run with onnxruntime, one load per process."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reportedly.languages.models import embed, load_model, load_tokenizer
from reportedly.statements.tagger.windows import MARK

Floats = NDArray[np.float32]

TAGS = ("source", "cue", "content", "name")
LINKS = ("head", "opens", "closes")
OUTPUTS = (*TAGS, *(f"{link}_{part}" for link in LINKS for part in ("left", "right")))

KINDS = {
    "PERSON": ("PERSON",),
    "ORG": ("ORG",),
    "GPE": ("GPE",),
    "NORP": ("NORP",),
    "DATE": ("DATE", "TIME"),
    "QUANTITY": ("MONEY", "PERCENT", "QUANTITY"),
    "CARDINAL": ("CARDINAL", "ORDINAL"),
    "FAC": ("FAC", "LOC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"),
}
"""The kinds of names, dates and amounts told apart, and the labels of spaCy that each stands for."""

_CLS = 101


@dataclass(frozen=True)
class Link:
    """How well piece j fits piece i, computed only for the pairs asked for.

    The score is `left[i] · right[j]` and a bias by their distance, j - i (at most REACH either way).
    """

    left: Floats
    right: Floats
    distance: Floats

    def between(self, i: NDArray[np.intp], j: NDArray[np.intp]) -> Floats:
        """Return the scores (len(i), len(j)) of pairs of pieces."""
        reach = len(self.distance) // 2
        apart = np.clip(j[None, :] - i[:, None], -reach, reach) + reach
        return np.asarray(self.left[i] @ self.right[j].T + self.distance[apart], np.float32)


@dataclass(frozen=True)
class Scores:
    """What the network tells of one window of n pieces, [CLS] at 0.

    Log-probabilities (n, 3) of outside, begins and goes on for `source`, `cue` and `content`; `name`
    (n, 2 * kinds + 1): outside, then begins and goes on for each of KINDS. Links, [CLS] standing for
    none: `head`, piece j is the cue whose content i is; `opens` and `closes`, the source of the cue that
    begins at i starts (ends) at j.
    """

    source: Floats
    cue: Floats
    content: Floats
    name: Floats
    head: Link
    opens: Link
    closes: Link


@functools.cache
def tokenizer() -> Tokenizer:
    """Return the word-piece tokenizer, which is that of the sentence encoder; nothing is cut or padded."""
    return load_tokenizer()


@functools.cache
def _session() -> onnxruntime.InferenceSession:
    return load_model("en/tagger/model.int8.onnx")


@functools.cache
def _distances() -> dict[str, Floats]:
    """Return the links' bias by distance; it stands in the metadata of the weights' file."""
    told = json.loads(_session().get_modelmeta().custom_metadata_map["distance"])
    return {name: np.array(bias, np.float32) for name, bias in told.items()}


def scores(ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> Scores:
    """Return the scores for one window's pieces, [CLS] put before them.

    A window runs alone: the int8 graph scales activations by the largest value of the tensor it is
    given, so what shares a batch with it would change its scores.
    """
    inputs = {
        "words": embed(np.concatenate([[_CLS], ids])),
        "shapes": np.concatenate([[MARK], shapes])[None],
    }
    found = dict(zip(OUTPUTS, _session().run(OUTPUTS, inputs), strict=True))
    source, cue, content, name = (found[tag][0] for tag in TAGS)
    head, opens, closes = (
        Link(found[f"{link}_left"][0], found[f"{link}_right"][0], _distances()[link]) for link in LINKS
    )
    return Scores(source, cue, content, name, head, opens, closes)
