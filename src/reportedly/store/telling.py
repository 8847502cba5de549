"""Stories -> what is told of them: claims, and what stands behind each. Only of those that changed.

What is told of a story is kept under a hash of all that it is made from (`_account_id`), so it is found
again if work was broken off; stories show it, all at once, when it is there for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly import claims, origins
from reportedly.engine.arrow import from_batch, to_table
from reportedly.engine.embedded import Embedded
from reportedly.records import (
    Origins,
    Story,
    StoryAccount,
    StoryClaims,
    StoryMaterial,
    StoryOrigins,
    content_hash,
)
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.packing import pack, unpack
from reportedly.store.reading import articles_of, readings_of
from reportedly.store.rows import Account, KeptAccount, KeptStory, ShownClaim

_AT_ONCE = 200  # articles whose stories are worked on, and written, together


@dataclass(frozen=True, slots=True)
class Plan:
    """The stories as they shall be shown, and which of them have not been worked on yet."""

    stories: list[KeptStory]
    waiting: list[KeptStory]


def plan(connection: Connection, stories: Sequence[Story]) -> Plan:
    """Return what is to be told of stories, and what of that is not there yet."""
    marks = _marks(connection)
    shall = [KeptStory(s.id, s.title, s.articles, _account_id(s, marks)) for s in stories]
    there = {id for [id] in connection.execute("SELECT id FROM accounts").fetchall()}
    return Plan(shall, [story for story in shall if story.account not in there])


def tell(file: File, engine: Embedded, plan: Plan) -> None:
    """Work on the stories that wait; what is done is kept if it is broken off."""
    for some in _some(plan.waiting):
        with file.reading() as connection:
            materials = [material(connection, story) for story in some]
        told = _told(engine, materials)
        rows = [KeptAccount(s.account, s.id, pack(account)) for s, account in zip(some, told, strict=True)]
        with file.writing() as connection:
            delete(connection, "accounts", "id", [row.id for row in rows])
            insert(connection, "accounts", rows)


def show(connection: Connection, plan: Plan) -> int:
    """Put the planned stories in place of those that are shown; return how many changed."""
    before = dict(connection.execute("SELECT id, account FROM stories").fetchall())
    after = {story.id: story.account for story in plan.stories}
    gone = [id for id in before if after.get(id) != before[id]]
    come = [story for story in plan.stories if before.get(story.id) != story.account]
    for table, column in (("stories", "id"), ("claims", "story")):
        delete(connection, table, column, gone)
    told = dict(select(connection, "id, account", "accounts", "id", [story.account for story in come]))
    insert(connection, "stories", come)
    insert(connection, "claims", [c for s in come for c in _brief(unpack(told[s.account], Account))])
    stale = connection.execute(
        "SELECT id FROM accounts WHERE id NOT IN (SELECT account FROM stories)"
    ).fetchall()
    delete(connection, "accounts", "id", [id for [id] in stale])
    connection.execute("UPDATE about SET shown = ?", [_state(connection)])
    return len(come) + len(set(gone) - {story.id for story in come})


def is_shown(connection: Connection) -> bool:
    """Tell whether the stories that are shown are made from all that was read, by the steps as they are."""
    return connection.execute("SELECT shown FROM about").fetchall() == [(_state(connection),)]


def _state(connection: Connection) -> str:
    """Return a hash of all that stories, and what is told of them, are made from."""
    found = connection.execute(
        """SELECT count(*), bit_xor(hash(a.key, a.mark, r.content, r.version))
        FROM articles AS a JOIN readings AS r ON r.key = a.key
        WHERE a.kept_as IS NULL AND a.rejected IS NULL"""
    ).fetchall()
    return content_hash(found, claims.stage().version, origins.stage().version)


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
    for story in stories:
        account, m = unpack(told[story.account], Account), material(connection, story)
        accounts.append(StoryAccount(m.id, m.title, m.articles, m.readings, account.claims.claims))
        behind.append(account.origins)
        claimed.append(account.claims)
    return accounts, behind, claimed


# ---------------------------------------------------------------- parts
def _told(engine: Embedded, materials: Sequence[StoryMaterial]) -> list[Account]:
    found = from_batch(engine.map(claims.stage(), to_table(materials, StoryMaterial)), StoryClaims)
    accounts = [
        StoryAccount(m.id, m.title, m.articles, m.readings, c.claims)
        for m, c in zip(materials, found, strict=True)
    ]
    behind = from_batch(engine.map(origins.stage(), to_table(accounts, StoryAccount)), StoryOrigins)
    return [Account(c, o) for c, o in zip(found, behind, strict=True)]


def _marks(connection: Connection) -> dict[str, str]:
    """Return of every article, by key, what tells whether it, or what it says, has changed."""
    found = connection.execute(
        "SELECT a.key, a.mark, r.content, r.version FROM articles AS a JOIN readings AS r ON r.key = a.key"
    ).fetchall()
    return {key: content_hash(*rest) for key, *rest in found}


def _account_id(story: Story, marks: dict[str, str]) -> str:
    """Return a hash of all that what is told of a story is made from."""
    versions = (claims.stage().version, origins.stage().version)
    return content_hash("account", story.id, story.title, versions, *(marks[key] for key in story.articles))


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


def _brief(account: Account) -> Iterator[ShownClaim]:
    behind = {origins.claim: origins for origins in account.origins.claims}
    for claim in account.claims.claims:
        o = behind.get(claim.id) or Origins(claim.id)
        yield ShownClaim(
            claim.id, claim.story, claim.text, len(claim.statements), o.n_articles, o.n_outlets,
            o.independent, o.rests_on, o.disputed_by,
        )  # fmt: skip
