"""The sentence that is asked about, and what it claims once "the mayor denied that" is taken off."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reportedly.asking.answers import readable
from reportedly.claims import sentence as as_sentence
from reportedly.errors import InputError
from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import stem

LONGEST = 1000
"""Signs of a sentence that can be asked about, at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence, what it claims, whether it says that this is not so, and on whose word."""

    sentence: str
    text: str
    denied: bool = False
    tellers: tuple[str, ...] = ()


def asked(sentence: str) -> Asked:
    """Return what a sentence asks about; raises InputError for none, and for one that is too long."""
    plain = " ".join(readable(sentence).split())
    if not any(sign.isalnum() for sign in plain):
        raise InputError("give a sentence to check")
    if len(plain) > LONGEST:
        raise InputError(f"a sentence to check has {LONGEST} signs at most; this has {len(plain)}")
    if not _may_tell(plain):
        return Asked(plain, plain)
    from reportedly.pipeline import find_statements  # its models are loaded for such sentences alone

    found = find_statements(plain)
    if len(found) != 1 or not (found[0].chain or found[0].stance == "denies"):
        return Asked(plain, plain)
    [told] = found
    text = as_sentence(told.proposition or told.text)
    return Asked(plain, text, told.stance == "denies", tuple(told.chain))


def _may_tell(sentence: str) -> bool:
    """Has a sentence a word of saying, believing or denying?"""
    low = f" {sentence.casefold()} "
    words = {stem(word.strip(".,;:!?“”\"'()"), "en") for word in low.split()}
    verbs, phrases = _telling()
    return not verbs.isdisjoint(words) or any(f" {phrase} " in low for phrase in phrases)


@functools.cache
def _telling() -> tuple[frozenset[str], tuple[str, ...]]:
    lists = LANGUAGES["en"].words("cues.toml")
    verbs = " ".join(lists[name] for name in ("say", "think", "deny", "deny_words")).split()
    return frozenset(stem(verb, "en") for verb in verbs), tuple(lists["prepositions"])
