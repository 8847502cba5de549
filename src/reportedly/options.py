"""What commands have in common: how inputs are named and read, and where output goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reportedly import console

if TYPE_CHECKING:
    from reportedly.pipeline import Settings

PATHS = (
    "PATH: a file, a folder (searched), a glob, or - for stdin. Text, HTML, PDF, feeds, tables (JSON, CSV, "
    "Parquet), WARC, zip and tar of these, also as .gz; what a file is, is told by its content."
)


def _pairs(context: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """Return what --map says, by field."""
    pairs = dict(each.split("=", 1) for each in given if "=" in each)
    if len(pairs) < len(given):
        raise click.BadParameter("write FIELD=COLUMN, and each field once", context, option)
    return pairs


@contextmanager
def running(clean: bool, columns: dict[str, str], workers: int | None, quiet: bool) -> Iterator[Settings]:
    """Yield settings for a run; its progress is shown while it lasts."""
    from reportedly.pipeline import Settings

    with console.progress(quiet) as progress:
        yield Settings(workers, clean, columns, progress, console.warn)


READING = (
    click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="FIELD=COLUMN",
        callback=_pairs,
        help="Which column of a table holds a field (text, title, url, outlet, ...); may be repeated.",
    ),
    click.option("--clean", is_flag=True, help="Treat the text of JSON articles as a page, menus and all."),
    click.option(
        "--workers", type=click.IntRange(1), metavar="N", help="Processes at most (default: one a core)."
    ),
    click.option("--quiet", "-q", is_flag=True, help="No progress bar."),
)
OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    callback=console.check_output,
    help="Write here instead of standard output.",
)
