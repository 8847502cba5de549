"""A spaCy component: `nlp.add_pipe("reportedly_attribution")`.

A document's attributions are in `doc._.attributions`, their stretches also in `doc.spans["source"]`,
`doc.spans["cue"]` and `doc.spans["content"]`; each of these tells in `span._.attributions` what it is
part of. They are kept as plain data of the document, so they travel with it: to disk, to other
processes, into what `Doc.from_docs` joins. Where such documents are only read, `import reportedly.spacy`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from reportedly import statements
from reportedly.records import Article, Reading, content_hash

NAME = "reportedly_attribution"
ROLES = ("source", "cue", "content")
_ANY_LANGUAGE = "xx"
_KEPT = ("._.", NAME)  # how user_data names what belongs to a stretch: spaCy moves it along
_REJECTED = ("._.", "attributions_rejected", None, None)


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


@Language.factory(NAME, assigns=["doc._.attributions", "doc.spans"])
def make_component(nlp: Language, name: str) -> AttributionComponent:
    """Return the component; it reads a document's text and needs no other component before it."""
    return AttributionComponent(None if nlp.lang == _ANY_LANGUAGE else nlp.lang)


class AttributionComponent:
    """Finds the attributions of a document, which may be of any tokenizer, in the pipeline's language."""

    def __init__(self, language: str | None = "en") -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.attributions`, in the order of the text, and the groups of spans of the three roles.

        Of a document that cannot be read there are none: a warning and `doc._.attributions_rejected` say why.
        """
        key = content_hash(doc.text)
        article = Article("text", key, "text", language=self.language, text=doc.text)
        (reading,) = statements.read_articles([article])
        _keep(doc, reading)
        if reading.rejected:
            warnings.warn(f"{NAME}: {reading.rejected}", stacklevel=2)
        for role in ROLES:
            spans = {s for a in doc._.attributions for s in getattr(a, role)}
            doc.spans[role] = sorted(spans, key=lambda s: (s.start, s.end))
        return doc


def _keep(doc: Doc, reading: Reading) -> None:
    """Note attributions in a document's data, by the place of their cue, the rest relative to it."""
    data: dict[Any, Any] = doc.user_data
    for key in [key for key, _ in _kept(doc)]:
        del data[key]
    data.pop(_REJECTED, None)
    if reading.rejected:
        data[_REJECTED] = reading.rejected
    for a in reading.attributions:
        start, end = (a.cue or a.content)[0]
        row: dict[str, Any] = {role: [[s - start, e - start] for s, e in getattr(a, role)] for role in ROLES}
        row |= {"speakers": a.names, "stance": a.stance, "chain": a.chain}
        data.setdefault((*_KEPT, start, end), []).append(row)


def _kept(doc: Doc) -> list[tuple[Any, list[dict[str, Any]]]]:
    return [(key, rows) for key, rows in doc.user_data.items() if isinstance(key, tuple) and key[:2] == _KEPT]


def _attributions(doc: Doc) -> list[Attribution]:
    length = len(doc.text)
    found = [a for key, rows in _kept(doc) for row in rows for a in _placed(doc, length, key[2], row)]
    return sorted(found, key=lambda a: [span.start_char for span in (*a.content[:1], *a.cue[:1])])


def _placed(doc: Doc, length: int, start: int, row: dict[str, Any]) -> Iterator[Attribution]:
    """Yield what was kept as an attribution, unless a part of it was cut off the document."""
    places = {role: [(start + s, start + e) for s, e in row[role]] for role in ROLES}
    if all(0 <= s < e <= length for pieces in places.values() for s, e in pieces):
        spans: dict[str, Any] = {
            role: [doc.char_span(s, e, label=role, alignment_mode="expand") for s, e in pieces]
            for role, pieces in places.items()
        }
        yield Attribution(**spans, speakers=[*row["speakers"]], stance=row["stance"], chain=[*row["chain"]])


def _attributions_of(span: Span) -> list[Attribution]:
    place = span.start, span.end
    return [
        a
        for a in _attributions(span.doc)
        if any(place == (s.start, s.end) for role in ROLES for s in getattr(a, role))
    ]


for _owner, _name, _given in (
    (Doc, "attributions", {"getter": _attributions}),
    (Doc, "attributions_rejected", {"default": None}),
    (Span, "attributions", {"getter": _attributions_of}),
):
    if not _owner.has_extension(_name):
        _owner.set_extension(_name, **_given)
