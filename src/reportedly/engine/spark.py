"""Many machines: stages as Spark's `mapInArrow`, queries as Spark SQL, Parquet wherever Spark writes.

    with Spark("hdfs:///news/lake") as engine: ...

Any Spark will do (local, standalone, YARN, Kubernetes): nothing is shared between its machines but the
inputs and the lake, nothing is broadcast by us, and `reportedly[spark]` is expected on all of them. Rows are
worked on in a process of each Python worker's own, as on one machine: models load once in it, a row that
takes too long or breaks it is refused, and the job goes on.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from reportedly import errors
from reportedly.engine.arrow import schema
from reportedly.engine.stage import Source, carry
from reportedly.engine.tables import Asked, Made, Steps, Table, cut
from reportedly.engine.workers import Workers
from reportedly.errors import ContractError, OutputError, StepError

TASK_ROWS = 256
"""Rows that stages are handed in one task: what a lost machine costs, and what evens out slow rows."""
MOST_TASKS = 10_000
FILE_ROWS = 50_000

_OWN_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",  # a row can be a whole article, or all of a story
    "spark.sql.execution.arrow.maxBytesPerBatch": "32MB",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.files.maxRecordsPerFile": str(FILE_ROWS),
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.sources.partitionOverwriteMode": "static",
    "spark.sql.caseSensitive": "true",
}
_FAILED = re.compile(r"reportedly\.errors\.(\w+): step '([^'\n]*)' broke on ([^\n]*?): ([^\n]*)")


class Spark:
    """Runs queries and stages over the tables of a lake at an address that Spark knows (see tables.Engine).

    `session` is Spark's, where there is one; else one is got, with the settings that `spark-submit` and
    Spark's own files give. Raises SettingsError where Spark cannot be started.
    """

    def __init__(self, root: str, session: SparkSession | None = None, workers: int | None = None) -> None:
        self._own = session is None
        started = session or _start(workers)
        self._session = started.newSession()  # what is set for us is set for nobody else
        for name, value in _OWN_SETTINGS.items():
            self._session.conf.set(name, value)
        self._root = _address(root, self._session)

    def __enter__(self) -> Spark:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own:
            self._session.stop()

    # ------------------------------------------------------------ tables
    def make(self, made: Made, place: str) -> None:
        """Write a table; what was in its place is gone. Until all of it is written, there is none."""
        self.remove(place)
        with _told(made):
            frame = self._frame(made.asked)
            if made.steps:
                frame = self._spread(frame, made)
                frame = frame.mapInArrow(_Run(made.steps, made.carried, made.seconds), _form(made.row))
            else:
                _check(frame, made.asked)
            writer = frame.hint("rebalance", made.by) if made.by else frame
            form = writer.write.mode("overwrite")
            (form.partitionBy(made.by) if made.by else form).parquet(self._at(place))

    def rows(self, asked: Asked) -> list[dict[str, Any]]:
        """Return the rows of a small result."""
        frame = self._frame(asked)
        _check(frame, asked)
        return [row.asDict(recursive=True) for row in frame.collect()]

    def put(self, table: pa.Table, place: str) -> None:
        """Write a small table."""
        rows = [tuple(row.values()) for row in table.to_pylist()]
        frame = self._session.createDataFrame(rows, from_arrow_schema(table.schema))
        frame.coalesce(1).write.mode("overwrite").parquet(self._at(place))

    def _frame(self, asked: Asked) -> DataFrame:
        """Return what a query gives; nothing is run yet."""
        for name, source in asked.of.items():
            frame = self._frame(source) if isinstance(source, Asked) else self._table(source)
            frame.createOrReplaceTempView(name)
        return self._session.sql(asked.query.spark or asked.query.sql)

    def _table(self, table: Table) -> DataFrame:
        form = _form(table.row)
        if not table.places:
            return self._session.createDataFrame([], form)
        return self._session.read.schema(form).parquet(*map(self._at, table.places))

    def _spread(self, frame: DataFrame, made: Made) -> DataFrame:
        """Share rows out among tasks by their number: they are few bytes, and much work."""
        if made.rows is None:
            return frame
        least = min(made.rows, self._session.sparkContext.defaultParallelism)
        per_task = 1 if isinstance(made.steps, Source) else TASK_ROWS
        return frame.repartition(max(1, min(MOST_TASKS, max(least, made.rows // per_task))))

    # ------------------------------------------------------------ files
    def read(self, place: str) -> str | None:
        """Return what is written in a small file, None where there is none."""
        path, system = self._path(place)
        if not system.exists(path):
            return None
        stream = system.open(path)
        try:
            return str(self._jvm().org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def write(self, place: str, text: str) -> None:
        """Write a small file."""
        path, system = self._path(place)
        try:
            stream = system.create(path, True)
            stream.write(bytearray(text.encode("utf8")))
            stream.close()
        except Py4JJavaError as error:
            raise OutputError(f"could not write {path.toString()}: {error.java_exception}") from error

    def names(self, place: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""
        path, system = self._path(place)
        if not system.exists(path):
            return []
        return sorted(str(s.getPath().getName()) for s in system.listStatus(path) if s.isDirectory())

    def remove(self, place: str) -> None:
        """Remove a folder and all in it, if it is there."""
        path, system = self._path(place)
        system.delete(path, True)

    def _path(self, place: str) -> tuple[Any, Any]:
        """Return a place as Hadoop knows it, and the file system that it is in."""
        path = self._jvm().org.apache.hadoop.fs.Path(self._at(place))
        context: Any = self._session.sparkContext
        return path, path.getFileSystem(context._jsc.hadoopConfiguration())

    def _jvm(self) -> Any:
        return self._session.sparkContext._jvm

    def _at(self, place: str) -> str:
        return f"{self._root}/{place}"


# ---------------------------------------------------------------- in a Python worker
@dataclass(frozen=True)
class _Run:
    """What Spark is handed to run in its Python workers: the same stages, in a process that may break."""

    steps: Steps
    carried: tuple[str, ...]
    seconds: float | None

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        steps = self.steps
        if isinstance(steps, Source):
            return steps(cut(batches))
        return carry(self.carried, lambda rows: _workers().stream(steps, rows, self.seconds), cut(batches))


@functools.cache
def _workers() -> Workers:
    """Return this Python worker's process; it lives as long, and so do the models in it."""
    return Workers(1)


