"""What a reader can correct of a thing that is shown, as forms: all that `reportedly decide` can.

A form is sent back as a `Wish`, and made into what is decided by `decided`. Claims, stories, articles and
statements are named by their ids, as they were shown; what has gone since is refused (`Pointing`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote

from reportedly.dossiers.phrases import one_line
from reportedly.errors import InputError
from reportedly.records import Article, DossierClaim, Statement
from reportedly.store.decisions import Pointing, Target
from reportedly.web.library import Told

MOST = 200
"""Lines of a form that can be chosen from."""

_DISMISSED = "It is told last, and gives no alerts until it has grown."
_OTHERS = 30  # claims, or stories, that are offered as being the same
_WORD = re.compile(r"\w{3,}")

Row = TypeVar("Row")
Made = tuple[str, list[Target], dict[str, str]]
"""Kind, targets and names of a decision."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: what is to be done, with what, and by which names."""

    do: str
    of: str
    parts: tuple[str, ...] = ()
    name: str = ""
    instead: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A line that can be chosen."""

    id: str
    text: str
    about: str = ""


@dataclass(slots=True)
class Form:
    """A form: what it does, in words, and what is to be filled in."""

    do: str
    heading: str
    about: str
    of: str
    choices: Sequence[Choice] = ()
    address: str = ""  # the label of a field for the address of something that is not among the choices
    names: Sequence[str] | None = None  # those of whom one is called otherwise
    name: str = ""  # the label of a field for a name
    parts: Sequence[str] = field(default_factory=list)  # chosen already


# ---------------------------------------------------------------- forms
def of_claim(told: Told, claim: DossierClaim) -> list[Form]:
    """Return the forms for a claim."""
    said = [s for stance in ("affirms", "denies", "unsure", "loose") for s in told.view.told(claim, stance)]
    lines = [_line(told, statement) for statement in said[:MOST]]
    affirming = [_line(told, statement) for statement in said if statement.stance == "affirms"][:MOST]
    others = [other for other in told.view.story_claims(told.story) if other.id != claim.id]
    alike = [Choice(c.id, one_line(c.text)) for c in _alike(claim.text, others, lambda c: c.text)]
    return [
        Form("split", "Some of this is another claim",
             "Choose what says something else. It becomes a claim of its own.", claim.id, lines),
        Form("merge", "Another claim is the same", "Choose those that say the same, or give an address.",
             claim.id, alike, address="The address of another claim"),
        Form("depend", "Some lines have one origin", "Choose lines of one origin: they count once.",
             claim.id, affirming, name="Whose word it is, if you know"),
        Form("stand", "A line stands by itself",
             "Choose lines that stand by themselves, whatever they share with others.", claim.id, affirming),
        Form("note", "Keep a note", "Your reason is shown with the claim.", claim.id),
        Form("dismiss", "Of no interest", _DISMISSED, claim.id),
    ]  # fmt: skip


def of_story(told: Told, stories: Iterable[tuple[str, str]]) -> list[Form]:
    """Return the forms for a story; `stories` are the ids and titles of all there are."""
    id = told.story.id
    articles = [_report(told, article) for article in told.view.story_articles(told.story)[:MOST]]
    others = [row for row in stories if row[0] != id]
    alike = [
        Choice(other, one_line(title)) for other, title in _alike(told.story.title, others, lambda s: s[1])
    ]
    return [
        Form("split", "Some articles tell another story", "Choose those that do: they become a story.",
             id, articles),
        Form("merge", "Another story is the same", "Choose those of the same event, or give an address.",
             id, alike, address="The address of another story"),
        Form("rename", "Somebody is called otherwise", "A source, an outlet or an agency.", id,
             names=_names(told)),
        Form("note", "Keep a note", "Your reason is kept with the story.", id),
        Form("dismiss", "Of no interest", _DISMISSED, id),
    ]  # fmt: skip


def of_article(told: Told, article: Article) -> list[Form]:
    """Return the forms for an article, and for what it says."""
    said = told.said_in.get(article.id, [])[:MOST]
    names = sorted({name for statement in said for name in statement.chain})
    forms = [
        Form("split", "It tells another story", "It is taken out of this one.", told.story.id,
             parts=[article.id]),
        Form("note", "Keep a note", "Your reason is kept with what you choose, or with the article.",
             article.id, [_line(told, statement) for statement in said]),
    ]  # fmt: skip
    if names:
        about = "Choose the statements in which the name is another's."
        lines = [_line(told, statement) for statement in said if statement.chain]
        forms.insert(0, Form("rename", "Somebody else is meant", about, told.story.id, lines, names=names))
    if article.outlet:
        forms.append(
            Form("rename", "The outlet is called otherwise", "", told.story.id, names=[article.outlet])
        )
    return forms


def of_name(told: Told, name: str) -> list[Form]:
    """Return the forms for a source of a story."""
    return [Form("rename", "It is called otherwise", "", told.story.id, names=[name])]


def _line(told: Told, statement: Statement) -> Choice:
    who = " → ".join([*map(one_line, statement.chain), one_line(told.view.outlet(statement.article))])
    stance = {"denies": " (denies)", "unsure": " (leaves it open)"}.get(statement.stance, "")
    return Choice(statement.id, one_line(statement.text), who + stance)


def _report(told: Told, article: Article) -> Choice:
    day = (article.published or "")[:10]
    outlet = one_line(told.view.outlet(article.id))
    return Choice(article.id, one_line(article.title or "no title"), f"{outlet}, {day}" if day else outlet)


def _names(told: Told) -> list[str]:
    """Return who can be called otherwise: sources, outlets and agencies."""
    found = {source.name for source in told.dossier.sources}
    for article in told.view.story_articles(told.story):
        found |= {article.outlet or "", *(credit.agency for credit in article.credits)}
    return sorted(found - {""}, key=str.casefold)[:1000]


def _alike(text: str, rows: Iterable[Row], words: Callable[[Row], str]) -> list[Row]:
    """Return the rows that have most words of a text, those first."""
    meant = set(_WORD.findall(text.casefold()))
    rated = [(len(meant.intersection(_WORD.findall(words(row).casefold()))), row) for row in rows]
    rated.sort(key=lambda pair: -pair[0])
    return [row for shared, row in rated if shared][:_OTHERS]


# ---------------------------------------------------------------- what is decided
def named(wish: Wish) -> list[str]:
    """Return the ids of what leads to all that a wish is about."""
    return [wish.of, *wish.parts] if wish.do == "merge" else [wish.of]


def decided(pointing: Pointing, wish: Wish) -> Made:
    """Return what is decided by a wish; raise InputError where it says nothing that can be."""
    if wish.do not in _DECIDED:
        raise InputError("nothing can be decided that is called so")
    if wish.do in ("split", "stand", "merge", "depend") and not wish.parts:
        raise InputError("nothing was chosen")
    return _DECIDED[wish.do](pointing, wish)


def _depend(pointing: Pointing, wish: Wish) -> Made:
    return "dependent", pointing.lines(wish.of, wish.parts), {"name": wish.name} if wish.name else {}


def _rename(pointing: Pointing, wish: Wish) -> Made:
    if wish.parts:
        targets = pointing.about(wish.parts)
    else:
        targets = [] if wish.everywhere else pointing.stories([wish.of])
    return "rename", targets, {"name": wish.name, "instead": wish.instead}


_DECIDED: dict[str, Callable[[Pointing, Wish], Made]] = {
    "merge": lambda pointing, wish: (*pointing.merged([wish.of, *wish.parts]), {}),
    "split": lambda pointing, wish: (*pointing.split(wish.of, wish.parts), {}),
    "depend": _depend,
    "stand": lambda pointing, wish: ("independent", pointing.lines(wish.of, wish.parts), {}),
    "rename": _rename,
    "note": lambda pointing, wish: ("note", pointing.about(wish.parts or [wish.of]), {}),
    "dismiss": lambda pointing, wish: ("dismiss", pointing.about([wish.of]), {}),
}


def meant_by(address: str) -> str:
    """Return the id in an address of this site, or what was given where it is none."""
    found = re.search(r"/(?:claims|stories|articles)/([^/?#]+)", address)
    return unquote(found[1]) if found else address
