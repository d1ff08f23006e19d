"""The schema that holds everything owned."""

from __future__ import annotations

__all__ = ["drop_schema", "render_schema"]

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.quoting import identifier


def render_schema(schema: str) -> Owned:
    """Return the owned schema: no client role needs USAGE, since policies hold resolved functions."""
    name = identifier(schema)
    return Owned(
        Identity(Kind.SCHEMA, QualifiedName(schema, schema)),
        (f"create schema if not exists {name}", f"revoke all on schema {name} from public, anon"),
    )


def drop_schema(owned: Owned) -> str:
    """Return the statement that drops the schema, which must be empty."""
    return f"drop schema {identifier(owned.identity.name.name)}"
