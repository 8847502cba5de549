"""One machine, tables in files: queries in DuckDB, stages in processes, Parquet in a folder."""

from __future__ import annotations

import functools
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reportedly.engine import stage as stages
from reportedly.engine.arrow import schema
from reportedly.engine.embedded import Embedded
from reportedly.engine.stage import Source, carry, checked
from reportedly.engine.tables import Asked, Made, Table, columns_of, cut
from reportedly.engine.workers import POOL_ROWS
from reportedly.errors import OutputError
from reportedly.records import content_hash

ASKED_ROWS = 1024
FILE_ROWS = 50_000
"""Rows of a file at most: what reads them can share the files out."""


class Files:
    """Runs queries and stages over the tables in a folder (see tables.Engine)."""

    def __init__(self, root: str, embedded: Embedded) -> None:
        self._root = Path(root)
        self._embedded = embedded

    # ------------------------------------------------------------ tables
    def make(self, made: Made, place: str) -> None:
        """Write a table; what was in its place is gone."""
        self.remove(place)
        with self._asked(made.asked) as relation:
            found = relation.to_arrow_reader(ASKED_ROWS)
            given = (batch for batch in found if batch.num_rows)
            if isinstance(made.steps, Source):
                rows = made.steps(cut(given))
            elif made.steps:
                rows = carry(made.carried, lambda inner: self._run(made, inner), cut(given))
            else:
                rows = (checked(made.asked.query.name, batch, made.row, "gave") for batch in given)
            self._written(rows, made, place)

    def rows(self, asked: Asked) -> list[dict[str, Any]]:
        """Return the rows of a small result."""
        with self._asked(asked) as relation:
            found: list[dict[str, Any]] = relation.to_arrow_table().to_pylist()
        return found

    def put(self, table: pa.Table, place: str) -> None:
        """Write a small table."""
        self.remove(place)
        with self._writing(place) as folder:
            pq.write_table(table, folder / "part-0.parquet", compression="zstd")

    def _run(self, made: Made, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Run stages here where there is little to do, else in processes."""
        assert not isinstance(made.steps, Source)
        first = list(itertools.islice(batches, POOL_ROWS))
        if made.seconds is None and sum(batch.num_rows for batch in first) < POOL_ROWS:
            return stages.run(made.steps, first)
        return self._embedded.stream(made.steps, itertools.chain(first, batches), made.seconds)

    @contextmanager
    def _asked(self, asked: Asked) -> Iterator[duckdb.DuckDBPyRelation]:
        """Yield what a query gives, read as it is taken; what memory does not hold lies in a folder."""
        with self._connection.cursor() as cursor:
            yield cursor.sql(self._select(cursor, asked))

    @functools.cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute(f"SET threads TO {self._embedded.workers}")
        connection.execute("SET preserve_insertion_order TO false")
        connection.execute(f"SET temp_directory TO '{_quoted(self._root / '_work' / 'spilled')}'")
        return connection

    def _select(self, connection: duckdb.DuckDBPyConnection, asked: Asked) -> str:
        """Return a SELECT that has its tables with it, under the names that the query has for them."""
        if not asked.of:
            return asked.query.sql
        within = []
        for name, source in asked.of.items():
            of = (
                self._select(connection, source)
                if isinstance(source, Asked)
                else self._scan(connection, source)
            )
            within.append(f"{name} AS ({of})")
        return f"WITH {', '.join(within)} SELECT * FROM ({asked.query.sql})"

    def _scan(self, connection: duckdb.DuckDBPyConnection, table: Table) -> str:
        """Return the SELECT for the rows of a table's files."""
        files = [file for place in table.places for file in sorted(self._at(place).rglob("*.parquet"))]
        if files:
            listed = ", ".join(f"'{_quoted(file)}'" for file in files)
            return f"SELECT {columns_of(table.row)} FROM read_parquet([{listed}], hive_partitioning = false)"
        empty = f"no_rows_of_{table.row.__name__}_{content_hash(str(schema(table.row)))}"
        connection.register(empty, schema(table.row).empty_table())
        return f"SELECT * FROM {empty}"

    def _written(self, batches: Iterator[pa.RecordBatch], made: Made, place: str) -> None:
        form = schema(made.row)
        with self._writing(place) as folder:
            for number in itertools.count():
                some = list(itertools.islice(batches, 1))
                if not some and number:
                    return
                name = f"part-{number}.parquet"
                if made.by is None:
                    self._one_file(itertools.chain(some, batches), form, folder / name)
                else:
                    self._by_folder(itertools.chain(some, batches), form, made.by, folder, name)

    def _one_file(self, batches: Iterator[pa.RecordBatch], form: pa.Schema, file: Path) -> None:
        with pq.ParquetWriter(file, form, compression="zstd") as writer:
            rows = 0
            for batch in batches:
                writer.write_batch(batch.cast(form))
                rows += batch.num_rows
                if rows >= FILE_ROWS:
                    return

    def _by_folder(
        self, batches: Iterator[pa.RecordBatch], form: pa.Schema, by: str, folder: Path, name: str
    ) -> None:
        """Write some rows, each under its day."""
        some, rows = [], 0
        for batch in batches:
            some.append(batch)
            rows += batch.num_rows
            if rows >= FILE_ROWS:
                break
        table = pa.Table.from_batches(some, schema=form)
        for value in sorted(set(table[by].to_pylist())):
            own = table.filter(pc.equal(table[by], value)).drop_columns([by])
            (folder / f"{by}={value}").mkdir(exist_ok=True)
            pq.write_table(own, folder / f"{by}={value}" / name, compression="zstd")

    # ------------------------------------------------------------ files
    def read(self, place: str) -> str | None:
        """Return what is written in a small file, None where there is none."""
        try:
            return self._at(place).read_text("utf8")
        except FileNotFoundError:
            return None

    def write(self, place: str, text: str) -> None:
        """Write a small file, whole or not at all."""
        with self._writing(str(Path(place).parent)):
            part = self._at(f"{place}.part")
            part.write_text(text, "utf8")
            part.replace(self._at(place))
            # Spark, where it wrote this file before, holds it against what it noted of it then.
            self._at(place).with_name(f".{Path(place).name}.crc").unlink(missing_ok=True)

    def names(self, place: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""
        if not self._at(place).is_dir():
            return []
        return sorted(entry.name for entry in self._at(place).iterdir() if entry.is_dir())

    def remove(self, place: str) -> None:
        """Remove a folder and all in it, if it is there."""
        shutil.rmtree(self._at(place), ignore_errors=True)

    def _at(self, place: str) -> Path:
        return self._root / place

    @contextmanager
    def _writing(self, place: str) -> Iterator[Path]:
        """Yield a folder to write to; raise OutputError where that fails."""
        folder = self._at(place)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            yield folder
        except OSError as error:
            raise OutputError(f"could not write {folder}: {error.strerror or error}") from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
