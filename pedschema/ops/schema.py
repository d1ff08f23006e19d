"""Steps of the owned schema."""

from __future__ import annotations

__all__ = ["SchemaOp"]

from pedschema.introspect import fresh_grants
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.ops.step import OwnedOp


class SchemaOp(OwnedOp):
    """`op.create_owned_schema("rooms", …)`: its owner and grants.

    The version table stands in the schema before the first step and after the last one. So the schema
    itself comes and goes with that table, and a drop takes back the grants only.
    """

    kind = Kind.SCHEMA
    stem = "owned_schema"

    @classmethod
    def identify(cls, name: str, of: str) -> Identity:
        """Return the identity of the schema called `name`."""
        return Identity(cls.kind, QualifiedName(name, name), of)

    @classmethod
    def spell(cls, identity: Identity) -> str:
        """Return the schema's name."""
        return identity.name.name

    @classmethod
    def drop_sql(cls, owned: Owned) -> tuple[str, ...]:
        """Return the statements that take back all grants."""
        return fresh_grants(owned)
