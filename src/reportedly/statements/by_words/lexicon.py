"""The word lists of a language without a trained model: `cues.toml` and `speakers.toml` of its folder."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.languages import LANGUAGES
from reportedly.statements.lexicon import Lexicon, as_sets


@dataclass(frozen=True)
class Verb:
    """A form of a verb that tells, and what else must stand in its clause for it to be a cue."""

    lemma: str
    kind: str  # the list of cues.toml that it is in: say, think, deny, unsure, cite
    form: str  # finite, participle, infinitive
    needs: tuple[str, ...] = ()  # words after a finite form, in order: "mit" of "teilte ... mit"


@dataclass(frozen=True)
class WordLists(Lexicon):
    """The lists of one language, and its verbs by form."""

    forms: dict[str, tuple[Verb, ...]]  # those with most needs first
    phrases: dict[str, tuple[tuple[str, ...], ...]]  # word by word, the longest first

    def ends(self, word: str, name: str) -> bool:
        """Is a word, in any case, one of a list or a compound that ends in one?"""
        low = word.casefold()
        return any(low.endswith(ending) for ending in self[name])

    def ends_as(self, word: str, name: str) -> str:
        """Return the longest word of a list with which a word ends, "" if none."""
        low = word.casefold()
        return max((ending for ending in self[name] if low.endswith(ending)), key=len, default="")


@functools.cache
def word_lists(code: str) -> WordLists:
    """Return the word lists of a language."""
    cues, speakers = (LANGUAGES[code].words(file) for file in ("cues.toml", "speakers.toml"))
    lists = cues["lists"]
    forms: dict[str, list[Verb]] = {}
    for kind, lines in cues["verbs"].items():
        for line in filter(None, lines.split("\n")):
            for form, verb in _forms(kind, line, lists["infinitive_mark"], lists["plural_is_infinitive"]):
                forms.setdefault(form, []).append(verb)
    return WordLists(
        as_sets({k: v for k, v in lists.items() if isinstance(v, str)}),
        as_sets(speakers),
        {form: tuple(sorted(set(verbs), key=_order)) for form, verbs in forms.items()},
        {k: _phrases(v) for k, v in lists.items() if isinstance(v, list)},
    )


def _forms(kind: str, line: str, mark: str, plurals: bool) -> Iterator[tuple[str, Verb]]:
    """Yield the forms of a line `infinitive | finite | participle | needs`.

    A verb whose last need begins its infinitive stands as one word in subordinate clauses ("mitteilte"), and
    takes the mark of the infinitive in between ("mitzuteilen"). `plurals`: the infinitive is the plural, too.
    """
    lemma, finite, participles, needs = ([*map(str.strip, line.split("|")), "", ""])[:4]
    must = tuple(needs.split())
    half = must[-1] if must and lemma.startswith(must[-1]) else ""
    plural = lemma.removeprefix(half) if plurals else ""
    for form in dict.fromkeys([*finite.split(), *([plural] if plural else [])]):
        yield form, Verb(lemma, kind, "finite", must)
        if half:
            yield half + form, Verb(lemma, kind, "finite", must[:-1])
    for form in participles.split():
        yield form, Verb(lemma, kind, "participle", must[:-1] if half else must)
    yield lemma, Verb(lemma, kind, "infinitive", must[:-1] if half else must)
    if half:
        yield half + mark + lemma.removeprefix(half), Verb(lemma, kind, "infinitive", must[:-1])


def _order(verb: Verb) -> tuple[int, int, str, str]:
    """Return the order in which the meanings of a form are tried: those that ask most of the clause first."""
    return -len(verb.needs), ("infinitive", "participle", "finite").index(verb.form), verb.kind, verb.lemma


def _phrases(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(line.casefold().split()) for line in lines), key=lambda p: (-len(p), p)))
