"""Stories as they are looked for: by words, by who is heard in them, by days, by what stands behind them.

A word fits in whatever form (`words.asked`); one that the store does not have, where a word begins so.
Stories that have all the words are ranked as BM25 ranks texts: rare words, and words of the title, weigh
most. Without words, the largest stories are first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportedly.languages import find_agency
from reportedly.store.connection import Connection
from reportedly.store.rows import ShownClaim
from reportedly.store.words import asked, folded

KINDS = ("disputed", "single-origin", "new")
"""What stories can be narrowed to: with a disputed claim; with a claim of many outlets and one origin;
told since a mark (`Search.mark`)."""

MOST_WORDS = 12
"""Words of a search that are looked for; the rest are passed over."""

_FORMS = 50  # words of the store that one beginning may stand for, the shortest first
_SHOWN = "stories AS s JOIN briefs AS b ON b.account = s.account"
_WEIGHTS = "CASE place WHEN 'title' THEN 4 WHEN 'name' THEN 2 ELSE 1 END"
_BM25 = """ln(1 + (d.total - d.found + 0.5) / (d.found + 0.5))
    * h.weight * 2.2 / (h.weight + 1.2 * (0.25 + 0.75 * b.words / d.length))"""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; what is empty narrows nothing.

    `since` and `until` are days, or months or years (ISO 8601): a story fits that has an article in
    between, or before and after.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    outlet: str = ""
    agency: str = ""
    source: str = ""  # words of a name
    since: str = ""
    until: str = ""
    mark: int = 0  # what was told after it is new

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in dataclasses.fields(self) if each.name != "mark")


@dataclass(slots=True)
class ListedStory:
    """A story in brief."""

    id: str
    title: str
    articles: list[str]  # ids, where they were asked for
    outlets: list[str]  # each once; those that are not stated are left out
    first: str | None  # ISO 8601: when its first and last articles were published, as far as is known
    last: str | None


@dataclass(slots=True)
class FoundStory:
    """A story that was found, and its weightiest claims, those that have the words first."""

    story: ListedStory
    claims: list[ShownClaim]
    n_articles: int
    n_claims: int
    disputed: int
    single_origin: int
    is_new: bool


@dataclass(slots=True)
class Results:
    """What was found."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)  # of each of KINDS, among what else fits
    rows: list[FoundStory] = field(default_factory=list)


@dataclass(slots=True)
class Size:
    """How large a store is."""

    held: int = 0  # stories that are shown
    entered: int = 0  # those of them that can be found
    mark: int = 0  # of the newest


def size(connection: Connection) -> Size:
    """Return how large the store is."""
    [row] = connection.execute(
        f"SELECT (SELECT count(*) FROM stories), count(*), coalesce(max(b.number), 0) FROM {_SHOWN}"
    ).fetchall()
    return Size(*row)


def search(connection: Connection, given: Search, start: int, count: int, members: bool = False) -> Results:
    """Return `count` of the stories that fit, from the `start`th on; with the ids of their `members`."""
    found = Results()
    stems, needed = _stems(connection, given.words)
    if needed and not stems:
        return found
    ranked, values = _ranked(stems, needed)
    joined, order = ("JOIN ranked AS r ON r.number = b.number", "r.score") if ranked else ("", "0")
    where, more = _where(given)
    chosen = " AND ".join(_KIND[kind] for kind in given.kinds if kind in _KIND) or "true"
    [[found.total, disputed, single, new, numbers]] = connection.execute(
        f"""WITH {ranked} fits AS MATERIALIZED (
            SELECT b.number, b.articles, b.title, s.id, {order} AS score, b.disputed > 0 AS disputed,
                b.single_origin > 0 AS single, b.news > $mark AS is_new
            FROM {_SHOWN} {joined} WHERE {where}),
        page AS (SELECT number, row_number() OVER () AS place FROM (SELECT number FROM fits WHERE {chosen}
            ORDER BY score DESC, articles DESC, title, id LIMIT $count OFFSET $start))
        SELECT count(*) FILTER ({chosen}), count(*) FILTER (disputed), count(*) FILTER (single),
            count(*) FILTER (is_new), (SELECT list(number ORDER BY place) FROM page)
        FROM fits""",
        {**values, **more, "mark": given.mark, "count": count, "start": start},
    ).fetchall()
    found.counts = dict(zip(KINDS, (disputed, single, new), strict=True))
    if numbers:
        found.rows = _rows(connection, numbers, [stem for _, stem in stems], given.mark, members)
    return found


def facets(connection: Connection, most: int) -> tuple[list[str], list[str]]:
    """Return the outlets, and the agencies, of most stories."""
    outlets, agencies = (
        [
            name
            for [name] in connection.execute(
                f"""SELECT name FROM (SELECT unnest(b.{column}) AS name FROM {_SHOWN})
                GROUP BY name ORDER BY count(*) DESC, name LIMIT ?""",
                [most],
            ).fetchall()
        ]
        for column in ("outlets", "agencies")
    )
    return outlets, agencies


# ---------------------------------------------------------------- words
def _stems(connection: Connection, text: str) -> tuple[list[tuple[int, int]], int]:
    """Return the numbers of words in the store that fit, each with its place among those asked for; and
    how many of these a story must have."""
    words = list(asked(text))[:MOST_WORDS]
    words = [word for word in words if not word.may_lack] or words
    found: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        stems = connection.execute(
            """SELECT list_contains($forms, word) AS is_whole, stem FROM lexicon
            WHERE is_whole OR starts_with(word, $beginning)
            ORDER BY is_whole DESC, length(word), word LIMIT $most""",
            {"forms": list(word.forms), "beginning": word.beginning, "most": _FORMS},
        ).fetchall()
        if not stems:
            return [], len(words)
        found += [(place, stem) for is_whole, stem in stems if is_whole == stems[0][0]]
    return found, len(words)


