"""What the store holds -> a dossier: of all, or of some stories."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from reportedly import dossiers
from reportedly.errors import InputError
from reportedly.records import Article, Dossier, Duplicate, Rejected, StoryAccount, StoryClaims
from reportedly.store import deciding
from reportedly.store.decisions import remarked, remarks
from reportedly.store.file import Connection, select
from reportedly.store.packing import unpack
from reportedly.store.reading import articles_of
from reportedly.store.rows import KeptStory, ShownClaim
from reportedly.store.telling import accounts_of

MOST_HELD = 20
"""Stories that the beginning of an id may be of."""

_BEGINS = "(id = $1 OR (length($1) >= 4 AND starts_with(id, $1)))"


def stories_of(connection: Connection, ids: Iterable[str] | None = None) -> list[KeptStory]:
    """Return the stories of ids, or that hold the articles of ids; all of them where None is given.

    Raises InputError for an id that is neither.
    """
    columns = "id, title, articles, account"
    if ids is None:
        found = connection.execute(f"SELECT {columns} FROM stories ORDER BY id").fetchall()
        return [KeptStory(*values) for values in found]
    stories: dict[str, KeptStory] = {}
    for id in dict.fromkeys(ids):
        rows = connection.execute(
            f"""SELECT {columns} FROM stories WHERE id = $1 OR list_has_any(articles, (
                SELECT coalesce(list(key), []) FROM articles
                WHERE id = $1 OR id IN (SELECT kept_as FROM articles WHERE id = $1)))""",
            [id],
        ).fetchall()
        if not rows:
            raise InputError(f"no story and no article of a story is called {id!r} in this store")
        stories |= {values[0]: KeptStory(*values) for values in rows}
    return [stories[id] for id in sorted(stories)]


def holding(connection: Connection, ids: Iterable[str]) -> list[str]:
    """Return the stories of which claims, articles, statements or they themselves have these ids.

    The first four signs of an id or more do, too; of statements, of which there is no list, only where
    another id leads to their story. Raises InputError where too many begin so.
    """
    found: dict[str, None] = {}
    for id in dict.fromkeys(ids):
        rows = connection.execute(
            f"""SELECT story FROM claims WHERE {_BEGINS}
            UNION SELECT id FROM stories WHERE {_BEGINS}
            UNION SELECT id FROM stories WHERE list_has_any(articles,
                (SELECT coalesce(list(key), []) FROM articles WHERE {_BEGINS}))""",
            [id],
        ).fetchall()
        if len(rows) > MOST_HELD:
            raise InputError(
                f"{len(rows)} stories have something whose id begins with {id!r}: give more of it"
            )
        found |= dict.fromkeys(sorted(story for [story] in rows))
    return list(found)


def claims_of(connection: Connection, ids: Iterable[str] | None = None) -> list[ShownClaim]:
    """Return claims in brief, the weightiest first: all, or those of the stories of ids."""
    columns = ", ".join(field.name for field in dataclasses.fields(ShownClaim))
    if ids is None:
        rows = connection.execute(f"SELECT {columns} FROM claims").fetchall()
    else:
        rows = select(connection, columns, "claims", "story", [s.id for s in stories_of(connection, ids)])
    return sorted((ShownClaim(*row) for row in rows), key=_weight)


def _weight(claim: ShownClaim) -> tuple[int, int, int, int, str, str]:
    return (-claim.independent, -claim.outlets, -claim.articles, -claim.statements, claim.text, claim.id)


def dossier(connection: Connection, ids: Iterable[str] | None = None) -> Dossier:
    """Return the dossier of the stories of ids; of all, and of all inputs, where None is given."""
    stories = stories_of(connection, ids)
    accounts, behind, claimed = accounts_of(connection, stories)
    members = {key for story in stories for key in story.articles}
    found = _as_shown(_articles(connection, None if ids is None else members), members)
    kept = [a for a in found if a.kept_as is None and not a.rejected and (ids is None or a.key in members)]
    duplicates, rejected = _inputs(connection, found, None if ids is None else [a.key for a in found])
    rejected += _unread(connection, kept) + _untold(claimed)
    whole = dossiers.assemble(accounts, behind, _noted(kept, accounts), rejected, duplicates)
    force = deciding.in_force(connection)
    return remarked(whole, (r for account in accounts for r in remarks(account, account.claims, force)))


def _articles(connection: Connection, keys: Collection[str] | None) -> list[Article]:
    """Return all articles, or those of keys with what was kept as one of them, in the order they came."""
    if keys is None:
        rows = connection.execute("SELECT article FROM articles ORDER BY number, part").fetchall()
        return [unpack(packed, Article) for [packed] in rows]
    ids = [id for [id] in select(connection, "id", "articles", "key", keys)]
    again = [key for [key] in select(connection, "key", "articles", "kept_as", ids)]
    return articles_of(connection, [*keys, *again])


def _as_shown(articles: Sequence[Article], members: Collection[str]) -> list[Article]:
    """Return articles as stories show them: one with a newer version counts until that is told of, too."""
    versions = {a.id: a.versions for a in articles if a.kept_as is None}
    shown = []
    for article in articles:
        if article.kept_as and article.key in members:
            of_newer = versions.get(article.kept_as, [])
            own = next((n for n, version in enumerate(of_newer) if version.id == article.id), 0)
            article = dataclasses.replace(article, kept_as=None, versions=of_newer[:own])
        shown.append(article)
    return shown


def _inputs(
    connection: Connection, articles: Sequence[Article], keys: Sequence[str] | None
) -> tuple[list[Duplicate], list[Rejected]]:
    """Return, of all inputs that led to articles, those that came again, and those that were refused."""
    known = {article.key: article for article in articles}
    earlier = {version.input for article in articles for version in article.versions}
    where = "" if keys is None else "WHERE a.key IN (SELECT unnest($keys))"
    rows = connection.execute(
        f"""SELECT a.key, i.input, p.input FROM inputs AS i JOIN articles AS a ON a.page = i.key
        JOIN pages AS p ON p.key = i.key {where} ORDER BY i.number, a.part""",
        {} if keys is None else {"keys": list(keys)},
    ).fetchall()
    duplicates, rejected = [], []
    for key, place, first in rows:
        if (article := known.get(key)) is None:
            continue
        shown = place + article.input.removeprefix(first)  # "#2", of a page that holds several
        kept = article.kept_as or (None if place == first else article.id)
        if article.rejected:
            rejected.append(Rejected(shown, article.rejected))
        elif kept and shown not in earlier:
            duplicates.append(Duplicate(shown, kept))
    return duplicates, rejected


def _noted(articles: Sequence[Article], accounts: Sequence[StoryAccount]) -> list[Article]:
    """Return the articles with what is to be known of their reading, and names as analysts have them."""
    named = {article.key: article for account in accounts for article in account.articles}
    notes = {reading.key: reading.notes for account in accounts for reading in account.readings}
    return [
        dataclasses.replace(
            a,
            outlet=named.get(a.key, a).outlet,
            credits=named.get(a.key, a).credits,
            notes=[*a.notes, *notes.get(a.key, ())],
        )
        for a in articles
    ]


def _unread(connection: Connection, articles: Sequence[Article]) -> list[Rejected]:
    """Return the articles whose statements could not be read."""
    why = dict(connection.execute("SELECT key, rejected FROM readings WHERE rejected IS NOT NULL").fetchall())
    return [Rejected(a.input, why[a.key]) for a in articles if a.key in why]


def _untold(claimed: Sequence[StoryClaims]) -> list[Rejected]:
    return [Rejected(f"story {c.id}", c.rejected) for c in claimed if c.rejected]
