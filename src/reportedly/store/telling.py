"""Stories -> what is told of them: claims, and what stands behind each. Only of those that changed.

What is told of a story is kept under a hash of all that it is made from (`account_id`), so it is found
again if work was broken off; stories show it, all at once, when it is there for each of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly import articles, claims, origins, statements
from reportedly.engine.embedded import Embedded
from reportedly.records import (
    Story,
    StoryAccount,
    StoryClaims,
    StoryMaterial,
    StoryOrigins,
    content_hash,
)
from reportedly.store import catalogue, deciding, grouping, sketching
from reportedly.store.decisions import Decision, renamed
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.grouping import Regrouped
from reportedly.store.packing import pack, unpack
from reportedly.store.reading import articles_of, readings_of
from reportedly.store.rows import Account, KeptAccount, KeptStory

_AT_ONCE = 200  # articles whose stories are worked on, and written, together


@dataclass(frozen=True, slots=True)
class Plan:
    """The ids of the stories that go, the stories that come (one that is told anew does both), and which
    of these have not been worked on yet."""

    regrouped: Regrouped
    gone: list[str]
    come: list[KeptStory]
    waiting: list[KeptStory]
    decisions: list[Decision]

    def __len__(self) -> int:
        return len({*self.gone, *(story.id for story in self.come)})


def plan(connection: Connection, regrouped: Regrouped, force: list[Decision]) -> Plan:
    """Return what is to be shown otherwise than it is, as the machine grouped it and these decisions say."""
    touched = _touched(connection, regrouped, force)
    some = grouping.stories(connection, regrouped, touched)
    stories = deciding.stories(connection, some, force)
    marks = grouping.marks(connection, stories)
    shall = [KeptStory(s.id, s.title, s.articles, account_id(s, marks, force)) for s in stories]
    shown: dict[str, str] = dict(connection.execute("SELECT id, account FROM stories").fetchall())
    come = [story for story in shall if shown.get(story.id) != story.account]
    members = [key for story in some for key in story.articles] + regrouped.since.gone
    query = "SELECT id FROM stories WHERE list_has_any(articles, ?)"
    left = set(regrouped.gone) & set(shown) | {id for [id] in connection.execute(query, [members]).fetchall()}
    gone = (left if touched is not None else set(shown)) - {s.id for s in shall} | {
        story.id for story in come if story.id in shown
    }
    there = {id for [id] in select(connection, "id", "accounts", "id", [story.account for story in come])}
    waiting = [story for story in come if story.account not in there]
    return Plan(regrouped, sorted(gone), come, waiting, force)


def _touched(connection: Connection, regrouped: Regrouped, force: Sequence[Decision]) -> list[str] | None:
    """Return the keys of articles whose stories may be told otherwise than they are; None for all.

    A story that analysts put together or split is looked at whenever another is: it may gain an article.
    """
    decided = deciding.decided(connection)
    before, now = set(_shown(connection).split(" ")[1:]), {d.id for d in force}
    changed = [decision for decision in decided if decision.id in before ^ now]
    unknown = before - {d.id for d in decided}
    if unknown or not is_by_same_steps(connection) or any(not d.targets for d in changed):
        return None
    named = deciding.named(connection, [*changed, *deciding.group([*force, *changed])])
    return [*regrouped.since.changed, *named]


def tell(file: File, engine: Embedded, plan: Plan) -> None:
    """Work on the stories that wait; what is done is kept if it is broken off."""
    for some in _some(plan.waiting):
        with file.reading() as connection:
            materials = [material(connection, story) for story in some]
        told = deciding.tell(engine, materials, plan.decisions)
        rows = [KeptAccount(s.account, s.id, pack(account)) for s, account in zip(some, told, strict=True)]
        named = [renamed(m, plan.decisions) for m in materials]
        with file.writing() as connection:
            delete(connection, "accounts", "id", [row.id for row in rows])
            insert(connection, "accounts", rows)
            entries = [
                (s.account, StoryAccount(m.id, m.title, m.articles, m.readings, a.claims.claims), a.origins)
                for s, m, a in zip(some, named, told, strict=True)
            ]
            catalogue.enter(connection, entries, is_by_same_steps(connection))


def enter_missing(file: File) -> None:
    """Enter in the catalogue the stories that are shown and were told before there was one."""
    with file.reading() as connection:
        waiting = catalogue.missing(connection)
    for some in _some(waiting):
        with file.reading() as connection:
            accounts, behind, _ = accounts_of(connection, some)
        with file.writing() as connection:
            ids = [story.account for story in some]
            catalogue.enter(connection, zip(ids, accounts, behind, strict=True), news=False)


def show(connection: Connection, plan: Plan) -> None:
    """Put stories in place of those that are shown, within the open transaction."""
    grouping.keep(connection, plan.regrouped)
    before = {id for [id] in select(connection, "id", "claims", "story", plan.gone)}
    for table, column in (("stories", "id"), ("claims", "story")):
        delete(connection, table, column, plan.gone)
    come = [story.account for story in plan.come]
    told = dict(select(connection, "id, account", "accounts", "id", come))
    insert(connection, "stories", plan.come)
    accounts = (unpack(told[story.account], Account) for story in plan.come)
    shown = [c for a in accounts for c in catalogue.in_brief(a.claims.claims, a.origins)]
    insert(connection, "claims", shown)
    sketching.forget(connection, before - {claim.id for claim in shown})
    stale = connection.execute(
        "SELECT id FROM accounts WHERE id NOT IN (SELECT account FROM stories)"
    ).fetchall()
    catalogue.forget(connection, [id for [id] in stale])
    delete(connection, "accounts", "id", [id for [id] in stale])
    connection.execute("UPDATE about SET shown = ?", [_made_by(plan.decisions)])


def is_shown(connection: Connection, force: Sequence[Decision]) -> bool:
    """Tell whether what is shown is made from all that was read, by the steps of now and these decisions."""
    return _shown(connection) == _made_by(force) and not grouping.since(connection)


def decided_before(connection: Connection) -> list[Decision]:
    """Return the decisions by which what is shown was made; those of now, where that is not known."""
    before = set(_shown(connection).split(" ")[1:])
    decided = deciding.decided(connection)
    if before - {decision.id for decision in decided}:
        return deciding.in_force(connection)
    return [dataclasses.replace(decision, undone=[]) for decision in decided if decision.id in before]


def is_by_same_steps(connection: Connection) -> bool:
    """Tell whether the steps that made what is shown are those of now; other steps make no news."""
    return _shown(connection).partition(" ")[0] == _steps()


def _shown(connection: Connection) -> str:
    [[shown]] = connection.execute("SELECT shown FROM about").fetchall()
    return str(shown)


def _made_by(force: Iterable[Decision]) -> str:
    """Return by which steps and decisions stories are made."""
    return " ".join([_steps(), *(decision.id for decision in force)])


def _steps() -> str:
    """Return the versions of the steps that decide what is told."""
    steps = (articles.stage(), statements.stage(), claims.stage(), origins.stage())
    return "-".join(str(step.version) for step in steps)


def material(connection: Connection, story: KeptStory) -> StoryMaterial:
    """Return a story with all that its articles say, articles and readings by their ids."""
    members = sorted(articles_of(connection, story.articles), key=lambda a: a.id)
    readings = sorted(readings_of(connection, story.articles), key=lambda r: r.id)
    return StoryMaterial(story.id, story.title, members, readings)


def accounts_of(
    connection: Connection, stories: Sequence[KeptStory]
) -> tuple[list[StoryAccount], list[StoryOrigins], list[StoryClaims]]:
    """Return stories with their claims, what stands behind these, and the claims as they were found."""
    told = dict(select(connection, "id, account", "accounts", "id", [story.account for story in stories]))
    accounts, behind, claimed = [], [], []
    decided = deciding.decided(connection)
    for story in stories:
        account = unpack(told[story.account], Account)
        heeded = [decision for decision in decided if decision.id in account.decisions]
        m = renamed(material(connection, story), heeded)
        accounts.append(StoryAccount(m.id, m.title, m.articles, m.readings, account.claims.claims))
        behind.append(account.origins)
        claimed.append(account.claims)
    return accounts, behind, claimed


# ---------------------------------------------------------------- parts
def account_id(story: Story, marks: dict[str, tuple[str | None, str]], force: Sequence[Decision]) -> str:
    """Return a hash of all that what is told of a story is made from."""
    versions = (claims.stage().version, origins.stage().version)
    bearing = deciding.bears_on(force, [(key, marks[key][0]) for key in story.articles])
    made_from = [marks[key][1] for key in story.articles]
    return content_hash("account", story.id, story.title, versions, bearing, *made_from)


def _some(stories: Iterable[KeptStory]) -> Iterator[list[KeptStory]]:
    """Yield stories some at a time, by their articles."""
    batch: list[KeptStory] = []
    size = 0
    for story in stories:
        batch.append(story)
        size += len(story.articles)
        if size >= _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
