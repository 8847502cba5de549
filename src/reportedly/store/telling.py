"""Stories -> what is told of them: claims, and what stands behind each. Only of those that changed.

What is told of a story is kept under a hash of all that it is made from (`_account_id`), so it is found
again if work was broken off; stories show it, all at once, when it is there for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly import articles, claims, origins, statements
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
from reportedly.store import deciding
from reportedly.store.decisions import Decision, renamed
from reportedly.store.file import Connection, File, delete, insert, select
from reportedly.store.packing import pack, unpack
from reportedly.store.reading import articles_of, readings_of
from reportedly.store.rows import Account, KeptAccount, KeptStory, ShownClaim

Marks = dict[str, tuple[str | None, str]]

_AT_ONCE = 200  # articles whose stories are worked on, and written, together


@dataclass(frozen=True, slots=True)
class Plan:
    """The stories as they shall be shown, and which of them have not been worked on yet."""

    stories: list[KeptStory]
    waiting: list[KeptStory]
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Changed:
    """The ids of the stories that go, and the stories that come; one that is told anew does both."""

    gone: list[str]
    come: list[KeptStory]

    def __len__(self) -> int:
        return len({*self.gone, *(story.id for story in self.come)})


def plan(connection: Connection, grouped: list[Story]) -> Plan:
    """Return what is to be told of stories, by the machine and by analysts, and what of that is not there."""
    marks, force = _marks(connection), deciding.in_force(connection)
    stories = deciding.stories(connection, grouped, force)
    shall = [KeptStory(s.id, s.title, s.articles, _account_id(s, marks, force)) for s in stories]
    there = {id for [id] in connection.execute("SELECT id FROM accounts").fetchall()}
    return Plan(shall, [story for story in shall if story.account not in there], force)


def tell(file: File, engine: Embedded, plan: Plan) -> None:
    """Work on the stories that wait; what is done is kept if it is broken off."""
    for some in _some(plan.waiting):
        with file.reading() as connection:
            materials = [material(connection, story) for story in some]
        told = deciding.tell(engine, materials, plan.decisions)
        rows = [KeptAccount(s.account, s.id, pack(account)) for s, account in zip(some, told, strict=True)]
        with file.writing() as connection:
            delete(connection, "accounts", "id", [row.id for row in rows])
            insert(connection, "accounts", rows)


def changed(connection: Connection, plan: Plan) -> Changed:
    """Return what showing the planned stories will take away, and bring."""
    before = dict(connection.execute("SELECT id, account FROM stories").fetchall())
    after = {story.id: story.account for story in plan.stories}
    gone = [id for id in before if after.get(id) != before[id]]
    return Changed(gone, [story for story in plan.stories if before.get(story.id) != story.account])


def show(connection: Connection, change: Changed) -> None:
    """Put stories in place of those that are shown, within the open transaction."""
    for table, column in (("stories", "id"), ("claims", "story")):
        delete(connection, table, column, change.gone)
    come = [story.account for story in change.come]
    told = dict(select(connection, "id, account", "accounts", "id", come))
    insert(connection, "stories", change.come)
    insert(connection, "claims", [c for s in change.come for c in _brief(unpack(told[s.account], Account))])
    stale = connection.execute(
        "SELECT id FROM accounts WHERE id NOT IN (SELECT account FROM stories)"
    ).fetchall()
    delete(connection, "accounts", "id", [id for [id] in stale])
    connection.execute("UPDATE about SET shown = ?", [_state(connection)])


def is_shown(connection: Connection) -> bool:
    """Tell whether the stories that are shown are made from all that was read, by the steps as they are."""
    return connection.execute("SELECT shown FROM about").fetchall() == [(_state(connection),)]


def is_by_same_steps(connection: Connection) -> bool:
    """Tell whether the steps that made what is shown are those of now; other steps make no news."""
    [[shown]] = connection.execute("SELECT shown FROM about").fetchall()
    return str(shown).startswith(_steps() + " ")


def _state(connection: Connection) -> str:
    """Return a hash of all that stories, and what is told of them, are made from."""
    found = connection.execute(
        """SELECT count(*), bit_xor(hash(a.key, a.mark, r.content, r.version))
        FROM articles AS a JOIN readings AS r ON r.key = a.key
        WHERE a.kept_as IS NULL AND a.rejected IS NULL"""
    ).fetchall()
    force = [decision.id for decision in deciding.in_force(connection)]
    return f"{_steps()} {content_hash(found, force)}"


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
def _marks(connection: Connection) -> Marks:
    """Return of every article, by key, its address, and what tells whether it has changed."""
    found = connection.execute(
        """SELECT a.key, a.canonical, a.mark, r.content, r.version
        FROM articles AS a JOIN readings AS r ON r.key = a.key"""
    ).fetchall()
    return {key: (canonical, content_hash(*rest)) for key, canonical, *rest in found}


def _account_id(story: Story, marks: Marks, force: Sequence[Decision]) -> str:
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


def _brief(account: Account) -> Iterator[ShownClaim]:
    behind = {origins.claim: origins for origins in account.origins.claims}
    for claim in account.claims.claims:
        o = behind.get(claim.id) or Origins(claim.id)
        yield ShownClaim(
            claim.id, claim.story, claim.text, len(claim.statements), o.n_articles, o.n_outlets,
            o.independent, o.rests_on, o.disputed_by,
        )  # fmt: skip
