"""Whoever has a name, over all stories: what was told, passed on and printed under it, and rests on it.

A name is looked for without case, accents and punctuation. Two persons may have it: nothing here says that
it is one of them.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.store.connection import Connection
from reportedly.store.rows import ShownClaim
from reportedly.store.words import folded

VIEWS = {
    "said": "folded = $name AND role = 'teller'",
    "passed": "folded = $name AND role = 'relay'",
    "through": "folded = $name AND role IN ('teller', 'relay', 'credited')",
    "carried": "outlet IN (SELECT name FROM named WHERE folded = $name) AND role IN ('teller', 'own')",
    "own": "folded = $name AND role = 'own'",
    "rests": "folded = $name AND role IN ('rests', 'alone')",
    "alone": "folded = $name AND role = 'alone'",
}
"""Which claims can be asked for: those it told first; passed on; those whose chain passes through it, or
whose outlets credit it; those it printed; on its own word as an outlet; those that rest on it, with others or
alone."""

_OF_SHOWN = "number IN (SELECT b.number FROM briefs AS b JOIN stories AS s ON s.account = b.account)"
_HAS = '"through" + carried + own + rests > 0'  # it is not only named as whom somebody speaks for
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
    claims: dict[str, int]  # how many, by VIEWS
    disputed: int  # of those it told, those that somebody denies


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
    given = {"name": folded(name)}
    counts = ", ".join(f'sum("{view}")::BIGINT' for view in VIEWS)
    rows = connection.execute(
        f"""SELECT name, kind, speaks_for, aliases, count(*) FILTER ({_HAS}), sum(disputed)::BIGINT,
            list_distinct(flatten(list(outlets))), {counts}
        FROM named WHERE folded = $name AND {_OF_SHOWN} GROUP BY name, kind, speaks_for, aliases""",
        given,
    ).fetchall()
    if not rows:
        return None
    names = _most((row[0], row[4]) for row in rows)
    rows = [row for row in rows if row[4]] or rows
    return Speaker(
        names[0][0],
        [other for other, _ in names[1:]][:_MOST],
        _most((row[1], row[4]) for row in rows),
        _most((row[2], row[4]) for row in rows if row[2])[:_MOST],
        [alias for alias, _ in _most((alias, row[4]) for row in rows for alias in row[3])][:_MOST],
        sum(row[4] for row in rows),
        len({outlet for row in rows for outlet in row[6]}),
        {view: sum(row[7 + place] for row in rows) for place, view in enumerate(VIEWS)},
        sum(row[5] for row in rows),
    )


def told(connection: Connection, name: str, view: str, start: int, count: int) -> list[Told]:
    """Return claims of one of VIEWS, those in most outlets first: `count` of them, from the `start`th on."""
    values = {"name": folded(name)}
    rows = connection.execute(
        f"""SELECT number, part, stance FROM heard WHERE {VIEWS[view]} AND {_OF_SHOWN}
        GROUP BY number, part, stance
        ORDER BY count(outlet) DESC, sum(statements) DESC, number DESC, part, stance
        LIMIT $count OFFSET $start""",
        {**values, "count": count, "start": start},
    ).fetchall()
    numbers = ", ".join(str(int(number)) for number in dict.fromkeys(row[0] for row in rows)) or "NULL"
    details = connection.execute(
        f"""SELECT number, part, stance, any_value(claim), sum(statements)::BIGINT,
            list(DISTINCT outlet ORDER BY outlet) FILTER (outlet IS NOT NULL)
        FROM heard WHERE {VIEWS[view]} AND number IN ({numbers}) GROUP BY number, part, stance""",
        values,
    ).fetchall()
    heard = {(number, part, stance): rest for number, part, stance, *rest in details}
    claims = _claims(connection, numbers, [heard[row][0] for row in rows])
    against = _against(connection, numbers, [heard[row][0] for row in rows if row[2] == "denies"])
    found = []
    for row in rows:
        stance, [id, statements, outlets] = row[2], heard[row]
        if id in claims:
            title, claim = claims[id]
            others = claim.disputed_by if stance == "affirms" else against.get(id, [])
            others = [other for other in others if folded(other) != folded(name)]
            found.append(Told(claim, title, stance, outlets or [], statements, others))
    return found


def _claims(connection: Connection, numbers: str, ids: Sequence[str]) -> dict[str, tuple[str, ShownClaim]]:
    """Return claims by id, each with the title of its story; `numbers` are those of their stories' briefs."""
    stories = connection.execute(
        f"""SELECT s.id, s.title FROM stories AS s JOIN briefs AS b ON b.account = s.account
        WHERE b.number IN ({numbers})"""
    ).fetchall()
    titles, columns = dict(stories), ", ".join(each.name for each in dataclasses.fields(ShownClaim))
    rows = connection.execute(
        f"SELECT {columns} FROM claims WHERE story IN (SELECT unnest(?)) AND id IN (SELECT unnest(?))",
        [list(titles), list(ids)],
    ).fetchall()
    return {claim.id: (titles[claim.story], claim) for claim in (ShownClaim(*row) for row in rows)}


def _against(connection: Connection, numbers: str, denied: Sequence[str]) -> dict[str, list[str]]:
    """Return who affirms claims that somebody denies, by id; `numbers` are those of their stories' briefs."""
    found: dict[str, list[str]] = defaultdict(list)
    if denied:
        for claim, name in connection.execute(
            f"""SELECT DISTINCT claim, name FROM heard WHERE number IN ({numbers})
            AND claim IN (SELECT unnest(?)) AND role IN ('teller', 'own') AND stance = 'affirms'
            ORDER BY claim, name""",
            [list(denied)],
        ).fetchall():
            found[claim].append(name)
    return found


def _most(values: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return values with how often they are there, the most frequent first."""
    counted: Counter[str] = Counter()
    for value, times in values:
        counted[value] += times
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))
