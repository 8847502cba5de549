"""Propositions: a statement as a sentence of its own, by words alone, for comparing with what others say."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.statements.attributions import Attribution
from reportedly.statements.by_words.lexicon import WordLists
from reportedly.statements.by_words.words import MARKS, Word
from reportedly.statements.cast import Member


def proposition(
    words: Sequence[Word], inner: Attribution | None, speaker: Member | None, lists: WordLists
) -> str:
    """Return the words without the one by which they hang on a cue; "I" and "we" mean the speaker.

    Where the saying itself is what is stated, it is said: "Ute Kessler kündigte eine Umleitung an".
    """
    kept = [w for w in words if w.text not in MARKS]
    if len(kept) > 1 and kept[0].low in lists["dependent"] - lists["open_words"]:
        kept = kept[1:]
    text = ""
    before: Word | None = None
    for word in kept:
        named = speaker.name if speaker and word.low in lists["first_person"] else word.text
        glued = before is not None and before.end == word.idx
        text += named if glued or not text else f" {named}"
        before = word
    text = text.strip(" ,;:–—-")
    if inner is not None and inner.act and speaker is not None:
        return f"{speaker.name} {inner.act.replace('…', text)}"
    return text
