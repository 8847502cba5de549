"""Whoever has a name, over all stories: what was told, passed on and printed under it, and rests on it.

A name is looked for without case, accents and punctuation. Two persons may have it: nothing here says that
it is one of them.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportedly.store.connection import Connection
from reportedly.store.file import select
from reportedly.store.rows import ShownClaim
from reportedly.store.words import folded

VIEWS = {
    "said": "h.folded = $name AND h.role = 'teller'",
    "passed": "h.folded = $name AND h.role = 'relay'",
    "through": "h.folded = $name AND h.role IN ('teller', 'relay', 'credited')",
    "carried": "h.outlet IN (SELECT name FROM named WHERE folded = $name)"
               " AND h.role IN ('teller', 'own')",
    "own": "h.folded = $name AND h.role = 'own'",
    "rests": "h.folded = $name AND h.role IN ('rests', 'alone')",
    "alone": "h.folded = $name AND h.role = 'alone'",
}  # fmt: skip
"""Which claims can be asked for: those it told first; passed on; those whose chain passes through it, or
whose outlets credit it; those it printed; on its own word as an outlet; those that rest on it, with others or
alone."""

_SHOWN = "heard AS h JOIN briefs AS b ON b.number = h.number JOIN stories AS s ON s.account = b.account"
_MOST = 12  # spellings, principals and other names that are told


@dataclass(slots=True)
class Speaker:
    """A name, and what stories have of it; who is meant may be another in each."""

    name: str  # as most stories have it
    spellings: list[str]  # the others
    kinds: list[tuple[str, int]]  # what it is there, and in how many stories, most first
    speaks_for: list[tuple[str, int]]
    aliases: list[str]
    stories: int
    outlets: int  # that carried anything on its word
    claims: dict[str, int] = field(default_factory=dict)  # how many, by VIEWS
    disputed: int = 0  # of those it told, those that somebody denies


@dataclass(slots=True)
class Told:
    """A claim under a name: of what stance, in which outlets, and who says the opposite."""

    claim: ShownClaim
    story: str  # title
    stance: str
    outlets: list[str]
    statements: int
    against: list[str]


def speaker(connection: Connection, name: str) -> Speaker | None:
    """Return what the store has of a name; None where no story that is shown has it."""
    rows = connection.execute(
        """SELECT n.name, n.kind, n.speaks_for, n.aliases FROM named AS n JOIN briefs AS b USING (number)
        JOIN stories AS s USING (account) WHERE n.folded = ?""",
        [folded(name)],
    ).fetchall()
    if not rows:
        return None
    names = _most(row[0] for row in rows)
    found = Speaker(
        names[0][0],
        [other for other, _ in names[1:]][:_MOST],
        _most(row[1] for row in rows),
        _most(row[2] for row in rows if row[2])[:_MOST],
        [alias for alias, _ in _most(a for row in rows for a in row[3])][:_MOST],
        len(rows),
        0,
    )
    asked = ", ".join(f"count(DISTINCT h.claim) FILTER ({where})" for where in VIEWS.values())
    [[*counts, found.outlets]] = connection.execute(
        f"""SELECT {asked}, count(DISTINCT h.outlet) FILTER (h.role IN ('teller', 'relay', 'credited'))
        FROM {_SHOWN} WHERE h.folded = $name OR {VIEWS["carried"]}""",
        {"name": folded(name)},
    ).fetchall()
    found.claims = dict(zip(VIEWS, counts, strict=True))
    [[found.disputed]] = connection.execute(
        f"""SELECT count(DISTINCT h.claim) FROM {_SHOWN} JOIN claims AS c ON c.id = h.claim
        WHERE {VIEWS["said"]} AND h.stance = 'affirms' AND len(c.disputed_by) > 0""",
        {"name": folded(name)},
    ).fetchall()
    return found


def told(connection: Connection, name: str, view: str, start: int, count: int) -> list[Told]:
    """Return claims of one of VIEWS, those in most outlets first: `count` of them, from the `start`th on."""
    rows = connection.execute(
        f"""SELECT h.claim, h.number, any_value(s.title), h.stance,
            coalesce(list(DISTINCT h.outlet ORDER BY h.outlet) FILTER (h.outlet IS NOT NULL), []) AS outlets,
            sum(h.statements)::BIGINT AS statements
        FROM {_SHOWN} WHERE {VIEWS[view]} GROUP BY h.claim, h.number, h.stance
        ORDER BY count(DISTINCT h.outlet) DESC, statements DESC, h.number DESC, h.claim, h.stance
        LIMIT $count OFFSET $start""",
        {"name": folded(name), "count": count, "start": start},
    ).fetchall()
    columns = ", ".join(each.name for each in dataclasses.fields(ShownClaim))
    claims = {row[0]: ShownClaim(*row) for row in
              select(connection, columns, "claims", "id", [row[0] for row in rows])}  # fmt: skip
    against = _against(connection, [(row[1], row[0]) for row in rows if row[3] == "denies"])
    found = []
    for claim, _, title, stance, outlets, statements in rows:
        if claim in claims:
            others = claims[claim].disputed_by if stance == "affirms" else against.get(claim, [])
            others = [other for other in others if folded(other) != folded(name)]
            found.append(Told(claims[claim], title, stance, outlets, statements, others))
    return found


def _against(connection: Connection, denied: Sequence[tuple[int, str]]) -> dict[str, list[str]]:
    """Return who affirms claims (number of the story's brief, id) that somebody denies."""
    found: dict[str, list[str]] = defaultdict(list)
    if denied:
        for claim, name in connection.execute(
            """SELECT DISTINCT claim, name FROM heard WHERE number IN (SELECT unnest(?))
            AND claim IN (SELECT unnest(?)) AND role IN ('teller', 'own') AND stance = 'affirms'
            ORDER BY claim, name""",
            [[number for number, _ in denied], [claim for _, claim in denied]],
        ).fetchall():
            found[claim].append(name)
    return found


def _most(values: Iterable[str]) -> list[tuple[str, int]]:
    """Return values with how often they are there, the most frequent first."""
    counted = Counter(values)
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))
