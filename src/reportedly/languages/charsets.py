"""Which charset of one byte a sign a page is in, told by the letters of languages."""

from __future__ import annotations

import codecs
import functools
import itertools
import re
import tomllib
from importlib.resources import files

ENOUGH = 0.97
"""A charset must explain this share of the signs that are not ASCII: some may be anything."""

_SIGNS = "‘’‚“”„«»‹›–—…·•°§©®™€£¿¡ \u00a0\u00ad№،؟؛"
_SAMPLE = 20_000
_WESTERN = "cp1252"
_LAST_LATIN = "\u024f"


STRAY = "reportedly-stray-bytes"
"""For `errors=` in decoding UTF-8: bytes that are none are read as Windows-1252, which they mostly are."""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(STRAY, _as_windows)


def charset_by_letters(content: bytes) -> str | None:
    """Return Python's name for the charset of one byte a sign in which text is of some language, else None.

    Each sign beyond ASCII is a letter of the language, or of those that stand between words.
    """
    sample = _telling(content)
    best, most = None, ENOUGH
    for charset, alphabets in _alphabets().items():
        text = sample.decode(charset, "replace")
        beyond = [sign for sign in text if not sign.isascii()]
        odd = _odd_pairs(text)
        for alphabet in alphabets:
            share = (sum(sign in alphabet for sign in beyond) - odd) / max(1, len(beyond))
            if share > most + 1e-9 or (best is None and share >= most):
                best, most = charset, share
    return best or (_WESTERN if _mixed(sample) else None)


def _mixed(sample: bytes) -> bool:
    """Tell whether a text is Western, with names of several languages."""
    letters = frozenset().union(*_alphabets()[_WESTERN])
    beyond = [sign for sign in sample.decode(_WESTERN, "replace") if not sign.isascii()]
    return sum(sign in letters for sign in beyond) >= ENOUGH * max(1, len(beyond))


def _telling(content: bytes) -> bytes:
    """Return the words of a page that are not ASCII alone: they tell, and are few."""
    found = re.finditer(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", content)
    words, size = [], 0
    for match in found:
        words.append(match[0])
        size += len(match[0])
        if size > _SAMPLE:
            break
    return b" ".join(words)


def _odd_pairs(text: str) -> int:
    """Return how often letters stand together as in no language: a capital after a small one, two scripts."""
    found = 0
    for a, b in itertools.pairwise(text):
        if not (a.isascii() and b.isascii()) and a.isalpha() and b.isalpha():
            two_scripts = a.isascii() != b.isascii() and max(a, b) > _LAST_LATIN
            found += two_scripts or (a.islower() and b.isupper())
    return found


@functools.cache
def _alphabets() -> dict[str, list[frozenset[str]]]:
    table = tomllib.loads(files(__package__).joinpath("charsets.toml").read_text("utf8"))
    return {
        charset: [frozenset(letters + letters.upper() + _SIGNS) for letters in languages.values()]
        for charset, languages in table.items()
    }
