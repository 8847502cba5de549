"""The command that makes a lake: `reportedly run`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import click

from reportedly import console
from reportedly.dossiers import EXPORTERS
from reportedly.options import OUTPUT, PATHS, READING, running

if TYPE_CHECKING:
    from reportedly.pipeline import Settings


@click.command("run", short_help="All steps' tables, as Parquet; on one machine or many.", epilog=PATHS)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", required=True, metavar="FOLDER", help="Where the tables go; Spark takes an address.")
@click.option(
    "--engine",
    type=click.Choice(["embedded", "spark"]),
    default="embedded",
    show_default=True,
    help="This machine, or Spark.",
)
@click.option("--format", "form", type=click.Choice(tuple(EXPORTERS)), help="Write a dossier of all, too.")
@OUTPUT
def run(
    paths: tuple[str, ...],
    out: str,
    engine: str,
    form: str | None,
    output: str | None,
    clean: bool,
    columns: dict[str, str],
    workers: int | None,
    quiet: bool,
) -> None:
    """Make a lake: the tables of every step, from pages to claims and origins.

    What is there already is not made again: a run that was broken off goes on, and one with more inputs
    reads only these.

    \b
    Examples:
      reportedly run crawl/*.warc.gz --out lake/
      reportedly run crawl/*.warc.gz --out hdfs:///news/lake --engine spark
      reportedly run reports/ --out lake/ --format json -o dossier.json
    """
    if form:
        console.check_export(form, output)
    elif output:
        raise click.UsageError("-o is for a dossier: say in which --format.")
    _run(paths, out, engine, (form, output), running(clean, columns, workers, quiet))


def _run(
    paths: tuple[str, ...],
    out: str,
    engine: str,
    wanted: tuple[str | None, str | None],
    running: AbstractContextManager[Settings],
) -> None:
    from reportedly import lake, pipeline

    with running as settings:
        outcome = pipeline.run(paths, out, engine, settings)
    form, output = wanted
    if form:
        console.write_export(lake.dossier(out), form, output)
    found = outcome.summary
    stories = "story" if found.stories == 1 else "stories"
    console.say(f"{out}: {found.articles} articles, {found.stories} {stories}")
    shown = [(one.input, one.reason) for one in outcome.rejected]
    if more := found.rejected - len(shown):
        shown.append((out, f"and {more} more, in the table `rejected`"))
    console.finish(found.inputs, found.articles, shown, found.duplicates)


for _option in reversed(READING):
    run = _option(run)
