"""German, read by word lists: attributions in paragraphs of our own (labels/german.toml), half held out."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from reportedly.languages.places import find_body
from reportedly.records import Article, Attribution, content_hash
from reportedly.statements import read_articles

LABELS = Path(__file__).parent / "labels" / "german.toml"
FLOORS = {
    ("shown", "precision"): 0.97,
    ("shown", "recall"): 0.97,
    ("held out", "precision"): 0.95,
    ("held out", "recall"): 0.9,
    ("held out", "first teller"): 0.8,
    ("held out", "stance"): 0.95,
}
ALIKE = 0.5
"""Of the words of two stretches, the part that both must hold to be one (Jaccard)."""


def measure() -> list[Figure]:
    """Return precision and recall of attributions, and how many of those found have teller and stance right.

    One is found where source, cue and content are each alike; a label's `cue` need only be touched.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for number, label in enumerate(tomllib.loads(LABELS.read_text("utf8"))["text"]):
        counts += _count(label, _read(str(number), label["text"]))
    figures = []
    for half in ("shown", "held out"):
        found, right, wanted = (counts[half, name] for name in ("found", "right", "wanted"))
        values = {
            "precision": right / max(found, 1),
            "recall": right / wanted,
            "first teller": counts[half, "first"] / max(right, 1),
            "stance": counts[half, "stance"] / max(right, 1),
        }
        for name, value in values.items():
            of = f"of {found} found" if name == "precision" else f"of {wanted if name == 'recall' else right}"
            figures.append(Figure(f"{half}: {name}", value, "", FLOORS.get((half, name)), of))
    return figures


def _read(number: str, text: str) -> list[Attribution]:
    article = Article(number, content_hash(number), number, published="2031-03-05", language="de", text=text)
    return read_articles([article])[0].attributions


def _count(label: dict[str, Any], found: list[Attribution]) -> Counter[tuple[str, str]]:
    """Count a paragraph's labels, what was found, and what of it is right."""
    half, text = label["half"], label["text"]
    counts = Counter({(half, "found"): len(found), (half, "wanted"): len(label["says"])})
    left = list(found)
    for want in label["says"]:
        match = next((a for a in left if _is_found(want, a, text)), None)
        if match is not None:
            left.remove(match)
            counts[half, "right"] += 1
            counts[half, "first"] += bool(match.chain) and _known(match.chain[0]) == _known(want["first"])
            counts[half, "stance"] += match.stance == want.get("stance", "affirms")
    return counts


def _is_found(want: dict[str, Any], a: Attribution, text: str) -> bool:
    cue = set(_words(" ".join(want["cue"]))) & set(_words(_of(a.cue, text)))
    source = _share(_words(want["source"]), _words(_of(a.source, text)))
    content = _share(_words(" ".join(want["content"])), _words(_of(a.content, text)))
    return bool(cue) and source >= ALIKE and content >= ALIKE


def _of(spans: list[list[int]], text: str) -> str:
    return " ".join(text[s:e] for s, e in spans)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _share(a: list[str], b: list[str]) -> float:
    both, either = set(a) & set(b), set(a) | set(b)
    return len(both) / len(either) if either else 1.0


def _known(name: str) -> str:
    body = find_body(name)
    return body[0] if body else name.removeprefix("unnamed ")


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.name:28} {figure.value:.3f}  {figure.peer}")
