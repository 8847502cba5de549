"""How far fetching goes: bounds on every answer, and how polite to be."""

from __future__ import annotations

from dataclasses import dataclass, field

import reportedly


@dataclass(frozen=True)
class Limits:
    """Bounds on what is taken in and asked for; times are in seconds."""

    page: int = 20_000_000  # bytes of one answer, as sent and as unpacked
    seconds: float = 60  # one request, from looking up its name to its last byte
    redirects: int = 5  # from one address
    delay: float = 1  # between the end of a request and the next one to the same host
    patience: float = 60  # a host that asks to wait longer than this is left for another time
    tries: int = 3  # of an address that answers that it is busy, or not at all
    robots: float = 86_400  # how long a robots.txt is believed
    batch: int = 40  # pages fetched of one feed at a time; the others follow at once
    batch_bytes: int = 100_000_000
    entries: int = 2000  # of one feed that are read, the first ones; twice as many are remembered
    feeds: int = 5000  # in OPML files
    backoff: float = 86_400  # the longest pause of a feed that fails
    looks: tuple[float, ...] = (3600, 6 * 3600, 86_400, 3 * 86_400, 7 * 86_400)
    """How old an article is when it is looked at again, for edits and whether it is still there."""


@dataclass(frozen=True)
class Settings:
    """What the user decides: whom to go to, and under what name."""

    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False  # go to addresses within this network, too
    contact: str | None = None  # an address for those who run sites, told in the User-Agent
    workers: int = 8  # hosts asked at the same time

    @property
    def agent(self) -> str:
        """Return the User-Agent: the name of the project, its version, and the contact."""
        comment = "follows news reports to their sources"
        if self.contact:
            comment += "; " + "".join(sign for sign in self.contact if sign.isascii() and sign.isprintable())
        return f"reportedly/{reportedly.__version__} ({comment})"
