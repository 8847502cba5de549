"""What is known of each language, and of the agencies: data files, and the functions that load them.

A language is a folder of word lists beside this file and one line in LANGUAGES. The agencies
(`agencies.toml`) are shared by all languages: a wire service is the same body under every name.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Language:
    """A language that statements can be read in."""

    code: str  # ISO 639-1
    name: str
    trained: bool = False  # it has models; without them, word lists alone are read (statements.by_words)

    @property
    def caveat(self) -> str:
        """What a reader should know of articles in this language; "" where there is nothing to know."""
        if self.trained:
            return ""
        return (
            f"{self.name}: read by word lists, without a trained model; expect statements to be missed,"
            " and sources to be cut or mistaken"
        )

    def words(self, file: str) -> dict[str, Any]:
        """Return the tables of a word list, such as "cues.toml"; none where the language has no such list."""
        return _load(f"{self.code}/{file}") if self.has(file) else {}

    def has(self, file: str) -> bool:
        """Tell whether the language has a word list."""
        return files(__name__).joinpath(self.code, file).is_file()


LANGUAGES = {
    language.code: language
    for language in [
        Language("en", "English", trained=True),
        Language("de", "German"),
    ]
}


@functools.cache
def months(further: bool = False) -> dict[str, int]:
    """Return the number of each month by its names, in lower case, in LANGUAGES or in `further` ones."""
    own = (language.words("page.toml")["dates"]["months"] for language in LANGUAGES.values())
    tables = _load("months.toml").values() if further else own
    return {
        name: number for table in tables for number, names in enumerate(table, 1) for name in names.split("|")
    }


@dataclass(frozen=True)
class Agency:
    """A wire service whose copy outlets carry."""

    name: str  # canonical: KCNA, Reuters, AFP
    aliases: tuple[str, ...]  # full names and other spellings, the canonical name left out
    country: str  # English name of the country it reports from, "" if none
    owner: str  # the body whose voice it is (a government), "" when it is nobody's
    pictures: bool = False  # it takes pictures, and writes nothing
    signs: str = ""  # a regular expression of how its articles end where they do not name it


@functools.cache
def agencies() -> tuple[Agency, ...]:
    """Return the known agencies."""
    return tuple(
        Agency(
            row["name"],
            tuple(row.get("aliases", ())),
            row.get("country", ""),
            row.get("owner", ""),
            row.get("pictures", False),
            row.get("signs", ""),
        )
        for row in _load("agencies.toml")["agency"]
    )


@functools.cache
def _agency_names() -> dict[str, Agency]:
    """Return the agencies by name: a name all in capitals as written, any other in lower case."""
    return {n if n.isupper() else n.casefold(): a for a in agencies() for n in (a.name, *a.aliases)}


def find_agency(name: str) -> Agency | None:
    """Return the agency of this name or alias, or None.

    Case matters only for names all in capitals: ANA is an agency, Ana a person.
    """
    name = " ".join(name.replace("’", "'").split())
    name = re.sub(r"^the (?=\S)", "", name, flags=re.IGNORECASE)
    names = _agency_names()
    return names.get(name) or names.get(name.casefold())


@functools.cache
def _load(path: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(path).read_text("utf8"))
