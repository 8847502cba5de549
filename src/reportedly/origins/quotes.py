"""Quote drift: the words that somebody spoke, in the wordings that articles give them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reportedly.origins.drift import CUT, KINDS, Comparison, compare
from reportedly.origins.quotations import Quotation, is_telling, quotations, speaker
from reportedly.origins.token import Token
from reportedly.origins.voices import Voices
from reportedly.origins.wordings import versions
from reportedly.records import Article, Quote, Statement

TELLING_WORDS = 10
"""So many words in common are the same words even where one article does not say who spoke them."""
RARE, CROWD, COMPARED = 12, 400, 8
"""Words by which a quotation is looked up, the rarest; quotations that may share such a word; quotations
that share most of them and are compared."""


@dataclass(eq=False)
class _Group:
    """Quotations of the same words; the first is the longest."""

    members: list[Quotation] = field(default_factory=list)


class _Index:
    """Groups by the words of their longest quotation."""

    def __init__(self, key: Callable[[Token], str]) -> None:
        self.key = key
        self.having: dict[str, list[int]] = defaultdict(list)
        self.groups: list[_Group] = []

    def add(self, group: _Group) -> None:
        """Enter a group."""
        for key in dict.fromkeys(self.key(w) for w in group.members[0].words if is_telling(w)):
            self.having[key].append(len(self.groups))
        self.groups.append(group)

    def candidates(self, quotation: Quotation) -> list[_Group]:
        """Return the groups that share most of a quotation's rare words."""
        known = {k for w in quotation.words if is_telling(w) and (k := self.key(w)) in self.having}
        rare = sorted(known, key=lambda key: (len(self.having[key]), key))[:RARE]
        few = [key for key in rare if len(self.having[key]) <= CROWD] or rare[:2]
        shared = Counter(number for key in few for number in self.having[key])
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:COMPARED]
        return [self.groups[number] for number, _ in best]


def quotes(articles: Sequence[Article], statements: Sequence[Statement], voices: Voices) -> list[Quote]:
    """Return the quotations that two articles have, or that stand in two wordings; the most told first.

    Nobody is said to have taken a quotation from another: two reporters can have heard one speaker.
    """
    found = quotations(articles, statements, voices)
    groups = _groups([q for q in found if q.direct])
    _retold(groups, [q for q in found if not q.direct])
    rows = []
    for group in groups:
        told_by = {q.article.id for q in group.members}
        name = speaker(group.members, voices)
        if name and (len(told_by) > 1 or len({q.key for q in group.members}) > 1):
            told = versions(group.members)
            rows += [(-len(told_by), Quote(name, told))] if told else []
    return [
        quote for _, quote in sorted(rows, key=lambda row: (row[0], row[1].speaker, row[1].versions[0].text))
    ]


def _groups(direct: Sequence[Quotation]) -> list[_Group]:
    """Put each quotation, the longest first, to the group whose longest it shares most words with."""
    index = _Index(lambda word: word.key)
    alike: dict[tuple[object, ...], _Group] = {}
    for quotation in sorted(direct, key=_order):
        known = (quotation.key, quotation.bodies)
        group = alike.get(known) or _best(index.candidates(quotation), quotation)
        if group is None:
            index.add(group := _Group([quotation]))
        else:
            group.members.append(quotation)
        alike[known] = group
    return index.groups


def _best(candidates: Sequence[_Group], quotation: Quotation) -> _Group | None:
    """Return the group of whose longest a quotation is a wording, the one that it changes least."""
    best, least = None, len(KINDS)
    for group in candidates:
        found = _same_words(group.members[0], quotation)
        if found and KINDS.index(found.kind) < least:
            best, least = group, KINDS.index(found.kind)
        if least <= KINDS.index(CUT):
            break
    return best


def _order(quotation: Quotation) -> tuple[object, ...]:
    """Return a sort key that does not depend on the order of articles: the longest first."""
    words = [w.key for w in quotation.words if not w.bracketed]
    version = quotation.version.id if quotation.version else ""
    return -len(words), not quotation.bodies, words, quotation.article.id, version, quotation.pieces


def _same_words(longest: Quotation, other: Quotation) -> Comparison | None:
    """Return how another quotation differs from the longest of a group, or None where it is not of the
    same words, or not by the same speaker as far as is told."""
    if longest.bodies and other.bodies and not longest.bodies & other.bodies:
        return None
    found = compare(longest.words, other.words)
    if found is None or (longest.bodies and other.bodies):
        return found
    same = sum(s.there.stop - s.there.start for s in found.stretches if s.kind == "same")
    return found if same >= TELLING_WORDS else None


def _retold(groups: Sequence[_Group], indirect: Sequence[Quotation]) -> None:
    """Put to each group what else its speaker is said to have said in nearly its words.

    An article that also quotes the words counts only where it contradicts them.
    """
    by_body: dict[str, _Index] = defaultdict(lambda: _Index(lambda word: word.stem))
    for group in groups:
        for body in sorted(_bodies(group.members)):
            by_body[body].add(group)
    quoting = {id(group): {q.article.id for q in group.members} for group in groups}
    for quotation in sorted(indirect, key=_order):
        candidates = [g for body in sorted(quotation.bodies) for g in by_body[body].candidates(quotation)]
        for group in candidates:
            found = compare(group.members[0].words, quotation.words, indirect=True, turned=quotation.turned)
            if found is None:
                continue
            if found.grave or quotation.article.id not in quoting[id(group)]:
                group.members.append(quotation)
            break


def _bodies(members: Iterable[Quotation]) -> set[str]:
    return {body for quotation in members for body in quotation.bodies}
