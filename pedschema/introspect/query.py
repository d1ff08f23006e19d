"""The queries, and how statements reach the server untouched."""

from __future__ import annotations

__all__ = ["read_rows", "run_verbatim"]

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row, TextClause


def read_rows(connection: Connection, query: str, **values: object) -> Sequence[Row[Any]]:
    """Return the rows of `queries/<query>.sql` with `values` bound to its names."""
    return connection.execute(_load(query), values).all()


def run_verbatim(connection: Connection, sql: str) -> None:
    """Run `sql` as it stands: neither `:word` nor `%` means anything on the way."""
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


@cache
def _load(query: str) -> TextClause:
    folder = resources.files("pedschema.introspect") / "queries"
    return text((folder / f"{query}.sql").read_text(encoding="utf-8"))
