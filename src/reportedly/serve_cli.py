"""The command that serves a store in the browser: `reportedly serve`."""

from __future__ import annotations

from pathlib import Path

import click

from reportedly import console
from reportedly.errors import SettingsError
from reportedly.store_cli import STORE, open_store


@click.command("serve", short_help="A store in the browser.")
@STORE
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen; any but this machine's own needs a password.",
)
@click.option(
    "--port",
    default=8420,
    show_default=True,
    type=click.IntRange(1, 65535),
    metavar="N",
    help="The port to listen at.",
)
@click.option(
    "--password",
    envvar="REPORTEDLY_PASSWORD",
    show_envvar=True,
    metavar="PASSWORD",
    help="Only who has it is let in.",
)
@click.option("--name", "names", multiple=True, metavar="HOST",
              help="A name that browsers may ask for; repeat it for more.")  # fmt: skip
def serve(host: str, port: int, password: str | None, names: tuple[str, ...], place: Path) -> None:
    """Serve a store in the browser, for reading and correcting, until stopped (Ctrl-C).

    Meanwhile it owns the store; other commands of the same user go on working, through it.

    \b
    Examples:
      reportedly serve --store news.duckdb
      REPORTEDLY_PASSWORD=… reportedly serve --store news.duckdb --host 0.0.0.0 --name desk.example
    """
    try:
        from reportedly import web
    except ModuleNotFoundError as error:
        raise SettingsError(f"{error.name} is not installed: pip install 'reportedly[web]'") from error
    web.serve(open_store(place), host, port, password, list(names), console.say)
