"""Stories as they are looked for: by words, by who is heard in them, by days, by what stands behind them.

A word fits where a word begins so, in whatever form (`words.asked`). Stories that have all the words are
ranked as BM25 ranks texts: rare words, and words of the title, weigh most. Without words, the largest stories
are first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportedly.languages import find_agency
from reportedly.store.connection import Connection
from reportedly.store.file import select
from reportedly.store.rows import ShownClaim
from reportedly.store.words import asked, folded

KINDS = ("disputed", "single-origin", "new")
"""What stories can be narrowed to: with a disputed claim; with a claim of many outlets and one origin;
told since a mark (`Search.mark`)."""

MOST_WORDS = 12
"""Words of a search that are looked for; the rest are passed over."""

_FORMS = 200  # words of the store that one beginning may stand for, the shortest first
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
    articles: list[str]  # ids
    outlets: list[str]  # each once; those that are not stated are left out
    first: str | None  # ISO 8601: when its first and last articles were published, as far as is known
    last: str | None


@dataclass(slots=True)
class FoundStory:
    """A story that was found, and its weightiest claims, those that have the words first."""

    story: ListedStory
    claims: list[ShownClaim]
    n_claims: int
    disputed: int
    single_origin: int
    is_new: bool


@dataclass(slots=True)
class Results:
    """What was found, and in how large a store."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)  # of each of KINDS, among what else fits
    rows: list[FoundStory] = field(default_factory=list)
    held: int = 0
    waiting: int = 0  # stories that are shown, and cannot be found yet
    mark: int = 0  # of the newest story of all


def search(connection: Connection, given: Search, start: int, count: int, claims: int = 2) -> Results:
    """Return `count` of the stories that fit, from the `start`th on, each with so many claims."""
    [[held, entered, mark]] = connection.execute(
        f"SELECT (SELECT count(*) FROM stories), count(*), coalesce(max(b.number), 0) FROM {_SHOWN}"
    ).fetchall()
    found = Results(held=held, waiting=held - entered, mark=mark)
    stems, needed = _stems(connection, given.words)
    if needed and not stems:
        return found
    ranked, values = _ranked(stems, needed)
    where, more = _where(given)
    chosen = " AND ".join(_KIND[kind] for kind in given.kinds if kind in _KIND) or "true"
    [[found.total, disputed, single, new, numbers]] = connection.execute(
        f"""{ranked} SELECT count(*) FILTER ({chosen}), count(*) FILTER (b.disputed > 0),
            count(*) FILTER (b.single_origin > 0), count(*) FILTER (b.news > $mark),
            list(b.number ORDER BY r.score DESC, b.articles DESC, b.title, s.id) FILTER ({chosen})
                [$begin:$end]
        FROM {_SHOWN} JOIN ranked AS r ON r.number = b.number WHERE {where}""",
        {**values, **more, "mark": given.mark, "begin": start + 1, "end": start + count},
    ).fetchall()
    found.counts = dict(zip(KINDS, (disputed, single, new), strict=True))
    found.rows = _rows(connection, numbers or [], [stem for _, stem in stems], given.mark, claims)
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
        query = """SELECT stem FROM lexicon WHERE list_contains($forms, word) OR starts_with(word, $beginning)
            ORDER BY list_contains($forms, word) DESC, length(word), word LIMIT $most"""
        values = {"forms": list(word.forms), "beginning": word.beginning, "most": _FORMS}
        stems = [stem for [stem] in connection.execute(query, values).fetchall()]
        if not stems:
            return [], len(words)
        found += [(place, stem) for stem in stems]
    return found, len(words)


def _ranked(stems: Sequence[tuple[int, int]], needed: int) -> tuple[str, dict[str, Any]]:
    """Return the head of a query that gives stories (`number`) their `score`, and its values."""
    if not stems:
        return "WITH ranked AS (SELECT number, 0 AS score FROM briefs)", {}
    literal = ", ".join(str(int(stem)) for _, stem in stems)  # numbers of ours: found fastest so
    head = f"""WITH asked AS (SELECT unnest($places) AS place_asked, unnest($stems) AS stem),
        hits AS (
            SELECT w.number, a.place_asked, sum({_WEIGHTS}) AS weight
            FROM words AS w JOIN asked AS a ON a.stem = w.stem
            WHERE w.stem IN ({literal}) GROUP BY w.number, a.place_asked),
        spread AS (
            SELECT place_asked, count(*) AS found, (SELECT count(*) FROM briefs) AS total,
                (SELECT greatest(avg(words), 1) FROM briefs) AS length
            FROM hits GROUP BY place_asked),
        ranked AS (
            SELECT h.number, sum({_BM25}) AS score FROM hits AS h
            JOIN spread AS d ON d.place_asked = h.place_asked JOIN briefs AS b ON b.number = h.number
            GROUP BY h.number HAVING count(*) = $needed)"""
    places, numbers = [place for place, _ in stems], [stem for _, stem in stems]
    return head, {"places": places, "stems": numbers, "needed": needed}


# ---------------------------------------------------------------- what else
_KIND = {"disputed": "b.disputed > 0", "single-origin": "b.single_origin > 0", "new": "b.news > $mark"}


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
    connection: Connection, numbers: Sequence[int], stems: Sequence[int], mark: int, claims: int
) -> list[FoundStory]:
    rows = connection.execute(
        f"""SELECT b.number, s.id, s.title, s.articles, b.outlets, b.first, b.last, b.claims, b.disputed,
            b.single_origin, b.news > ? FROM {_SHOWN} WHERE b.number IN (SELECT unnest(?))""",
        [mark, list(numbers)],
    ).fetchall()
    keys = [key for row in rows for key in row[3]]
    ids = dict(select(connection, "key, id", "articles", "key", keys))
    beside = _claims(connection, [row[1] for row in rows], numbers, stems, claims)
    found = {}
    for number, id, title, members, outlets, first, last, n, disputed, single, is_new in rows:
        articles = sorted(ids[key] for key in members if key in ids)
        story = ListedStory(id, title, articles, outlets, first, last)
        found[number] = FoundStory(story, beside.get(id, []), n, disputed, single, is_new)
    return [found[number] for number in numbers if number in found]


def _claims(
    connection: Connection, ids: Sequence[str], numbers: Sequence[int], stems: Sequence[int], most: int
) -> dict[str, list[ShownClaim]]:
    """Return the claims that are shown beside stories: with words, those that have most of them first."""
    columns = ", ".join(f"c.{each.name}" for each in dataclasses.fields(ShownClaim))
    rows = connection.execute(
        f"""WITH hits AS (SELECT claim, count(DISTINCT stem) AS found FROM words
            WHERE number IN (SELECT unnest($numbers)) AND stem IN (SELECT unnest($stems))
                AND claim IS NOT NULL
            GROUP BY claim)
        SELECT {columns} FROM claims AS c LEFT JOIN hits AS h ON h.claim = c.id
        WHERE c.story IN (SELECT unnest($ids))
        QUALIFY row_number() OVER (PARTITION BY c.story ORDER BY coalesce(h.found, 0) DESC,
            c.independent DESC, c.outlets DESC, c.articles DESC, c.statements DESC, c."text", c.id) <= $most
        ORDER BY c.story, coalesce(h.found, 0) DESC, c.independent DESC, c.outlets DESC, c.articles DESC,
            c.statements DESC, c."text", c.id""",
        {"numbers": list(numbers), "stems": list(stems), "ids": list(ids), "most": most},
    ).fetchall()
    found: dict[str, list[ShownClaim]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(ShownClaim(*row))
    return found
