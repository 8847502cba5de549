"""Decisions on stories and claims, applied to the machine's rows."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reportedly.claims import claim_of
from reportedly.records import Article, Claim, Story, StoryClaims, StoryMaterial, content_hash
from reportedly.store.decisions.anchors import Articles, Statements, article_sides, likeness, words
from reportedly.store.decisions.partition import Rule, partition
from reportedly.store.decisions.record import Decision

OPENING = 600
"""Code points of an article's text by which it is compared when a story is split."""


def concerned(decisions: Iterable[Decision]) -> tuple[set[str], set[str]]:
    """Return the keys, and the addresses, of the articles that decisions name."""
    targets = [target for decision in decisions for target in decision.targets]
    return {t.article for t in targets}, {t.address for t in targets if t.address}


def bearing(decisions: Iterable[Decision], articles: Iterable[tuple[str, str | None]]) -> list[Decision]:
    """Return the decisions that bear on what is told of a story, by its articles' keys and addresses.

    What is told of a story is to be made anew where these are others than when it was made.
    """
    keys, addresses = set[str](), set[str]()
    for key, address in articles:
        keys.add(key)
        addresses.update([address] if address else [])
    return [
        decision
        for decision in decisions
        if (decision.kind == "rename" and not decision.targets)
        or any(target.article in keys or target.address in addresses for target in decision.targets)
    ]


# ---------------------------------------------------------------- stories
def apply_to_stories(
    stories: Sequence[Story], articles: Sequence[Article], decisions: Iterable[Decision]
) -> list[Story]:
    """Return stories put together and split as analysts said, largest first; those untouched as they are.

    `articles` are those of the stories as far as they matter: all that decisions name (`concerned`),
    and for a story that is split the others of it, too. Where a decision names an article of one of
    the stories, the stories of all that it names must be there.
    """
    rules = story_rules(decisions, Articles(articles))
    if not rules:
        return list(stories)
    known = {article.key: article for article in articles}
    heads = {key: words(f"{a.title or ''} {a.text[:OPENING]}") for key, a in known.items()}

    def alike(one: str, other: str) -> float:
        return likeness(heads.get(one, frozenset()), heads.get(other, frozenset()))

    parts = partition([story.articles for story in stories], rules, alike).groups
    before = {frozenset(story.articles): story for story in stories}
    of_article = {key: story for story in stories for key in story.articles}
    made = [before.get(frozenset(part)) or _story(part, of_article, known) for part in parts]
    return sorted(made, key=lambda story: (-len(story.articles), story.id))


def story_rules(decisions: Iterable[Decision], articles: Articles) -> list[Rule]:
    """Return what decisions say of which articles are together, as far as two sides are still there."""
    return [
        Rule(decision.id, decision.kind == "merge-stories", sides)
        for decision in decisions
        if decision.kind in ("merge-stories", "split-story")
        and len(sides := article_sides(decision.targets, articles)) > 1
    ]


def _story(part: Sequence[str], of_article: Mapping[str, Story], known: Mapping[str, Article]) -> Story:
    """Make a story of articles: under the title of the machine's that most are from, if one of them has it,
    else of the first published."""
    titles = Counter(of_article[key].title for key in part)
    title = min(titles, key=lambda title: (-titles[title], title))
    rows = sorted((known[key] for key in part if key in known), key=lambda a: (a.published or "~", a.key))
    own = [article.title for article in rows if article.title]
    elsewhere = {a.title for key, a in known.items() if key not in part}
    if title in elsewhere and title not in own and own:
        title = own[0]
    return Story(content_hash("story", *part), title, list(part))


# ---------------------------------------------------------------- claims
def apply_to_claims(
    material: StoryMaterial, claimed: StoryClaims, decisions: Iterable[Decision]
) -> StoryClaims:
    """Return a story's claims put together and split as analysts said; those untouched as they are."""
    rules = claim_rules(decisions, Statements(material.articles, material.readings))
    if not rules or claimed.rejected:
        return claimed
    texts = {s.id: s.text for reading in material.readings for s in reading.statements}
    told = functools.cache(lambda statement: words(texts.get(statement, "")))
    blocks = [claim.statements for claim in claimed.claims]
    parts = partition(blocks, rules, lambda one, other: likeness(told(one), told(other))).groups
    before = {frozenset(claim.statements): claim for claim in claimed.claims}
    claims: list[Claim] = [before.get(frozenset(part)) or claim_of(material, part) for part in parts]
    return dataclasses.replace(claimed, claims=sorted(claims, key=lambda c: (-len(c.statements), c.id)))


def claim_rules(decisions: Iterable[Decision], statements: Statements) -> list[Rule]:
    """Return what decisions say of which statements are together, as far as two sides are still there."""
    return [
        Rule(decision.id, decision.kind == "merge-claims", sides)
        for decision in decisions
        if decision.kind in ("merge-claims", "split-claim")
        and len(sides := statements.sides(decision.targets)) > 1
    ]
