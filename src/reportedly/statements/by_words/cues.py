"""Verbs that tell, in a clause: "sagte", "wies ... zurück", "wie die Polizei mitteilte"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.languages import find_agency
from reportedly.statements.attributions import Mention
from reportedly.statements.by_words.lexicon import Verb, WordLists
from reportedly.statements.by_words.phrases import Phrases
from reportedly.statements.by_words.words import MARKS, Clause, Sentence
from reportedly.statements.parse import Span

REACH = 14
"""Words after a verb among which its subject is looked for."""

STOPS = frozenset(".!?…")
STANCES = {"deny": "denies", "unsure": "unsure"}


@dataclass(frozen=True)
class Cue:
    """A verb in a clause: the places of its words, and of the finite one among them."""

    verb: Verb
    places: tuple[int, ...]
    finite: int
    stance: str
    passive: bool = False


class ClauseReader(Phrases):
    """Reads one clause of a sentence, which is no quotation."""

    def __init__(self, sentence: Sentence, n: int, lists: WordLists) -> None:
        super().__init__(sentence.clauses[n].words, lists)
        self.sentence, self.n, self.unit = sentence, n, sentence.unit()

    # ------------------------------------------------------------ the cue
    def cue(self) -> Cue | None:
        """Return the first verb of the clause that tells, with all that it needs."""
        for i, word in enumerate(self.words):
            for verb in self.lists.forms.get(word.text, ()):
                if (cue := self._fits(i, verb)) is not None:
                    return cue
        return None

    def _fits(self, i: int, verb: Verb) -> Cue | None:
        needed = self._needed(i, verb)
        if needed is None:
            return None
        stance = STANCES.get(verb.kind, "affirms")
        negated = any(w.low in self.lists["negators"] for w in self.words[:i])
        if verb.form == "finite":
            if self._is_infinitive(i, verb):
                return None
            later = any(w.low in self.lists["negators"] for w in self.words[i:])
            if later and self._after():
                stance = "affirms" if stance == "denies" else "unsure"
            return Cue(verb, (i, *needed), i, stance)
        if verb.form == "infinitive":
            modal = self._first("modal")
            if modal is None or not negated or verb.lemma not in self.lists["withheld"]:
                return None
            return Cue(verb, tuple(sorted({modal, i, *needed})), modal, "unsure")
        auxiliary = self._first("auxiliary")
        if auxiliary is None or not (auxiliary < i or auxiliary == i + 1):
            return None
        if negated:
            stance = "affirms" if stance == "denies" else "unsure"
        passive = self.low(auxiliary) in self.lists["passive"]
        return Cue(verb, tuple(sorted({auxiliary, i, *needed})), auxiliary, stance, passive)

    def _is_infinitive(self, i: int, verb: Verb) -> bool:
        """Does a form that could be either hang on another verb: `um das zu bestätigen`, `wird berichten`?"""
        if not verb.lemma.endswith(self.words[i].text):
            return False
        marked = self.low(i - 1) in self.lists["infinitive_mark"]
        return marked or self._first("modal") is not None or self._first("auxiliary") is not None

    def _needed(self, i: int, verb: Verb) -> tuple[int, ...] | None:
        """Return the places of what a verb needs, after it if they can be; None where one is missing."""
        places: list[int] = []
        for need in verb.needs:
            order = [*range((places or [i])[-1] + 1, len(self.words)), *range(i)]
            place = next((k for k in order if self.words[k].text == need), None)
            if place is None:
                return None
            places.append(place)
        return tuple(places)

    def _first(self, name: str) -> int | None:
        return next((k for k, w in enumerate(self.words) if w.low in self.lists[name]), None)

    # ------------------------------------------------------------ who
    def source(self, cue: Cue) -> tuple[int, int] | None:
        """Return the places `[start, end)` of who tells by a cue, None where the clause does not say."""
        if cue.verb.lemma in self.lists["impersonal"] or cue.passive:
            return self._behind("impersonal_from" if not cue.passive else "of")
        opener = self.low(0) in self.lists["tag_openers"] | self.lists["subordinators"]
        before = self._subject_in(1 if opener else 0, cue.finite)
        after = None if opener else self._subject_after(cue)
        if before and after and self.points(range(*before)):
            return after
        if before and after and self.low(after[0]) in {"er", "sie"} & self.lists["subject_pronouns"]:
            return after
        return before or after

    def _behind(self, name: str) -> tuple[int, int] | None:
        """Return the noun phrase behind a preposition of a list."""
        for k, word in enumerate(self.words):
            if word.low in self.lists[name] and (end := self.any(k + 1)) is not None:
                return k + 1, end
        return None

    def _subject_in(self, start: int, stop: int) -> tuple[int, int] | None:
        """Return the subject that the clause begins with, adverbs left out; None for "Am Montag"."""
        for k in range(start, stop):
            end = self.subject(k)
            if end is not None and end <= stop:
                return k, end
            if self.low(k) not in self.lists["adverbs"]:
                return None
        return None

    def _subject_after(self, cue: Cue) -> tuple[int, int] | None:
        """Return the subject behind the finite verb: `am Montag sagte ein Sprecher`."""
        k = cue.finite + 1
        while k < min(len(self.words), cue.finite + REACH):
            if k in cue.places:
                k += 1
            elif self.low(k) in self.lists["case_prepositions"]:
                end = self.any(k + 1)
                k = end if end is not None else k + 1 + (self.low(k + 1) in self.lists["calendar"])
            elif (end := self.subject(k)) is not None:
                return k, end
            else:
                skipped = self.any(k)  # an object: "den Angehörigen"
                k = skipped if skipped is not None else k + 1
        return None

    def without_told(self, start: int, end: int) -> int:
        """Return where a source ends, what it told left out: "ein Sprecher | der Nachrichtenagentur dpa"."""
        for k in range(start + 1, end):
            if self.low(k) in self.lists["genitive"] and self._publishes(k + 1, end):
                heads = [w.low for w in self.words[start:k] if w.is_name]
                return end if heads and self.lists.ends(heads[-1], "documents") else k
        return end

    def _publishes(self, start: int, end: int) -> bool:
        """Are words, up to the next genitive, an agency or one who publishes?"""
        end = next((k for k in range(start, end) if self.low(k) in self.lists["genitive"]), end)
        words = [w for w in self.words[start:end] if w.is_name or w.text in self.lists["small_names"]]
        first = words[0] if words else None
        kinds = self.lists["publishers"] | self.lists["agencies"]
        names = [w.text for w in words] + [" ".join(w.text for w in words)]
        return first is not None and (first.low in kinds or any(map(find_agency, names)))

    def told(self, cue: Cue, source: tuple[int, int] | None) -> list[Mention]:
        """Return whom the source told: `der dpa`, `dem Sender TVN`, `gegenüber Reuters`."""
        found = []
        for k in range(cue.finite + 1, len(self.words)):
            if source and source[0] <= k < source[1]:
                continue
            opens = cue.verb.lemma in self.lists["dative_verbs"] and self.low(k) in self.lists["dative"]
            begins = k + 1 if any(self.at(k, p) for p in self.lists.phrases["told"]) else k
            end = self.any(k + self.length(k, "told")) if begins > k else (self.any(k) if opens else None)
            if end is not None:
                found.append(self.mention(k + self.length(k, "told"), end))
        return found[:1]

    def citing(self) -> list[Mention]:
        """Return whom the teller cites: `unter Berufung auf Insider`, `aus Regierungskreisen`."""
        cited = self.citation()
        if cited is not None:
            return [self.mention(*cited[1])]
        for k in range(len(self.words)):
            if self.low(k) in self.lists["impersonal_from"] and self.low(k + 1).endswith(
                tuple(self.lists["circles"])
            ):
                end = self.any(k + 1)
                return [self.mention(k + 1, end or k + 2)]
        return []

    def citation(self) -> tuple[int, tuple[int, int]] | None:
        """Return where the phrase `unter Berufung auf Insider` begins, and the places of whom it cites."""
        for k in range(len(self.words)):
            size = self.length(k, "citing")
            if size and (end := self.any(k + size)) is not None:
                return k, (k + size, end)
        return None

    def length(self, k: int, name: str) -> int:
        """Return how many words the phrase of a list has that stands at a place, 0 where none does."""
        return next((len(p) for p in self.lists.phrases[name] if self.at(k, p)), 0)

    def at(self, k: int, phrase: Sequence[str]) -> bool:
        """Does a phrase stand at a place?"""
        return all(self.low(k + j) == word for j, word in enumerate(phrase))

    def mention(self, start: int, end: int) -> Mention:
        """Return words as a source."""
        return Mention(list(self.words[start:end]), self.unit)

    # ------------------------------------------------------------ what
    def points(self, places: Iterable[int]) -> bool:
        """Do words only point at what was said: "das", "die Vorwürfe"?"""
        words = [self.words[k] for k in places]
        nouns = [w for w in words if w.is_name and w.low not in self.lists["determiners"]]
        heads = [w.low for w in nouns] or [w.low for w in words[:1]]
        return bool(heads) and heads[0] in self.lists["pointing"]

    def this(self) -> range | None:
        """Return the place of a "das" that stands by itself, for what was said before."""
        places = (k for k, w in enumerate(self.words) if w.low in self.lists["this"] and self.any(k) is None)
        return next((range(k, k + 1) for k in places), None)

    def object(self, cue: Cue, source: tuple[int, int] | None) -> range | None:
        """Return the places of a noun phrase that is the content: `den Angriff`, `vor einem Kahlschlag`."""
        taken = {*cue.places, *(range(*source) if source else ())}
        prepositions = self.lists["case_prepositions"]
        begins = [k for k in cue.places if self.low(k) in prepositions and self.any(k + 1) is not None]
        free = [k for k in range(len(self.words)) if k not in taken or k in begins]
        runs: list[list[int]] = []
        for k in free:
            if runs and runs[-1][-1] == k - 1:
                runs[-1].append(k)
            else:
                runs.append([k])
        trimmed = [run for r in runs if (run := self._trimmed(r, begins))]
        return max(trimmed, key=len, default=None)

    def _trimmed(self, run: list[int], begins: Sequence[int]) -> range | None:
        """Cut adverbs and times off a run of words; None where no noun is left."""
        k, stop = run[0], run[-1] + 1
        while k < stop:
            if k in begins or self.low(k) in self.lists["this"]:
                break
            if self.low(k) in self.lists["case_prepositions"] and self._is_time(k + 1):
                k = next((j for j in range(k + 1, stop) if self.low(j) in self.lists["calendar"]), k) + 1
            elif self.low(k) in self.lists["stop"] - self.lists["case_prepositions"]:
                k += 1
            else:
                break
        while stop > k and (
            (not self.words[stop - 1].is_word and self.words[stop - 1].text not in MARKS)
            or self.low(stop - 1) in self.lists["stop"]
        ):
            stop -= 1
        noun = any(self.words[j].is_name or self.low(j) in self.lists["this"] for j in range(k, stop))
        return range(k, stop) if k < stop and noun else None

    def _is_time(self, k: int) -> bool:
        return any(self.low(j) in self.lists["calendar"] for j in range(k, k + 3))

    def span(self, places: Iterable[int]) -> list[Span]:
        """Return words as stretches of the article."""
        return self.unit.spans([self.words[k] for k in places])

    def _after(self) -> bool:
        return self.n + 1 < len(self.sentence.clauses)


def stretch(clauses: Sequence[Clause]) -> list[Span]:
    """Return neighbouring clauses as one stretch, without the stop that ends it; nothing for none."""
    words = [word for clause in clauses for word in clause.words]
    while words and words[-1].text in STOPS:
        words.pop()
    return [(words[0].idx, words[-1].end)] if words else []
