"""Functions of the owned schema: rules, and the functions of triggers."""

from __future__ import annotations

__all__ = ["read_functions"]

import re
from typing import TYPE_CHECKING, Any

from pedschema.introspect.grants import create_grants, describe_grants
from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_VERSIONED = re.compile(r"(?P<stem>.+)_v(?P<version>[1-9][0-9]*)", re.DOTALL)
_BODY = "\nAS $function"


def read_functions(connection: Connection, schema: str, name: str | None = None) -> tuple[Owned, ...]:
    """Return the functions of `schema`, or those called `name`, which includes a version suffix."""
    rows = read_rows(connection, "functions", schema=schema, name=name)
    return tuple(_parse(row) for row in rows)


def _parse(row: Row[Any]) -> Owned:
    versioned = _VERSIONED.fullmatch(row.name) if row.is_trigger else None
    if versioned is None:
        identity = Identity(Kind.RULE, QualifiedName(row.schema, row.name), row.arguments)
    else:
        identity = Identity(Kind.TRIGGER_FUNCTION, QualifiedName(row.schema, versioned["stem"]))
    version = int(versioned["version"]) if versioned else 0
    definition = row.definition.rstrip("\n")
    header = definition.partition(_BODY)[0] if row.sql_body is None else definition.removesuffix(row.sql_body)
    if versioned:
        suffix = f"_v{version}"
        stem = row.quoted.removesuffix('"').removesuffix(suffix) + ('"' if row.quoted.endswith('"') else "")
        header = header.replace(f"{row.quoted}(", f"{stem}(", 1)
    lines = [
        *(line.strip() for line in header.strip().splitlines()),
        *describe_grants(row.owner, row.grants),
        f"body sha256:{row.digest}",
    ]
    target = f"FUNCTION {row.quoted}({row.arguments})"
    sql = (definition, *create_grants(target, row.owner, row.grants))
    return Owned(identity, sql, "\n".join(lines), version)
