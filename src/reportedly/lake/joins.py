"""The joins of a lake, in the words of both engines (see `queries.query`). Keys are hashes; `a` > `b`."""

from __future__ import annotations

from dataclasses import fields

from reportedly.lake import rows
from reportedly.queries import query
from reportedly.records import Article, Page, PageArticles, Reading, StoryAccount, StoryMaterial

_DAY = "CASE WHEN {0} LIKE '____-__-__%' THEN substr({0}, 1, 10) ELSE 'undated' END"


def _columns(row: type, table: str) -> str:
    return ", ".join(f"{table}.{field.name}" for field in fields(row))


# ---------------------------------------------------------------- pages
NAMESAKES = query(
    "namesakes",
    1,
    rows.Namesakes,
    """
    SELECT u.stem, LISTED(f.file, u.place, u.key, u.id, u.input, u.mark) AS pages
    FROM unpacked AS u JOIN files AS f ON f.mark = u.mark WHERE u.note IS NULL GROUP BY u.stem
    """,
)
INPUTS = query("inputs", 1, rows.Input, "SELECT s.* FROM named, EACH(pages) AS v(s)")
FIRSTS = query(
    "first inputs",
    1,
    rows.Input,
    f"""
    SELECT {_columns(rows.Input, "i")} FROM
        (SELECT *, row_number() OVER (PARTITION BY key ORDER BY file, place) AS nth FROM inputs) AS i
    WHERE nth = 1
    """,
)
NOTES = query(
    "notes",
    1,
    rows.Note,
    """
    SELECT f.file, u.place, u.note FROM unpacked AS u JOIN files AS f ON f.mark = u.mark
    WHERE u.note IS NOT NULL ORDER BY f.file, u.place
    """,
)
UNREAD = query(
    "pages",
    1,
    rows.MarkedPage,
    f"""
    SELECT f.key AS mark, {_columns(Page, "u")}
    FROM firsts AS f JOIN unpacked AS u ON u.mark = f.mark AND u.place = f.place
    """,
)
_OWN = {"id": "f.id", "input": "f.input"}  # of the first input, not of the file that was unpacked first
PAGES = query(
    "pages by day",
    1,
    rows.DayPage,
    f"""
    SELECT {_DAY.format("u.fetched")} AS day,
        {", ".join(_OWN.get(f.name, "u." + f.name) for f in fields(Page))}
    FROM firsts AS f JOIN unpacked AS u ON u.mark = f.mark AND u.place = f.place
    """,
)

# ---------------------------------------------------------------- articles
READ = query(
    "read",
    1,
    rows.PageRead,
    f"""
    SELECT f.file, f.place, f.key, f.id, f.input, r.articles
    FROM firsts AS f JOIN (SELECT mark, {_columns(PageArticles, "read")} FROM read) AS r ON r.mark = f.key
    """,
)
MEET = query(
    "meetings",
    1,
    rows.Edge,
    """
    SELECT DISTINCT a, b FROM (
        SELECT s.key AS a, min(s.key) OVER (PARTITION BY s.place) AS b FROM placed, EACH(meetings) AS v(s)
    ) AS met WHERE a <> b
    """,
)


def together(most: int) -> str:
    """Return the SELECT for articles that may be one, at most so many at a time."""
    return f"""
    SELECT together, LISTED(file, place, part, page, article) AS articles FROM (
        SELECT concat(met, '-', CAST(floor((nth - 1) / {most}) AS BIGINT)) AS together,
            file, place, part, page, article
        FROM (
            SELECT met, file, place, part, page, article,
                row_number() OVER (PARTITION BY met ORDER BY file, place, part) AS nth
            FROM (
                SELECT coalesce(c.b, s.article.key) AS met, s.file, s.place, s.part, s.page, s.article
                FROM (SELECT s FROM placed, EACH(articles) AS v(s)) AS each_one
                LEFT JOIN parts AS c ON c.a = s.article.key
            ) AS found
        ) AS counted
    ) AS cut GROUP BY together
    """


