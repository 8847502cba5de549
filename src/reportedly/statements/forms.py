"""Parts of speech and lemmas, looked up once for each form: they follow from the word, its tag and its place.

spaCy's attribute ruler and lemmatizer work these out anew for every token, which takes a third of its
parser's time. Both are asked about each form once here, and remembered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

REMEMBERED = 1 << 17
"""Forms; a year of news has more, the rarest are worked out again."""

Form = tuple[int, int, int, bool]  # word, tag, dependency (of the vocabulary), stands after an expletive
PIPES = ("attribute_ruler", "lemmatizer")


class Forms:
    """What an English spaCy pipeline's own ruler and lemmatizer say, remembered by form."""

    def __init__(self, nlp: Language) -> None:
        from spacy.tokens import Doc

        self._document = Doc
        self._vocab = nlp.vocab
        self._pipes: list[Callable[[Doc], Doc]] = [nlp.get_pipe(name) for name in PIPES]
        self._expletive = nlp.vocab.strings.add("expl")
        self._known = functools.lru_cache(maxsize=REMEMBERED)(self._ask)

    def fill(self, doc: Doc) -> Doc:
        """Set part of speech, lemma and morphology of a tagged and parsed document's tokens."""
        if len(doc):
            after = False
            found = []
            for word, tag, dep in doc.to_array(["ORTH", "TAG", "DEP"]).tolist():
                found.append(self._known(word, tag, dep, after))
                after = dep == self._expletive
            doc.from_array(["POS", "LEMMA", "MORPH"], cast(Any, np.array(found, np.uint64)))
        return doc

    def _ask(self, word: int, tag: int, dep: int, after_expletive: bool) -> tuple[int, int, int]:
        """Return part of speech, lemma and morphology of a form; only "there is" needs the word before."""
        text = self._vocab.strings
        words = [*(["there"] if after_expletive else []), text[word]]
        tags = [*(["EX"] if after_expletive else []), text[tag]]
        deps = [*(["expl"] if after_expletive else []), text[dep]]
        doc: Any = self._document(
            self._vocab, words, tags=tags, deps=deps, heads=[len(words) - 1] * len(words)
        )
        for pipe in self._pipes:
            doc = pipe(doc)
        pos, lemma, morph = doc.to_array(["POS", "LEMMA", "MORPH"])[-1].tolist()
        return pos, lemma, morph
