"""The commands of the store: add, watch, stories, claims, show, export, rm, doctor.

Exit codes are those of the other commands: 0 all well, 1 something was rejected or is wrong (named on
stderr), 2 nothing was done. Nothing heavy is loaded before a command runs.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly import console
from reportedly.dossiers import EXPORTERS
from reportedly.options import OUTPUT, PATHS, READING, running

if TYPE_CHECKING:
    from reportedly import fetching
    from reportedly.store import Added, Received, Store

STORE = click.option(
    "--store",
    "place",
    required=True,
    envvar="REPORTEDLY_STORE",
    show_envvar=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The store: one file, made on first use.",
)
NO_WAIT = click.option("--no-wait", is_flag=True, help="Fail at once where somebody else is writing to it.")
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Text for people, or lines of JSON.",
)
IDS = click.argument("ids", nargs=-1, metavar="[ID]...")
PRIVATE = click.option("--allow-private", is_flag=True, help="Fetch from addresses within this network, too.")
CONTACT = click.option("--contact", metavar="ADDRESS", help="Told to the sites that pages are fetched from.")

HOOK = click.option("--webhook", "hook", metavar="URL", help="Send alerts there, too, as they come.")
SECRET = click.option(
    "--webhook-secret",
    "secret",
    envvar="REPORTEDLY_WEBHOOK_SECRET",
    show_envvar=True,
    metavar="SECRET",
    help="Signs what is sent (Standard Webhooks).",
)

COMMANDS: list[click.Command] = []
"""All of them, for the group of commands."""


def _command(
    summary: str, *options: Callable[[Any], Any], epilog: str | None = None
) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command of a function, with --store and options of its own."""

    def made(function: Callable[..., None]) -> click.Command:
        for option in reversed((*options, STORE)):
            function = option(function)
        name = function.__name__.removesuffix("_")
        command = click.command(name, short_help=summary, epilog=epilog)(function)
        COMMANDS.append(command)
        return command

    return made


def open_store(place: Path, no_wait: bool = False) -> Store:
    """Return the store at a place; who waits for it is told for whom on stderr."""
    from reportedly.store import Store

    command = " ".join(["reportedly", *sys.argv[1:]])
    return Store(place, wait=not no_wait, tell=console.say, command=command[:200])


def _fetching(allow_private: bool, contact: str | None) -> fetching.Settings:
    from reportedly import fetching

    return fetching.Settings(allow_private=allow_private, contact=contact)


# ---------------------------------------------------------------- coming in
@_command(
    "Keep reports, and work out what is new.",
    click.argument("paths", nargs=-1, required=True, metavar="PATH|URL..."),
    *READING,
    FORM,
    click.option("--again", is_flag=True, help="Take in what was removed before, too."),
    PRIVATE,
    CONTACT,
    HOOK,
    SECRET,
    NO_WAIT,
    epilog=PATHS,
)
def add(
    paths: tuple[str, ...],
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
    form: str,
    again: bool,
    allow_private: bool,
    contact: str | None,
    hook: str | None,
    secret: str | None,
    no_wait: bool,
    place: Path,
) -> None:
    """Keep reports in a store, and work out what is new: claims, origins, alerts.

    What is there already changes nothing. With --format jsonl there is a line for every page as soon as
    it is on the disk: from then on nothing loses it.

    \b
    Examples:
      reportedly add reports/ --store news.duckdb
      reportedly add https://example.org/story --store news.duckdb
    """
    store = open_store(place, no_wait)
    tell = _tell_received if form == "jsonl" else None
    with running(clean, columns, workers, quiet) as settings:
        fetch = _fetching(allow_private, contact)
        send = _sender(store, hook, secret, fetch)
        added = store.add(paths, settings, again=again, acknowledged=tell, fetch=fetch)
    _tell_added(added, form)
    send()
    rejected = [r for r in added.received if r.state == "rejected"]
    for one in added.received:
        if one.state in ("rejected", "removed"):
            hint = " (--again takes it in)" if one.state == "removed" else ""
            console.say(f"{one.state}: {one.input}: {one.reason}{hint}")
    if not added.received:
        console.say("reportedly: nothing new was found")
    sys.exit(1 if len(rejected) < len(added.received) and rejected else 2 if rejected else 0)


def _tell_received(received: Sequence[Received]) -> None:
    for one in received:
        click.echo(console.json_line(asdict(one)), nl=False)
    sys.stdout.flush()


def _sender(
    store: Store, url: str | None, secret: str | None, fetch: fetching.Settings
) -> Callable[[], None]:
    """Return what sends the alerts that wait; where that fails, it says so, and they go the next time."""
    if url is None:
        return lambda: None
    from reportedly.alerts.webhook import Hook
    from reportedly.fetching import Client

    hook, client = Hook(url, secret), Client(fetch)

    def send() -> None:
        if problem := store.send(hook, client):
            console.warn(f"alerts could not be sent to {url}, and are kept for the next time: {problem}")

    send()
    return send


def _tell_added(added: Added, form: str) -> None:
    from reportedly import alerts

    if form == "jsonl":
        for alert in added.alerts:
            click.echo(console.json_line({"alert": asdict(alert)}), nl=False)
        return
    states = Counter(one.state for one in added.received)
    told = [f"{number} {state}" for state, number in sorted(states.items())]
    changed = f"{added.stories} {'story' if added.stories == 1 else 'stories'} changed"
    click.echo(console.one_line("; ".join([", ".join(told) or "nothing new", changed])))
    for alert in added.alerts:
        click.echo(console.one_line(alerts.line(alert)))


