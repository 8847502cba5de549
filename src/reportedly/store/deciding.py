"""Analysts' decisions, as rows of the store, and where they come in between the machine's steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportedly import claims, origins
from reportedly.engine.arrow import from_batch, to_table
from reportedly.engine.embedded import Embedded
from reportedly.errors import InputError
from reportedly.records import Story, StoryAccount, StoryClaims, StoryMaterial, StoryOrigins
from reportedly.store import decisions
from reportedly.store.clock import now
from reportedly.store.decisions import Decision
from reportedly.store.decisions.apply import bearing
from reportedly.store.file import Connection, delete, insert, select
from reportedly.store.packing import pack, unpack
from reportedly.store.reading import articles_of, readings_of
from reportedly.store.rows import Account, KeptDecision


def decided(connection: Connection) -> list[Decision]:
    """Return all decisions, those that were undone too, by their numbers."""
    rows = connection.execute("SELECT decision FROM decisions ORDER BY number").fetchall()
    return [unpack(packed, Decision) for [packed] in rows]


def in_force(connection: Connection) -> list[Decision]:
    """Return the decisions that were not undone."""
    return decisions.in_force(decided(connection))


def keep(connection: Connection, decision: Decision) -> None:
    """Keep a decision, within the open transaction, in place of what is kept of it."""
    delete(connection, "decisions", "id", [decision.id])
    insert(connection, "decisions", [_row(decision)])


def _row(decision: Decision) -> KeptDecision:
    return KeptDecision(decision.number, decision.id, decision.kind, pack(decision))


def next_number(connection: Connection) -> int:
    """Return the number of the next decision."""
    [[last]] = connection.execute("SELECT max(number) FROM decisions").fetchall()
    return (last or 0) + 1


def make(connection: Connection, maker: Callable[[int], Decision]) -> Decision:
    """Keep the decision that is made, given its number, within the open transaction."""
    decision = maker(next_number(connection))
    keep(connection, decision)
    return decision


def fates(connection: Connection) -> dict[str, decisions.Fate]:
    """Return what became of each decision, by id."""
    rows = decided(connection)
    query = "SELECT id, title, articles FROM stories WHERE list_has_any(articles, ?)"
    found = connection.execute(query, [sorted(named(connection, rows))]).fetchall()
    materials = []
    for id, title, members in found:
        articles, readings = articles_of(connection, members), readings_of(connection, members)
        materials.append(StoryMaterial(id, title, articles, readings))
    return decisions.fates(rows, materials)


def undo(connection: Connection, number: int, who: str, why: str) -> Decision:
    """Take a decision back, within the open transaction; raise InputError where there is none."""
    found = next((d for d in decided(connection) if d.number == number), None)
    if found is None:
        raise InputError(f"there is no decision {number} in this store")
    undone = decisions.undo(found, who=who, when=now(), why=why)
    keep(connection, undone)
    return undone


def named(connection: Connection, some: Iterable[Decision]) -> set[str]:
    """Return the keys of the articles that decisions name, and of those at their addresses now."""
    keys, addresses = decisions.concerned(some)
    return {key for [key] in select(connection, "key", "articles", "canonical", addresses)} | keys


def group(force: Iterable[Decision]) -> list[Decision]:
    """Return the decisions on which articles tell one story."""
    return [d for d in force if d.kind in ("merge-stories", "split-story")]


def stories(connection: Connection, grouped: list[Story], force: Sequence[Decision]) -> list[Story]:
    """Return stories as analysts put them together and split them."""
    force = group(force)
    if not force:
        return grouped
    about = named(connection, force)
    touched = {key for story in grouped if not about.isdisjoint(story.articles) for key in story.articles}
    return decisions.apply_to_stories(grouped, articles_of(connection, touched | about), force)


def bears_on(force: Sequence[Decision], members: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return the ids of the decisions that bear on what is told of a story, by its articles' keys and
    addresses; what is only remarked on it makes nothing anew."""
    telling = [decision for decision in force if decision.kind not in ("note", "dismiss")]
    return [decision.id for decision in bearing(telling, members)] if telling else []


def tell(engine: Embedded, materials: Sequence[StoryMaterial], force: Sequence[Decision]) -> list[Account]:
    """Return what is told of stories: claims and origins by the machine, and as analysts decided."""
    named = [decisions.renamed(material, force) for material in materials]
    found = from_batch(engine.map(claims.stage(), to_table(named, StoryMaterial)), StoryClaims)
    agreed = [decisions.apply_to_claims(m, c, force) for m, c in zip(named, found, strict=True)]
    accounts = [
        StoryAccount(m.id, m.title, m.articles, m.readings, c.claims)
        for m, c in zip(named, agreed, strict=True)
    ]
    marks = [decisions.marks(material, force) for material in named]
    behind: dict[str, StoryOrigins] = {}
    for mark in dict.fromkeys(marks):  # nearly all stories have none, and go together
        some = [account for account, own in zip(accounts, marks, strict=True) if own == mark]
        told = engine.map(origins.stage(mark), to_table(some, StoryAccount))
        behind |= {row.id: row for row in from_batch(told, StoryOrigins)}
    heeded = [bears_on(force, [(a.key, a.canonical) for a in m.articles]) for m in materials]
    return [Account(c, behind[m.id], ids) for c, m, ids in zip(agreed, named, heeded, strict=True)]
