"""Articles -> stories, by joins: however many there are, no task looks at more than a block of them.

A language with few articles is one block, and its stories are those that `trace` finds. Of more, copies of
one text are one (their first), near-copies follow their first, and the rest are put into blocks of articles
that hang together by pairs that are alike. Pairs are looked for among those that share a rare word: in the
order of their days, each article with the next few that have it, so that a word that ten thousand share
makes ten thousand times a few pairs and no more. What hangs together in too great a number is looked at
again with fewer pairs, those more alike. Each block is then grouped by the same linkage as ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.engine.arrow import with_columns
from reportedly.engine.tables import Asked, Table
from reportedly.lake import steps
from reportedly.lake.components import components
from reportedly.lake.joins import STORIES
from reportedly.lake.lake import Lake
from reportedly.lake.rows import Count, Edge, StoryMembers
from reportedly.queries import query
from reportedly.records import content_hash
from reportedly.stories import sketches
from reportedly.stories.near_copies import BESIDE, NEAR_BANDS
from reportedly.stories.sketches import UNIT, Block, TermCount

WHOLE = 1000
"""So many articles of one language are one block; and a block has so many at most."""
ASKED = 40
"""Terms of an article that it is looked up by, those that weigh most."""
NEXT = 32
"""Of the articles that share a term, each is paired with so many that come next."""
LEVELS = (0.15, 0.22, 0.3, 0.4, 0.55, 0.75)
"""Likeness of pairs by which articles hang together; a higher one each time there are too many."""


@dataclass(slots=True)
class Follower:
    """An article and the one that it goes with: its own, or the first of its copies."""

    key: str
    head: str
    language: str
    day: str


@dataclass(slots=True)
class LanguageSize:
    """How many texts there are in a language."""

    language: str
    texts: int


@dataclass(slots=True)
class InBlock:
    """The block that an article is in; `texts`: how many with it."""

    key: str
    block: str
    texts: int


@dataclass(slots=True)
class Posting:
    """That an article is looked up by a term; of those with it, it is number `nth`."""

    term: str
    key: str
    weight: int
    nth: int
    shelf: int


@dataclass(slots=True)
class Pair:
    """Two articles, and how alike they are, of UNIT squared."""

    a: str
    b: str
    score: int


MarkedSketch = with_columns(sketches.Sketch, mark=str)

CURRENT = query(
    "current sketches",
    1,
    MarkedSketch,
    """
    SELECT s.mark, s.key, s.language, s.text, s.day, s.bands, s.terms
    FROM sketches AS s JOIN readable AS r ON r.mark = s.mark
    """,
)
HEADS = query(
    "first of its copies",
    1,
    Follower,
    """
    SELECT key, first_value(key) OVER (PARTITION BY language, text ORDER BY day, key) AS head, language, day
    FROM sketches
    """,
)
SIZES = query(
    "sizes of languages",
    1,
    LanguageSize,
    """
    SELECT language, CAST(count(*) AS BIGINT) AS texts FROM followers WHERE key = head GROUP BY language
    ORDER BY language
    """,
)
_SAME = "WINDOW same AS (PARTITION BY language, band ORDER BY day, key)"
_BESIDE = "".join(
    f" UNION SELECT key AS a, lag(key, {n}) OVER same AS b, band FROM bucket {_SAME}"
    for n in range(1, BESIDE + 1)
)
NEAR_COPIES = query(
    "near-copies",
    1,
    Edge,
    f"""
    WITH bucket AS (
        SELECT s.language, v.band, s.day, s.key FROM sketches AS s JOIN followers AS f ON f.key = s.key,
        EACH(s.bands) AS v(band) WHERE f.key = f.head),
    pair AS (SELECT key AS a, first_value(key) OVER same AS b, band FROM bucket {_SAME}{_BESIDE}),
    near AS (SELECT a, b, count(*) AS bands FROM pair WHERE b IS NOT NULL AND a <> b GROUP BY a, b)
    SELECT a, b FROM near WHERE bands >= {NEAR_BANDS}
    """,
)
ROOTS = query(
    "first of near-copies",
    1,
    Follower,
    """
    WITH root AS (SELECT b AS key FROM near EXCEPT SELECT a AS key FROM near),
    led AS (SELECT n.a, min(n.b) AS head FROM near AS n JOIN root ON root.key = n.b GROUP BY n.a)
    SELECT f.key, coalesce(led.head, f.head) AS head, f.language, f.day
    FROM followers AS f LEFT JOIN led ON led.a = f.head
    """,
)


BY_LANGUAGE = """
    SELECT key, concat('language ', language) AS block, CAST(1 AS BIGINT) AS texts FROM followers
    WHERE key = head AND language NOT IN ({})
