"""What a transaction is made of, wherever the file is open: here, or in the process that owns it."""

from __future__ import annotations

from typing import Any, Protocol

import pyarrow as pa


class Result(Protocol):
    """The rows that a query gave."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left, a tuple each."""
        ...

    def fetchmany(self, size: int = 1, /) -> list[Any]:
        """Return the next rows, `size` at most."""
        ...


class Relation(Protocol):
    """A query, asked when its rows are."""

    def to_arrow_table(self) -> pa.Table:
        """Return the rows as a table."""
        ...


class Connection(Protocol):
    """An open transaction; what a query gave holds until the next is executed.

    Values are None, bool, int, float, str and lists of these; what is found can hold bytes, too.
    """

    def execute(self, query: str, parameters: object = None, /) -> Result:
        """Execute a query; raises duckdb.Error."""
        ...

    def sql(self, query: str, *, params: object = None) -> Relation:
        """Return a query; raises duckdb.Error."""
        ...

    def register(self, view_name: str, python_object: Any, /) -> object:
        """Let queries find an Arrow table under a name."""
        ...

    def unregister(self, view_name: str, /) -> object:
        """Forget a name that was registered."""
        ...
