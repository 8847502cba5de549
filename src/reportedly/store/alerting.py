"""What is told once of running stories: what changed in those that an addition touched."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly import alerts
from reportedly.alerts import Alert, Gone
from reportedly.records import Dossier
from reportedly.store import assembling, deciding
from reportedly.store.clock import now
from reportedly.store.decisions import Decision, remarks
from reportedly.store.file import Connection, insert, select
from reportedly.store.packing import pack, unpack
from reportedly.store.rows import KeptAlert, KeptHook, KeptStory
from reportedly.store.telling import accounts_of

AT_ONCE = 100
"""Alerts that are sent in one message, at most."""


def vanished(connection: Connection) -> list[Gone]:
    """Return the articles that their addresses no longer have, and of which nothing was told yet."""
    found = connection.execute(
        """SELECT coalesce(a.kept_as, a.id), v.why FROM vanished AS v
        JOIN inputs AS i ON i.input = v.input JOIN articles AS a ON a.page = i.key
        WHERE a.rejected IS NULL ORDER BY i.number"""
    ).fetchall()
    return [Gone(article, why) for article, why in {id: (id, why) for id, why in found}.values()]


def note(
    connection: Connection, before: Dossier, stories: Sequence[str], gone: Sequence[Gone]
) -> list[Alert]:
    """Keep what is new in stories since `before`, within the open transaction; return what was not told."""
    connection.execute("DELETE FROM vanished")
    of_gone = [id for [id] in select(connection, "id", "articles", "id", [one.article for one in gone])]
    shown = connection.execute(
        """SELECT id FROM stories WHERE list_has_any(articles, (
            SELECT coalesce(list(key), []) FROM articles WHERE id IN (SELECT unnest(?))))""",
        [of_gone],
    ).fetchall()
    ids = list(dict.fromkeys([*stories, *(id for [id] in shown)]))
    if not ids or not (before.stories or gone):
        return []
    after = assembling.dossier(connection, ids)
    found = alerts.changes(before, after, when=now(), gone=gone, dismissed=_dismissed(connection, ids, after))
    told = {id for [id] in select(connection, "id", "alerts", "id", [alert.id for alert in found])}
    new = [alert for alert in {a.id: a for a in found}.values() if alert.id not in told]
    last = _last(connection)
    rows = [KeptAlert(last + n, a.id, a.kind, a.story, a.time, pack(a)) for n, a in enumerate(new, 1)]
    insert(connection, "alerts", rows)
    return new


def told(connection: Connection, most: int | None = None) -> list[Alert]:
    """Return what was told, the newest first."""
    limit = f"LIMIT {int(most)}" if most is not None else ""
    rows = connection.execute(f"SELECT alert FROM alerts ORDER BY number DESC {limit}").fetchall()
    return [unpack(packed, Alert) for [packed] in rows]


def begin(connection: Connection, url: str) -> None:
    """Enter, within the open transaction, where alerts are sent from now on; one entered before goes on."""
    if not select(connection, "url", "hooks", "url", [url]):
        insert(connection, "hooks", [KeptHook(url, _last(connection))])


def waiting(connection: Connection, url: str) -> tuple[int, list[Alert]]:
    """Return the oldest alerts that an address has not, AT_ONCE at most, after the number of the last."""
    rows = connection.execute(
        f"""SELECT number, alert FROM alerts
        WHERE number > (SELECT max(number) FROM hooks WHERE url = ?) ORDER BY number LIMIT {AT_ONCE}""",
        [url],
    ).fetchall()
    return (rows[-1][0] if rows else 0), [unpack(packed, Alert) for _, packed in rows]


def arrived(connection: Connection, url: str, number: int) -> None:
    """Note, within the open transaction, that alerts up to a number were taken at an address."""
    connection.execute("UPDATE hooks SET number = greatest(number, ?) WHERE url = ?", [number, url])


def _last(connection: Connection) -> int:
    [[last]] = connection.execute("SELECT coalesce(max(number), 0) FROM alerts").fetchall()
    return int(last)


def _dismissed(connection: Connection, ids: Sequence[str], after: Dossier) -> set[str]:
    """Return the ids of the claims and stories that an analyst dismissed."""
    force = [d for d in deciding.in_force(connection) if d.kind == "dismiss"]
    if not force:
        return set()
    found = set[str]()
    for story in assembling.stories_of(connection, ids):
        found |= _of_story(connection, story, force)
    return found


def _of_story(connection: Connection, story: KeptStory, force: Sequence[Decision]) -> set[str]:
    [account], _, _ = accounts_of(connection, [story])
    return {remark.id for remark in remarks(account, account.claims, force)}
