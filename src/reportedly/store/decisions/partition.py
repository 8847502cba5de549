"""The machine's groups, put together and taken apart as analysts said.

A rule says of members that they are together, or that its sides are apart. The later rule wins, pair
by pair. What no rule speaks of stays as the machine has it; where a group is taken apart, such a member
goes to the part that it is most like, or to the one that was left. The result keeps every rule that
holds, so that applying the rules to it again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

Likeness = Callable[[str, str], float]


@dataclass(frozen=True)
class Rule:
    """What a decision says of members; of a split, side 0 is taken out."""

    decision: str  # its id
    together: bool
    sides: Sequence[Sequence[str]]


@dataclass
class Parts:
    """The groups, each sorted, in the order of their first members, and what rules were overruled by."""

    groups: list[list[str]]
    overruled: dict[str, set[str]] = field(default_factory=dict)  # decision -> the later ones against it


def partition(blocks: Iterable[Sequence[str]], rules: Sequence[Rule], likeness: Likeness) -> Parts:
    """Return the groups that blocks (disjoint) make under rules, the latest last.

    Members of rules that stand in no block are passed over.
    """
    ordered = sorted(sorted(block) for block in blocks)
    there = {member for block in ordered for member in block}
    bound = _Bound(there)
    for rule in reversed(rules):
        sides = [[m for m in side if m in there] for side in rule.sides]
        if rule.together:
            bound.link(rule.decision, [m for side in sides for m in side])
        else:
            bound.part(rule.decision, sides)
    for block in ordered:
        bound.gather(block, likeness)
    return Parts(bound.groups(), bound.overruled)


class _Bound:
    """Members bound together, each group with the sides of splits that its members stand on."""

    def __init__(self, members: Iterable[str]) -> None:
        self._above = {member: member for member in members}
        self._within: dict[str, list[str]] = {member: [member] for member in self._above}
        self._sides: dict[str, dict[str, set[int]]] = defaultdict(dict)  # group -> split -> sides
        self._links: dict[str, set[str]] = defaultdict(set)  # group -> merges that made it
        self._parted: set[str] = set()  # members that stand on a side
        self.overruled: dict[str, set[str]] = {}

    def link(self, decision: str, members: Sequence[str]) -> None:
        """Bind members together, as far as no later split forbids it."""
        heads: list[str] = []
        for member in members:
            against = [self._against(head, member) for head in heads]
            free = next((head for head, splits in zip(heads, against, strict=True) if not splits), None)
            if free is None:
                heads.append(member)
                self._note(decision, set().union(*against))
            else:
                self._unite(free, member)
        for head in heads:
            self._links[self._top(head)].add(decision)

    def part(self, decision: str, sides: Sequence[Sequence[str]]) -> None:
        """Hold sides apart, where no later merge bound them together."""
        for number, side in enumerate(sides):
            self._parted.update(side)
            for member in side:
                top = self._top(member)
                self._sides[top].setdefault(decision, set()).add(number)
                if len(self._sides[top][decision]) > 1:
                    self._note(decision, self._links[top])

    def gather(self, block: Sequence[str], likeness: Likeness) -> None:
        """Put the members of a block together, as far as they are not held apart."""
        tops = dict.fromkeys(self._top(member) for member in block)
        parts: list[str] = []
        for top in sorted(tops, key=lambda top: (-len(self._sides[top]), min(self._within[top]))):
            free = [part for part in parts if not self._against(part, top)]
            if free:
                # Who has but one place to go needs no comparing.
                best = free[0] if len(free) == 1 else max(free, key=lambda p: self._fit(p, top, likeness))
                self._unite(best, top)
            else:
                parts.append(top)

    def groups(self) -> list[list[str]]:
        """Return the groups, each sorted, in the order of their first members."""
        return sorted(sorted(self._within[top]) for top in {self._top(m) for m in self._above})

    def _fit(self, part: str, top: str, likeness: Likeness) -> tuple[int, float, int, int, str]:
        """Return how well a group would go to a part: by sides they share, by likeness, to what was left.

        Likeness is that to members which analysts saw: where one that came later goes does not
        hang on others that did.
        """
        part, own = self._top(part), self._sides[self._top(top)]
        sides = self._sides[part]
        shared = sum(1 for split, on in own.items() if on & sides.get(split, set()))
        seen = [member for member in self._within[part] if member in self._parted]
        pairs = ((a, b) for a in seen for b in self._within[self._top(top)])
        left = sum(min(on) for on in sides.values())
        nearest = max((likeness(a, b) for a, b in pairs), default=0.0)
        return shared, nearest, left, len(self._within[part]), min(self._within[part])

    def _against(self, one: str, other: str) -> set[str]:
        """Return the splits that hold the groups of two members apart."""
        one, other = self._top(one), self._top(other)
        if one == other:
            return set()
        sides, others = self._sides[one], self._sides[other]
        return {
            split for split, on in sides.items() if len(on | others.get(split, on)) > 1 and split in others
        }

    def _unite(self, one: str, other: str) -> None:
        one, other = self._top(one), self._top(other)
        if one == other:
            return
        if len(self._within[one]) < len(self._within[other]):
            one, other = other, one
        self._above[other] = one
        self._within[one] += self._within.pop(other)
        self._links[one] |= self._links.pop(other, set())
        for split, on in self._sides.pop(other, {}).items():
            self._sides[one].setdefault(split, set()).update(on)

    def _top(self, member: str) -> str:
        while self._above[member] != member:
            self._above[member] = member = self._above[self._above[member]]
        return member

    def _note(self, decision: str, against: set[str]) -> None:
        if against:
            self.overruled.setdefault(decision, set()).update(against - {decision})
