"""Which statements of a claim put it the other way round, whatever their own stance?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from reportedly.claims.wording import Bag
from reportedly.records import Statement

ANSWERS = 0.5
"""A statement with a "not" answers one without that shares this part of the words of the shorter."""


def turned(members: Sequence[Statement], bags: Mapping[str, Bag], loose: Collection[str] = ()) -> list[str]:
    """Return the ids of the statements whose stance toward the claim is not that toward their own words.

    What somebody says in so many words ("it is not a hoax") denies the claim that others make without the
    "not", in much the same words; the fewer are set against the more. Where most say that it is not so, that
    is the claim, and who denies with a "not" of his own ("that he had ever met her", told as "that he had
    never met her") affirms it. Nobody is set against what he says himself, nor a statement that is `loose`
    against others.
    """
    affirming = [s for s in members if s.stance == "affirms" and s.id not in loose]
    plain = [s for s in affirming if not bags[s.id].negated]
    negated = [s for s in affirming if bags[s.id].negated]
    negative = len(negated) > len(plain)
    few, many = (plain, negated) if negative else (negated, plain)
    tellers = {s.chain[0] for s in many if s.chain}
    found = [
        s
        for s in few
        if s.chain and s.chain[0] not in tellers and any(_answers(bags[s.id], bags[o.id]) for o in many)
    ]
    if negative:
        found += [s for s in members if s.stance == "denies" and bags[s.id].negated]
    return sorted(s.id for s in found)


def _answers(one: Bag, other: Bag) -> bool:
    fewer = min(len(one.words), len(other.words))
    return len({*one.words} & {*other.words}) >= ANSWERS * max(fewer, 1)
