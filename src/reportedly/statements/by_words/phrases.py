"""Noun phrases by their words: where one begins and ends, without a parse."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.statements.by_words.lexicon import WordLists
from reportedly.statements.by_words.words import MARKS, Word

Words = Sequence[Word]
CARRIED = 6
"""Words at most between a determiner and its noun: "eine mit dem Vorgang vertraute Person"."""


LONG = 6
"""Letters of an ending that tells what a compound is."""


class Phrases:
    """Reads noun phrases in the words of one clause; every place is an index into them."""

    def __init__(self, words: Words, lists: WordLists) -> None:
        self.words, self.lists = words, lists

    def low(self, i: int) -> str:
        """Return the word at a place in lower case, "" outside."""
        return self.words[i].low if 0 <= i < len(self.words) else ""

    def subject(self, i: int) -> int | None:
        """Return where the noun phrase that begins at `i` ends, if it can be a subject; else None."""
        low = self.low(i)
        if low in self.lists["subject_pronouns"]:
            return i + 1
        if low in self.lists["determiners"] and low not in self.lists["subject_determiners"]:
            return None
        return self.any(i)

    def any(self, i: int) -> int | None:
        """Return where the noun phrase that begins at `i` ends, whatever its case; None where none begins."""
        at = self._nouns(i)
        if at is None:
            return None
        while (longer := self._longer(i, at)) is not None:
            at = longer
        return at

    def _nouns(self, i: int) -> int | None:
        """Read determiners, adjectives and nouns: `die neue Kanzlerin Ana Ruiz`."""
        at = i
        while self.low(at) in self.lists["subject_determiners"] | self.lists["determiners"]:
            at += 1
        carries = at > i and self.low(at) in self.lists["case_prepositions"]
        carried = self._carried(at) if carries else None
        at = carried if carried is not None else at
        while self._is_adjective(at):
            at += 1
        first = at
        while at < len(self.words) and (
            self._is_noun(at) or (self._joins(at) if at > first else self._is_number(at))
        ):
            at += 1
        names = (
            w.is_name or w.text[0].isdigit() or w.text in self.lists["small_names"]
            for w in self.words[first:at]
        )
        return at if any(names) else None

    def _carried(self, at: int) -> int | None:
        """Return where the noun stands to which words before it belong: `(eine) mit der Sache vertraute`."""
        for end in range(at, min(at + CARRIED, len(self.words) - 1)):
            if self.low(end) in self.lists["carrying"]:
                return end + 1
        return None

    def _is_adjective(self, i: int) -> bool:
        low = self.low(i)
        if not low or not self.words[i].text[0].islower() or low in self.lists["stop"]:
            return False
        if low in self.lists["articles"] | self.lists["subject_pronouns"] or low in self.lists.forms:
            return False
        # A name may begin in lower case: dpa. So may what is no adjective.
        ends = low.endswith(tuple(self.lists["adjective_endings"])) or low in self.lists["counts"]
        return ends and any(self._is_noun(k) for k in range(i + 1, min(i + 4, len(self.words))))

    def _is_noun(self, i: int) -> bool:
        if not 0 <= i < len(self.words):
            return False
        word = self.words[i]
        if word.low in self.lists["calendar"]:
            return False
        if word.text in MARKS:  # the name of a paper: die „Orlauer Zeitung“
            near = (i + 1, i - 1)
            return any(0 <= k < len(self.words) and self.words[k].is_name for k in near)
        sentence_start = i == 0 and word.low in self.lists["stop"] | self.lists["determiners"]
        known = word.text in self.lists["small_names"]
        return known or (word.is_name and not sentence_start)

    def _is_number(self, i: int) -> bool:
        return self.words[i].text[0].isdigit() and i + 1 < len(self.words) and self.words[i + 1].is_name

    def _joins(self, i: int) -> bool:
        """Is this a particle or a hyphen inside a name: von, der „Bild“-Zeitung?"""
        after = i + 1 < len(self.words) and self.words[i + 1].is_name
        glued = self.words[i].text in {"-", "/"} and i > 0 and self.words[i - 1].end == self.words[i].idx
        return after and (glued or (self.low(i) == "." and len(self.words[i - 1].text) <= 2))

    def _longer(self, start: int, at: int) -> int | None:
        """Return where the phrase ends with what hangs on it: brackets, `des Rates`, `von der Polizei`."""
        low = self.low(at)
        if low == "(":
            close = next((k for k in range(at, min(at + 6, len(self.words))) if self.low(k) == ")"), None)
            return close + 1 if close is not None else None
        if low in self.lists["genitive"]:
            return self._nouns(at)
        if low in self.lists["joining"] and self._takes(start, at):
            end = self._nouns(at + 1)
            timely = self.low(at + 1) in self.lists["calendar"]
            return None if timely else end
        if low in self.lists["and"]:
            end = self._nouns(at + 1)
            return end if end is not None and self._people(at + 1, end) == self._people(start, at) else None
        return None

    def _takes(self, start: int, at: int) -> bool:
        """Do words behind a preposition belong to the phrase: `Chefin für Inneres`, `das Amt in Kiew`?"""
        low, after = self.low(at), self.low(at + 1)
        nouns = [w.text for w in self.words[start:at] if w.is_name]
        head = nouns[0] if nouns else ""
        if low in self.lists["of"]:
            return True
        if self.lists.ends(head, "places_after"):
            return self.words[at + 1].is_name if at + 1 < len(self.words) else False
        voices = self._people(start, at) and self.lists.ends_as(head, "voices") != ""
        return voices and (self.lists.ends(after, "bodies") or low in self.lists["for"])

    def _people(self, start: int, end: int) -> bool:
        """Does a phrase speak of people by what they are?"""
        nouns = [w.text for w in self.words[start:end] if w.is_name]
        return any(is_role(noun, self.lists) or noun.casefold() in self.lists["unnamed"] for noun in nouns)


def is_role(word: str, lists: WordLists) -> bool:
    """Is a word what somebody is: Kanzler, Regierungssprecherin, SPD-Chef?"""
    return role_of(word, lists) != ""


def role_of(word: str, lists: WordLists) -> str:
    """Return the role that a word ends in, as a man's: "sprecher" for Polizeisprecherin; "" for none."""
    low = word.casefold()
    if low in lists["whole_roles"]:
        return low
    for ending in ("", *sorted(lists["female_endings"], key=len, reverse=True)):
        if low.endswith(ending) and (found := lists.ends_as(low.removesuffix(ending), "roles")):
            return found
    return ""


def is_female(word: str, lists: WordLists) -> bool:
    """Is a role a woman's by its ending (Sprecherin)?"""
    low = word.casefold()
    return any(
        low.endswith(e) and lists.ends_as(low.removesuffix(e), "roles") for e in lists["female_endings"]
    )


def is_body(word: str, lists: WordLists) -> bool:
    """Is a word what a body is: Partei, Chiphersteller? Short endings tell nothing (Deutschland)."""
    low = word.casefold()
    return low in lists["bodies"] or len(lists.ends_as(low, "bodies")) >= LONG
