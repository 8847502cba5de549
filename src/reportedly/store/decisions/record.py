"""The rows that analysts write: what somebody decided, about which words, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = {
    "merge-claims": "these statements make one claim",
    "split-claim": "these statements make another claim than those beside them",
    "merge-stories": "these articles tell one story",
    "split-story": "these articles tell another story than those beside them",
    "rename": "who is called this is called that",
    "dependent": "these lines have one origin",
    "independent": "this line stands by itself",
    "note": "something to remember",
    "dismiss": "of no interest: told last, and gives no alerts",
}
"""What can be decided."""


@dataclass(slots=True)
class Target:
    """A statement, or an article, named by its content: it is found again when all is computed anew.

    `side` tells the parts of a decision from each other: what is put together, or, of a split, what is
    taken out (0) and what it leaves (1).
    """

    article: str  # its key
    address: str | None  # the article's canonical address, at which later versions stand
    statement: str | None  # its id; None where the article is meant
    text: str  # the statement's words; the article's title
    stance: str | None = None
    side: int = 0


@dataclass(slots=True)
class Undone:
    """Who took a decision back, when and why."""

    who: str
    when: str  # ISO 8601, UTC
    why: str


@dataclass(slots=True)
class Decision:
    """What an analyst decided; it wins over the machine until it is undone or overruled by a later one.

    `number` is its place among all decisions of a store, from 1 on: the later wins, whatever clocks say.
    """

    id: str  # content hash
    number: int
    kind: str  # see KINDS
    targets: list[Target]
    who: str
    when: str  # ISO 8601, UTC
    why: str
    name: str | None = None  # rename: as it stands; dependent: on whom, where that is known
    instead: str | None = None  # rename: the right name
    undone: list[Undone] = field(default_factory=list)  # one, where it was undone