def _ranked(stems: Sequence[tuple[int, int]], needed: int) -> tuple[str, dict[str, Any]]:
    """Return tables for a query, `ranked` of which gives stories (`number`) a `score`, and their values."""
    if not stems:
        return "", {}
    by_word = {place: [str(int(s)) for at, s in stems if at == place] for place, _ in stems}
    literal = ", ".join(stem for some in by_word.values() for stem in some)  # ours: found fastest so
    cases = " ".join(f"WHEN stem IN ({', '.join(some)}) THEN {place}" for place, some in by_word.items())
    head = f"""hits AS (
            SELECT number, CASE {cases} END AS place_asked, sum({_WEIGHTS}) AS weight
            FROM words WHERE stem IN ({literal}) GROUP BY number, place_asked),
        spread AS (
            SELECT place_asked, count(*) AS found, (SELECT count(*) FROM briefs) AS total,
                (SELECT greatest(avg(words), 1) FROM briefs) AS length
            FROM hits GROUP BY place_asked),
        ranked AS (
            SELECT h.number, sum({_BM25}) AS score FROM hits AS h
            JOIN spread AS d ON d.place_asked = h.place_asked JOIN briefs AS b ON b.number = h.number
            GROUP BY h.number HAVING count(*) = $needed),"""
    return head, {"needed": needed}


# ---------------------------------------------------------------- what else
_KIND = {"disputed": "disputed", "single-origin": "single", "new": "is_new"}


def _where(given: Search) -> tuple[str, dict[str, Any]]:
    """Return what stories are narrowed to beside words and kinds, and the values for it."""
    agency = find_agency(given.agency)
    values = {
        "outlet": given.outlet,
        "agency": agency.name if agency else given.agency,
        "source": folded(given.source) if given.source else "",
        "since": given.since,
        "until": given.until,
    }
    wanted = {name: value for name, value in values.items() if value}
    if not wanted:
        return "true", {}
    return " AND ".join(_WANTED[name] for name in wanted), wanted


_WANTED = {
    "outlet": "list_contains(b.outlets, $outlet)",
    "agency": "list_contains(b.agencies, $agency)",
    "source": """b.number IN (SELECT number FROM named
        WHERE contains(concat(' ', folded, ' '), concat(' ', $source, ' ')))""",
    "since": "concat(b.last, '~') >= $since AND b.last IS NOT NULL",  # "~" is behind all that a time has
    "until": "b.first <= concat($until, '~')",
}


# ---------------------------------------------------------------- what is shown
def _rows(
    connection: Connection, numbers: Sequence[int], stems: Sequence[int], mark: int, members: bool
) -> list[FoundStory]:
    literal = ", ".join(str(int(number)) for number in numbers)  # numbers of ours: found fastest so
    rows = connection.execute(
        f"""SELECT b.number, s.id, s.title, s.articles, b.outlets, b.articles, b.first, b.last, b.claims,
            b.disputed, b.single_origin, b.news > ? FROM {_SHOWN} WHERE b.number IN ({literal})""",
        [mark],
    ).fetchall()
    ids: dict[str, str] = {}
    if members:
        keys = [key for row in rows for key in row[3]]
        query = "SELECT key, id FROM articles WHERE key IN (SELECT unnest(?))"
        ids = dict(connection.execute(query, [keys]).fetchall())
    beside = _claims(connection, [row[1] for row in rows], literal, stems)
    found = {}
    for number, id, title, keys, outlets, articles, first, last, n, disputed, single, is_new in rows:
        of_story = sorted(ids[key] for key in keys if key in ids)
        story = ListedStory(id, title, of_story, outlets, first, last)
        found[number] = FoundStory(story, beside.get(id, []), articles, n, disputed, single, is_new)
    return [found[number] for number in numbers if number in found]


def _claims(
    connection: Connection, ids: Sequence[str], numbers: str, stems: Sequence[int]
) -> dict[str, list[ShownClaim]]:
    """Return the claims that are shown beside stories: with words, those that have most of them first."""
    columns = ", ".join(f"c.{each.name}" for each in dataclasses.fields(ShownClaim))
    hits: list[tuple[str, int]] = []
    if stems:
        literal = ", ".join(str(int(stem)) for stem in stems)
        hits = connection.execute(
            f"""SELECT claim, count(DISTINCT stem) FROM words
            WHERE number IN ({numbers}) AND stem IN ({literal}) AND claim IS NOT NULL GROUP BY claim"""
        ).fetchall()
    rows = connection.execute(
        f"""SELECT {columns} FROM claims AS c
        LEFT JOIN (SELECT unnest($claims) AS claim, unnest($hits) AS found) AS h ON h.claim = c.id
        WHERE c.story IN (SELECT unnest($ids))
        QUALIFY row_number() OVER (PARTITION BY c.story ORDER BY {_BY_WEIGHT}) <= {_BESIDE}
        ORDER BY {_BY_WEIGHT}""",
        {"ids": list(ids), "claims": [claim for claim, _ in hits], "hits": [found for _, found in hits]},
    ).fetchall()
    found: dict[str, list[ShownClaim]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(ShownClaim(*row))
    return found


_BESIDE = 2  # claims beside a story
_BY_WEIGHT = """coalesce(h.found, 0) DESC, c.independent DESC, c.outlets DESC, c.articles DESC,
    c.statements DESC, c."text", c.id"""
