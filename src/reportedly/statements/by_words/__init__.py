"""Who says what in a language without a trained model: rules over the word lists of its folder.

    words.py        text -> sentences -> clauses, quotations whole
    phrases.py      where a noun phrase begins and ends
    cues.py         the verb of a clause, its subject and its object
    tags.py         what tells without a verb: "laut Reuters", "so Merz"
    attributions.py all of it -> the attributions of a sentence
    speakers.py     who is meant
    reading.py      an article -> a Reading, the same as a parsed article gives

Another language needs `cues.toml`, `speakers.toml`, `places.toml`, `dates.toml`, `comparing.toml`,
`page.toml` and, for quotations in several wordings, `wording.toml` in its folder, and its line in
LANGUAGES; the rules know verbs whose halves stand apart and subjects behind the verb, and take a list
that is empty for something the language does not have.
"""

from __future__ import annotations

from reportedly.statements.by_words.reading import read_by_words

__all__ = ["read_by_words"]
