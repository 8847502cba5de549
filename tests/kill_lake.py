"""Make a lake with light steps, and be killed before the step of a number: `kill_lake.py NUMBER OUT PATH`."""

from __future__ import annotations

import os
import signal
import sys

from light_steps import lighten
from reportedly.engine.embedded import Embedded
from reportedly.engine.files import Files
from reportedly.lake import Lake, run


def main(number: int, out: str, path: str) -> None:
    """Run until the process kills itself, as `kill -9` would; a number that never comes lets it end."""
    lighten()
    told = []

    def tell(name: str, _done: int, _rows: int) -> None:
        told.append(name)
        if len(told) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    with Embedded(1) as engine:
        run(Lake(Files(out, engine), lot=4, tell=tell), [path])
    print(len(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
