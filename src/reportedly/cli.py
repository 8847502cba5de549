"""The commands: short shells over pipeline.py.

Exit codes: 0 all read, 1 something was rejected (named on stderr, and in the output where its format
has a place for it), 2 nothing was read or the command makes no sense.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from reportedly import __version__, asking_cli, console, desk_cli, run_cli, serve_cli, sheet, store_cli
from reportedly.console import Told
from reportedly.dossiers import EXPORTERS
from reportedly.options import OUTPUT, PATHS, READING, running

if TYPE_CHECKING:
    from reportedly.pipeline import Settings
    from reportedly.records import Article, Reading

Command = Callable[..., Any]
Running = AbstractContextManager["Settings"]


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, package_name="reportedly")
@click.pass_context
def cli(context: click.Context) -> None:
    """Who says so, and on whose word?

    Reads news reports, finds every statement, follows each back to whoever said it first, and counts
    the origins that stand behind each claim.

    \b
    Examples:
      reportedly trace reports/                       a dossier, on the terminal
      reportedly trace a.html b.txt --format html -o dossier.html
      reportedly quotes article.txt                   who said what, in one article
      reportedly add reports/ --store news.duckdb     keep them, and what comes in later
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(2)


# ---------------------------------------------------------------- what commands have in common
PATH = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def _command(summary: str, forms: Sequence[str], told: str) -> Callable[[Command], click.Command]:
    """Make a command of a function (paths, running, form, output, and options of its own).

    `running` gives a run's settings when it is entered; `told` is what --help tells of --format.
    """
    form = click.option(
        "--format", "form", type=click.Choice(forms), default="text", show_default=True, help=told
    )

    def made(function: Command) -> click.Command:
        @wraps(function)
        def command(
            clean: bool, columns: dict[str, str], workers: int | None, quiet: bool, **given: Any
        ) -> None:
            function(running=running(clean, columns, workers, quiet), **given)

        for option in reversed((PATH, *READING, form, OUTPUT)):
            command = option(command)
        return cli.command(epilog=PATHS, short_help=summary)(command)

    return made


def _step(
    summary: str, columns: Sequence[str] = ()
) -> Callable[[Callable[..., Iterable[Told]]], click.Command]:
    """Make a step's command of a function (paths, settings, and options of its own).

    The function yields what is told of each input; the rest is done here. A step that tells rows of a
    table, too, names its `columns`.
    """
    help_text = "Text for people, or a line of JSON for every input"
    forms = ("text", "jsonl", "csv") if columns else ("text", "jsonl")
    as_command = _command(summary, forms, f"{help_text}, or a table." if columns else f"{help_text}.")

    def made(function: Callable[..., Iterable[Told]]) -> click.Command:
        @wraps(function)
        def command(
            paths: tuple[str, ...], running: Running, form: str, output: str | None, **own: Any
        ) -> None:
            with running as settings:
                told = list(function(paths, settings, **own))
            console.tell(told, form, output, columns)

        return as_command(command)

    return made


# ---------------------------------------------------------------- the commands
@_command("The dossier: who says what, on whose word.", tuple(EXPORTERS), "What to write.")
def trace(paths: tuple[str, ...], running: Running, form: str, output: str | None) -> None:
    """Who says what, on whose word, and how many origins stand behind each claim.

    \b
    Examples:
      reportedly trace reports/
      reportedly trace 'saved/*.html' --format html -o dossier.html
      curl -s https://example.org/story | reportedly trace - --format json
      reportedly trace reports/ --format csv -o tables/
    """
    from reportedly import pipeline

    console.check_export(form, output)
    with running as settings:
        dossier = pipeline.trace(paths, settings)
    console.write_export(dossier, form, output)
    rejected = [(r.input, r.reason) for r in dossier.rejected]
    places = {a.input for a in dossier.articles} | {place for place, _ in rejected}
    copies, versions = len(dossier.duplicates), sum(len(a.versions) for a in dossier.articles)
    console.finish(len(places) + copies + versions, len(dossier.articles), rejected, copies, versions)


@_step("Clean articles.")
@click.option("--body", is_flag=True, help="Deck and body only: no captions, no notes.")
def read(paths: tuple[str, ...], settings: Settings, body: bool) -> Iterator[Told]:
    """Clean articles: title, outlet, byline, credits, date, text.

    \b
    Example:
      reportedly read page.html --format jsonl
    """
    from reportedly import pipeline
    from reportedly.articles import body_view

    for article in pipeline.read(paths, settings):
        text = body_view(article) if body and not article.rejected else article.text
        yield Told(article, _article_row(article, text), _article_text(article, text))


