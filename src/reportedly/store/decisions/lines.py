"""What analysts said of lines -> marks for step 6."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.origins import Mark
from reportedly.records import StoryAccount, StoryMaterial
from reportedly.store.decisions.anchors import Statements
from reportedly.store.decisions.record import Decision


def marks(material: StoryMaterial | StoryAccount, decisions: Iterable[Decision]) -> tuple[Mark, ...]:
    """Return the marks of a story's lines; where two contradict, the later one holds for the statement."""
    return tuple(_mark(*found) for found in standing(material, decisions)[0])


def standing(
    material: StoryMaterial | StoryAccount, decisions: Iterable[Decision]
) -> tuple[list[tuple[Decision, list[str]]], dict[str, set[str]]]:
    """Return decisions on lines with the statements for which they hold, and what overruled others."""
    statements = Statements(material.articles, material.readings)
    held: dict[str, tuple[Decision, list[str]]] = {}
    overruled: dict[str, set[str]] = {}
    for decision in decisions:
        if decision.kind not in ("dependent", "independent"):
            continue
        named = [found for target in decision.targets if (found := statements.id(target))]
        for earlier, lines in held.values():
            lost = set(lines) & set(named)
            if lost and earlier.kind != decision.kind:
                lines[:] = [line for line in lines if line not in lost]
                overruled.setdefault(earlier.id, set()).add(decision.id)
        held[decision.id] = decision, list(dict.fromkeys(named))
    return [(decision, lines) for decision, lines in held.values() if lines], overruled


def _mark(decision: Decision, lines: list[str]) -> Mark:
    dependent = decision.kind == "dependent"
    how = "as having one origin" if dependent else "as standing by itself"
    why = f"{decision.who} marked this {how} ({decision.when[:10]}): {decision.why}"
    return Mark(decision.id, dependent, tuple(lines), why, decision.name if dependent else None)
