"""The spaCy component, on documents of any tokenizer, and what becomes of its attributions."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import reportedly.spacy  # noqa: F401 - registers the component for those who do not install the package

TEXT = "The mill will close in May, the Orlava News Agency reported. “We had no say,” Ana Lopez told us."


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline with no other component: no parser, no sentences."""
    nlp = spacy.blank("en")
    nlp.add_pipe("reportedly_attribution")
    return nlp


def told(doc: Doc) -> list[tuple[list[str], list[str], list[str], list[str]]]:
    return [
        ([s.text for s in a.source], [s.text for s in a.cue], [s.text for s in a.content], a.speakers)
        for a in doc._.attributions
    ]


def test_a_document_has_its_attributions(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc._.attributions
    assert [s.text for s in first.content] == ["The mill will close in May"]
    assert first.speakers == ["Orlava News Agency"]
    assert second.speakers == ["Ana Lopez"]
    reported, told_us = doc.spans["cue"]
    assert reported.text == "reported"
    assert told_us.text.startswith("told")
    assert {s.label_ for s in doc.spans["source"]} == {"source"}


def test_a_span_knows_what_it_is_part_of(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc._.attributions
    assert doc.spans["source"][0]._.attributions == [first]
    assert doc.spans["content"][1]._.attributions == [second]
    assert doc[3:5]._.attributions == []


def test_documents_in_a_stream_and_an_empty_one(nlp: Language) -> None:
    empty, full = nlp.pipe(["", TEXT])
    assert empty._.attributions == []
    assert len(full._.attributions) == 2
    assert list(empty.spans["content"]) == []


def test_a_document_that_was_not_read_has_none() -> None:
    doc = spacy.blank("en")(TEXT)
    assert doc._.attributions == []
    assert doc._.attributions_rejected is None


def test_attributions_travel_with_their_document(nlp: Language) -> None:
    doc = nlp(TEXT)
    (packed,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    others = [Doc(nlp.vocab).from_bytes(doc.to_bytes()), pickle.loads(pickle.dumps(doc)), doc.copy(), packed]
    for other in others:
        assert told(other) == told(doc)
        assert all(span.doc is other for a in other._.attributions for span in a.content)


def test_joined_and_cut_documents_keep_theirs(nlp: Language) -> None:
    doc = nlp(TEXT)
    joined = Doc.from_docs([doc, nlp("It is late."), doc])
    assert told(joined) == told(doc) * 2
    assert [s.text for s in joined.spans["cue"]] == [s.text for s in doc.spans["cue"]] * 2
    end = doc.text.index("“")
    half = doc.char_span(0, end - 1)
    assert told(half.as_doc(copy_user_data=True)) == told(doc)[:1]


def test_a_document_read_again_has_them_once(nlp: Language) -> None:
    doc = nlp(TEXT)
    before = told(doc)
    assert told(nlp.get_pipe("reportedly_attribution")(doc)) == before


def test_a_pipeline_from_disk_and_in_several_processes(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    want = told(nlp(TEXT))
    assert [told(doc) for doc in again.pipe([TEXT, ""], n_process=2, batch_size=1)] == [want, []]


def test_a_parsed_document_and_one_of_given_words_are_read_alike(nlp: Language) -> None:
    component = nlp.get_pipe("reportedly_attribution")
    words = TEXT.split(" ")
    split_at_spaces = component(Doc(nlp.vocab, words=words, spaces=[True] * (len(words) - 1) + [False]))
    assert [a.speakers for a in split_at_spaces._.attributions] == [["Orlava News Agency"], ["Ana Lopez"]]
    first = split_at_spaces._.attributions[0]
    assert [s.text for s in first.content] == ["The mill will close in May,"]  # whole tokens, always


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [("sv", "Bron är stängd, sade han.", "language 'sv'"), ("en", "a" * 300_000, "300,001 char")],
)
def test_what_cannot_be_read_is_said(language: str, text: str, reason: str) -> None:
    other = spacy.blank(language)
    component = other.add_pipe("reportedly_attribution")
    doc = Doc(other.vocab, words=[text])
    with pytest.warns(UserWarning, match=reason):
        component(doc)
    assert doc._.attributions == []
    assert reason in doc._.attributions_rejected
    assert [list(doc.spans[role]) for role in ("source", "cue", "content")] == [[], [], []]


def test_a_pipeline_of_no_language_reads_as_if_it_were_english() -> None:
    other = spacy.blank("xx")
    other.add_pipe("reportedly_attribution")
    assert other(TEXT)._.attributions[0].speakers == ["Orlava News Agency"]
