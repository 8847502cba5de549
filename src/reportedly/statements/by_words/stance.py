"""Stance, by words: does a statement affirm, deny or leave open what it says?"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.statements.attributions import Attribution
from reportedly.statements.by_words.lexicon import WordLists
from reportedly.statements.by_words.words import Word


def stance_of(words: Sequence[Word], under: Sequence[Attribution], lists: WordLists) -> str:
    """Return affirms, denies or unsure: the cues' stance first, then what the words themselves say."""
    low = [w.low for w in words]
    denies = bool(under) and _denies(low, lists)
    if any(a.stance == "unsure" for a in under):
        return "unsure"
    if sum(a.stance == "denies" for a in under) % 2:
        return "affirms" if denies else "denies"
    told = any(a.source for a in under)  # "soll laut Polizei" is the police's word, "soll" alone nobody's
    if any(word in lists["open_words"] or (word in lists["hearsay"] and not told) for word in low):
        return "unsure"
    return "denies" if denies else "affirms"


def _denies(low: Sequence[str], lists: WordLists) -> bool:
    """Does somebody say that something was not done, or that a thing said is false?"""
    negated = sum(word in lists["negators"] for word in low)
    if any(word in lists["deny_words"] for word in low):
        return negated % 2 == 0
    return negated % 2 == 1 and _is_done(low, lists)


def _is_done(low: Sequence[str], lists: WordLists) -> bool:
    """Do words tell of something done ("habe verkauft"), not of how things are ("sei geplant")?"""
    participles = [word for word in low if _is_participle(word, lists)]
    if not participles:
        return False
    has, passive = (not lists[name].isdisjoint(low) for name in ("done", "done_passive"))
    moved = any(word.endswith(tuple(lists["done_ends"])) for word in participles)
    return has or passive or (moved and not lists["done_being"].isdisjoint(low))


def _is_participle(word: str, lists: WordLists) -> bool:
    """Does a word look like the participle of something done: geschickt, weitergegeben, verkauft?"""
    begins = any(begin in word[:8] for begin in lists["participle_begins"])
    return begins and word.endswith(tuple(lists["participle_ends"])) and len(word) > 5
