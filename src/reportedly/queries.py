"""The joins between steps, in the words of both engines.

DuckDB and Spark agree on joins, groupings and windows; they differ in how they make and open lists. So a
query is written once, with `LISTED(a, b AS c)` for a sorted list of rows of these values, and
`EACH(list)` for its items, as a table.
"""

from __future__ import annotations

import re

from reportedly.engine.stage import Query
from reportedly.records import StoryAccount, StoryMaterial

_OPEN = ("unnest", "explode")
_LISTED = re.compile(r"LISTED\(([^()]*)\)")


def query(name: str, version: int, gives: type, sql: str) -> Query:
    """Return a query for both engines."""
    duckdb = _LISTED.sub(lambda found: "list_sort(list({" + _pairs(found[1], "'{}': {}") + "}))", sql)
    spark = _LISTED.sub(
        lambda found: "sort_array(collect_list(named_struct(" + _pairs(found[1], "'{}', {}") + ")))", sql
    )
    opened = [
        re.sub(r"\bEACH\(", f"LATERAL {open}(", text)
        for open, text in zip(_OPEN, (duckdb, spark), strict=True)
    ]
    return Query(name, version, opened[0], gives, opened[1])


def _pairs(listed: str, form: str) -> str:
    """Return values, each with its name, as a struct has them."""
    found = []
    for each in listed.split(","):
        value, _, name = each.strip().partition(" AS ")
        found.append(form.format(name or value.rpartition(".")[2], value))
    return ", ".join(found)


MATERIAL = Query(
    "story material",
    1,
    """
    WITH member AS (SELECT id AS story, unnest(articles) AS key FROM stories)
    SELECT stories.id, stories.title, list(a ORDER BY a.id) AS articles, list(r ORDER BY r.id) AS readings
    FROM stories JOIN member ON member.story = stories.id
    JOIN articles AS a ON a.key = member.key JOIN readings AS r ON r.key = member.key
    GROUP BY stories.id, stories.title ORDER BY stories.id
    """,
    StoryMaterial,
    """
    WITH member AS (SELECT id AS story, explode(articles) AS key FROM stories)
    SELECT stories.id, stories.title, sort_array(collect_list(struct(a.*))) AS articles,
        sort_array(collect_list(struct(r.*))) AS readings
    FROM stories JOIN member ON member.story = stories.id
    JOIN articles AS a ON a.key = member.key JOIN readings AS r ON r.key = member.key
    GROUP BY stories.id, stories.title
    """,
)

ACCOUNT = Query(
    "story account",
    1,
    """
    SELECT material.id, title, articles, readings, claims
    FROM material JOIN claimed ON claimed.id = material.id ORDER BY material.id
    """,
    StoryAccount,
)