def _seconds(context: click.Context, option: click.Parameter, given: str) -> float:
    """Return a time such as 30s, 10m, 2h or 1d in seconds."""
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", given.strip().lower())
    if not found or not int(found[1]):
        raise click.BadParameter("write a time as 30s, 10m, 2h or 1d", context, option)
    return float(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]


@_command(
    "Follow feeds, and keep what they bring.",
    click.argument("feeds", nargs=-1, required=True, metavar="OPML|URL..."),
    click.option("--every", default="10m", show_default=True, metavar="TIME", callback=_seconds,
                 help="How often a feed is asked: 30s, 10m, 2h."),
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes at most."),
    FORM,
    PRIVATE,
    CONTACT,
    HOOK,
    SECRET,
    NO_WAIT,
)  # fmt: skip
def watch(
    feeds: tuple[str, ...],
    every: float,
    workers: int | None,
    form: str,
    allow_private: bool,
    contact: str | None,
    hook: str | None,
    secret: str | None,
    no_wait: bool,
    place: Path,
) -> None:
    """Follow feeds politely until stopped (Ctrl-C), and tell what changes in running stories.

    \b
    Example:
      reportedly watch feeds.opml --every 10m --store news.duckdb
    """
    store = open_store(place, no_wait)
    tell = _tell_received if form == "jsonl" else None
    fetch = _fetching(allow_private, contact)
    send = _sender(store, hook, secret, fetch)
    with running(False, {}, workers, quiet=True) as settings:
        for added in store.watch(feeds, every, settings, fetch):
            if tell:
                tell(added.received)
            if form == "jsonl" or added.stories or added.alerts:
                _tell_added(added, form)
                sys.stdout.flush()
            send()


# ---------------------------------------------------------------- looking
@_command("The stories in a store.", FORM)
def stories(form: str, place: Path) -> None:
    """The stories, largest first: id, number of articles, title."""
    for story in open_store(place).stories():
        if form == "jsonl":
            row = {"id": story.id, "title": story.title, "articles": story.articles}
            click.echo(console.json_line(row), nl=False)
        else:
            click.echo(console.columns(story.id, str(len(story.articles)), story.title))


@_command("The claims in a store, or of some stories.", IDS, FORM)
def claims(ids: tuple[str, ...], form: str, place: Path) -> None:
    """The claims, the weightiest first: how many origins at most, outlets, on whom it rests, who disputes it.

    ID: a story, or an article in it; all stories where none is given.
    """
    for claim in open_store(place).claims(ids or None):
        if form == "jsonl":
            click.echo(console.json_line(asdict(claim)), nl=False)
            continue
        rests = f"rests on {', '.join(claim.rests_on)}" if claim.rests_on else ""
        disputed = f"disputed by {', '.join(claim.disputed_by)}" if claim.disputed_by else ""
        counts = (f"{claim.independent} of {claim.outlets}", claim.text)
        click.echo(console.columns(claim.id, *counts, "; ".join(filter(None, (rests, disputed)))))


@_command(
    "The dossier of stories in a store.", click.argument("ids", nargs=-1, required=True, metavar="ID...")
)
def show(ids: tuple[str, ...], place: Path) -> None:
    """The dossier of stories, on the terminal. ID: a story, or an article in it."""
    from reportedly import dossiers

    console.write(dossiers.export(open_store(place).dossier(ids), "text", console.display(None)), None)


@_command(
    "The dossier as a file of any format.",
    IDS,
    click.option("--format", "form", type=click.Choice(list(EXPORTERS)), default="json", show_default=True,
                 help="What to write."),
    OUTPUT,
)  # fmt: skip
def export(ids: tuple[str, ...], form: str, output: str | None, place: Path) -> None:
    """The dossier of stories, or of all, in any format that `trace` writes.

    \b
    Examples:
      reportedly export --store news.duckdb --format sqlite -o news.sqlite
      reportedly export 41c9… --store news.duckdb --format markdown
    """
    console.check_export(form, output)
    console.write_export(open_store(place).dossier(ids or None), form, output)


# ---------------------------------------------------------------- keeping in order
@_command(
    "Take articles or stories out.",
    click.argument("ids", nargs=-1, required=True, metavar="ID..."),
    NO_WAIT,
)
def rm(ids: tuple[str, ...], no_wait: bool, place: Path) -> None:
    """Take articles out for good, with their earlier versions, or all articles of a story.

    What is told of their stories is worked out anew. They are not taken in again, unless by
    `reportedly add --again`.
    """
    for removed in open_store(place, no_wait).remove(ids):
        click.echo(console.columns("removed", removed.id, removed.input))


@_command(
    "Is the store sound?",
    click.option("--mend", is_flag=True, help="Do what waits, and make anew what can be."),
    FORM,
    NO_WAIT,
)
def doctor(mend: bool, form: str, no_wait: bool, place: Path) -> None:
    """Check every reference, every byte and every version; exit code 1 where something is wrong."""
    store = open_store(place, no_wait)
    found = store.mend() if mend else store.check()
    for finding in found:
        if form == "jsonl":
            click.echo(console.json_line(asdict(finding)), nl=False)
        else:
            click.echo(console.columns(finding.kind, finding.text, " ".join(finding.rows[:5])))
    if not found and form == "text":
        click.echo("all is well")
    sys.exit(1 if found else 0)
