"""How statements call an owned object: `function "rooms"."is_member"(uuid)`."""

from __future__ import annotations

__all__ = ["render_target"]

from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from pedschema.model.owned import Owned


def render_target(owned: Owned) -> str:
    """Return kind and name of an object that has an owner."""
    name = owned.identity.name
    match owned.identity.kind:
        case Kind.SCHEMA:
            return f"schema {identifier(name.name)}"
        case Kind.RULE:
            return f"function {qualified(name)}({owned.identity.of})"
        case Kind.TRIGGER_FUNCTION:
            return f"function {qualified(QualifiedName(name.schema, f'{name.name}_v{owned.version}'))}()"
        case _:
            return f"table {qualified(name)}"
