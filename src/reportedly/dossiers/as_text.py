"""A dossier for the terminal: what a person reads first, from top to bottom, in the width there is."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from reportedly.dossiers.chains import draw
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
    Evidence,
    Quote,
    WordRun,
    Words,
)

# Lines longer than this tire the eye, however wide the window.
_WIDEST = 100
_NARROWEST = 40
# Evidence that a claim's chains do not show already, and how many lines of it.
_SHOWN_EVIDENCE = frozenset({"analyst", "principal", "credit", "copy"})
_EVIDENCE_LINES = 3
# Outlets named beside an event or a wording; the rest are counted.
_OUTLETS = 5
# Quotations shown; the rest are counted.
_QUOTES = 6
# Changes shown of an edit; the rest are counted.
_CHANGES = 5


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as text for a terminal; without colour it is plain text."""
    width = max(_NARROWEST, min(display.width, _WIDEST))
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=display.color,
        color_system="standard" if display.color else None,
        no_color=not display.color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        _environ={},
    )
    for block in _Page(View(dossier), width, display).blocks():
        console.print(block)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


class _Page:
    """The blocks of a text dossier, of one width."""

    def __init__(self, view: View, width: int, display: Display) -> None:
        self.view, self.width, self.display = view, width, display

    def blocks(self) -> list[RenderableType]:
        """Return the page from top to bottom."""
        dossier = self.view.dossier
        blocks = [part for story in dossier.stories for part in self.story(story)]
        blocks += self.listing("In no story", [self.article(a) for a in self.view.loose_articles()])
        blocks += self.listing("Edited since", [line for a in self.view.edited() for line in self.edits(a)])
        rejected = [
            Text(one_line(r.input), "bold").append(f"  {one_line(r.reason)}", "") for r in dossier.rejected
        ]
        blocks += self.listing("Not read", rejected)
        same = [f"{one_line(d.input)}  is the same as {one_line(d.article)}" for d in dossier.duplicates]
        blocks += self.listing("The same article again", [Text(line) for line in same])
        if not dossier.stories:
            blocks.insert(0, Text("No story was found.", "bold"))
        if dossier.claims:
            blocks += [Rule(style="dim"), Text(COUNTING, "dim")]
        return blocks

    def story(self, story: DossierStory) -> list[RenderableType]:
        """Return a story: headline, claims, timeline, words that changed, articles."""
        view = self.view
        head: list[RenderableType] = [
            Rule(style="bold", characters="━"),
            Text(one_line(story.title), "bold"),
            Text(view.facts(story), "dim"),
            Text(""),
        ]
        return [
            *head,
            *self.claims(view.story_claims(story)),
            *self.timeline(story),
            *self.drifts(view.drifts(story)),
            *self.listing("Articles", [self.article(a) for a in view.story_articles(story)]),
        ]

    def claims(self, claims: Sequence[DossierClaim]) -> list[RenderableType]:
        """Return the weightiest claims, and a count of the others."""
        if not claims:
            return [Text("No claim was found in it.", "dim"), Text("")]
        shown, others = claims[: self.display.claims], claims[self.display.claims :]
        digits = len(str(len(shown)))
        blocks: list[RenderableType] = [_heading("Claims")]
        for n, claim in enumerate(shown, 1):
            row = Table.grid(padding=(0, 2, 0, 0))
            row.add_column(justify="right", width=digits)
            row.add_column()
            row.add_row(Text(str(n), "dim"), self.claim(claim, self.width - digits - 2))
            blocks += [row, Text("")]
        if others:
            disputed = sum(bool(c.disputed_by) for c in others)
            note = f", {disputed} of them disputed" if disputed else ""
            blocks += [_elsewhere(plural(len(others), "more claim") + note), Text("")]
        return blocks

    def claim(self, claim: DossierClaim, width: int) -> Group:
        """Return a claim: its text, what stands behind it, on whose word, who disputes it."""
        view = self.view
        parts: list[RenderableType] = [
            Text(one_line(claim.text), "bold"),
            _emphasised(verdict(claim), claim.rests_on),
            *([Text(partial(claim), "yellow")] if claim.party else []),
        ]
        parts += draw(view.chains(view.told(claim, "affirms")), width, claim.rests_on)
        denials = view.told(claim, "denies")
        if denials:
            parts.append(Text(f"disputed by {listed(claim.disputed_by)}", "bold red"))
            parts += draw(view.chains(denials), width, style="red")
        doubts = view.told(claim, "unsure")
        if doubts:
            parts.append(Text("left open:", "yellow"))
            parts += draw(view.chains(doubts), width)
        loose = view.told(claim, "loose")
        if loose:
            parts.append(Text(f"{LOOSE[0].lower()}{LOOSE[1:]}", "dim"))
            parts += draw(view.chains(loose), width, style="dim")
        parts += _why(claim.evidence)
        if claim.n_articles > 1:
            parts.append(Text(view.first_report(claim.first_reported), "dim"))
        return Group(*parts)

    def timeline(self, story: DossierStory) -> list[RenderableType]:
        """Return the timeline as two columns: when, and what, told by whom."""
        view, entries = self.view, self.view.timeline(story)
        if not entries:
            return []
        shown, others = view.turning_points(entries, self.display.claims)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style="cyan", min_width=12, max_width=max(14, self.width // 3))
        table.add_column()
        for entry in shown:
            tellers = listed(view.tellers(entry), _OUTLETS)
            what = Text(view.happened(entry), "" if tellers else "dim")
            table.add_row(in_words(entry.when), what.append(f"  {tellers}", "dim") if tellers else what)
        more = [_elsewhere(f"{len(others)} more, told less widely")] if others else []
        undated = [Text(view.undated(story), "dim")] if view.undated(story) else []
        return [_heading("Timeline"), table, *more, *undated, Text("")]

    def drifts(self, quotes: Sequence[Quote]) -> list[RenderableType]:
        """Return quotations whose words changed, each wording beside the longest."""
        if not quotes:
            return []
        marks = Text("words left out ", "dim").append_text(_gone("like this")).append(", other words ", "dim")
        blocks: list[RenderableType] = [_heading("Words that changed"), marks.append_text(_new("like this"))]
        for quote in quotes[:_QUOTES]:
            blocks += [Text(""), Text(one_line(quote.speaker), "bold")]
            for version in quote.versions:
                words = Text("“").append_text(Text("").join(map(_run, wording(version)))).append("”")
                blocks.append(Padding(words, (0, 0, 0, 2)))
                facts = [
                    listed(self.view.who(version), _OUTLETS),
                    label(quote, version),
                    one_line(version.why),
                ]
                line = Text(": ".join(filter(None, [facts[0], ". ".join(filter(None, facts[1:]))])), "dim")
                if gravity(version):
                    line.append(f"  {gravity(version).upper()}", "bold red")
                blocks.append(Padding(line, (0, 0, 0, 4)))
        if quotes[_QUOTES:]:
            blocks += [Text(""), _elsewhere(plural(len(quotes) - _QUOTES, "more quotation"))]
        return [*blocks, Text("")]

    def article(self, article: Article) -> Text:
        """Return a line on an article: day, outlet, title, id."""
        day = in_words(article.published[:10]) if article.published else "no date"
        line = Text(f"{day}  ", "cyan").append(self.view.outlet(article.id), "bold")
        line.append(f"  {one_line(article.title or 'no title')}").append(f"  {one_line(article.id)}", "dim")
        return line.append(f"  {'; '.join(remarks(article))}", "yellow") if remarks(article) else line

    def edits(self, article: Article) -> list[Text]:
        """Return a line on each earlier version of an article, and lines on what was changed after it."""
        lines = []
        for version in article.versions:
            shown, more = weighty(version, _CHANGES)
            head = Text(self.view.outlet(article.id), "bold").append(f", {dated(version)}", "")
            lines.append(head.append(f"  {one_line(version.id)}", "dim"))
            lines += [Text("· ").append_text(_dressed(change.words)) for change in shown]
            lines += [Text(f"· and {plural(more, 'more change')}", "dim")] if more else []
        return lines

    def listing(self, heading: str, lines: Sequence[Text]) -> list[RenderableType]:
        """Return lines under a heading, what runs over indented; nothing when there are none."""
        if not lines:
            return []
        return [_heading(heading), *[_hanging(line, self.width) for line in lines], Text("")]


def _heading(words: str) -> Text:
    return Text(words.upper(), "bold dim")


def _elsewhere(what: str) -> Text:
    """Return a line on what a terminal has no room for."""
    return Text(f"… and {what}: see --format html or json", "dim")


def _hanging(line: Text, width: int) -> Text:
    """Return a line whose continuation is indented by two."""
    rows = line.wrap(Console(width=width), width - 2)
    return Text("\n  ").join(rows)


def _emphasised(line: str, names: Sequence[str]) -> Text:
    text = Text(line)
    text.highlight_words([one_line(name) for name in names], "bold cyan")
    return text


def _why(evidence: Sequence[Evidence]) -> list[RenderableType]:
    """Return the evidence that the chains do not show, at most a few lines of it."""
    whys = list(dict.fromkeys(one_line(e.why) for e in evidence if e.kind in _SHOWN_EVIDENCE))
    lines: list[RenderableType] = [Text(f"· {why}", "dim") for why in whys[:_EVIDENCE_LINES]]
    if whys[_EVIDENCE_LINES:]:
        lines.append(Text(f"· and {plural(len(whys) - _EVIDENCE_LINES, 'more reason')}", "dim"))
    return lines


def _run(run: WordRun) -> Text:
    """Return a run of a wording, marked as what it is beside the longest one."""
    text = run.text.strip(" ")
    if run.kind not in ("gone", "new") or not text:
        return Text(run.text, "dim" if run.kind in ("aside", "omitted") else "")
    marked = _gone(text) if run.kind == "gone" else _new(text)
    return Text(" " * run.text.startswith(" ")).append_text(marked).append(" " * run.text.endswith(" "))


def _dressed(words: Sequence[Words]) -> Text:
    runs = [(run.kind, one_line(run.text)) for run in words]
    dressed = [_gone(t) if kind == "gone" else _new(t) if kind == "new" else Text(t) for kind, t in runs]
    return Text(" ").join(dressed)


def _gone(words: str) -> Text:
    return Text(f"[-{words}-]", "red strike")


def _new(words: str) -> Text:
    return Text(f"{{+{words}+}}", "green")
