"""All that is to be done once pages are in the inbox, or a decision is kept: whatever waits, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reportedly.alerts import Alert
from reportedly.engine.embedded import Embedded
from reportedly.pipeline import Settings
from reportedly.records import Dossier
from reportedly.store import alerting, assembling, deciding, grouping, reading, sketching, telling
from reportedly.store.decisions import Decision
from reportedly.store.file import Connection, File


@dataclass(slots=True)
class Done:
    """The number of stories that changed, what is told of that, and the ids of those that are told anew."""

    stories: int = 0
    alerts: list[Alert] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def finish(file: File, settings: Settings) -> Done:
    """Do what waits, as only who holds `locks.writer` may; broken off, it goes on from there next time.

    What came is told as analysts had decided before; what they decided since changes it in a second step,
    which gives no alerts: that is no news.
    """
    done = _told(file, settings)
    sketching.sketch(file, done.told, settings.progress)
    return done


def _told(file: File, settings: Settings) -> Done:
    with Embedded(settings.workers, settings.progress) as engine:
        reading.read_pages(file, engine)
        reading.read_statements(file, engine)
        telling.enter_missing(file)
        came = _shown(file, engine, telling.decided_before)
        decided = _shown(file, engine, deciding.in_force, news=False)
    return Done(came.stories + decided.stories, came.alerts, [*came.told, *decided.told])


def _shown(
    file: File, engine: Embedded, decisions: Callable[[Connection], list[Decision]], news: bool = True
) -> Done:
    """Show all stories as they are now by these decisions."""
    with file.reading() as connection:
        force = decisions(connection)
        gone = alerting.vanished(connection) if news else []
        if telling.is_shown(connection, force) and not gone:
            return Done()
        regrouped = grouping.regroup(connection, grouping.since(connection))
        plan = telling.plan(connection, regrouped, force)
        before = Dossier()
        if news and plan.gone and telling.is_by_same_steps(connection):
            before = assembling.dossier(connection, plan.gone)
    telling.tell(file, engine, plan)
    with file.writing() as connection:
        telling.show(connection, plan)
        told = [story.id for story in plan.come]
        new = alerting.note(connection, before, told, gone) if news else []
    return Done(len(plan), new, told)
