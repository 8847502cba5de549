"""Whether the sole origin of a claim is a party to it: it tells what it did, or what its own did.

That says nothing of the count, nor whether the claim is true; it says who would know, and would gain.
Only the beginning of a proposition is read, and what stands behind "by": whoever is named there acts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import comparing
from reportedly.origins.lines import NO_OUTLET, UNSIGNED, Line, Tracer
from reportedly.origins.voices import Voices, key
from reportedly.records import Party

MOST = 0.5
"""Of a claim's lines, so many must tell it as the deed of their origin."""

_WORD = re.compile(r"\w+(?:[-.'’/&]\w+)*['’]?")
_OWNER = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Acting:
    """The word lists of a language that tell who acts."""

    leading: frozenset[str]
    ours: frozenset[str]
    its: frozenset[str]
    by: frozenset[str]


@functools.cache
def acting(language: str) -> Acting:
    """Return the lists of a language, or those of English where it has none."""
    known = language if language in LANGUAGES and LANGUAGES[language].has("acting.toml") else "en"
    lists = LANGUAGES[known].words("acting.toml")
    sets = {name: frozenset(lists[name].casefold().split()) for name in ("leading", "ours", "its", "by")}
    sets["leading"] |= comparing(known).times | comparing(known).numbers.keys()
    return Acting(**sets)


def party(rests_on: Sequence[str], lines: Sequence[Line], tracer: Tracer) -> Party | None:
    """Return the sole origin of a claim and why it is a party to it; None where it is none, or not alone.

    It is one, too, where all first tellers are of one body, and tell of that.
    """
    voices = tracer.voices
    tellers = {voices.body(line.steps[0].name): line.steps[0].name for line in lines}
    if len(rests_on) != 1 or rests_on[0] in (NO_OUTLET, UNSIGNED):
        return None
    bodies = {voices.body(rests_on[0])} | (set(tellers) if len(tellers) == 1 else set())
    found = [deed for line in lines if (deed := _deed(line, bodies, tracer))]
    if not found or len(found) < MOST * len(lines):
        return None
    return Party(rests_on[0], min(found))


def _deed(line: Line, bodies: set[str], tracer: Tracer) -> str:
    """Return why a line's proposition tells what one of the bodies did, "" where it does not."""
    teller, voices = line.steps[0].name, tracer.voices
    lists = acting(tracer.articles[line.statement.article].language or "en")
    words = [match[0] for match in _WORD.finditer(line.statement.proposition or line.statement.text)]
    first = next((at for at, word in enumerate(words) if not _leads(word, lists)), len(words))
    if first < len(words) and _is_own(words[first], voices.kind(teller), lists):
        return f"“{' '.join(words[first : first + 2])}”, says {teller}"
    starts = [first, *(at + 1 for at, word in enumerate(words) if word.casefold() in lists.by)]
    for start in starts:
        for name in _names(words, start, lists):
            if actor := _actor(name, bodies, teller, voices):
                return _why(actor, teller, voices)
    return ""


def _why(actor: str, teller: str, voices: Voices) -> str:
    if actor == voices.name(teller):
        return f"it tells of {teller}, on {teller}'s own word"
    if actor == voices.body(teller):
        return f"{teller} speaks for {actor}, of which it tells"
    return f"{teller} speaks for {voices.body(teller)}, as {actor} does, of whom it tells"


def _leads(word: str, lists: Acting) -> bool:
    return word.casefold() in lists.leading or word[0].isdigit()


def _is_own(word: str, kind: str, lists: Acting) -> bool:
    """Whether a word makes what follows the speaker's own; "his" may be anybody's."""
    return word.casefold() in lists.ours or (word.casefold() in lists.its and kind != "person")


def _names(words: Sequence[str], start: int, lists: Acting) -> Iterator[list[str]]:
    """Yield the names that stand side by side from a place on: "Ida Berg", "Ida Berg and Karl Thom"."""
    at = start
    while at < len(words):
        while at < len(words) and _leads(words[at], lists):
            at += 1
        run = at
        while run < len(words) and words[run][0].isupper():
            run += 1
            if _OWNER.search(words[run - 1]):
                break
        if run == at:
            return
        yield list(words[at:run])
        at = run
        if at >= len(words) or not _leads(words[at], lists):
            return


def _actor(name: Sequence[str], bodies: set[str], teller: str, voices: Voices) -> str:
    """Return who, of the bodies, is meant by a name, or by what it begins with ("Russian forces"), else "".

    A surname may be the teller's only where it stands alone: "Margaret Hunter" is no Duncan Hunter.
    """
    plain = [_OWNER.sub("", word) for word in name]
    whole = [plain[:size] for size in range(len(plain), 0, -1)]
    titled = [plain[at:] for at in range(1, len(plain) - 1)]  # "Prime Minister Ana Lopez"
    for part in (*whole, *titled):
        if voices.body(" ".join(part)) in bodies:
            return voices.name(" ".join(part))
    surname = key(teller).rpartition(" ")[2] if voices.kind(teller) == "person" else None
    return voices.name(teller) if [key(word) for word in plain] == [surname] else ""
