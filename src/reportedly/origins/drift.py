"""How one wording of a quotation differs from another: word by word, of what kind, and how gravely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reportedly.origins.token import ASIDE, COMMA, ELLIPSIS, STOP, Token

SAME, CUT, JOINED, CHANGED, PARAPHRASED = "same", "cut", "joined", "changed", "paraphrased"
"""Kinds of wordings: the same words; some left out at an end or where a mark says so; sentences run
together over others, with no mark; words left out, put in or replaced within a sentence, with no mark; the
words retold without quotation marks."""
KINDS = (SAME, CUT, JOINED, CHANGED, PARAPHRASED)
"""The kinds, from what changes least."""
NEGATION, NUMBER = "negation", "number"
"""Grave changes: what was said is turned round, or another number is told."""

LEAST_SHARE = 0.5
"""Of the weight of the shorter wording's words, so much is shared, in runs, where they are one quotation."""
LEAST_RETOLD = 0.6
"""Of the weight of an indirect wording's words, so much is shared, in any order, where it retells another."""
LEAST_TELLING, LEAST_CHANGED, LEAST_RUN = 2, 3, 6
"""So many words that are no function words must be shared; where one wording is changed, or retold, so many,
or, changed, so many in a row."""
_NEAR, _AROUND = 2, 3
"""Changes with no more words than these between them are weighed together; words before the first that an
indirect wording retells are weighed with it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the fuller wording (`there`) and of the other (`here`) that stand at one place.

    `kind`: same, gone (in the fuller one alone), new (in the other alone), changed (one for the other),
    omitted (gone, and a mark says so), inserted (in square brackets, for what may be gone; or masked).
    """

    kind: str
    there: slice
    here: slice
    grave: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a fuller wording in another: its kind, and the stretches of both, in order."""

    kind: str
    stretches: list[Stretch]

    @property
    def grave(self) -> list[str]:
        """What is grave in it: negation, number."""
        return sorted({s.grave for s in self.stretches if s.grave})


def compare(
    fuller: Sequence[Token], other: Sequence[Token], *, indirect: bool = False, turned: bool = False
) -> Comparison | None:
    """Return how the other wording differs from the fuller one, or None where they are no one quotation's.

    `indirect`: the other stands without quotation marks; `turned`: a negation stands before it ("he did
    not want to ..."), so that another in it, or none, tells nothing.
    """
    there, here = ([token.stem if indirect else token.key for token in side] for side in (fuller, other))
    weights = (token.weight for token in (*fuller, *other))
    weight = dict(zip((*there, *here), weights, strict=True)).__getitem__
    shared = sum(map(weight, set(there) & set(here)))
    if shared < LEAST_TELLING or 2 * shared < LEAST_SHARE * sum(map(weight, set(here))):
        return None  # whatever the order of the words
    matcher = SequenceMatcher(None, there, here, autojunk=False)
    if not _is_one(there, here, matcher.get_matching_blocks(), weight, indirect):
        return None
    stretches = [
        _stretch(kind, slice(a, b), slice(c, d), fuller, other) for kind, a, b, c, d in matcher.get_opcodes()
    ]
    kinds = [PARAPHRASED] if indirect else [_kind(s, fuller, other) for s in stretches]
    weigh = _grave_retelling if indirect else _grave
    grave = {n: what for n, what in weigh(stretches, fuller, other) if not (turned and what == NEGATION)}
    marked = [replace(s, grave=grave[n]) if n in grave else s for n, s in enumerate(stretches)]
    kind = max(kinds, key=KINDS.index, default=SAME)
    same = [there[s.there] for s in stretches if s.kind == "same"]
    telling = sum(weight(key) == 1 for key in {key for run in same for key in run})
    if kind == CHANGED and telling < LEAST_CHANGED and max(map(len, same)) < LEAST_RUN:
        return None
    return Comparison(kind, marked)


def _is_one(
    there: Sequence[str],
    here: Sequence[str],
    blocks: Sequence[tuple[int, int, int]],
    weight: Callable[[str], float],
    indirect: bool,
) -> bool:
    """Whether two wordings, as what their words are compared by, have enough in common."""
    shared = {key for a, _, size in blocks for key in there[a : a + size]}
    telling = sum(weight(key) == 1 for key in shared)
    if indirect:
        weighed = sum(weight(key) for a, _, size in blocks for key in there[a : a + size])
        return telling >= LEAST_CHANGED and weighed >= LEAST_RETOLD * sum(map(weight, here))
    runs = ((size, there[a : a + size]) for a, _, size in blocks if size)
    weighed = sum((1 - 1 / size) * sum(map(weight, run)) for size, run in runs)
    whole = min(sum(map(weight, words)) for words in (there, here))
    return telling >= LEAST_TELLING and weighed >= LEAST_SHARE * whole


def _stretch(kind: str, a: slice, c: slice, fuller: Sequence[Token], other: Sequence[Token]) -> Stretch:
    """Name what became of the words at one place."""
    gone, new = fuller[a], other[c]
    if kind == "equal":
        return Stretch("same", a, c)
    if any(side and all(t.bracketed for t in side) for side in (gone, new)) or _is_masked(gone, new):
        return Stretch("inserted", a, c)
    if not new:
        at_end = a.start == 0 or a.stop == len(fuller)
        marked = c.start < len(other) and other[c.start].before in (ELLIPSIS, ASIDE)
        return Stretch("omitted" if at_end or marked else "gone", a, c)
    return Stretch("changed" if gone else "new", a, c)


def _is_masked(gone: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether words differ only by asterisks that stand for letters."""
    pairs = [sorted((one.key, other.key)) for one, other in zip(gone, new, strict=False)]
    return len(gone) == len(new) and all(
        re.fullmatch(re.escape(masked).replace(r"\*", "."), word) for masked, word in pairs
    )


def _kind(stretch: Stretch, fuller: Sequence[Token], other: Sequence[Token]) -> str:
    """Return what a stretch makes of the wording that has it."""
    a, c = stretch.there, stretch.here
    if stretch.kind in ("same", "inserted"):
        return SAME
    if stretch.kind == "omitted":
        return CUT
    if stretch.kind == "new":  # the other has more here, where it reaches further, or the fuller one is cut
        at_end = c.start == 0 or c.stop == len(other)
        marked = a.stop < len(fuller) and fuller[a.stop].before in (ELLIPSIS, ASIDE)
        return CUT if at_end or marked else CHANGED
    return JOINED if _is_over_sentences(stretch, fuller, other) else CHANGED


def _is_over_sentences(stretch: Stretch, fuller: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether words are left out, with no mark, from one sentence to another."""
    if stretch.kind == "omitted" or not stretch.there.stop > stretch.there.start:
        return False
    between = fuller[stretch.there.start : stretch.there.stop + 1]
    joined = all(token.key in token.words.joiners for token in other[stretch.here])
    return joined and any(token.before in (STOP, ELLIPSIS, ASIDE) for token in between)


def _grave(
    stretches: Sequence[Stretch], fuller: Sequence[Token], other: Sequence[Token]
) -> Iterator[tuple[int, str]]:
    """Yield the stretches, by number, that are grave in a wording, and why."""
    for n, stretch in enumerate(stretches):
        left_out = stretch.kind == "omitted" or _is_over_sentences(stretch, fuller, other)
        if left_out and _takes_back(stretch.there, fuller):
            yield n, NEGATION
    for group in _near(stretches, fuller, other):
        sides = [(n, fuller[stretches[n].there], other[stretches[n].here]) for n in group]
        gone = [token for _, there, _ in sides for token in there]
        new = [token for _, _, here in sides for token in here]
        if _numbers(gone) != _numbers(new):
            yield from ((n, NUMBER) for n, there, here in sides if _numbers(there) or _numbers(here))
        if turns(gone) != turns(new):
            yield from ((n, NEGATION) for n, there, here in sides if turns(there) or turns(here))
        yield from ((n, NEGATION) for n, there, here in sides if _is_turned_word(there, here))


def _near(
    stretches: Sequence[Stretch], fuller: Sequence[Token], other: Sequence[Token]
) -> Iterator[list[int]]:
    """Yield the numbers of changes within sentences, those near each other together."""
    group: list[int] = []
    for n, stretch in enumerate(stretches):
        if stretch.kind == "same":
            if stretch.there.stop - stretch.there.start > _NEAR and group:
                yield group
                group = []
        elif _kind(stretch, fuller, other) == CHANGED or stretch.kind == "inserted":
            group.append(n)
    if group:
        yield group


def turns(words: Sequence[Token]) -> bool:
    """Whether some of the words turn round what is said."""
    return any(_is_negator(words, at) for at in range(len(words)))


def _is_negator(words: Sequence[Token], at: int) -> bool:
    """Whether a word turns round what is said: not the "no" of "no doubt"."""
    phrase = tuple(token.key for token in words[at : at + 2])
    return words[at].negates and phrase not in words[at].words.emphatic


def _is_turned_word(gone: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether a word gave way to its opposite: likely, unlikely."""
    one, other = ({token.key for token in words} for words in (gone, new))
    prefixes = {prefix for token in gone for prefix in token.words.prefixes}
    return any(p + word in other for word in one for p in prefixes) or any(
        p + word in one for word in other for p in prefixes
    )


def _numbers(words: Sequence[Token]) -> set[str]:
    """Return the numbers among words; "one" is mostly none."""
    return {token.key for token in words if token.is_number and token.key != "#1"}


def _takes_back(left_out: slice, fuller: Sequence[Token]) -> bool:
    """Whether words left out hold a negation of the words that stay."""
    for at in range(left_out.start, left_out.stop):
        if not _is_negator(fuller, at):
            continue
        if at == left_out.start > 0 and not fuller[at].before and left_out.stop < len(fuller):
            return True
        after = fuller[at + 1 : left_out.stop + 1]
        if left_out.stop < len(fuller) and not any(
            t.before in (STOP, COMMA, ELLIPSIS, ASIDE) or t.key in t.words.clauses for t in after
        ):
            return True
    return False


def _grave_retelling(
    stretches: Sequence[Stretch], fuller: Sequence[Token], other: Sequence[Token]
) -> Iterator[tuple[int, str]]:
    """Yield the same of an indirect wording, which may retell but a part of the fuller one."""
    same = [s for s in stretches if s.kind == "same"]
    start = max(0, min((s.there.start for s in same), default=0) - _AROUND)
    end = max((s.there.stop for s in same), default=0)
    told = fuller[start:end]
    said, retold = _numbers(told), _numbers(other)
    turned = turns(told) != turns(other)
    for n, stretch in enumerate(stretches):
        a = slice(max(start, stretch.there.start), min(end, stretch.there.stop))
        there, here = fuller[a], other[stretch.here]
        if stretch.kind != "same" and turned and (turns(there) or turns(here)):
            yield n, NEGATION
        elif said - retold and retold - said and (_numbers(there) - retold or _numbers(here) - said):
            yield n, NUMBER
