"""Names that stand in the database: whether there is anything to read of an owned object."""

from __future__ import annotations

__all__ = ["Name", "name_of", "read_names"]

from typing import TYPE_CHECKING, NamedTuple

from pedschema.introspect.query import read_rows
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pedschema.model.owned import Identity

_GROUPS = {
    Kind.RULE: "function",
    Kind.TRIGGER_FUNCTION: "function",
    Kind.TRIGGER: "trigger",
    Kind.POLICY: "policy",
}


class Name(NamedTuple):
    """What no two objects of one group share, but functions of other arguments.

    Attributes:
        group: `function`, `trigger` or `policy`.
        of: the table of a trigger or policy, without its schema.
    """

    group: str
    schema: str
    of: str
    name: str


def name_of(identity: Identity, version: int) -> Name | None:
    """Return the name that an owned object has in the catalog, or None for a kind that has one object."""
    kind, name = identity.kind, identity.name.name
    if kind not in _GROUPS:
        return None
    of = QualifiedName.parse(identity.of) if kind in {Kind.TRIGGER, Kind.POLICY} else None
    return Name(
        _GROUPS[kind],
        of.schema if of else identity.name.schema,
        of.name if of else "",
        f"{name}_v{version}" if kind is Kind.TRIGGER_FUNCTION else name,
    )


def read_names(connection: Connection, group: str, schema: str) -> set[Name]:
    """Return the names of one group; functions are those of `schema`."""
    rows = read_rows(connection, "names", group=group, schema=schema)
    return {Name(group, row.schema, row.of, row.name) for row in rows}
