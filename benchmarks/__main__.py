"""Run benchmarks and print their figures: `python -m benchmarks [NAME...]`.

A benchmark is a module of this package with `measure() -> list[Figure]`, and `measure_speed()` where it has
speeds that tests, which share their machine, need not wait for. Exits 1 when a figure is below its floor, 2
when a benchmark of that name does not exist.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.figures import Figure
from benchmarks.shared import AbsentError


def found(function: str = "measure") -> dict[str, Callable[[], list[Figure]]]:
    """Return every benchmark's `measure`, or its other `function`, by the name of its module."""
    names = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name != "__main__")
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names}
    return {name: getattr(module, function) for name, module in modules.items() if hasattr(module, function)}


def show(console: Console, name: str, figures: list[Figure], seconds: float) -> None:
    """Print one benchmark's figures as a table."""
    table = Table(title=f"{name}  ({seconds:.1f} s)", title_justify="left", title_style="bold")
    for heading in ("figure", "value", "floor", "peer", ""):
        table.add_column(heading, justify="right" if heading in ("value", "floor") else "left")
    for f in figures:
        unit = f" {f.unit}" if f.unit else ""
        floor = "" if f.floor is None else f"{f.floor:g}{unit}"
        verdict = "" if f.floor is None else "OK" if f.ok else "[bold red]below[/]"
        table.add_row(f.name, f"{f.value:.3f}{unit}", floor, f.peer, verdict)
    console.print(table)


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks (all, when none is named) and return the exit code."""
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    known, speeds = found(), found("measure_speed")
    if unknown := [name for name in wanted if name not in known]:
        console.print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    below = 0
    for name in wanted or known:
        start = time.perf_counter()
        try:
            figures = known[name]() + (speeds[name]() if name in speeds else [])
        except AbsentError as absent:
            console.print(f"{name}: [yellow]skipped[/], {absent}")
            continue
        show(console, name, figures, time.perf_counter() - start)
        below += sum(not f.ok for f in figures)
    if below:
        console.print(f"[bold red]{below} below their floor[/]")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
