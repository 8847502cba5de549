"""A small story and decisions on it, made for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportedly.records import (
    Article,
    Claim,
    Reading,
    Source,
    Statement,
    StoryClaims,
    StoryMaterial,
    content_hash,
)
from reportedly.store.decisions import Decision, Target, decide, statement_targets

NOON = "2031-03-05T12:00:00Z"


def statement(
    article: str, text: str, start: int = 0, teller: str = "", stance: str = "affirms"
) -> Statement:
    """A statement of an article, its id of its content, as the step's are."""
    chain = [teller] if teller else []
    key = content_hash(article, text, start, stance, chain)
    end = start + len(text)
    return Statement(key, article, start, end, text, False, stance, chain, [], [], [[start, end]])


def material(told: Mapping[str, Sequence[str]], tellers: Mapping[str, str] | None = None) -> StoryMaterial:
    """A story of articles, each with its sentences; an article `a1` stands at https://a1.example/."""
    articles, readings = [], []
    for name, sentences in told.items():
        text = " ".join(sentences)
        teller = (tellers or {}).get(name, "")
        rows = [statement(name, s, text.index(s), teller) for s in sentences]
        articles.append(
            Article(name, f"key-{name}", name, outlet=f"Outlet {name}", published="2031-03-04", text=text,
                    canonical=f"https://{name}.example/", title=f"Title of {name}", language="en")
        )  # fmt: skip
        sources = [Source(teller, "person")] if teller else []
        readings.append(Reading(name, f"key-{name}", statements=rows, sources=sources))
    return StoryMaterial("story", "Story", articles, readings)


def claimed(story: StoryMaterial, *groups: Sequence[str]) -> StoryClaims:
    """The claims of a story: each of the statements with these texts, and one of each that is in none."""
    rows = [s for reading in story.readings for s in reading.statements]
    blocks = [sorted(s.id for s in rows if s.text in group) for group in groups]
    blocks += [[s.id] for s in rows if not any(s.text in group for group in groups)]
    text = {s.id: s.text for s in rows}
    claims = [Claim(content_hash(ids), story.id, text[ids[0]], ids) for ids in blocks if ids]
    return StoryClaims(story.id, sorted(claims, key=lambda c: (-len(c.statements), c.id)))


def apart(story: StoryMaterial) -> StoryClaims:
    """The claims of a story where each statement makes one."""
    rows = [s for reading in story.readings for s in reading.statements]
    claims = [Claim(content_hash([s.id]), story.id, s.text, [s.id]) for s in rows]
    return StoryClaims(story.id, sorted(claims, key=lambda c: c.id))


def sides(story: StoryMaterial, *groups: Sequence[str]) -> list[Target]:
    """The targets that name statements by their texts, a side a group."""
    rows = [s for reading in story.readings for s in reading.statements]
    return [
        target
        for side, group in enumerate(groups)
        for target in statement_targets(story.articles, [s for s in rows if s.text in group], side)
    ]


def decided(kind: str, targets: Sequence[Target], number: int = 1, **more: str) -> Decision:
    """A decision of Ann Roe's."""
    return decide(kind, targets, number=number, who="Ann Roe", when=NOON, why="as I read it", **more)


def texts(story: StoryMaterial, claims: StoryClaims) -> set[frozenset[str]]:
    """What each claim holds, as texts."""
    text = {s.id: s.text for reading in story.readings for s in reading.statements}
    return {frozenset(text[key] for key in claim.statements) for claim in claims.claims}