# ---------------------------------------------------------------- parts
def _start(workers: int | None) -> SparkSession:
    """Return Spark's session: the one that runs, or one with the settings that Spark was given."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # a worker of this machine is this Python
    builder: Any = SparkSession.builder.appName("reportedly").config("spark.ui.showConsoleProgress", "false")
    if workers:
        builder = builder.master(f"local[{workers}]")
    try:
        session: SparkSession = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")  # what else it tells is for who looks after Spark
    except (PySparkException, Py4JJavaError, OSError) as error:
        first = str(error).strip().splitlines()[0]
        raise errors.SettingsError(f"Spark cannot be started ({first}): it needs Java 17 or newer") from error
    return session


def _address(root: str, session: SparkSession) -> str:
    """Return where a lake lies: of a local Spark, a path is one on this machine."""
    local = (session.sparkContext.master or "").startswith("local")
    return root.rstrip("/") if "://" in root or not local else Path(root).absolute().as_uri()


def _form(row: type) -> StructType:
    """Return the schema of a row type as Spark has it."""
    return from_arrow_schema(schema(row))


def _check(frame: DataFrame, asked: Asked) -> None:
    """Raise ContractError where a query gives other columns, or of other types, than it says."""
    want = [(field.name, field.dataType.simpleString()) for field in _form(asked.row)]
    found = [(field.name, field.dataType.simpleString()) for field in frame.schema]
    if found != want:
        raise ContractError(asked.query.name, "the table", f"gave columns {found}, wanted {want}")


@contextmanager
def _told(made: Made) -> Iterator[None]:
    """Raise what a stage raised in some Python worker as if it had been raised here."""
    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        text = str(error)
        if found := _FAILED.search(text):
            kind = ContractError if found[1] == "ContractError" else StepError
            raise kind(found[2], found[3], found[4]) from error
        if "org.apache.hadoop" in text and ("Permission denied" in text or "Mkdirs failed" in text):
            raise OutputError(f"could not write the lake: {text.splitlines()[0]}") from error
        raise StepError(made.asked.query.name, "some row", text.splitlines()[0]) from error
