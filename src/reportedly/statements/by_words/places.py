"""Countries and their bodies in another language; sources go by their English names in every language."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.languages import LANGUAGES
from reportedly.languages.places import Country, find_body, find_country


@dataclass(frozen=True)
class Places:
    """The place names of one language (its `places.toml`), each with the English name it stands for."""

    countries: dict[str, str]  # names, capitals; adjectives in lower case, without their endings
    offices: dict[str, str]
    bodies: dict[str, str]
    adjective_endings: tuple[str, ...]
    genitive_endings: tuple[str, ...]

    def country(self, word: str) -> Country | None:
        """Return the country that a word names, also in the genitive or as an adjective."""
        endings = self.genitive_endings if word[:1].isupper() else self.adjective_endings
        if word.isupper():  # ALL CAPITALS: DIE USA
            endings = ()
        for form in (word, *(word.removesuffix(e) for e in endings if word.endswith(e))):
            if (name := self.countries.get(form)) is not None:
                return find_country(name)
        return None

    def body(self, words: Sequence[str]) -> tuple[str, str] | None:
        """Return the canonical name of a body and the country it speaks for ("" if none); None for others.

        `words` are a noun phrase without articles: `das polnische Verteidigungsministerium`,
        `Japans Regierung`, `das Außenministerium in Moskau`, `die EU-Kommission`.
        """
        for size in range(min(3, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                name = self.bodies.get(" ".join(words[start : start + size]))
                if name is not None and start + size >= len(words) - 1:
                    return self._known(name)
        office = next((o for w in words if (o := self._office(w))), None)
        country = next((c for w in words if (c := self._owner(w))), None)
        if office is None or country is None:
            return None
        if office == "government":
            return country.name, country.name
        adjective = country.demonyms[0] if country.demonyms else country.name
        return find_body(f"{adjective} {office}")

    def _known(self, name: str) -> tuple[str, str] | None:
        country = find_country(name) if find_body(name) is None else None
        return (country.name, country.name) if country else find_body(name)

    def _office(self, word: str) -> str | None:
        last = word.split("-")[-1]
        return self.offices.get(last) or self.offices.get(last.capitalize())

    def _owner(self, word: str) -> Country | None:
        return self.country(word) or (self.country(word.split("-")[0]) if "-" in word else None)


@functools.cache
def places(code: str) -> Places:
    """Return the place names of a language."""
    lists = LANGUAGES[code].words("places.toml")
    return Places(
        {form: name for name, forms in lists["countries"].items() for form in forms.split()},
        lists["offices"],
        lists["bodies"],
        tuple(lists["endings"]["adjective"]),
        tuple(lists["endings"]["genitive"]),
    )
