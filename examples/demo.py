"""Trace the example story: print its dossier, and write it as a page beside this file.

Run it with `make demo`, or `python examples/demo.py [PATH ...]` for pages of your own.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import reportedly
from reportedly.dossiers import Display

HERE = Path(__file__).resolve().parent


def main(paths: list[str]) -> None:
    """Print the dossier of the pages, and write examples/dossier.html."""
    dossier = reportedly.trace(paths or [str(HERE / "orlava-ferry")])
    display = Display(width=shutil.get_terminal_size().columns, color=sys.stdout.isatty())
    print(reportedly.export(dossier, "text", display))
    page = HERE / "dossier.html"
    page.write_text(reportedly.export(dossier, "html"), "utf8")
    print(f"Every claim with its passages: {page.as_uri()}")


if __name__ == "__main__":
    main(sys.argv[1:])
