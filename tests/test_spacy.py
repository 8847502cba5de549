"""The spaCy component, on documents of any tokenizer."""

from __future__ import annotations

import spacy
from spacy.language import Language

import reportedly.spacy  # noqa: F401 - registers the component for those who do not install the package

TEXT = "The mill will close in May, the Orlava News Agency reported. “We had no say,” Ana Lopez told us."


def _pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("reportedly_attribution")
    return nlp


def test_a_document_has_its_attributions() -> None:
    doc = _pipeline()(TEXT)
    first, second = doc._.attributions
    assert [s.text for s in first.content] == ["The mill will close in May"]
    assert first.speakers == ["Orlava News Agency"]
    assert second.speakers == ["Ana Lopez"]
    reported, told = doc.spans["cue"]
    assert reported.text == "reported"
    assert told.text.startswith("told")
    assert {s.label_ for s in doc.spans["source"]} == {"source"}


def test_documents_in_a_stream_and_an_empty_one() -> None:
    empty, full = _pipeline().pipe(["", TEXT])
    assert empty._.attributions == []
    assert len(full._.attributions) == 2
    assert list(empty.spans["content"]) == []
