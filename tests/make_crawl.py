"""News of made-up events by made-up outlets, as many as a test wants, and files of it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_NAMES = (
    "Orlava",
    "Kestria",
    "Marn",
    "Velport",
    "Sundra",
    "Tolvik",
    "Isern",
    "Quelm",
    "Braddon",
    "Ostrel",
    "Havik",
    "Jorune",
    "Pelta",
    "Corsk",
)

_THINGS = (
    "ferry",
    "mine",
    "bridge",
    "harbour",
    "reactor",
    "court",
    "strike",
    "drought",
    "election",
    "pipeline",
    "museum",
    "glacier",
)
_VERBS = (
    "closed",
    "opened",
    "burned",
    "flooded",
    "failed",
    "reopened",
    "collapsed",
    "stalled",
    "doubled",
    "moved",
)
_REST = (
    "officials",
    "residents",
    "engineers",
    "ministers",
    "witnesses",
    "rescuers",
    "lawyers",
    "farmers",
    "drivers",
    "doctors",
)


def articles(events: int, outlets: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield rows of articles, `outlets` on each event: sentences of its own people, places and numbers."""
    chance = random.Random(seed)
    for event in range(events):
        name, thing = chance.sample(_NAMES, 3), chance.choice(_THINGS)
        day = f"2031-03-{1 + event % 27:02d}"
        facts = [
            f"The {name[chance.randrange(3)]} {thing} {chance.choice(_VERBS)} after {chance.randrange(999)} "
            f"{chance.choice(_REST)} came to {name[chance.randrange(3)]} on day {chance.randrange(999)}."
            for _ in range(12)
        ]
        for outlet in range(outlets):
            told = chance.sample(facts, 9)
            yield {
                "id": f"e{event}-o{outlet}",
                "url": f"https://outlet{outlet}.example/{event}",
                "outlet": f"Outlet {outlet}",
                "title": f"{name[0]} {thing} {facts[0].split()[3]}",
                "published": day,
                "text": f"Police said the {name[0]} {thing} was shut.\n\n{' '.join(told)}",
            }


def write(file: Path, rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> Path:
    """Write rows of articles as lines of JSON, and return the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return file
