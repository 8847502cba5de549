"""Decisions made, undone and told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.errors import SettingsError
from reportedly.records import StoryMaterial, content_hash
from reportedly.store.decisions.anchors import Articles, Statements
from reportedly.store.decisions.apply import claim_rules, story_rules
from reportedly.store.decisions.lines import standing
from reportedly.store.decisions.names import Names
from reportedly.store.decisions.partition import partition
from reportedly.store.decisions.record import KINDS, Decision, Target, Undone

_TWO_SIDES = ("merge-claims", "split-claim", "merge-stories", "split-story")


def decide(
    kind: str,
    targets: Sequence[Target],
    *,
    number: int,
    who: str,
    when: str,
    why: str,
    name: str | None = None,
    instead: str | None = None,
) -> Decision:
    """Return a new decision, the `number`th of its store (see record.Decision).

    Raises SettingsError where it says nothing: no such kind, nobody who decides, no reason, nothing
    to put together or apart.
    """
    problem = _problem(kind, targets, who, why, name, instead)
    if problem:
        raise SettingsError(problem)
    content = [dataclasses.astuple(target) for target in targets]
    made = content_hash("decision", number, kind, content, who, when, why, name, instead)
    return Decision(made, number, kind, list(targets), who.strip(), when, why.strip(), name, instead)


def undo(decision: Decision, *, who: str, when: str, why: str) -> Decision:
    """Return a decision as undone; raise SettingsError where it was already."""
    if decision.undone:
        before = decision.undone[0]
        raise SettingsError(
            f"decision {decision.number} was undone before, by {before.who} ({before.when[:10]})"
        )
    if not who.strip() or not why.strip():
        raise SettingsError("say who undoes it, and why")
    return dataclasses.replace(decision, undone=[Undone(who.strip(), when, why.strip())])


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that were not undone, the latest last."""
    return sorted((d for d in decisions if not d.undone), key=lambda d: d.number)


def _problem(
    kind: str, targets: Sequence[Target], who: str, why: str, name: str | None, instead: str | None
) -> str | None:
    if kind not in KINDS:
        return f"no decision is called {kind!r}; there are {', '.join(KINDS)}"
    if not who.strip() or not why.strip():
        return "say who decides, and why"
    if kind == "rename":
        if not (name or "").strip() or not (instead or "").strip():
            return "say which name is wrong, and what the right one is"
        return "the two names are the same" if name == instead else None
    if not targets:
        return "nothing is named that this could be about"
    if kind in _TWO_SIDES and len({target.side for target in targets}) < 2:
        return f"{KINDS[kind]}: at least two are needed"
    if kind == "dependent" and not name and len(targets) < 2:
        return "name at least two lines, or on whom the one depends"
    return None


# ---------------------------------------------------------------- what became of them
@dataclass(frozen=True)
class Fate:
    """What became of a decision: "holds", "overruled", "gone" or "undone", and a sentence on it."""

    state: str
    text: str


def fates(decisions: Sequence[Decision], materials: Iterable[StoryMaterial]) -> dict[str, Fate]:
    """Return what became of each decision, by id; `materials` are the stories that have what they name.

    A decision whose statements or articles are not there (any more) is kept, and holds again when they
    are back. One that a later decision contradicts holds as far as that leaves it.
    """
    active, stories = in_force(decisions), list(materials)
    there: set[str] = set()
    overruled: dict[str, set[str]] = {}
    for story in stories:
        found, against = _in_story(story, active)
        there |= found
        _add(overruled, against)
    articles = Articles(article for story in stories for article in story.articles)
    there |= {rule.decision for rule in story_rules(active, articles)}
    keys = [[article.key for article in story.articles] for story in stories]
    _add(overruled, partition(keys, story_rules(active, articles), lambda _a, _b: 0.0).overruled)
    _add(overruled, Names([d for d in active if d.kind == "rename" and not d.targets]).overruled)
    there |= {d.id for d in active if d.kind == "rename" and not d.targets}
    numbers = {d.id: d.number for d in decisions}
    return {
        d.id: _fate(d, d.id in there, sorted(numbers[key] for key in overruled.get(d.id, ())))
        for d in decisions
    }


def _in_story(story: StoryMaterial, active: Sequence[Decision]) -> tuple[set[str], dict[str, set[str]]]:
    """Return the decisions that have what they need in a story, and which later ones contradict which."""
    statements, articles = Statements(story.articles, story.readings), Articles(story.articles)
    rules = claim_rules(active, statements)
    every = [[s.id] for reading in story.readings for s in reading.statements]
    against = dict(partition(every, rules, lambda _a, _b: 0.0).overruled)
    lines, marked = standing(story, active)
    _add(against, marked)
    there = {rule.decision for rule in rules} | {decision.id for decision, _ in lines} | set(marked)
    for decision in active:
        named = any(statements.id(t) if t.statement else articles.keys(t) for t in decision.targets)
        if named and decision.kind in ("rename", "note", "dismiss"):
            there.add(decision.id)
    return there, against


def _add(to: dict[str, set[str]], more: dict[str, set[str]]) -> None:
    for decision, others in more.items():
        to.setdefault(decision, set()).update(others)


def _fate(decision: Decision, there: bool, against: Sequence[int]) -> Fate:
    if decision.undone:
        undone = decision.undone[0]
        return Fate("undone", f"undone by {undone.who} ({undone.when[:10]}): {undone.why}")
    if not there:
        return Fate("gone", "no longer applies: what it names is not in the store, or not in one story")
    if against:
        later = " and ".join(map(str, against))
        return Fate("overruled", f"the later decision {later} wins where the two contradict")
    return Fate("holds", "holds")
