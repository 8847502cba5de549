"""A dossier as Parquet files, one a table, for DuckDB, pandas, polars, Spark and R."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from reportedly.dossiers.display import Display
from reportedly.dossiers.tables import Table, tables
from reportedly.records import Dossier

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def export(dossier: Dossier, display: Display) -> dict[str, bytes]:
    """Return a Parquet file for each table, empty ones too; columns of the key cannot be null."""
    return {f"{table.name}.parquet": _parquet(table) for table in tables(dossier)}


def _parquet(table: Table) -> bytes:
    schema = pa.schema(
        pa.field(name, _TYPES[kind], nullable=name not in table.key) for name, kind in table.columns.items()
    )
    columns = list(zip(*table.rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]
