"""The rows of alerts."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = {
    "origin": "a claim has a second origin",
    "denial": "a claim is denied",
    "number": "a number changed",
    "edit": "an article was edited",
    "gone": "an article is gone",
    "credit": "an agency is credited",
}
"""What is told."""


@dataclass(slots=True)
class Proof:
    """A passage that an alert rests on; `start` and `end` are 0 where it stands in no article's text."""

    article: str  # its id
    outlet: str | None
    url: str | None
    text: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Alert:
    """One change in a running story, with the passages that show it."""

    id: str  # content hash of what changed
    kind: str  # see KINDS
    time: str  # ISO 8601, UTC: when it was noticed
    story: str  # its id, at that time
    story_title: str
    claim: str | None  # the claim's id, at that time; None where it is about an article
    title: str  # in a few words
    text: str  # in a sentence or two
    proofs: list[Proof] = field(default_factory=list)


@dataclass(slots=True)
class Gone:
    """An article that its address no longer has."""

    article: str  # its id
    why: str  # for people: "404 Not Found"
