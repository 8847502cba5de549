"""The commands of a desk: what analysts decide, and what changed in running stories.

    reportedly decide merge|split|rename|depend|stand|note|dismiss|undo|list
    reportedly alerts

Nothing heavy is loaded before a command runs.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly import console
from reportedly.options import OUTPUT
from reportedly.store_cli import FORM, NO_WAIT, STORE, open_store

if TYPE_CHECKING:
    from reportedly.store import Store
    from reportedly.store.decisions import Decision, Pointing, Target

Point = Callable[..., "Pointing"]
"""Ids -> what can be pointed at in the stories that have them."""

WHY = click.option("--why", required=True, metavar="TEXT", help="The reason; it is kept, and shown.")
BY = click.option(
    "--by", "who", envvar="REPORTEDLY_ANALYST", show_envvar=True, metavar="NAME",
    help="Who decides (default: the user's name on this machine).",
)  # fmt: skip
IDS = click.argument("ids", nargs=-1, required=True, metavar="ID...")
PARTS = click.argument("parts", nargs=-1, required=True, metavar="ARTICLE...")


@click.group(short_help="Correct the machine: merge, split, rename, mark, note, dismiss, undo.")
def decide() -> None:
    """Correct what the machine made of the news. What you decide wins, whatever comes in later.

    Claims, stories, articles and statements are named by their ids, or the first signs of them; the
    articles of a claim or a story also by their outlet. Every decision has a number, by which it can be
    undone; `decide list` tells what became of each.

    \b
    Examples:
      reportedly decide merge 4f2a91c0 77be03d1 --why "both are the 3 a.m. fire"
      reportedly decide split 4f2a91c0 "Varn Courier" --why "the Courier means the second fire"
      reportedly decide rename "Ida Borg" "Ida Berg" --why "so on the port's site"
      reportedly decide depend 4f2a91c0 Courier Herald --on "Port Office" --why "one press call"
      reportedly decide undo 3 --why "they are two fires"
    """


def _decision(
    summary: str, *options: Callable[[Any], Any]
) -> Callable[[Callable[..., tuple[str, list[Target], dict[str, str]]]], click.Command]:
    """Make a command of a function (Pointing, and options of its own) -> kind, targets, names."""

    def made(function: Callable[..., tuple[str, list[Target], dict[str, str]]]) -> click.Command:
        def command(place: Path, why: str, who: str | None, no_wait: bool, **own: Any) -> None:
            store = open_store(place, no_wait)
            kind, targets, names = function(_pointing(store), **own)
            _tell(_keep(store, kind, targets, who, why, names))

        command.__doc__ = function.__doc__
        for option in reversed((*options, WHY, BY, NO_WAIT, STORE)):
            command = option(command)
        return decide.command(function.__name__, short_help=summary)(command)

    return made


@_decision("These claims, or stories, are one.", IDS)
def merge(pointing: Point, ids: tuple[str, ...]) -> tuple[str, list[Target], dict[str, str]]:
    """These claims are one claim; or these stories one story."""
    return *pointing(*ids).merged(ids), {}


@_decision(
    "What these articles say is another claim, or story.", click.argument("whole", metavar="ID"), PARTS
)
def split(pointing: Point, whole: str, parts: tuple[str, ...]) -> tuple[str, list[Target], dict[str, str]]:
    """Take what these articles say (or statements) out of a claim; or these articles out of a story."""
    return *pointing(whole).split(whole, parts), {}


@_decision(
    "A source is called otherwise.",
    click.argument("name"),
    click.argument("instead", metavar="RIGHT-NAME"),
    click.option(
        "--in", "stories", multiple=True, metavar="STORY", help="In this story alone; may be repeated."
    ),
    click.option("--statement", "statements", multiple=True, metavar="ID", help="In this statement alone."),
)
def rename(
    pointing: Point, name: str, instead: str, stories: tuple[str, ...], statements: tuple[str, ...]
) -> tuple[str, list[Target], dict[str, str]]:
    """Whoever is called NAME is called RIGHT-NAME: everywhere, or in some stories or statements alone."""
    if stories and statements:
        raise click.UsageError("name stories or statements, not both.")
    targets = pointing(*stories).stories(stories) if stories else pointing(*statements).about(statements)
    return "rename", targets, {"name": name, "instead": instead}


@_decision(
    "These lines of a claim have one origin.",
    click.argument("claim"),
    click.argument("parts", nargs=-1, metavar="[ARTICLE]..."),
    click.option("--on", "name", metavar="NAME", help="On whom they depend, where that is known."),
)
def depend(
    pointing: Point, claim: str, parts: tuple[str, ...], name: str | None
) -> tuple[str, list[Target], dict[str, str]]:
    """What these articles have of a claim comes from one origin (all articles, where none is named)."""
    return "dependent", pointing(claim).lines(claim, parts), {"name": name} if name else {}


@_decision("A line of a claim stands by itself.", click.argument("claim"), PARTS)
def stand(pointing: Point, claim: str, parts: tuple[str, ...]) -> tuple[str, list[Target], dict[str, str]]:
    """What each of these articles has of a claim stands by itself, whatever it shares with others."""
    return "independent", pointing(claim).lines(claim, parts), {}


@_decision("Remember something about claims, stories, articles.", IDS)
def note(pointing: Point, ids: tuple[str, ...]) -> tuple[str, list[Target], dict[str, str]]:
    """Keep a note (--why) with claims, stories, articles or statements."""
    return "note", pointing(*ids).about(ids), {}


@_decision("Claims or stories that are of no interest.", IDS)
def dismiss(pointing: Point, ids: tuple[str, ...]) -> tuple[str, list[Target], dict[str, str]]:
    """Dismiss claims or stories: they give no alerts until they have grown to twice what was dismissed."""
    return "dismiss", pointing(*ids).about(ids), {}


@decide.command(short_help="Take a decision back.")
@click.argument("number", type=click.IntRange(1))
@WHY
@BY
@NO_WAIT
@STORE
def undo(number: int, why: str, who: str | None, no_wait: bool, place: Path) -> None:
    """Take a decision back by its number: all is as if it had never been made, but that it is kept."""
    _tell(open_store(place, no_wait).undo(number, who or getpass.getuser(), why))


@decide.command("list", short_help="What was decided, and what became of it.")
@FORM
@STORE
def list_(form: str, place: Path) -> None:
    """All decisions, those undone and overruled too: number, state, kind, who, when, why."""
    store = open_store(place)
    rows, fates = store.decisions(), store.fates()
    for row in rows:
        fate = fates[row.id]
        if form == "jsonl":
            click.echo(console.json_line(asdict(row) | {"state": fate.state, "fate": fate.text}), nl=False)
        else:
            told = (
                _about(row),
                f"{row.who}, {row.when[:10]}: {row.why}",
                "" if fate.state == "holds" else fate.text,
            )
            click.echo(console.columns(str(row.number), fate.state, row.kind, *told))


# ---------------------------------------------------------------- alerts
@click.command(short_help="What changed in running stories, the newest first.")
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl", "json-feed", "atom"]), default="text",
    show_default=True, help="Lines for people or of JSON, or a feed for readers of feeds.",
)  # fmt: skip
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many.")
@click.option("--home", metavar="URL", help="The address at which the feed will stand.")
@OUTPUT
@STORE
def alerts(form: str, most: int, home: str | None, output: str | None, place: Path) -> None:
    """What changed: a second origin, a denial, another number, an edit, a page that is gone, a credit.

    \b
    Examples:
      reportedly alerts --store news.duckdb
      reportedly alerts --store news.duckdb --format atom -o /srv/www/alerts.xml
    """
    from reportedly import alerts as told

    found = open_store(place).alerts(most)
    if form == "atom":
        console.write(told.atom(found, home), output)
    elif form == "json-feed":
        console.write(told.json_feed(found, home), output)
    elif form == "jsonl":
        console.write("".join(console.json_line(asdict(alert)) for alert in found), output)
    else:
        console.write("".join(console.one_line(told.line(alert)) + "\n" for alert in found), output)


COMMANDS: list[click.Command] = [decide, alerts]
"""All of them, for the group of commands."""


# ---------------------------------------------------------------- parts
def _pointing(store: Store) -> Point:
    """Return what finds, of ids, all that can be pointed at in their stories."""
    from reportedly.store.decisions import Pointing

    return lambda *ids: Pointing(store.holding(ids))


def _keep(
    store: Store, kind: str, targets: list[Target], who: str | None, why: str, names: dict[str, str]
) -> Decision:
    from reportedly.store import clock
    from reportedly.store.decisions import decide as made

    who = who or getpass.getuser()
    return store.decide(
        lambda number: made(kind, targets, number=number, who=who, when=clock.now(), why=why, **names)
    )


def _tell(decision: Decision) -> None:
    state = "undone" if decision.undone else decision.kind
    click.echo(console.columns(f"decision {decision.number}", state, _about(decision)))


def _about(decision: Decision) -> str:
    if decision.kind == "rename":
        return f"{decision.name} → {decision.instead}"
    texts = [target.text for target in decision.targets]
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    on = f" (on {decision.name})" if decision.name else ""
    return f"“{texts[0][:80]}”{more}{on}"
