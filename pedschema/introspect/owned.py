"""Everything that migrations own, as the database has it."""

from __future__ import annotations

__all__ = ["read_owned", "read_state"]

from typing import TYPE_CHECKING

from pedschema.introspect.function import read_functions
from pedschema.introspect.policy import read_policies, read_policy
from pedschema.introspect.schema import read_schema
from pedschema.introspect.switch import read_switch
from pedschema.introspect.trigger import read_trigger, read_triggers
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pedschema.model.owned import Identity, Owned


def read_owned(connection: Connection, schema: str) -> tuple[Owned, ...]:
    """Return everything owned that exists, in the order of creation.

    That is the schema, its switch table, its functions, every trigger that calls one of them, and the
    policies on `realtime.messages` whose name starts with `<schema>_`. Two versions of a trigger function
    are two values of one identity. Takes no lock but ACCESS SHARE on catalog tables.

    Args:
        connection: in a transaction whose search_path is empty.
        schema: the owned schema.
    """
    found = (
        read_schema(connection, schema),
        read_switch(connection, schema),
        *read_functions(connection, schema),
        *read_triggers(connection, schema),
        *read_policies(connection, f"{schema}_"),
    )
    return tuple(
        sorted((each for each in found if each is not None), key=lambda each: each.identity.kind.rank)
    )


def read_state(connection: Connection, identity: Identity, version: int) -> Owned | None:
    """Return one owned object as it exists, or None; the connection is as for `read_owned`."""
    schema, name = identity.name.schema, identity.name.name
    match identity.kind:
        case Kind.SCHEMA:
            return read_schema(connection, name)
        case Kind.SWITCH:
            return read_switch(connection, schema)
        case Kind.TRIGGER:
            return read_trigger(connection, identity)
        case Kind.POLICY:
            return read_policy(connection, identity)
        case Kind.TRIGGER_FUNCTION:
            name = f"{name}_v{version}"
    functions = read_functions(connection, schema, name)
    return next((each for each in functions if each.identity == identity), None)