"""
TERMS = """
    WITH root AS (SELECT key, language, day FROM followers WHERE key = head AND language IN ({})),
    posted AS (
        SELECT r.language, r.day, s.key, v.t.word AS word, v.t.weight AS weight
        FROM sketches AS s JOIN root AS r ON r.key = s.key, EACH(s.terms) AS v(t))
"""
COUNTS = """
    SELECT p.language, p.word, CAST(count(*) AS BIGINT) AS found, n.articles FROM posted AS p
    JOIN (SELECT language, CAST(count(*) AS BIGINT) AS articles FROM root GROUP BY language) AS n
        ON n.language = p.language
    GROUP BY p.language, p.word, n.articles
"""
POSTINGS = f"""
    , weighed AS (
        SELECT p.language, p.word, p.key, p.day, p.weight * r.rarity AS weight FROM posted AS p
        JOIN rarity AS r ON r.language = p.language AND r.word = p.word WHERE r.rarity > 0),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY key ORDER BY weight DESC, word) AS place,
            sqrt(CAST(sum(weight * weight) OVER (PARTITION BY key) AS DOUBLE)) AS length FROM weighed)
    SELECT term, key, weight, CAST(nth AS BIGINT) AS nth, CAST(floor((nth - 1) / {NEXT}) AS BIGINT) AS shelf
    FROM (
        SELECT concat(language, ' ', word) AS term, key,
            CAST(floor(CAST(weight AS DOUBLE) * {UNIT} / length) AS BIGINT) AS weight,
            row_number() OVER (PARTITION BY language, word ORDER BY day, key) AS nth
        FROM ranked WHERE place <= {ASKED}) AS numbered
"""
PAIRS = query(
    "pairs that share terms",
    1,
    Pair,
    f"""
    WITH earlier AS (
        SELECT term, key, weight, nth, shelf FROM postings
        UNION ALL SELECT term, key, weight, nth, shelf + 1 AS shelf FROM postings)
    SELECT greatest(e.key, p.key) AS a, least(e.key, p.key) AS b,
        CAST(sum(e.weight * p.weight) AS BIGINT) AS score
    FROM earlier AS e JOIN postings AS p ON p.term = e.term AND p.shelf = e.shelf
    WHERE p.nth > e.nth AND p.nth <= e.nth + {NEXT}
    GROUP BY greatest(e.key, p.key), least(e.key, p.key)
    HAVING sum(e.weight * p.weight) >= {round(LEVELS[0] * UNIT**2)}
    """,
)
LINKS = """
    SELECT p.a, p.b FROM pairs AS p JOIN crowd AS one ON one.key = p.a
    JOIN crowd AS other ON other.key = p.b AND other.block = one.block
    WHERE p.score >= {} AND one.texts > {}
"""
IN_BLOCKS = """
    SELECT key, block, CAST(count(*) OVER (PARTITION BY block) AS BIGINT) AS texts FROM (
        SELECT c.key, coalesce(p.b, c.key) AS block FROM crowd AS c LEFT JOIN parts AS p ON p.a = c.key
        WHERE c.texts > {}) AS found
"""
ALL_ROOTS = """
    SELECT key, language AS block, CAST({} AS BIGINT) AS texts FROM followers
    WHERE key = head AND language IN ({})
"""
CUT = """
    SELECT key, concat(block, '-', CAST(floor((nth - 1) / {0}) AS BIGINT)) AS block,
        CAST(1 AS BIGINT) AS texts
    FROM (
        SELECT c.key, c.block, row_number() OVER (PARTITION BY c.block ORDER BY f.day, c.key) AS nth
        FROM crowd AS c JOIN followers AS f ON f.key = c.key WHERE c.texts > {0}) AS numbered
"""
TOO_MANY = "SELECT CAST(count(*) AS BIGINT) AS rows FROM crowd WHERE texts > {}"
BLOCKS = """
    SELECT b.block, LISTED(n.key, n.article) AS articles FROM (
        SELECT v.s.article.key AS key, v.s.article AS article FROM settled, EACH(articles) AS v(s)) AS n
    JOIN blocks AS b ON b.key = n.key WHERE b.texts <= {} GROUP BY b.block
