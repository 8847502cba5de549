"""Outlets that are known to everybody: by name or by address, with the country where they are at home."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Outlet:
    """An outlet of `outlets.toml`."""

    name: str
    country: str  # ISO 3166-1 alpha-2


def outlet_named(name: str) -> Outlet | None:
    """Return the known outlet of this name, in any case and with or without "the"; else None."""
    return _tables()[0].get(_folded(name))


def outlet_at(address: str) -> Outlet | None:
    """Return the known outlet at a web address or domain, of which it may be a subdomain; else None."""
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".")
    except ValueError:
        return None
    labels = host.lower().split(".")
    domains = (".".join(labels[i:]) for i in range(len(labels) - 1))
    return next((outlet for domain in domains if (outlet := _tables()[1].get(domain))), None)


def all_outlets() -> Iterator[tuple[Outlet, list[str], list[str]]]:
    """Yield the known outlets, each with its other names and its domains."""
    table = tomllib.loads(files(__package__).joinpath("outlets.toml").read_text("utf8"))
    for country, outlets in table.items():
        for name, forms in outlets.items():
            domains = [form for form in forms if "." in form and " " not in form]
            yield Outlet(name, country), [form for form in forms if form not in domains], domains


@functools.cache
def _tables() -> tuple[dict[str, Outlet], dict[str, Outlet]]:
    """Return the known outlets by folded name and by domain."""
    names: dict[str, Outlet] = {}
    places: dict[str, Outlet] = {}
    for outlet, others, domains in all_outlets():
        names |= {_folded(name): outlet for name in (outlet.name, *others)}
        places |= dict.fromkeys(domains, outlet)
    return names, places


def _folded(name: str) -> str:
    return re.sub(r"^the (?=\S)", "", " ".join(name.split()).casefold())
