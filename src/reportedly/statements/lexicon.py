"""The word lists that the rules read, as sets."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reportedly.languages import LANGUAGES


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language; members are lower case, verbs are lemmas."""

    verbs: dict[str, frozenset[str]]  # lists of cues.toml
    speakers: dict[str, frozenset[str]]  # lists of speakers.toml

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.verbs[name] if name in self.verbs else self.speakers[name]


@functools.cache
def lexicon(code: str = "en") -> Lexicon:
    """Return the word lists of a language."""
    language = LANGUAGES[code]
    return Lexicon(as_sets(language.words("cues.toml")), as_sets(language.words("speakers.toml")))


def as_sets(lists: dict[str, str | list[str]]) -> dict[str, frozenset[str]]:
    """Return lists, written as words or as a list of phrases, as sets."""
    return {k: frozenset(v.split() if isinstance(v, str) else v) for k, v in lists.items()}
