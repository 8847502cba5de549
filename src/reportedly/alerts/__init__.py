"""What changed in a running story, told once: a second origin, a denial, another number, an edit.

    changes(before, after, when=..., gone=()) -> list[Alert]

`before` and `after` are dossiers (records.Dossier) of the stories that an addition touched, as they
stood before it and as they stand now. A story that has no article of `before` is new, not changed, and
gives no alert: `before` of a store's first addition is an empty Dossier. Claims and articles are found
again by what they hold (statements, addresses), since their ids change when articles come in.
`gone` lists what could not be fetched again (`Gone`); `dismissed` the ids, in `after`, of claims that an
analyst dismissed: they give no alerts.

An `Alert` has an `id` that depends on what changed alone, neither on the time nor on claims' ids. The
store keeps alerts under it and passes over those it has: nothing is told twice. The rows go on, all of
them by pure functions over `list[Alert]`, newest first:

    json_feed(alerts, home=None) -> str   JSON Feed 1.1
    atom(alerts, home=None) -> str        RFC 4287
    line(alert) -> str                    a line for terminals
    webhook.post(alerts, hook) -> str | None   signed; None, or why it could not be delivered

The store does this in the transaction of an addition: dossier of the touched stories, add, dossier again,
`changes`, insert those whose ids are new; after the commit it prints `line` of each and posts them.
"""

from __future__ import annotations

from reportedly.alerts.atom import atom
from reportedly.alerts.changes import changes
from reportedly.alerts.entry import line
from reportedly.alerts.json_feed import json_feed
from reportedly.alerts.record import KINDS, Alert, Gone, Proof

__all__ = ["KINDS", "Alert", "Gone", "Proof", "atom", "changes", "json_feed", "line"]