ARTICLES = query(
    "articles",
    1,
    rows.PlacedArticle,
    """
    SELECT file, place, part, page, mark, article.* FROM (
        SELECT s.file, s.place, s.part, s.page, s.mark, s.article FROM settled, EACH(articles) AS v(s)
    ) AS each_one
    """,
)
DISTINCT = query(
    "distinct articles",
    1,
    rows.MarkedArticle,
    f"""
    SELECT mark, {_columns(Article, "articles")} FROM articles WHERE kept_as IS NULL AND rejected IS NULL
    """,
)
CURRENT_READINGS = query(
    "current readings",
    1,
    Reading,
    f"""
    SELECT {_columns(Reading, "r")} FROM readings AS r JOIN articles AS a ON a.mark = r.mark
    """,
)
READABLE = query(
    "readable articles",
    1,
    rows.MarkedArticle,
    f"""
    SELECT a.mark, {_columns(Article, "a")} FROM articles AS a JOIN readings AS r ON r.mark = a.mark
    WHERE r.rejected IS NULL AND a.kept_as IS NULL AND a.rejected IS NULL
    """,
)

# ---------------------------------------------------------------- stories, and what is told of them
STORIES = query("stories", 1, rows.MarkedStory, "SELECT s.* FROM named, EACH(stories) AS v(s)")
TOLD_MATERIAL = query(
    "marked material",
    1,
    rows.MarkedMaterial,
    f"""
    SELECT s.mark, {_columns(StoryMaterial, "m")} FROM material AS m JOIN stories AS s ON s.id = m.id
    """,
)
TOLD_ACCOUNT = query(
    "marked account",
    1,
    rows.MarkedAccount,
    f"""
    SELECT s.mark, {_columns(StoryAccount, "m")} FROM account AS m JOIN stories AS s ON s.id = m.id
    """,
)
CURRENT_CLAIMS = query(
    "current claims",
    1,
    rows.MarkedClaims,
    "SELECT c.mark, c.id, c.claims, c.rejected FROM claimed AS c JOIN stories AS s ON s.mark = c.mark",
)
TOLD = query(
    "told stories",
    1,
    rows.StoryTold,
    """
    SELECT a.id, a.title, a.articles, a.readings, a.claims, b.claims AS behind, b.sources, b.copies,
        b.quotes, b.rejected
    FROM account AS a JOIN stories AS s ON s.id = a.id JOIN behind AS b ON b.mark = s.mark
    """,
)

# ---------------------------------------------------------------- what lies by day
DAY_ARTICLES = query(
    "articles by day",
    1,
    rows.DayArticle,
    f"""
    SELECT {_DAY.format("published")} AS day, file, place, part, page, mark, {_columns(Article, "articles")}
    FROM articles
    """,
)
DAY_READINGS = query(
    "readings by day",
    1,
    rows.DayReading,
    f"""
    SELECT {_DAY.format("a.published")} AS day, r.mark, {_columns(Reading, "r")}
    FROM readings AS r JOIN articles AS a ON a.mark = r.mark
    """,
)
DAY_STORIES = query("stories by day", 1, rows.DayStory, "SELECT day, mark, id, title, articles FROM stories")
ACCOUNTS = query(
    "accounts by day",
    1,
    rows.Account,
    """
    SELECT s.id, s.mark, c.claims, c.rejected AS refused, b.claims AS behind, b.sources, b.copies, b.quotes,
        b.rejected, s.day
    FROM stories AS s JOIN claimed AS c ON c.mark = s.mark JOIN behind AS b ON b.mark = s.mark
    """,
)


def by_day(row: type, column: str, story: bool = True) -> str:
    """Return the SELECT for the rows in a list of each story's part of a dossier, under the story's day."""
    whose = "t.id AS story, " if story else ""
    return f"""
    SELECT day, {"story, " if story else ""}item.* FROM (
        SELECT s.day, {whose}v.item FROM told AS t JOIN stories AS s ON s.id = t.id,
        EACH(t.{column}) AS v(item)
    ) AS each_one
    """


