"""All that is to be done once pages are in the inbox, or a decision is kept: whatever waits, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.alerts import Alert
from reportedly.engine.embedded import Embedded
from reportedly.pipeline import Settings
from reportedly.records import Dossier
from reportedly.store import alerting, assembling, grouping, reading, telling
from reportedly.store.file import File


@dataclass(slots=True)
class Done:
    """The number of stories that changed, and what is told of that."""

    stories: int = 0
    alerts: list[Alert] = field(default_factory=list)


def finish(file: File, settings: Settings, news: bool = True) -> Done:
    """Do what waits, as only who holds `locks.writer` may; broken off, it goes on from there next time.

    Where it is not `news` that something changes, since an analyst said so, it gives no alerts.
    """
    with Embedded(settings.workers, settings.progress) as engine:
        reading.read_pages(file, engine)
        reading.read_statements(file, engine)
        telling.enter_missing(file)
        with file.reading() as connection:
            gone = alerting.vanished(connection)
            if telling.is_shown(connection) and not gone:
                return Done()
            regrouped = grouping.regroup(connection, grouping.since(connection))
            plan = telling.plan(connection, regrouped)
            before = Dossier()
            if news and plan.gone and telling.is_by_same_steps(connection):
                before = assembling.dossier(connection, plan.gone)
        telling.tell(file, engine, plan)
    with file.writing() as connection:
        telling.show(connection, plan)
        new = alerting.note(connection, before, [story.id for story in plan.come], gone)
    return Done(len(plan), new)