"""
MEMBERS = query(
    "members of stories",
    1,
    StoryMembers,
    """
    SELECT t.title, LISTED(
        f.key, k.mark, CASE WHEN k.day LIKE '____-__-__' THEN k.day ELSE 'undated' END AS day) AS members
    FROM (
        SELECT s.id, s.title, w.head FROM (SELECT v.s FROM grouped, EACH(stories) AS v(s)) AS each_story,
        EACH(s.articles) AS w(head)) AS t
    JOIN followers AS f ON f.head = t.head JOIN sketches AS k ON k.key = f.key GROUP BY t.id, t.title
    """,
)


def stories(lake: Lake, readable: Asked, settled: Table, whole: int, most: int) -> Table:
    """Return the stories of articles (MarkedStory): of `most` articles, from blocks of `whole`, at most."""
    kept = lake.kept("sketches", readable, (sketches.sketching(),))
    current = Asked(CURRENT, {"sketches": kept, "readable": readable})
    followers = lake.made("copies", Asked(HEADS, {"sketches": current}))
    sizes = lake.known("languages", Asked(SIZES, {"followers": followers}))
    large = sorted(row["language"] for row in sizes if row["texts"] > whole)
    blocks: list[Table] = []
    if large:
        near = lake.made("near-copies", Asked(NEAR_COPIES, {"sketches": current, "followers": followers}))
        followers = lake.made("followers", Asked(ROOTS, {"near": near, "followers": followers}))
        blocks = _joined(lake, current, followers, large, whole)
    small = query("blocks by language", 1, InBlock, BY_LANGUAGE.format(_listed(large)))
    blocks.append(lake.made("blocks-small", Asked(small, {"followers": followers})))
    found = Table(
        InBlock, tuple(p for b in blocks for p in b.places), content_hash([b.digest for b in blocks])
    )
    asked = Asked(query("blocks", 1, Block, BLOCKS.format(whole)), {"settled": settled, "blocks": found})
    grouped = lake.made("grouped", asked, (sketches.grouping(),))
    members: dict[str, Table | Asked] = {"grouped": grouped, "followers": followers, "sketches": current}
    named = lake.made("named-stories", Asked(MEMBERS, members), (steps.name_stories(most),))
    return lake.made("stories", Asked(STORIES, {"named": named}))


def _joined(lake: Lake, current: Asked, followers: Table, large: list[str], whole: int) -> list[Table]:
    """Return the blocks of large languages; those that hold more than `whole` articles count for nothing."""
    of: dict[str, Table | Asked] = {"sketches": current, "followers": followers}
    terms = TERMS.format(_listed(large))
    counted = Asked(query("counts of terms", 1, TermCount, terms + COUNTS), of)
    rarity = lake.made("rarity", counted, (sketches.rating(),))
    asked = Asked(query("postings", 1, Posting, terms + POSTINGS), {**of, "rarity": rarity})
    postings = lake.made("postings", asked)
    pairs = lake.made("pairs", Asked(PAIRS, {"postings": postings}))
    everyone = query("all that are in no block", 1, InBlock, ALL_ROOTS.format(whole + 1, _listed(large)))
    crowd = lake.made("crowd", Asked(everyone, {"followers": followers}))
    found = []
    for number, level in enumerate(LEVELS):
        links = query("links", 1, Edge, LINKS.format(round(level * UNIT**2), whole))
        edges = lake.made(f"links-{number}", Asked(links, {"pairs": pairs, "crowd": crowd}))
        parts = components(lake, f"parts-{number}", edges)
        in_blocks = query("articles in blocks", 1, InBlock, IN_BLOCKS.format(whole))
        crowd = lake.made(f"blocks-{number}", Asked(in_blocks, {"parts": parts, "crowd": crowd}))
        found.append(crowd)
        too_many = query("too many in a block", 1, Count, TOO_MANY.format(whole))
        if not lake.known(f"crowded-{number}", Asked(too_many, {"crowd": crowd}))[0]["rows"]:
            return found
    cut = query("blocks that are cut", 1, InBlock, CUT.format(whole))
    return [*found, lake.made("blocks-cut", Asked(cut, {"crowd": crowd, "followers": followers}))]


def _listed(languages: list[str]) -> str:
    """Return languages as SQL lists them; never nothing, which SQL has no list for."""
    return ", ".join(f"'{language}'" for language in languages or ["none"])
