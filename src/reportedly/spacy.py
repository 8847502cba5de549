"""A spaCy component: `nlp.add_pipe("reportedly_attribution")`.

A document's attributions are in `doc._.attributions`, their stretches also in
`doc.spans["source"]`, `doc.spans["cue"]` and `doc.spans["content"]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span

from reportedly import statements
from reportedly.records import Article, content_hash

ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Attribution:
    """Who said what: stretches of a document, and whom they mean.

    `speakers` are the sources' names, resolved within the document; `stance` is affirms, denies or
    unsure; `chain` runs from the first teller to the last relay.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    speakers: list[str] = field(default_factory=list)
    stance: str = "affirms"
    chain: list[str] = field(default_factory=list)


@Language.factory("reportedly_attribution", assigns=["doc._.attributions", "doc.spans"])
def make_component(nlp: Language, name: str) -> AttributionComponent:
    """Return the component; it reads a document's text and needs no other component before it."""
    return AttributionComponent()


class AttributionComponent:
    """Finds the attributions of a document, which may be of any tokenizer."""

    def __init__(self) -> None:
        if not Doc.has_extension("attributions"):
            Doc.set_extension("attributions", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.attributions`, in the order of the text, and the groups of spans of the three roles."""
        key = content_hash(doc.text)
        article = Article("text", key, "text", language="en", text=doc.text)
        found = statements.read_articles([article])[0].attributions
        doc._.attributions = [
            Attribution(
                source=_spans(doc, a.source, "source"),
                cue=_spans(doc, a.cue, "cue"),
                content=_spans(doc, a.content, "content"),
                speakers=a.names,
                stance=a.stance,
                chain=a.chain,
            )
            for a in found
        ]
        for role in ROLES:
            spans = {s for a in doc._.attributions for s in getattr(a, role)}
            doc.spans[role] = sorted(spans, key=lambda s: (s.start, s.end))
        return doc


def _spans(doc: Doc, pieces: Sequence[Sequence[int]], label: str) -> list[Span]:
    found = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end in pieces)
    return [span for span in found if span is not None]
