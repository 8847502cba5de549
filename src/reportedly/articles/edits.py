"""What an edit changed in an article: sentences reworded, cut and added, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from reportedly.articles.draft import normal
from reportedly.records import Change, Words

REWORDED = 0.5
"""Share of the words of two sentences that they have in common where one is the other, reworded."""

LISTED = 200
"""Changes that are listed of one edit; more are counted."""

_LONGEST = 100  # words: a longer sentence is a text without stops, and is cut
_PAIRED = 300  # sentences of either text that may be another, reworded
_END = re.compile(r"(?<=[.!?…؟।])[\"”’'»)\]]*\s+|(?<=[。！？])[」』”]?")


def edits(before: str, after: str) -> tuple[list[Change], int]:
    """Return the changes that make one text of another, and how many more there are than are listed.

    What is reworded or cut comes in the order of the earlier text, then what is added. A sentence that
    only stands elsewhere, or in other capitals and stops, is the same.
    """
    old, new = _sentences(before), _sentences(after)
    gone = [text for key, text in old.items() if key not in new]
    added = [text for key, text in new.items() if key not in old]
    candidates = {sentence: _bare(sentence) for sentence in added[:_PAIRED]}
    changes = []
    for number, sentence in enumerate(gone):
        successor = _successor(_bare(sentence), candidates) if number < _PAIRED else None
        if successor is None:
            changes.append(Change("cut", [Words("gone", sentence)]))
        else:
            del candidates[successor]
            added.remove(successor)
            changes.append(Change("reworded", _reworded(sentence, successor)))
    changes += [Change("added", [Words("new", sentence)]) for sentence in added]
    return changes[:LISTED], len(changes[LISTED:])


def _sentences(text: str) -> dict[str, str]:
    """Return the sentences of a text by their letters alone, each once, in order."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        at = 0
        for end in [*(match.end() for match in _END.finditer(line)), len(line)]:
            words, at = line[at:end].split(), end
            for start in range(0, len(words), _LONGEST):
                sentence = " ".join(words[start : start + _LONGEST])
                found.setdefault(normal(sentence), sentence)
    found.pop("", None)
    return found


def _successor(words: set[str], candidates: dict[str, set[str]]) -> str | None:
    """Return the sentence that has most of these words, None where none has enough."""

    def share(sentence: str) -> float:
        others = candidates[sentence]
        return 2 * len(words & others) / (len(words) + len(others))

    best = max(candidates, key=share, default=None)
    return best if best is not None and share(best) >= REWORDED else None


def _bare(sentence: str) -> set[str]:
    return {_key(word) for word in _words(sentence)}


def _key(word: str) -> str:
    return normal(word) or word


def _words(sentence: str) -> list[str]:
    """Return the words of a sentence; of one without spaces, its signs."""
    words = sentence.split()
    return words if len(words) > 1 else list(sentence)


def _reworded(before: str, after: str) -> list[Words]:
    """Return two sentences as runs of words."""
    old, new = _words(before), _words(after)
    glue = " " if " " in before or " " in after else ""
    matcher = SequenceMatcher(None, list(map(_key, old)), list(map(_key, new)), autojunk=False)
    runs = []
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        pieces = [("new", new[right:right_end])]
        pieces = [("same", pieces[0][1])] if kind == "equal" else [("gone", old[left:left_end]), *pieces]
        runs += [Words(name, glue.join(words)) for name, words in pieces if words]
    return runs