@_step("Who said what, article by article.", sheet.COLUMNS)
def quotes(paths: tuple[str, ...], settings: Settings) -> Iterator[Told]:
    """Who said what: source, cue and content of every attributed statement.

    \b
    Examples:
      reportedly quotes article.txt --format jsonl
      reportedly quotes reports/ --format csv -o quotes.csv
    """
    from reportedly import pipeline

    for a, reading in pipeline.quotes(paths, settings):
        row = {"id": a.id, "attributions": _attributions(reading), "notes": reading.notes}
        table = sheet.attribution_rows(a, reading)
        yield Told(a, row, _quotes_text(a, reading), refused=reading.rejected, table=[*table])


@_step("Time expressions, as dates.")
def dates(paths: tuple[str, ...], settings: Settings) -> Iterator[Told]:
    """Time expressions (TIMEX3), resolved against the day of publication.

    \b
    Example:
      reportedly dates article.txt --format jsonl
    """
    from reportedly import pipeline

    for a, timex in pipeline.dates(paths, settings):
        row = {"id": a.id, "timex": [_row(t, "start end type value precision") for t in timex]}
        lines = (console.columns(a.id, t.value, t.precision, a.text[t.start : t.end]) for t in timex)
        yield Told(a, row, "\n".join(lines))


@_step("Which articles are about the same event.")
def group(paths: tuple[str, ...], settings: Settings) -> Iterator[Told]:
    """Which articles are about the same event.

    \b
    Example:
      reportedly group reports/ --format jsonl
    """
    from reportedly import pipeline

    for a, story in pipeline.group(paths, settings):
        yield Told(a, {"id": a.id, "story": story}, console.columns(story, a.id, a.title or ""), order=story)


for _one in (
    *store_cli.COMMANDS,
    *desk_cli.COMMANDS,
    run_cli.run,
    serve_cli.serve,
    asking_cli.check,
    asking_cli.mcp,
):
    cli.add_command(_one)


def main() -> None:
    """Run the command line; errors are one line on stderr, and exit code 2."""
    from reportedly.engine.cores import without_pandas
    from reportedly.errors import ReportedlyError

    if "run" not in sys.argv[1:2]:  # Spark has it
        without_pandas()
    try:
        cli(standalone_mode=False, prog_name="reportedly")
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        name = context.command_path if context else "reportedly"
        console.say(f"{name}: {error.format_message().removesuffix('.')} (see {name} --help)")
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output went away; nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except ReportedlyError as error:
        console.say(f"reportedly: {error}")
        sys.exit(2)


# ---------------------------------------------------------------- rows
def _row(record: Any, names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}


def _article_row(article: Article, text: str) -> dict[str, Any]:
    names = (
        "id url outlet country title byline credits dateline published published_precision published_method"
        " updated corrected fetched language incomplete notes urls kept_as"
    )
    row = _row(article, names) | {"credits": [asdict(c) for c in article.credits], "text": text}
    row["versions"] = [asdict(version) for version in article.versions]
    return row | {"parts": [asdict(p) for p in article.parts]}


def _attributions(reading: Reading) -> list[dict[str, Any]]:
    return [_row(a, "source cue content names stance chain") for a in reading.attributions]


def _article_text(article: Article, text: str) -> str:
    from reportedly import dossiers

    title = article.title or article.id
    facts = " · ".join(filter(None, (article.outlet, article.published, *article.byline)))
    credits = "; ".join(f"{c.agency} ({c.kind})" for c in article.credits)
    kept = [f"again, or before an edit: see {article.kept_as}"] if article.kept_as else []
    remarks = " · ".join([*dossiers.remarks(article), *kept])
    head = filter(None, [title, facts, f"credits: {credits}" if credits else "", remarks])
    return "\n".join(map(console.one_line, head)) + f"\n\n{console.visible(text)}\n"


def _quotes_text(article: Article, reading: Reading) -> str:
    lines = [article.title or article.id, *(f"  ({note})" for note in reading.notes)]
    for a in reading.attributions:
        said = " … ".join(article.text[s:e] for s, e in a.content)
        cue = " ".join(f"[{article.text[s:e]}]" for s, e in a.cue)
        mark = {"denies": " ✗", "unsure": " ?"}.get(a.stance, "")
        told = [" → ".join(a.chain) or "(nobody named)", cue + mark, said]
        lines.append("  " + " ".join(" ".join(told).split()))
    return "\n".join(map(console.one_line, lines)) + "\n"
