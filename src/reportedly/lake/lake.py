"""What is in a lake, and what is still to be made: nothing that is there is made again.

Most tables are made whole, and beside each lies a manifest that says what it was made from; where that is
the same, it is left as it is. What takes long (unpacking, reading, claims, origins) is kept row by row
under the mark of what each row was made from: rows that are missing are made, some at a time, each lot in a
folder of its own that counts once its manifest is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from reportedly.engine.stage import Query, Source
from reportedly.engine.tables import Asked, Engine, Made, Steps, Table
from reportedly.lake.rows import Count
from reportedly.records import content_hash

HEAD = "_lake.json"
"""What says that a folder is a lake; and by which steps, once all of it is made."""
MANIFEST = "_reportedly.json"
LOT = 50_000
"""Rows that are made at a time of what takes long: what is lost at most when a run is killed."""

Tell = Callable[[str, int, int], None]

_COUNT = Query("count", 1, "SELECT CAST(count(*) AS BIGINT) AS rows FROM asked", Count)


@dataclass
class Lake:
    """Tables in an engine's folder. `lot`: rows that are kept at a time. `tell`: a step's name, rows, all."""

    engine: Engine
    lot: int = LOT
    tell: Tell | None = None

    def put(self, name: str, table: pa.Table, row: type) -> Table:
        """Have a small table there, made of what is given."""
        digest = content_hash(table.to_pylist())
        place = f"_work/{name}"
        if not self._is_made(place, digest):
            self.engine.put(table, place)
            self._write(place, digest)
        return Table(row, (place,), digest)

    def made(
        self, name: str, asked: Asked, steps: Steps = (), *, by: str | None = None, public: bool = False
    ) -> Table:
        """Have a table there, made whole; `public` ones are for others to read, and lie by day."""
        made = Made(asked, steps, by=by)
        place = name if public else f"_work/{name}"
        if not self._is_made(place, made.digest):
            self._say(name, 0, 0)
            self.engine.make(made, place)
            self._write(place, made.digest)
        return Table(made.row, (place,), made.digest)

    def kept(self, name: str, asked: Asked, steps: Steps, seconds: float | None = None) -> Table:
        """Have a row there for every `mark` of what is asked; those that are there are not made again."""
        whole = Made(asked, steps, ("mark",), seconds)
        names = [steps] if isinstance(steps, Source) else steps
        version = "-".join(str(step.version) for step in names)
        options = content_hash([repr(step.options) for step in names], size=6)
        root = f"_work/{name}-{version}-{options}"
        if self.engine.read(f"{root}/{whole.digest}.json"):
            return Table(whole.row, self._lots(root), whole.digest)
        todo = Asked(_todo(asked, ""), {"asked": asked, "made": self._marks(whole, root)})
        rows = self.count(todo)
        done = 0
        for prefix in _prefixes(rows, self.lot):
            lot = Asked(_todo(asked, prefix), {"asked": asked, "made": self._marks(whole, root)})
            number = self.count(lot) if prefix else rows
            if number:
                self._say(name, done, rows)
                place = f"{root}/{1 + max(map(int, self.engine.names(root)), default=0):05d}"
                self.engine.make(Made(lot, steps, ("mark",), seconds, rows=number), place)
                self._write(place, lot.digest)
                done += number
        self._say(name, done, rows)
        self.engine.write(f"{root}/{whole.digest}.json", "{}")
        return Table(whole.row, self._lots(root), whole.digest)

    def count(self, asked: Asked) -> int:
        """Return how many rows there are."""
        [row] = self.engine.rows(Asked(_COUNT, {"asked": asked}))
        return int(row["rows"])

    def known(self, name: str, asked: Asked) -> list[dict[str, Any]]:
        """Return the rows of a small result, from its note where it was asked before."""
        place = f"_work/known/{name}.json"
        note = json.loads(self.engine.read(place) or "{}")
        if note.get("digest") != asked.digest:
            note = {"digest": asked.digest, "rows": self.engine.rows(asked)}
            self.engine.write(place, json.dumps(note))
        rows: list[dict[str, Any]] = note["rows"]
        return rows

    # ------------------------------------------------------------ parts
    def _marks(self, made: Made, root: str) -> Table:
        """Return the rows that are there; a folder without its manifest was broken off, and is removed."""
        for name in self.engine.names(root):
            if self.engine.read(f"{root}/{name}/{MANIFEST}") is None:
                self.engine.remove(f"{root}/{name}")
        return Table(made.row, self._lots(root), "")

    def _lots(self, root: str) -> tuple[str, ...]:
        return tuple(f"{root}/{name}" for name in self.engine.names(root))

    def _is_made(self, place: str, digest: str) -> bool:
        manifest = json.loads(self.engine.read(f"{place}/{MANIFEST}") or "{}")
        return bool(manifest.get("digest") == digest)

    def _write(self, place: str, digest: str) -> None:
        self.engine.write(f"{place}/{MANIFEST}", json.dumps({"digest": digest}))

    def _say(self, name: str, done: int, rows: int) -> None:
        if self.tell:
            self.tell(name, done, rows)


def _todo(asked: Asked, prefix: str) -> Query:
    """Return the query for the rows whose mark begins so, and that are not made."""
    only = f" AND mark LIKE '{prefix}%'" if prefix else ""
    sql = f"SELECT * FROM asked WHERE NOT EXISTS (SELECT 1 FROM made WHERE made.mark = asked.mark){only}"
    return Query(asked.query.name, asked.query.version, sql, asked.row)


def _prefixes(rows: int, lot: int) -> list[str]:
    """Return beginnings of marks (hex digits, evenly spread) that cut so many rows into lots."""
    digits = 0
    while rows > lot * 16**digits:
        digits += 1
    return [f"{number:0{digits}x}" if digits else "" for number in range(16**digits)]
