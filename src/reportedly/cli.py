"""The commands: short shells over pipeline.py.

Exit codes: 0 all read, 1 something was rejected (named on stderr, and in the output where its format
has a place for it), 2 nothing was read or the command makes no sense.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportedly import __version__, console

if TYPE_CHECKING:
    from reportedly.pipeline import Settings
    from reportedly.records import Article, Reading

Command = TypeVar("Command", bound=Callable[..., Any])

PATHS = (
    "PATH: a file, a folder (searched), a glob, or - for stdin. Text, HTML, PDF, feeds, tables (JSON, CSV, "
    "Parquet), WARC, zip and tar of these, also as .gz; what a file is, is told by its content."
)


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
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(2)


def _pairs(context: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """Return what --map says, by field."""
    pairs = dict(each.split("=", 1) for each in given if "=" in each)
    if len(pairs) < len(given):
        raise click.BadParameter("write FIELD=COLUMN, and each field once", context, option)
    return pairs


def _inputs(command: Command) -> Command:
    """Add what every command takes: paths, --clean, --map, --workers, --quiet."""
    for option in (
        click.option("--quiet", "-q", is_flag=True, help="No progress bar."),
        click.option(
            "--workers", type=click.IntRange(1), metavar="N", help="Processes at most (default: one a core)."
        ),
        click.option(
            "--clean", is_flag=True, help="Treat the text of JSON articles as a page, menus and all."
        ),
        click.option(
            "--map",
            "columns",
            multiple=True,
            metavar="FIELD=COLUMN",
            callback=_pairs,
            help="Which column of a table holds a field (text, title, url, outlet, ...); may be repeated.",
        ),
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    ):
        command = option(command)
    return command


def _output(command: Command) -> Command:
    """Add -o."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        callback=console.check_output,
        help="Write here instead of standard output.",
    )(command)


def _lines(command: Command) -> Command:
    """Add what the step commands take: --format and -o."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "jsonl"]),
        default="text",
        show_default=True,
        help="Text for people, or a line of JSON for every input.",
    )
    return _output(form(command))


@cli.command(epilog=PATHS, short_help="The dossier: who says what, on whose word.")
@_inputs
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json", "html", "markdown"]),
    help="What to write.",
)
@_output
def trace(
    paths: tuple[str, ...],
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
    form: str,
    output: str | None,
) -> None:
    """Who says what, on whose word, and how many origins stand behind each claim.

    \b
    Examples:
      reportedly trace reports/
      reportedly trace 'saved/*.html' --format html -o dossier.html
      curl -s https://example.org/story | reportedly trace - --format json
    """
    from reportedly import dossiers, pipeline

    with _running(clean, columns, workers, quiet) as settings:
        dossier = pipeline.trace(paths, settings)
    console.write(dossiers.export(dossier, form, console.display(output)), output)
    rejected = [(r.input, r.reason) for r in dossier.rejected]
    places = {a.input for a in dossier.articles} | {place for place, _ in rejected}
    copies = len(dossier.duplicates)
    console.finish(len(places) + copies, len(dossier.articles), rejected, copies)


@cli.command(epilog=PATHS, short_help="Clean articles.")
@_inputs
@_lines
@click.option("--body", is_flag=True, help="Deck and body only: no captions, no notes.")
def read(
    paths: tuple[str, ...],
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
    form: str,
    output: str | None,
    body: bool,
) -> None:
    """Clean articles: title, outlet, byline, credits, date, text.

    \b
    Example:
      reportedly read page.html --format jsonl
    """
    from reportedly import pipeline
    from reportedly.articles import body_view

    with _running(clean, columns, workers, quiet) as settings:
        articles = pipeline.read(paths, settings)
    text = {a.id: body_view(a) if body and not a.rejected else a.text for a in articles}
    if form == "jsonl":
        console.write("".join(_json(_article_row(a, text[a.id])) for a in articles), output)
    else:
        console.write("\n".join(_article_text(a, text[a.id]) for a in articles if not a.rejected), output)
    _finish(articles)


@cli.command(epilog=PATHS, short_help="Who said what, article by article.")
@_inputs
@_lines
def quotes(
    paths: tuple[str, ...],
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
    form: str,
    output: str | None,
) -> None:
    """Who said what: source, cue and content of every attributed statement.

    \b
    Example:
      reportedly quotes article.txt --format jsonl
    """
    from reportedly import pipeline

    with _running(clean, columns, workers, quiet) as settings:
        read = pipeline.quotes(paths, settings)
    if form == "jsonl":
        console.write(
            "".join(_json({"id": a.id, **_why(a, r), "attributions": _attributions(r)}) for a, r in read),
            output,
        )
    else:
        console.write(
            "\n".join(_quotes_text(a, r) for a, r in read if not (a.rejected or r.rejected)), output
        )
    later = [(a.input, r.rejected) for a, r in read if r.rejected and not a.rejected]
    _finish([a for a, _ in read], later)


@cli.command(epilog=PATHS, short_help="Time expressions, as dates.")
@_inputs
@_lines
def dates(
    paths: tuple[str, ...],
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
    form: str,
    output: str | None,
) -> None:
    """Time expressions (TIMEX3), resolved against the day of publication.

    \b
    Example:
      reportedly dates article.txt --format jsonl
    """
    from reportedly import pipeline

    with _running(clean, columns, workers, quiet) as settings:
        found = pipeline.dates(paths, settings)
    if form == "jsonl":
        rows = (
            {"id": a.id, **_why(a), "timex": [_row(t, "start end type value precision") for t in timex]}
            for a, timex in found
        )
        console.write("".join(map(_json, rows)), output)
    else:
        lines = (
            _columns(a.id, t.value, t.precision, a.text[t.start : t.end]) for a, timex in found for t in timex
        )
        console.write("".join(lines), output)
    _finish([a for a, _ in found])


@cli.command(epilog=PATHS, short_help="Which articles are about the same event.")
@_inputs
@_lines
def group(
    paths: tuple[str, ...],
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
    form: str,
    output: str | None,
) -> None:
    """Which articles are about the same event.

    \b
    Example:
      reportedly group reports/ --format jsonl
    """
    from reportedly import pipeline

    with _running(clean, columns, workers, quiet) as settings:
        grouped = pipeline.group(paths, settings)
    if form == "jsonl":
        console.write("".join(_json({"id": a.id, "story": story, **_why(a)}) for a, story in grouped), output)
    else:
        by_story = sorted(((a, story) for a, story in grouped if not a.rejected), key=lambda pair: pair[1])
        console.write("".join(_columns(story, a.id, a.title or "") for a, story in by_story), output)
    _finish([a for a, _ in grouped])


def main() -> None:
    """Run the command line; errors are one line on stderr, and exit code 2."""
    from reportedly.errors import ReportedlyError

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


# ---------------------------------------------------------------- running
@contextmanager
def _running(clean: bool, columns: dict[str, str], workers: int | None, quiet: bool) -> Iterator[Settings]:
    """Yield settings for a run; its progress is shown while it lasts."""
    from reportedly.pipeline import Settings

    with console.progress(quiet) as progress:
        yield Settings(workers, clean, columns, progress, console.warn)


def _finish(articles: Sequence[Article], later: Sequence[tuple[str, str]] = ()) -> None:
    """End a step's command: `later` are inputs that were read, and refused by a step after that."""
    rejected = [(a.input, a.rejected) for a in articles if a.rejected]
    console.finish(len(articles), len(articles) - len(rejected), [*rejected, *later])


