"""What analysts decide: it wins over the machine, survives recomputation, and can be undone.

A `Decision` (record.py) names statements and articles by their content, never claims and stories:
those are made anew whenever articles come in. The machine's own rows are kept as they are; decisions
are applied to them by pure functions, in the order of the steps. `decisions` are those `in_force(rows)`:

    apply_to_stories(stories, articles, decisions) -> list[Story]
    renamed(material, decisions) -> StoryMaterial           before claims are found
    apply_to_claims(material, claimed, decisions) -> StoryClaims
    marks(material, decisions) -> tuple[origins.Mark, ...]  for `origins.stage(marks)`
    remarks(material, claims, decisions) -> list[Remark]    notes and dismissals, for alerts
    remarked(dossier, remarks) -> Dossier                   and for readers
    fates(rows, materials) -> dict[id, Fate]                does it hold, is what it names still there

The store calls them thus: group articles (machine) -> `apply_to_stories` -> material of each story ->
`renamed` -> claims step -> `apply_to_claims` -> `origins.stage(marks(...))` -> rows that are shown. A
story is computed again when its articles change, or when other decisions bear on it than before
(`bearing(decisions, articles)`); `concerned(decisions)` gives the keys and addresses of the articles
that decisions name. Undoing is leaving the decision out and computing again: nothing else is kept, so
what comes back is the machine's state.

Making one: `decide(kind, targets, number=, who=, when=, why=, name=, instead=)`, its targets by
`Pointing(dossier)`, which finds what ids name in a dossier, or by `statement_targets(articles,
statements)` and `article_targets(articles)`. `undo(decision, who=, when=, why=)` returns it undone.
Rows are kept by the store in the order of their numbers (1, 2, 3 ...), and never deleted.
"""

from __future__ import annotations

from reportedly.store.decisions.anchors import article_targets, statement_targets
from reportedly.store.decisions.apply import apply_to_claims, apply_to_stories, bearing, concerned
from reportedly.store.decisions.lines import marks
from reportedly.store.decisions.making import Fate, decide, fates, in_force, undo
from reportedly.store.decisions.names import renamed
from reportedly.store.decisions.pointing import Pointing
from reportedly.store.decisions.record import KINDS, Decision, Target, Undone
from reportedly.store.decisions.remarks import Remark, remarked, remarks

__all__ = [
    "KINDS",
    "Decision",
    "Fate",
    "Pointing",
    "Remark",
    "Target",
    "Undone",
    "apply_to_claims",
    "apply_to_stories",
    "article_targets",
    "bearing",
    "concerned",
    "decide",
    "fates",
    "in_force",
    "marks",
    "remarked",
    "remarks",
    "renamed",
    "statement_targets",
    "undo",
]
