"""Who published a page: its copyright line, the name that a site gives itself, its address."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from reportedly.articles.draft import normal
from reportedly.articles.expressions import line_pattern
from reportedly.languages import LANGUAGES, find_agency
from reportedly.languages.outlets import outlet_at, outlet_named


@functools.cache
def _tables() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    tables = [language.words("page.toml") for language in LANGUAGES.values()]
    company = "|".join(re.escape(w) for t in tables for w in t["company"])
    owner = re.compile(
        rf"{line_pattern('copyright')}\s*(?:\d{{4}}\s*(?:[-–—]\s*\d{{2,4}})?)?[,.:]?\s*(?:by\s)?(?P<name>[^|©•·;:]{{2,60}})",
        re.I,
    )
    return (
        owner,
        re.compile(rf"[\s,.]+(?:{company})\W*$", re.I),
        frozenset(host for t in tables for host in t["outlet"]["not_outlets"]),
    )


def settle(given: str | None, found: str | None, url: str | None) -> tuple[str | None, str | None]:
    """Return an outlet's name, and its country (ISO 3166-1) where the outlet is a known one.

    A `given` name stays as it is, unless it is but a domain; what was `found` on the page gives way to a
    known address. Several outlets may have one name: where the address is an unknown outlet's own, a
    well-known name tells nothing of the country. Nor does a domain's ending: .co, .tv, .io are bought by all.
    """
    here = outlet_at(url) if url else None
    if given and (known := outlet_at(given)):
        return known.name, known.country
    elsewhere = url is None or from_address(url) is None
    named = here or (outlet_named(given or found or "") if elsewhere else None)
    country = named.country if named else None
    if given:
        return given, country
    return (named.name if named else found or (from_address(url) if url else None)), country


def of_page(url: str | None, lines: Sequence[str]) -> str | None:
    """Return the outlet of a page of text: by its address, else by its copyright line, else None."""
    address, owner = from_address(url, lines) if url else None, from_copyright(lines)
    initials = "".join(word[0] for word in (owner or "").split())
    return owner if address is None or initials == address else address


def of_site(name: str | None, url: str | None) -> str | None:
    """Return the name that a site gives itself, without its motto, or its address for a mere label."""
    name = (name or "").lstrip("@").split(" | ")[0].strip()
    # "U.S." is a section of reuters.com; DW is dw.com.
    label = len(normal(name)) <= 3 and url is not None and normal(name) not in normal(from_address(url) or "")
    return (name if not label else "") or (from_address(url) if url else None)


def from_copyright(lines: Sequence[str]) -> str | None:
    """Return the name in a page's copyright lines that the page says most often, as it spells it there."""
    owner = _tables()[0]
    names: list[str] = []
    for line in lines:
        for match in owner.finditer(line) if len(line) < 400 else ():
            names += _names_of(match["name"])
    page = [normal(line) for line in lines if names and not owner.search(line)]
    said = {name: sum(normal(name) in line for line in page) for name in names}
    best = max(names, key=lambda name: (said[name], len(name)), default=None)
    # An owner that the page names nowhere else is a company, not the name that readers know.
    if best is None or not said[best]:
        return None
    return spelling(best, lines) or best


def _names_of(owner: str) -> list[str]:
    """Return the names that the owner of a copyright may be known by: Harbour Post Media, Harbour Post."""
    name = re.split(r"\.\s|,\s|\s\(|\ball rights\b|\d{4}", owner, maxsplit=1, flags=re.I)[0]
    name = re.sub(r"^(?:the|by)\s", "", name.strip(" .,-–—®™"), flags=re.I)
    if not (name[:1].isupper() or "." in name) or "/" in name or find_agency(name) or len(name) < 3:
        return []
    names = [name]
    # A single word that is left ("Breaking" of Breaking Media) may be any word of the page.
    while (shorter := _tables()[1].sub("", names[-1])) != names[-1] and " " in shorter:
        names.append(shorter)
    return [name for name in names if len(name.split()) <= 6]


def spelling(name: str, lines: Sequence[str]) -> str | None:
    """Return how a page writes a name that is given without its spaces (HindustanTimes), or None."""
    key = normal(name)
    if not key:
        return None
    letters = r"[\s.'’&-]{0,3}".join(map(re.escape, key))
    pattern = re.compile(rf"(?<!\w){letters}(?!\w)", re.I)
    found = Counter(m for line in lines if len(line) < 1000 for m in pattern.findall(line) if m[0].isupper())
    return max(found, key=lambda m: (" " in m, found[m])) if found else None


def from_address(url: str, lines: Sequence[str] = ()) -> str | None:
    """Return the outlet that a web address belongs to: its name as the page spells it, else its domain.

    A domain's name of three letters or fewer is an abbreviation (p.dw.com: DW).
    """
    try:
        host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    labels = host.split(".")
    if len(labels) < 2 or not labels[-1].isalpha():
        return None
    # bbc.co.uk, abc.net.au: a second level of the country's own.
    own = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    domain = ".".join(labels[-own:])
    if domain in _tables()[2] or host in _tables()[2]:
        return None
    name = labels[-own]
    return spelling(name, lines) or (name.upper() if len(name) <= 3 else domain)


_SECOND_LEVEL = {"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"}
