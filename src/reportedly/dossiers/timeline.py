"""When things happened, as the statements tell it."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.dossiers.dates import bounds, order
from reportedly.records import DossierClaim, Statement, TimelineEntry, When


def timeline(statements: Iterable[Statement], claims: Iterable[DossierClaim]) -> list[TimelineEntry]:
    """Return what statements affirm to have happened at a time, in order of time.

    The same claim at the same time is one entry with all its statements. Vague times are left out,
    and so are times that only a denial or a doubt names: nobody says that anything happened then.
    """
    claim_of = {statement: claim for claim in claims for statement in claim.statements}
    entries: dict[tuple[str, str], TimelineEntry] = {}
    for statement in statements:
        when = statement.when
        if when is None or statement.stance != "affirms" or _is_vague(when):
            continue
        claim = claim_of.get(statement.id)
        about, text = (claim.id, claim.text) if claim else (statement.id, statement.text)
        entry = entries.setdefault((when.value, about), TimelineEntry(when.value, when.precision, text, []))
        entry.statements.append(statement.id)
    return sorted(entries.values(), key=lambda e: (order(e.when), -len(e.statements), e.text))


def _is_vague(when: When) -> bool:
    return when.precision == "vague" or bounds(when.value) is None