STATEMENTS = query("statements", 1, rows.DayStatement, by_day(rows.DayStatement, "statements"))
CLAIMS = query("claims", 1, rows.DayClaim, by_day(rows.DayClaim, "claims", story=False))
SOURCES = query("sources", 1, rows.DaySource, by_day(rows.DaySource, "sources"))
COPIES = query("copies", 1, rows.DayCopy, by_day(rows.DayCopy, "copies"))
QUOTES = query("quotes", 1, rows.DayQuote, by_day(rows.DayQuote, "quotes"))
TIMELINE = query("timeline", 1, rows.DayTimelineEntry, by_day(rows.DayTimelineEntry, "timeline"))

_SHOWN = """
    SELECT i.file, i.place, a.part, a.id, a.kept_as, a.rejected,
        i.file = a.file AND i.place = a.place AS own,
        concat(i.input, substr(a.input, length(f.input) + 1)) AS input
    FROM inputs AS i JOIN articles AS a ON a.page = i.key JOIN firsts AS f ON f.key = i.key
"""
REJECTED = query(
    "rejected",
    1,
    rows.RejectedRow,
    f"""
    SELECT CAST(1 AS BIGINT) AS step, input, rejected AS reason, file, place, part
    FROM ({_SHOWN}) AS shown WHERE rejected IS NOT NULL
    UNION ALL SELECT CAST(2 AS BIGINT) AS step, a.input, r.rejected AS reason, a.file, a.place, a.part
    FROM articles AS a JOIN readings AS r ON r.mark = a.mark
    WHERE r.rejected IS NOT NULL AND a.kept_as IS NULL AND a.rejected IS NULL
    UNION ALL SELECT CAST(3 AS BIGINT) AS step, concat('story ', s.id) AS input, c.rejected AS reason,
        CAST(0 AS BIGINT) AS file, CAST(0 AS BIGINT) AS place, CAST(0 AS BIGINT) AS part
    FROM claimed AS c JOIN stories AS s ON s.mark = c.mark WHERE c.rejected IS NOT NULL
    """,
)
DUPLICATES = query(
    "duplicates",
    1,
    rows.DuplicateRow,
    f"""
    SELECT input, CASE WHEN own THEN kept_as ELSE coalesce(kept_as, id) END AS article, file, place, part
    FROM ({_SHOWN}) AS shown
    WHERE rejected IS NULL AND NOT (own AND kept_as IS NULL) AND NOT EXISTS (
        SELECT 1 FROM (SELECT v.earlier.input AS earlier FROM articles, EACH(versions) AS v(earlier)) AS old
        WHERE old.earlier = shown.input)
    """,
)

SHOWN = {
    "inputs": query("all inputs", 1, rows.Input, "SELECT file, place, key, id, input, mark FROM inputs"),
    "pages": PAGES,
    "articles": DAY_ARTICLES,
    "readings": DAY_READINGS,
    "stories": DAY_STORIES,
    "accounts": ACCOUNTS,
    "statements": STATEMENTS,
    "claims": CLAIMS,
    "sources": SOURCES,
    "copies": COPIES,
    "quotes": QUOTES,
    "timeline": TIMELINE,
    "rejected": REJECTED,
    "duplicates": DUPLICATES,
}
"""The tables that are for others to read, in folders by their names."""

SUMMARY = query(
    "summary",
    1,
    rows.Summary,
    """
    SELECT CAST((SELECT count(*) FROM inputs) AS BIGINT) AS inputs,
        CAST((SELECT count(*) FROM articles WHERE kept_as IS NULL AND rejected IS NULL) AS BIGINT)
            AS articles,
        CAST((SELECT count(*) FROM stories) AS BIGINT) AS stories,
        CAST((SELECT count(*) FROM rejected) AS BIGINT) AS rejected,
        CAST((SELECT count(*) FROM duplicates) AS BIGINT) AS duplicates
    """,
)
SOME_REJECTED = query(
    "some that were rejected",
    1,
    rows.RejectedRow,
    """
    SELECT step, input, reason, file, place, part FROM rejected
    ORDER BY step, file, place, part, input LIMIT 100
    """,
)
