"""The commands that ask a store: `reportedly check`, and `reportedly mcp` for language models."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from reportedly import console
from reportedly.errors import SettingsError
from reportedly.store_cli import STORE, open_store


@click.command("check", short_help="What a store knows about a sentence.")
@click.argument("sentence")
@STORE
@click.option(
    "--json", "as_json", is_flag=True, help="The answer as an object, as the HTTP API and MCP give it."
)
@click.option(
    "--most", default=5, show_default=True, type=click.IntRange(1, 20), metavar="N",
    help="Claims of each kind, at most.",
)  # fmt: skip
@click.option(
    "--passages", default=4, show_default=True, type=click.IntRange(0, 20), metavar="N",
    help="Passages of each claim, at most.",
)  # fmt: skip
def check(sentence: str, place: Path, as_json: bool, most: int, passages: int) -> None:
    """What a store knows about a sentence: which claims say the same, the contrary, or something near.

    Exit code 0: found (a claim says the same, or the contrary); 1: not found in this store; 2: it could not
    be asked.

    \b
    Example:
      reportedly check "Eleven people died in the fire" --store news.duckdb
    """
    from reportedly.asking import as_text
    from reportedly.asking import check as ask

    answer = ask(open_store(place), sentence, most=most, passages=passages)
    if as_json:
        click.echo(console.json_line(asdict(answer)), nl=False)
    else:
        console.write("\n".join(as_text.lines(answer)), None)
    sys.exit(0 if answer.found else 1)


@click.command("mcp", short_help="A store for language models (MCP).")
@STORE
@click.option("--http", is_flag=True, help="Over HTTP, at /mcp, instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Where to listen; any but this machine's own needs a token.")  # fmt: skip
@click.option("--port", default=8421, show_default=True, type=click.IntRange(1, 65535), metavar="N",
              help="The port to listen at.")  # fmt: skip
@click.option("--token", envvar="REPORTEDLY_MCP_TOKEN", show_envvar=True, metavar="TOKEN",
              help="Only who sends it is answered (Authorization: Bearer TOKEN).")  # fmt: skip
@click.option("--name", "names", multiple=True, metavar="HOST",
              help="A name that clients may ask for; repeat it for more.")  # fmt: skip
def mcp(place: Path, http: bool, host: str, port: int, token: str | None, names: tuple[str, ...]) -> None:
    """Serve a store to language models, for reading: find_claims, check_claim, get_story, get_article.

    \b
    Examples:
      reportedly mcp --store news.duckdb
      reportedly mcp --http --store news.duckdb
    """
    try:
        from reportedly.asking import serving
    except ModuleNotFoundError as error:
        raise SettingsError(f"{error.name} is not installed: pip install 'reportedly[mcp]'") from error
    if http:
        serving.over_http(open_store(place), host, port, token, names, console.say)
    else:
        serving.over_streams(open_store(place))