# ---------------------------------------------------------------- rows
def _json(row: dict[str, Any]) -> str:
    """Return a row as a line of JSON, every character but control signs as itself."""
    line = json.dumps(row, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f]", lambda sign: f"\\u{ord(sign[0]):04x}", line) + "\n"


def _columns(*values: str) -> str:
    return "\t".join(map(console.one_line, values)) + "\n"


def _row(record: Any, names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}


def _why(article: Article, reading: Reading | None = None) -> dict[str, str]:
    """Return `rejected` for a row, where there is a reason."""
    reason = article.rejected or (reading.rejected if reading else None)
    return {"rejected": reason} if reason else {}


def _article_row(article: Article, text: str) -> dict[str, Any]:
    from dataclasses import asdict

    names = (
        "id url outlet title byline credits dateline published published_precision published_method updated"
        " language"
    )
    row = _row(article, names) | {"credits": [asdict(c) for c in article.credits], "text": text}
    return row | {"parts": [asdict(p) for p in article.parts]} | _why(article)


def _attributions(reading: Reading) -> list[dict[str, Any]]:
    return [_row(a, "source cue content names stance chain") for a in reading.attributions]


def _article_text(article: Article, text: str) -> str:
    title = article.title or article.id
    facts = " · ".join(filter(None, (article.outlet, article.published, *article.byline)))
    credits = "; ".join(f"{c.agency} ({c.kind})" for c in article.credits)
    head = filter(None, [title, facts, f"credits: {credits}" if credits else ""])
    return "\n".join(map(console.one_line, head)) + f"\n\n{console.visible(text)}\n"


def _quotes_text(article: Article, reading: Reading) -> str:
    lines = [article.title or article.id]
    for a in reading.attributions:
        said = " … ".join(article.text[s:e] for s, e in a.content)
        cue = " ".join(f"[{article.text[s:e]}]" for s, e in a.cue)
        mark = {"denies": " ✗", "unsure": " ?"}.get(a.stance, "")
        told = [" → ".join(a.chain) or "(nobody named)", cue + mark, said]
        lines.append("  " + " ".join(" ".join(told).split()))
    return "\n".join(map(console.one_line, lines)) + "\n"
