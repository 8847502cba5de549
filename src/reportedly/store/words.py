"""Texts and names as they are looked up: words without inflection, case and accents."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import comparing, stem

_WORD = re.compile(r"\w+")


def folded(name: str) -> str:
    """Return a name without case, accents and punctuation: Kim Jong-un -> kim jong un."""
    return " ".join(_bare(word) for word in _cut(name)) or name.casefold().strip()


def stems(text: str, languages: Collection[str]) -> list[str]:
    """Return the words of a text in these languages (ISO 639-1), without inflection, those that mean
    nothing alone left out; a word that two languages bend otherwise is there in both forms."""
    known = tuple(sorted(language for language in languages if language in LANGUAGES))
    return [form for word in _cut(text) for form in _forms(word, known)]


@functools.lru_cache(maxsize=100_000)
def _forms(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    if _is_common(word, languages):
        return ()
    return tuple(dict.fromkeys(_bare(stem(word, language)) for language in languages)) or (_bare(word),)


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that somebody looks for: as words may begin, and in the forms that `stems` gives.

    One that means nothing alone in some language (the, die) `may_lack` where others are found.
    """

    beginning: str
    forms: tuple[str, ...]
    may_lack: bool


def asked(text: str) -> Iterator[Asked]:
    """Yield the words that somebody looks for."""
    for word in dict.fromkeys(_cut(text)):
        forms = {language: _forms(word, (language,)) for language in sorted(LANGUAGES)}
        found = tuple(dict.fromkeys(form for of_one in forms.values() for form in of_one))
        if found:
            yield Asked(_bare(word), found, not all(forms.values()))


def _is_common(word: str, languages: Collection[str]) -> bool:
    """Tell whether a word, case folded, means nothing alone in all of these languages."""
    if len(word) == 1 and word.isascii() and word.isalpha():
        return True
    return bool(languages) and all(word in comparing(language).function for language in languages)


def _cut(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _bare(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)) or word
