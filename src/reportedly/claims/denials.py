"""Statements that only point: "denied the allegations", "called it false". Which statement do they answer?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.claims.encoder import encode
from reportedly.claims.wording import Floats
from reportedly.records import Statement

REACH = 300
"""Code points, two sentences or so, over which nearness fades to a third."""

NEARNESS = 0.3
"""What nearness is worth beside the cosine of the topic, at most."""


def answered(
    pointing: Sequence[Statement], standing: Sequence[Statement], texts: dict[str, str]
) -> dict[str, str]:
    """Return, for each statement that only points, the id of the statement of its article that it answers.

    It answers what somebody else affirmed before it, the nearer the better, on the topic of its own
    sentence (`texts`: article id -> text). Where nothing stands before it, what stands after; where
    nobody else affirms anything in the article, it is left out.
    """
    found: dict[str, str] = {}
    if not pointing:
        return found
    topics = encode([_topic(s, texts.get(s.article, "")) for s in pointing]).astype(float)
    for topic, statement in zip(topics, pointing, strict=True):
        others = [s for s in standing if s.article == statement.article and _could_be_meant(s, statement)]
        before = [s for s in others if s.start < statement.start]
        candidates = before or others
        if candidates:
            found[statement.id] = _best(topic, statement, candidates)
    return found


def _best(topic: Floats, statement: Statement, candidates: Sequence[Statement]) -> str:
    """Return the id of the candidate nearest in topic and place; the later one of equals."""
    vectors = encode([s.proposition or s.text for s in candidates]).astype(float)
    away = np.array([max(statement.start - s.end, s.start - statement.end, 0) for s in candidates])
    score = (vectors * topic).sum(axis=1) + NEARNESS * np.exp(-away / REACH)
    best = max(range(len(candidates)), key=lambda at: (score[at], candidates[at].start, candidates[at].id))
    return candidates[best].id


def _could_be_meant(other: Statement, statement: Statement) -> bool:
    """Nobody answers himself, and what is answered was affirmed."""
    if other.stance != "affirms":
        return False
    return not (other.chain and statement.chain and other.chain[0] == statement.chain[0])


def _topic(statement: Statement, text: str) -> str:
    """Return who points and at what, in the article's words: those who deny are often whom it is about."""
    spans = [*statement.source, *statement.cue, *statement.content, [statement.start, statement.end]]
    if not text:
        return statement.proposition or statement.text
    return text[min(s[0] for s in spans) : max(s[1] for s in spans)]
