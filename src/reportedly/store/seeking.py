"""Claims as they are looked for: by what sketches or words propose, and by what narrows them.

Each function reads what it needs within one open state; what was proposed is compared between two of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from reportedly.claims import SKETCH_BYTES, Sketches
from reportedly.store.file import Connection
from reportedly.store.rows import ShownClaim
from reportedly.store.words import Asked, asked, folded

MOST_WORDS = 16
"""Words that are looked for; the rest are passed over."""

_FORMS = 50  # words of the store that one beginning may stand for, the shortest first
_COLUMNS = ", ".join(f'c."{field.name}"' for field in dataclasses.fields(ShownClaim))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which claims are looked at; what is empty narrows nothing.

    `outlet` told the claim; `source` is words of a name that told it, passed it on, or that it rests on.
    `since` and `until` are days (ISO 8601), months or years: the claim's story has an article of then.
    """

    story: str = ""
    outlet: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    disputed: bool = False
    single_origin: bool = False

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return a condition on claims `c`, and its values."""
        values = {f.name: value for f in dataclasses.fields(self) if (value := getattr(self, f.name))}
        if self.source:
            values["source"] = folded(self.source)
        condition = " AND ".join(_NARROWS[name] for name in values)
        told = {n: v.encode("utf8", "replace").decode() for n, v in values.items() if isinstance(v, str)}
        return condition or "true", told


# "~" is behind all that a time has.
_OF_THEN = """c.story IN (SELECT s.id FROM stories AS s JOIN briefs AS b ON b.account = s.account
    WHERE {})"""
_NARROWS = {
    "story": "c.story = $story",
    "outlet": "c.id IN (SELECT claim FROM heard WHERE outlet = $outlet)",
    "source": """c.id IN (SELECT claim FROM heard
        WHERE contains(concat(' ', folded, ' '), concat(' ', $source, ' ')))""",
    "since": _OF_THEN.format("b.last IS NOT NULL AND concat(b.last, '~') >= $since"),
    "until": _OF_THEN.format("b.first <= concat($until, '~')"),
    "disputed": "len(c.disputed_by) > 0",
    "single_origin": "c.independent = 1 AND c.outlets > 1",
}
_BY_WEIGHT = 'c.independent DESC, c.outlets DESC, c.articles DESC, c.statements DESC, c."text", c.id'


@dataclass(frozen=True, slots=True)
class Proposed:
    """A claim that may be what is looked for, with its story's title and language (null: not known)."""

    claim: ShownClaim
    title: str
    language: str | None


def sketched(connection: Connection, narrowed: Narrowed) -> tuple[pa.ChunkedArray, Sketches]:
    """Return the ids of the claims that have sketches, and these (n, 48), row for row."""
    where, values = narrowed.where()
    joined = "" if where == "true" else f"JOIN claims AS c ON c.id = s.claim WHERE {where}"
    query = f"SELECT s.claim, s.sketch FROM sketches AS s {joined}"
    table = connection.sql(query, params=values or None).to_arrow_table()
    packed = table["sketch"].combine_chunks().cast(pa.binary(SKETCH_BYTES))
    sketches = np.frombuffer(packed.buffers()[1], np.uint8, len(packed) * SKETCH_BYTES)
    return table["claim"], sketches.reshape(-1, SKETCH_BYTES)


def worded(
    connection: Connection, text: str, narrowed: Narrowed, most: int, whole: bool = False
) -> list[str]:
    """Return the ids of claims that share words with a text, those of the most and the rarest first.

    `whole`: only claims that have every word that means something.
    """
    words = [word for word in asked(text) if not word.may_lack or whole][:MOST_WORDS]
    stems = [(place, stem) for place, word in enumerate(words) for stem in _stems(connection, word)]
    if not stems or (whole and len({place for place, _ in stems}) < len(words)):
        return []
    where, values = narrowed.where()
    literal = ", ".join(str(int(stem)) for _, stem in stems)  # numbers of ours: found fastest so
    rows = connection.execute(
        f"""WITH asked AS (SELECT unnest($places) AS place_asked, unnest($stems) AS stem),
        hits AS (SELECT DISTINCT w.claim, a.place_asked FROM words AS w JOIN asked AS a ON a.stem = w.stem
            WHERE w.stem IN ({literal}) AND w.place = 'claim'),
        rarity AS (SELECT place_asked, ln((SELECT count(*) + 1 FROM claims) / count(*)) AS weight
            FROM hits GROUP BY place_asked)
        SELECT c.id FROM hits AS h JOIN rarity AS r ON r.place_asked = h.place_asked
        JOIN claims AS c ON c.id = h.claim WHERE {where}
        GROUP BY c.id, c.independent, c.outlets, c.articles, c.statements, c."text"
        HAVING count(*) >= $needed ORDER BY sum(r.weight) DESC, {_BY_WEIGHT} LIMIT $most""",
        {
            **values,
            "places": [place for place, _ in stems],
            "stems": [stem for _, stem in stems],
            "needed": len(words) if whole else 1,
            "most": most,
        },
    ).fetchall()
    return [id for [id] in rows]


def weightiest(connection: Connection, narrowed: Narrowed, start: int, count: int) -> tuple[int, list[str]]:
    """Return how many claims there are, and the ids of `count` of them, the weightiest first."""
    where, values = narrowed.where()
    [[total]] = connection.execute(f"SELECT count(*) FROM claims AS c WHERE {where}", values).fetchall()
    rows = connection.execute(
        f"SELECT c.id FROM claims AS c WHERE {where} ORDER BY {_BY_WEIGHT} LIMIT $count OFFSET $start",
        {**values, "start": start, "count": count},
    ).fetchall()
    return total, [id for [id] in rows]


def proposed(connection: Connection, ids: Sequence[str]) -> list[Proposed]:
    """Return the claims of ids that are there, in the order of the ids."""
    rows = connection.execute(
        f"""SELECT s.title, a.language, {_COLUMNS} FROM claims AS c JOIN stories AS s ON s.id = c.story
        LEFT JOIN articles AS a ON a.key = s.articles[1] WHERE c.id IN (SELECT unnest(?))""",
        [list(ids)],
    ).fetchall()
    found = {row[2]: Proposed(ShownClaim(*row[2:]), row[0], row[1]) for row in rows}
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def held(connection: Connection) -> tuple[int, int]:
    """Return how many claims the store has, and how many of them have no sketch yet."""
    query = "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM sketches)"
    [[claims, sketched]] = connection.execute(query).fetchall()
    return claims, claims - sketched


def _stems(connection: Connection, word: Asked) -> list[int]:
    """Return the numbers of words in the store that fit one that is asked for."""
    query = """SELECT stem FROM lexicon WHERE list_contains($forms, word) OR starts_with(word, $beginning)
        ORDER BY list_contains($forms, word) DESC, length(word), word LIMIT $most"""
    values = {"forms": list(word.forms), "beginning": word.beginning, "most": _FORMS}
    return [stem for [stem] in connection.execute(query, values).fetchall()]
