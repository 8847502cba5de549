"""A made-up story of forty outlets: articles put together from written sentences, the truth known.

One agency's text is carried by thirty outlets (credited, uncredited, rewritten), two reporters have
witnesses of their own, others retell those, and a company and a ministry contradict each other.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Sentence = list[Any]
"""A text, other wordings of it, and last which claims it tells, with what stance."""

Paragraph = list[tuple[str, dict[str, str]]]
"""Sentences, each with the claims that it tells."""

DATELINE = "CALDER REACH (AFP) — "


def story(seed: int = 7) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the articles as rows that the command line reads, and the claims with their truth."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf8"))
    teller = _Teller(random.Random(seed), written)
    outlets = written["outlets"]
    for outlet in outlets["credited"]:
        teller.tell(outlet, teller.title(), DATELINE, teller.cut(teller.edited()))
    for outlet in outlets["uncredited"]:
        teller.tell(outlet, teller.title(), "", teller.cut(teller.edited()))
    for outlet in outlets["rewritten"]:
        teller.tell(outlet, teller.title(), "", teller.cut(teller.reworded(written["agency"]["paragraphs"])))
    for reporter in written["reporter"]:
        teller.tell(reporter["outlet"], reporter["title"], "", teller.reworded(reporter["paragraphs"]))
    for source, retelling in outlets["retelling"].items():
        for outlet in retelling:
            both = (
                teller.reworded(written["retold"][source])
                + teller.reworded(written["agency"]["paragraphs"])[:3]
            )
            teller.tell(outlet, teller.title(), "", both)
    for outlet, title in zip(outlets["company"], written["company"]["title"], strict=True):
        teller.tell(outlet, title, "", teller.reworded(written["company"]["paragraphs"]))
    claims = [
        {"id": name, "mentions": teller.mentions[name], **claim} for name, claim in written["claims"].items()
    ]
    return teller.rows, {"story": "forty outlets", "claims": claims}


class _Teller:
    """Puts articles together and notes where they tell which claim."""

    def __init__(self, draw: random.Random, written: dict[str, Any]) -> None:
        self.draw, self.written = draw, written
        self.rows: list[dict[str, Any]] = []
        self.mentions: dict[str, list[dict[str, Any]]] = {name: [] for name in written["claims"]}

    def title(self) -> str:
        return str(self.draw.choice(self.written["title"]))

    def edited(self) -> list[Paragraph]:
        """Return the agency's paragraphs as a desk edits them: a few words, a sentence left out."""
        edits = self.draw.sample(self.written["agency"]["edits"], 3)
        paragraphs = []
        for paragraph in self.written["agency"]["paragraphs"]:
            sentences = []
            for text, *_, claims in paragraph:
                for old, new in edits:
                    text = text.replace(old, new)
                if claims or self.draw.random() < 0.8:
                    sentences.append((text, claims))
            paragraphs.append(sentences)
        return paragraphs

    def reworded(self, paragraphs: Sequence[Sequence[Sentence]]) -> list[Paragraph]:
        """Return paragraphs with each sentence in another wording, where there is one."""
        return [[(self.draw.choice(s[1:-1] or s[:1]), s[-1]) for s in sentences] for sentences in paragraphs]

    def cut(self, paragraphs: list[Paragraph]) -> list[Paragraph]:
        """Cut paragraphs from the end, as for want of space."""
        return paragraphs[: self.draw.randint(3, len(paragraphs))]

    def tell(self, outlet: str, title: str, dateline: str, paragraphs: Sequence[Paragraph]) -> None:
        """Add an article and its mentions."""
        name = outlet.casefold().replace(" ", "-")
        text = dateline
        for number, paragraph in enumerate(filter(None, paragraphs)):
            text += "\n" if number else ""
            for place, (sentence, claims) in enumerate(paragraph):
                text += " " if place else ""
                for claim, stance in claims.items():
                    span = {"start": len(text), "end": len(text) + len(sentence)}
                    self.mentions[claim].append({"article": name, **span, "text": sentence, "stance": stance})
                text += sentence
        hour = self.draw.randint(19, 23)
        published = f"2031-05-06T{hour}:{self.draw.randint(0, 59):02}:00+00:00"
        self.rows.append({"id": name, "outlet": outlet, "title": title, "published": published, "text": text})
