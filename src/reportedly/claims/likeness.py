"""How a sentence that somebody asks about stands to claims of any story.

The scorer of pairs measures against a story: what sets two of its statements apart from the others. A
sentence out of the blue has no story, and what a store holds beside a claim must not change how the two
compare. So likeness is of the two texts alone, half meaning and half words (as many as they share of all that
they have, and of the sentence's: a claim may say more); then what makes two sentences of
the same words different claims is looked for: a "not", an opposite, other numbers, times or names, turned
roles. (Of all mixes tried, these weights order the mentions of the gold, MRPC's pairs and our own best;
benchmarks/asking.py measures them.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportedly.claims.encoder import encode
from reportedly.claims.wording import Bag, Floats, bag, tokens
from reportedly.languages.comparing import comparing, opposites, stem

SAME, NEAR = 0.55, 0.38
"""Least likeness of what may be the same claim, and of what is near it (benchmarks/asking.py)."""

WHOLE = 2
"""Content words, and numbers, of sentences that can be the same, at least: "that was the alarm" has one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two sentences compare; `relation` is same, contrary, near or other.

    `score`, 0 to 1, is how alike they are, whether they say yes or no to it. `apart` tells what else differs:
    numbers, times, names, roles. `missing` are the first one's words that the second has not.
    """

    score: float
    opposed: bool
    apart: tuple[str, ...]
    missing: tuple[str, ...]
    whole: bool  # both say enough to be the same as anything

    @property
    def relation(self) -> str:
        """Return what the second says of the first; what differs elsewhere is at most near."""
        if self.score < NEAR:
            return "other"
        if self.score < SAME or self.apart or not self.whole:
            return "near"
        return "contrary" if self.opposed else "same"


def likenesses(
    sentence: str, texts: Sequence[str], denied: Sequence[bool] = (), language: str = "en"
) -> list[Likeness]:
    """Return how a sentence stands to each text; where one is `denied`, its "not" is not its own.

    How two compare depends on nothing but the two.
    """
    own, *others = read([sentence, *texts], [False, *(denied or [False] * len(texts))], language)
    return [likeness(own, other) for other in others]


def read(texts: Sequence[str], denied: Sequence[bool] = (), language: str = "en") -> list[Read]:
    """Return what is compared of each text."""
    vectors = encode(texts).astype(float)
    rows = zip(texts, vectors, denied or [False] * len(texts), strict=True)
    return [Read.of(text, vector, is_denied, language) for text, vector, is_denied in rows]


@dataclass(frozen=True)
class Read:
    """A sentence with what is compared of it."""

    language: str
    vector: Floats
    bag: Bag
    negated: bool
    content: frozenset[str | float]  # stems of content words, and numbers
    stems: frozenset[str]  # of all its words, and of each two in a row: "switch off"
    shown: dict[str, str]  # its words as they stand, by stem
    numbers: frozenset[float]
    times: frozenset[str]
    people: tuple[frozenset[str], ...]  # capitalised words that stand together: who does what to whom

    @classmethod
    def of(cls, text: str, vector: Floats, denied: bool, language: str) -> Read:
        """Return what is compared of a text, given its vector (384,)."""
        words, lists, held = tokens(text), comparing(language), bag(text, language)
        stems = [stem(word.casefold(), language) for word in words]
        pairs = (f"{one} {other}" for one, other in pairwise(stems))
        runs = groupby(stems, key={*held.actors}.__contains__)
        named = lists.numbers | lists.further_numbers
        numbers = frozenset(_numbers([word.casefold() for word in words], named))
        return cls(
            language,
            vector,
            held,
            held.negated and not denied,
            frozenset([*held.words, *numbers]),
            frozenset([*stems, *pairs]),
            dict(zip(stems, words, strict=True)),
            numbers,
            held.times | lists.written_times.intersection(words[1:]),
            tuple(frozenset(run) for is_name, run in runs if is_name),
        )


def _numbers(words: Sequence[str], named: Mapping[str, str]) -> Iterator[float]:
    """Yield the numbers of a text: "forty-three" is 43, "two million" is 2,000,000."""
    value: float | None = None
    for word in [*words, ""]:
        given = word.replace(",", "") if word[:1].isdigit() else named.get(word, "")
        try:
            number = float(given)
        except ValueError:  # no number, or one such as 10.20.30
            if value is not None:
                yield value
            value = None
            continue
        if value is not None and word in named and number >= 100:
            value *= number
        elif value is not None and word in named and value % 100 >= 20 and number < 10:
            value += number
        else:
            if value is not None:
                yield value
            value = number


def likeness(one: Read, other: Read) -> Likeness:
    """Return how a sentence stands to another, in the words of the other's language."""
    words, others = one.content, other.content
    shared = len(words & others)
    in_words = (shared / max(len(words | others), 1) + shared / max(len(words), 1)) / 2
    score = max(0.0, (float(one.vector @ other.vector) + in_words) / 2)
    opposed = (one.negated != other.negated) != _opposite(one, other)
    missing = tuple(one.shown.get(word, word) for word in one.bag.words if word not in others)
    apart = tuple(_apart(one, other))
    return Likeness(round(score, 4), opposed, apart, missing, min(len(words), len(others)) >= WHOLE)


def _opposite(one: Read, other: Read) -> bool:
    """Has one a word of which the other, in its place, has the opposite?"""
    known = opposites(other.language)
    own, its = one.stems - other.stems, other.stems - one.stems
    return any(not known[word].isdisjoint(its) for word in own if word in known)


def _apart(one: Read, other: Read) -> Iterator[str]:
    """Yield what makes two sentences that are alike say different things."""
    if one.numbers - other.numbers and other.numbers - one.numbers:
        yield "numbers"
    if one.times - other.times and other.times - one.times:
        yield "times"
    if _names_differ(one.bag, other.bag):
        yield "names"
    if one.bag.passive == other.bag.passive and _roles_turned(one.people, other.people):
        yield "roles"


def _names_differ(one: Bag, other: Bag) -> bool:
    """Do both hold names, and the other none of them; or do they differ in nothing but names?"""
    words, others = {*one.words}, {*other.words}
    names, others_names = {*one.names}, {*other.names}
    if names and others_names and not names & others and not others_names & words:
        return True
    own, its = words - others, others - words
    return bool(own and its and own <= {*one.actors} and its <= {*other.actors})


def _roles_turned(people: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> bool:
    """Do the first two who stand in both stand the other way round?"""
    places = [next((at for at, other in enumerate(others) if one & other), None) for one in people]
    found = [place for place in places if place is not None]
    return len(found) >= 2 and found[0] > found[1]
