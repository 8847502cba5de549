"""Articles that were edited, and what was changed in them."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.alerts.edition import Since, place
from reportedly.alerts.record import Alert, Proof
from reportedly.alerts.telling import Desk, outlet_of, proof_of, title_of
from reportedly.dossiers.phrases import one_line, plural
from reportedly.records import Article, Change

SHOWN = 3
"""Changes that an alert tells; more are counted."""


def edits(since: Since, desk: Desk) -> Iterator[Alert]:
    """Tell of the articles of a story that stand otherwise than before."""
    for key in desk.story.articles:
        article, old = since.after.articles.get(key), since.article(key)
        if article is None or old is None or article.key == old.key:
            continue
        new = article.versions[len(old.versions) :]
        made = [change for version in new for change in version.changes]
        more = sum(version.unlisted for version in new) + len(made[SHOWN:])
        name, before = title_of(article), title_of(old)
        told = [f"its headline was “{before}”"] if before != name else []
        told += [_told(change) for change in made[:SHOWN]]
        if not told:
            continue
        verb = "corrected" if article.corrected and article.corrected != old.corrected else "edited"
        text = f"{outlet_of(article)} {verb} “{name}”: {'; '.join(told)}"
        text += f"; {plural(more, 'other change')}." if more else "."
        proofs = [_proof(article, change) for change in made[:SHOWN]] or [proof_of(article, name)]
        what = place(article), name, [(c.kind, [(w.kind, w.text) for w in c.words]) for c in made]
        yield desk.tell("edit", f"{verb.capitalize()}: {name}", text, proofs, what)


def _told(change: Change) -> str:
    """Tell a change: the words that are gone and new, in their sentence."""
    if change.kind != "reworded":
        return f"{change.kind}: “{_words(change, 'gone', 'new')}”"
    return f"“{_words(change, 'gone', 'same')}” is now “{_words(change, 'new', 'same')}”"


def _words(change: Change, *kinds: str) -> str:
    return one_line(" ".join(run.text for run in change.words if run.kind in kinds)).rstrip(".")


def _proof(article: Article, change: Change) -> Proof:
    """Return the sentence as it stands now; one that was cut, as it stood."""
    return proof_of(
        article, " ".join(run.text for run in change.words if run.kind != "gone") or _words(change, "gone")
    )
