"""Which keys hang together, by joins that go over all edges a few times.

Large-star and small-star: Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii, Connected Components in
MapReduce and Beyond, SoCC 2014. Each round hangs what a key is joined with on the least of them; after a few
(about log squared of the longest way) every key hangs on the least of its component, and nothing changes.
"""

from __future__ import annotations

from reportedly.engine.tables import Asked, Table
from reportedly.lake.lake import Lake
from reportedly.lake.rows import Count, Edge
from reportedly.queries import query

MOST_ROUNDS = 60

LARGE_STAR = query(
    "large star",
    1,
    Edge,
    """
    WITH both_ways AS (SELECT a AS u, b AS v FROM edges UNION ALL SELECT b AS u, a AS v FROM edges),
    low AS (SELECT u, least(u, min(v)) AS least_one FROM both_ways GROUP BY u)
    SELECT DISTINCT e.v AS a, low.least_one AS b FROM both_ways AS e JOIN low ON low.u = e.u WHERE e.v > e.u
    """,
)
SMALL_STAR = query(
    "small star",
    1,
    Edge,
    """
    WITH low AS (SELECT a AS u, min(b) AS least_one FROM edges GROUP BY a)
    SELECT e.b AS a, low.least_one AS b FROM edges AS e JOIN low ON low.u = e.a WHERE e.b > low.least_one
    UNION SELECT u AS a, least_one AS b FROM low
    """,
)
UNSETTLED = query(
    "unsettled edges",
    1,
    Count,
    """
    SELECT CAST(count(*) AS BIGINT) AS rows FROM (
        SELECT a FROM edges GROUP BY a HAVING count(*) > 1
        UNION ALL SELECT e.a FROM edges AS e JOIN edges AS f ON f.a = e.b) AS not_yet
    """,
)


def components(lake: Lake, name: str, edges: Table) -> Table:
    """Return an edge from each key to the least one of its component; the least itself has none.

    Edges lead from the greater key (`a`) to the lesser (`b`).
    """
    for number in range(MOST_ROUNDS):
        [left] = lake.known(f"{name}-{number}", Asked(UNSETTLED, {"edges": edges}))
        if not left["rows"]:
            break
        edges = lake.made(f"{name}-large-{number}", Asked(LARGE_STAR, {"edges": edges}))
        edges = lake.made(f"{name}-small-{number}", Asked(SMALL_STAR, {"edges": edges}))
    return edges
