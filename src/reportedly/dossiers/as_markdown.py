"""A dossier as Markdown (CommonMark with GitHub's strikethrough) that reads well as plain text, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportedly.dossiers.dates import in_words
from reportedly.dossiers.display import Display
from reportedly.dossiers.phrases import (
    COUNTING,
    LOOSE,
    dated,
    gravity,
    label,
    listed,
    one_line,
    partial,
    plural,
    remarks,
    told_widely,
    verdict,
    weighty,
    wording,
)
from reportedly.dossiers.view import View
from reportedly.records import (
    Article,
    Dossier,
    DossierClaim,
    DossierStory,
    Quote,
    Statement,
    TimelineEntry,
    WordRun,
    Words,
)

# Outlets named beside an event or a wording; the claim names them all.
_OUTLETS = 8
# Changes shown of an edit; the rest are counted.
_CHANGES = 20

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~]|&(?=#?\w+;)")
_AT_START = re.compile(r"^(?:[-+#=]|\d+(?=[.)]))")


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as Markdown; what pages say is escaped, so that it cannot become markup."""
    view = View(dossier)
    lines = [line for story in dossier.stories for line in _story(view, story)] or ["No story was found.", ""]
    lines += _listing("In no story", [_article(view, article) for article in view.loose_articles()])
    lines += _listing("Edited since", [row for a in view.edited() for row in _edits(view, a)])
    lines += _listing("Not read", [f"{_plain(r.input)}: {_plain(r.reason)}" for r in dossier.rejected])
    same = [f"{_plain(d.input)} is the same as {_plain(d.article)}" for d in dossier.duplicates]
    lines += _listing("The same article again", same)
    if dossier.claims:
        lines += ["---", "", f"*{_plain(COUNTING)}*", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return text on one line, with nothing in it that Markdown would read as markup."""
    line = _SPECIAL.sub(lambda m: "\\" + m[0], one_line(text))
    return _AT_START.sub(lambda m: f"{m[0]}\\" if m[0].isdigit() else f"\\{m[0]}", line)


def _bold(text: str) -> str:
    return f"**{_plain(text)}**"


def _story(view: View, story: DossierStory) -> list[str]:
    glance = view.glance(story)
    lines = [f"# {_plain(story.title)}", "", _plain(view.facts(story)), ""]
    lines += [f"{_plain(glance)}.", ""] if glance else []
    wide, single = told_widely(view.story_claims(story))
    lines += ["## Claims", ""] if wide else []
    lines += [line for n, claim in enumerate(wide, 1) for line in _claim(view, claim, n)]
    lines += _listing("Told by one article each", [_briefly(view, claim) for claim in single])
    timeline = [f"**{in_words(entry.when)}**: {_event(view, entry)}" for entry in view.timeline(story)]
    lines += _listing("Timeline", timeline)
    lines += [_plain(view.undated(story)), ""] if view.undated(story) else []
    drifts = view.drifts(story)
    lines += ["## Words that changed", ""] if drifts else []
    lines += [line for quote in drifts for line in _drift(view, quote)]
    return lines + _listing("Articles", [_article(view, article) for article in view.story_articles(story)])


def _listing(heading: str, rows: Sequence[str]) -> list[str]:
    """Return rows as a list under a heading; nothing when there are none."""
    return [f"## {heading}", "", *[f"- {row}" for row in rows], ""] if rows else []


def _claim(view: View, claim: DossierClaim, number: int) -> list[str]:
    """Return a claim: what stands behind it, on whose word, who denies it, and the passages."""
    lines = [f"### {number}. {_plain(claim.text)}", "", _bold(verdict(claim)), ""]
    lines += [_plain(partial(claim)), ""] if claim.party else []
    lines += _chains(view, view.told(claim, "affirms"), claim.rests_on)
    denials, doubts = view.told(claim, "denies"), view.told(claim, "unsure")
    if denials:
        lines += [f"Disputed by {_bold(listed(claim.disputed_by))}:", "", *_chains(view, denials)]
    if doubts:
        lines += ["Left open:", "", *_chains(view, doubts)]
    loose = view.told(claim, "loose")
    if loose:
        lines += [f"{LOOSE}:", "", *_chains(view, loose)]
    whys = dict.fromkeys(evidence.why for evidence in claim.evidence)
    lines += [f"*Why this count: {_plain('; '.join(whys))}*", ""] if whys else []
    lines += [f"*{_plain(view.first_report(claim.first_reported))}*", ""] if claim.n_articles > 1 else []
    for statement in view.told(claim, "affirms") + denials + doubts + loose:
        lines += [f"> {_plain(statement.text)}  ", f"> — {_plain(view.outlet(statement.article))}", ""]
    return lines


def _chains(view: View, statements: Iterable[Statement], strong: Sequence[str] = ()) -> list[str]:
    """Return the chains of statements, a list item each, the outlets that end it together."""
    ends: dict[tuple[str, ...], list[str]] = {}
    for statement in statements:
        ends.setdefault(tuple(statement.chain), []).append(statement.id)
    lines = []
    for chain, told in ends.items():
        names = [_bold(name) if name in strong else _plain(name) for name in chain]
        outlets = _plain(listed(view.outlets(told))) + ("" if chain else " (own word)")
        lines.append("- " + " → ".join([*names, outlets]))
    return [*lines, ""] if lines else []


def _briefly(view: View, claim: DossierClaim) -> str:
    """Return a claim of one article on a line, with its chain."""
    told = view.told(claim, "affirms") or view.told(claim, "unsure")
    chain = [*told[0].chain, view.outlet(told[0].article)] if told else []
    return f"{_plain(claim.text)} *{_plain(' → '.join(chain))}*" if chain else _plain(claim.text)


def _event(view: View, entry: TimelineEntry) -> str:
    """Return an entry of the timeline, with who tells it."""
    tellers = listed(view.tellers(entry), _OUTLETS)
    return _plain(view.happened(entry)) + (f" ({_plain(tellers)})" if tellers else "")


def _drift(view: View, quote: Quote) -> list[str]:
    """Return a quotation in each wording, with what differs from the longest struck out and in bold."""
    rows = []
    for version in quote.versions:
        words = "".join(map(_run, wording(version))).strip()
        facts = [label(quote, version), gravity(version).upper(), version.why]
        told = ". ".join(_plain(fact) for fact in facts if fact)
        rows.append(f"- “{words}” ({_plain(listed(view.who(version), _OUTLETS))}: {told})")
    return [f"{_bold(quote.speaker)}, words left out ~~so~~, other words **so**:", "", *rows, ""]


def _run(run: WordRun) -> str:
    """Return a run of a wording; marks stand close to the words."""
    mark = {"gone": "~~", "new": "**", "aside": "*"}.get(run.kind, "")
    text = _plain(run.text)
    before, after = " " * run.text.startswith(" "), " " * run.text.endswith(" ")
    return f"{before}{mark}{text}{mark}{after}" if text else run.text


def _dressed(words: Sequence[Words]) -> str:
    marks = {"gone": "~~", "new": "**", "same": ""}
    return " ".join(f"{marks[run.kind]}{_plain(run.text)}{marks[run.kind]}" for run in words)


def _edits(view: View, article: Article) -> list[str]:
    """Return a list item on each earlier version of an article, with what was changed after it."""
    rows = []
    for version in article.versions:
        shown, more = weighty(version, _CHANGES)
        lines = [f"{_bold(view.outlet(article.id))}, {_plain(dated(version))} ({_plain(version.id)})"]
        lines += [_dressed(change.words) for change in shown]
        lines += [f"and {plural(more, 'more change')}"] if more else []
        rows.append("\n  - ".join(lines))
    return rows


def _article(view: View, article: Article) -> str:
    day = in_words(article.published[:10]) if article.published else "no date"
    title = _plain(article.title or "no title")
    line = f"{day}, {_bold(view.outlet(article.id))}: {title} ({_plain(article.id)})"
    return f"{line} *{_plain('; '.join(remarks(article)))}*" if remarks(article) else line
