"""The countries, and the bodies that speak for them, under all the names that English news uses."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from reportedly.languages import LANGUAGES

T = TypeVar("T")


@dataclass(frozen=True)
class Country:
    """A country, as a place and as a government that tells."""

    name: str  # the English name that sources are given
    capital: str  # "" if none
    demonyms: tuple[str, ...]
    aliases: tuple[str, ...]  # short and full forms, other seats of government
    bodies: tuple[str, ...]  # canonical names of the bodies that speak for it
    state_agency: str  # what its "state media" is; "" if none


@functools.cache
def countries() -> tuple[Country, ...]:
    """Return the known countries."""
    words = _words()
    return tuple(
        Country(
            r["name"],
            r.get("capital", ""),
            tuple(r.get("demonyms", ())),
            tuple(r.get("aliases", ())),
            tuple(b["name"] for b in words["body"] if b.get("speaks_for") == r["name"]),
            r.get("state_agency", ""),
        )
        for r in words["country"]
    )


def find_country(name: str) -> Country | None:
    """Return the country of this name, short form, capital, seat of government or demonym, or None.

    Capitals matter ('US' is a country, 'us' is not), except in names all in capitals ('RUSSIA').
    """
    return _look_up(name, _country_names())


def find_body(name: str) -> tuple[str, str] | None:
    """Return the canonical name of a body that tells and the country it speaks for ("" if none), or None.

    "Foreign Ministry of Ukraine" is ("Ukrainian Foreign Ministry", "Ukraine"); a country's "government"
    is the country itself, its "state media" is its state agency.
    """
    return _look_up(name, _body_names()) or _office_of_country(_tidy(name))


def _tidy(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


def _look_up(name: str, names: dict[str, T]) -> T | None:
    """Look a name up as written, without its article, and as a headline in capitals."""
    name = _tidy(name)
    bare = re.sub(r"^[Tt]he ", "", name)
    found = names.get(name) or names.get(bare)
    if found is None and name.isupper() and len(name) > 3:
        found = names.get(f"\0{bare.removeprefix('THE ').casefold()}")
    return found


def _with_capitals(names: dict[str, T]) -> dict[str, T]:
    """Add a key for the headline form of each name, apart from those that a reader could write."""
    return names | {f"\0{n.casefold()}": thing for n, thing in names.items() if not n.isupper()}


@functools.cache
def _country_names() -> dict[str, Country]:
    names: dict[str, Country] = {}
    ambiguous = set(_words()["ambiguous"])
    for country in countries():
        plural = (f"{d}s" for d in country.demonyms if not re.search(r"(ese|ish|ch|s|men|man)$", d))
        for name in (*country.aliases, *country.demonyms, *plural):
            names.setdefault(name, country)
    for country in reversed(countries()):  # the European Union is written last, and Brussels means it
        if country.capital:
            names.setdefault(country.capital, country)
    names = {name: country for name, country in names.items() if name not in ambiguous}
    return _with_capitals(names | {country.name: country for country in countries()})


@functools.cache
def _body_names() -> dict[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for body in _words()["body"]:
        for name in (body["name"], *body.get("aliases", ())):
            names.setdefault(name, (body["name"], body.get("speaks_for", "")))
    return _with_capitals(names)


def _office_of_country(name: str) -> tuple[str, str] | None:
    """Read "Russian X", "Russia's X", "Russia X" and "X of Russia", where X is an office any country has."""
    for office, owner in _cuts(re.sub(r"^[Tt]he ", "", name)):
        known = _offices().get(office.casefold())
        country = find_country(owner) if known else None
        if known is None or country is None:
            continue
        if known == "government":
            return country.name, country.name
        if known == "state_media":
            return (country.state_agency, country.name) if country.state_agency else None
        adjective = country.demonyms[0] if country.demonyms else country.name
        own = _body_names().get(f"{adjective} {known}")
        return own or (f"{adjective} {known}", country.name)
    return None


def _cuts(name: str) -> Iterator[tuple[str, str]]:
    """Give the ways to cut a name into an office and whose it is."""
    words = name.split(" ")
    for i in range(1, len(words)):
        yield " ".join(words[i:]), re.sub(r"'s?$", "", " ".join(words[:i]))
        if words[i] in ("of", "in"):
            yield " ".join(words[:i]), " ".join(words[i + 1 :])


@functools.cache
def _offices() -> dict[str, str]:
    words = _words()
    offices = {name: kind for kind, names in words["country_words"].items() for name in names}
    for office in words["office"]:
        offices |= {name.casefold(): office["name"] for name in (office["name"], *office.get("aliases", ()))}
    return {name.casefold(): office for name, office in offices.items()}


def _words() -> dict[str, Any]:
    return LANGUAGES["en"].words("places.toml")
