"""The words of a quotation, comparable however an outlet spells them, each with its place in the text.

Case, punctuation, kinds of quotation marks, British and American spelling, contractions, and numbers
written out or in figures make no other word. Ellipses and square brackets, which say that an editor was
here, are kept beside the words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportedly.languages import LANGUAGES
from reportedly.origins.numbers import with_numbers
from reportedly.origins.token import ASIDE, COMMA, ELLIPSIS, STOP, Lexicon, Token, lexicon

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*|(?:\[[^\W\d_]+\](?=[^\W\d_]))?[^\W\d_]+(?:['’][^\W\d_]+|\.[^\W\d_](?![^\W\d_])|\*+[^\W\d_]*)*|[%&$£€]"
)
_BRACKETED = re.compile(r"\[[^\[\]\n]*[^\W_][^\[\]\n]*\]")
_BROKEN = re.compile(r"…|\.\s?\.\s?\.|\[\s*\]")
_STOP, _COMMA = re.compile(r"[.!?;:]|\n"), re.compile(r"[,–—()]|\s-+\s")


def tokens(
    text: str, pieces: Iterable[tuple[int, int]] | None = None, language: str | None = "en"
) -> list[Token]:
    """Return the words of a text, or of pieces of it, in order; places are offsets into the text.

    A language (ISO 639-1) whose words are not known is compared as English is.
    """
    known = language if language in LANGUAGES and LANGUAGES[language].has("wording.toml") else "en"
    found: list[Token] = []
    for start, end in pieces or [(0, len(text))]:
        words = list(with_numbers(list(_words(text, start, end, known))))
        if words and found:
            words[0] = replace(words[0], before=_strongest(words[0].before, ASIDE))
        found += words
    return found


def _strongest(*marks: str) -> str:
    return min(marks, key=(ELLIPSIS, ASIDE, STOP, COMMA, "").index)


def _words(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    """Yield the words as written, contractions taken apart, spellings made one."""
    brackets = (m.span() for m in _BRACKETED.finditer(text, start, end))
    opens, closes = next(brackets, (end, end))
    words = lexicon(language)
    reached = start
    for match in _TOKEN.finditer(text, start, end):
        left, right = match.span()
        while closes <= left:  # brackets stand in order, and none in another
            opens, closes = next(brackets, (end, end))
        within = opens < left and right < closes
        before = _mark(text[reached:left])
        written = match.group().replace("’", "'").replace("[", "").replace("]", "")
        if text[right : right + 1] == "." and right < end and _takes_point(written, words):
            written, right = written + ".", right + 1
        reached = cut = left
        for key, length in _apart(written, language):
            reached, cut = cut, right if length is None else cut + length
            yield Token(key, reached, cut, before, within, language)
            before = ""
        reached = right


def _takes_point(written: str, words: Lexicon) -> bool:
    """Whether a point after a word ends no sentence: "Dr. Berg", and in German "5. Mai"."""
    ordinal = "." in words.ordinal_ends and written.isdecimal() and len(written) <= 2
    return ordinal or written.casefold() in words.pointed


def _mark(between: str) -> str:
    """Return what stands between two words."""
    if between in ("", " "):
        return ""
    if _BROKEN.search(between):
        return ELLIPSIS
    return STOP if _STOP.search(between) else COMMA if _COMMA.search(between) else ""


@functools.lru_cache(maxsize=1 << 16)
def _apart(written: str, language: str) -> tuple[tuple[str, int | None], ...]:
    """Return the one or two words that a written word stands for, with the letters of all but the last."""
    words = lexicon(language)
    word = written.casefold()
    if word.endswith("."):  # see _takes_point
        word = word[:-1]
    cut, second = len(written), ""
    if ending := next((e for e in words.contractions if word.endswith(e) and e != word), None):
        cut, second = cut - len(ending), words.contractions[ending]
        word = word.removesuffix(ending)
        word = words.stems.get(word, word)
    elif word.endswith("'s") and word[:-2] in words.s_after:
        word, cut, second = word[:-2], cut - 2, words.s_means
    elif word in words.two:
        word, second = words.two[word]
        cut = len(word)
    key = words.abbreviations.get(written) or words.signs.get(word) or _spelt(word, language)
    return ((key, cut), (second, None)) if second else ((key, None),)


def _spelt(word: str, language: str) -> str:
    """Return one spelling for all that a word has."""
    words = lexicon(language)
    if word.endswith("'s"):
        return _spelt(word[:-2], language) + "'s"
    for form, instead in words.spelling:
        if form.match(word):
            word = form.sub(instead, word)
            break
    return words.same.get(word, word)
