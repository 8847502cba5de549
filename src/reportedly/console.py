"""How the commands meet a terminal: progress while they run, what they write where, and the last lines."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.dossiers import EXPORTERS, Display, export, export_bytes, export_files
from reportedly.errors import OutputError
from reportedly.sheet import as_csv

if TYPE_CHECKING:
    from reportedly.records import Article, Dossier

# What a terminal would act on instead of showing it: control signs, and those that turn the direction.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return text with what a terminal would act on written out ("\\x1b"); lines and tabs stay."""
    return _UNSEEN.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)


def one_line(text: str) -> str:
    """Return text as one visible line."""
    return visible(text.replace("\n", "\\n").replace("\t", "\\t"))


def columns(*values: str) -> str:
    """Return values as a line of a table, a tab between them."""
    return "\t".join(map(one_line, values))


def json_line(row: dict[str, Any]) -> str:
    """Return a row as a line of JSON, every character but control signs as itself."""
    line = json.dumps(row, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f]", lambda sign: f"\\u{ord(sign[0]):04x}", line) + "\n"


def say(message: str) -> None:
    """Write one line to stderr."""
    click.echo(one_line(message), err=True)


def warn(message: str) -> None:
    """Write a warning to stderr, on one line."""
    say(f"warning: {message}")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what to tell of a run's progress: a bar on stderr; None where that is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield tell


def display(output: str | None) -> Display:
    """Return what the place of output can show: width and colour of a terminal, none of a file."""
    if output is None and sys.stdout.isatty():
        return Display(width=shutil.get_terminal_size().columns, color="NO_COLOR" not in os.environ)
    return Display()


def check_output(_context: click.Context, _option: click.Parameter, place: str | None) -> str | None:
    """Return the file to write, None for standard output; refuse early what would fail after a long run."""
    if place is None or place == "-":
        return None
    target = Path(place)
    if target.is_dir():
        raise click.BadParameter(f"{one_line(place)} is a folder that is there already.")
    if not target.parent.is_dir():
        raise click.BadParameter(f"there is no folder {one_line(str(target.parent))}.")
    if not os.access(target.parent if _is_new_or_file(target) else target, os.W_OK):
        raise click.BadParameter(f"no permission to write {one_line(place)}.")
    return place


def check_export(form: str, output: str | None) -> None:
    """Refuse early to write a dossier where its format cannot go; `check_output` has seen the place.

    Raises click.UsageError, which says where it can go.
    """
    gives = EXPORTERS[form].gives
    if output is None and gives == "binary":
        raise click.UsageError(f"{form} is no text: name a file for it with -o.")
    if output is None and gives == "files":
        raise click.UsageError(f"{form} is several files: name a new folder or a .zip file for them with -o.")
    if output is not None and gives == "files" and not _is_zip(output) and Path(output).exists():
        raise click.UsageError(f"{output} is there already: {form} goes to a new folder or to a .zip file.")


def write_export(dossier: Dossier, form: str, output: str | None) -> None:
    """Write a dossier in a format of EXPORTERS; one of several files to a new folder, or as a zip archive.

    Raises OutputError where that fails, and BrokenPipeError where the reader of the output went away.
    """
    gives = EXPORTERS[form].gives
    if gives == "text":
        write(export(dossier, form, display(output)), output)
    elif output is not None and gives == "files" and not _is_zip(output):
        _write_folder(export_files(dossier, form), Path(output))
    else:
        write(export_bytes(dossier, form), output)


def _is_zip(output: str) -> bool:
    return output.lower().endswith(".zip")


def _write_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write files into a new folder; until all are written, there is none."""
    part = _part(target)
    try:
        part.mkdir()
        for name, data in files.items():
            (part / name).write_bytes(data)
        part.rename(target)
    except OSError as error:
        raise OutputError(f"could not write {target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write(text: str | bytes, output: str | None) -> None:
    """Write text, as UTF-8, or bytes to a file, whole or not at all, or to standard output.

    Raises OutputError where that fails, and BrokenPipeError where the reader of the output went away.
    """
    if isinstance(text, str):
        text += "" if text.endswith("\n") or not text else "\n"
        data = text.encode("utf8", "backslashreplace")
    else:
        data = text
    try:
        if output is None:
            click.echo(data, nl=False)
        elif _is_new_or_file(Path(output)):
            _replace(Path(output).resolve(), data)
        else:  # a device or a pipe, which must not be replaced by a file
            with Path(output).open("wb") as stream:
                stream.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = "to standard output" if output is None else output
        raise OutputError(f"could not write {place}: {error.strerror or error}") from error


def _is_new_or_file(target: Path) -> bool:
    return target.is_file() or not target.exists()


def _replace(target: Path, data: bytes) -> None:
    """Put data in a file's place; until all of it is written, the old file stays as it is."""
    part = _part(target)
    try:
        part.write_bytes(data)
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _part(target: Path) -> Path:
    """Return where to write what is to stand in a place once it is whole."""
    return target.with_name(f".{target.name[:200]}.{os.getpid()}.part")


@dataclass(frozen=True)
class Told:
    """What a step's command tells of an input: a row of JSON, or text for people, sorted by `order`.

    `refused` is why a step after reading could make nothing of it; `table` is the input's rows of one.
    """

    article: Article
    row: dict[str, Any]
    text: str
    order: str = ""
    refused: str | None = None
    table: Sequence[Sequence[str]] = ()

    @property
    def rejected(self) -> str | None:
        return self.article.rejected or self.refused


def tell(told: Sequence[Told], form: str, output: str | None, columns: Sequence[str] = ()) -> None:
    """Write what a step's command tells of its inputs ("text", "jsonl" or "csv"), and end it."""
    good = [one for one in told if not one.rejected]
    if form == "jsonl":
        text = "".join(json_line(_whole_row(one)) for one in told)
    elif form == "csv":
        text = as_csv([columns, *(row for one in good for row in one.table)])
    else:
        text = "\n".join(one.text for one in sorted(good, key=lambda one: one.order) if one.text)
    write(text, output)
    unread = [(one.article.input, one.article.rejected) for one in told if one.article.rejected]
    refused = [(one.article.input, one.refused) for one in told if one.refused and not one.article.rejected]
    finish(len(told), len(told) - len(unread), [*unread, *refused])


def _whole_row(one: Told) -> dict[str, Any]:
    """Return a line of JSON: the id, the input that it came from, what is told, and why it was refused."""
    refused = {"rejected": one.rejected} if one.rejected else {}
    return {"id": one.article.id, "input": one.article.input} | one.row | refused


def finish(
    inputs: int, read: int, rejected: Sequence[tuple[str, str]], copies: int = 0, versions: int = 0
) -> None:
    """Name on stderr what was rejected, and end with the exit code that says so.

    Of the `inputs`, `read` became articles; `rejected` are place and reason of those that did not, or
    of which a later step could make nothing; `copies` are the same, to the letter, as others.
    """
    for place, reason in rejected:
        say(f"rejected: {place}: {reason}")
    if not inputs:
        say("reportedly: nothing to read: no file was found")
    elif rejected or copies or versions:
        facts = [f"{inputs - len(rejected) - copies - versions} read"]
        facts += [f"{len(rejected)} rejected"] if rejected else []
        facts += [f"{copies} the same as another"] if copies else []
        facts += [f"{versions} an earlier version of another"] if versions else []
        say(f"{inputs} {'input' if inputs == 1 else 'inputs'}: {', '.join(facts)}")
    sys.exit(1 if rejected and read else 0 if read else 2)
