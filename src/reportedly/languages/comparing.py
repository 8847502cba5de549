"""A language's words that matter when two wordings are compared, and words without their inflection."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reportedly.languages import LANGUAGES


@dataclass(frozen=True)
class Comparing:
    """The lists of `comparing.toml`, case folded as the words are that are looked up in them."""

    function: frozenset[str]
    negators: frozenset[str]
    subordinators: frozenset[str]
    pronouns: frozenset[str]
    hedges: frozenset[str]
    times: frozenset[str]
    written_times: frozenset[str]  # as written, and not at the beginning of a sentence
    numbers: dict[str, str]
    further_numbers: dict[str, str]  # read where the scorer of pairs, fitted without them, does not look
    endings: tuple[tuple[str, str], ...]
    irregular: dict[str, str]
    capitals_are_names: bool  # False where every noun has one


@functools.cache
def comparing(language: str) -> Comparing:
    """Return the comparing words of a language, given by its code."""
    lists = LANGUAGES[language].words("comparing.toml")
    sets = ("function", "negators", "subordinators", "pronouns", "hedges", "times")
    lines = [line.casefold().split() for line in lists["irregular"].split("\n")]
    return Comparing(
        **{key: frozenset(lists[key].casefold().split()) for key in sets},
        written_times=frozenset(lists.get("written_times", "").split()),
        numbers={word.casefold(): value for word, value in lists["numbers"].items()},
        further_numbers=lists.get("further_numbers", {}),
        endings=tuple((ending, instead) for ending, instead in lists["endings"]),
        irregular={form: line[0] for line in lines for form in line},
        capitals_are_names=lists.get("capitals_are_names", True),
    )


@functools.lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return a case-folded word without its inflection: resigned, resigns, resigning -> resign."""
    words = comparing(language)
    if word in words.irregular:
        return words.irregular[word]
    for ending, instead in words.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@functools.cache
def opposites(language: str) -> dict[str, frozenset[str]]:
    """Return the opposites of words, and of two words in a row ("switch off"), all of them as stems."""
    found: dict[str, frozenset[str]] = {}
    for line in LANGUAGES[language].words("comparing.toml").get("opposites", "").strip().splitlines():
        one, other = (
            frozenset(" ".join(stem(part, language) for part in word.split("_")) for word in side.split())
            for side in line.casefold().split("/")
        )
        for word in one:
            found[word] = found.get(word, frozenset()) | other
        for word in other:
            found[word] = found.get(word, frozenset()) | one
    return found
