"""Comments on owned objects."""

from __future__ import annotations

__all__ = ["Comment", "comment_key", "read_comments"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.introspect.query import read_rows
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pedschema.model.owned import Owned

_CLASSES = {Kind.SWITCH: "table", Kind.RULE: "function", Kind.TRIGGER_FUNCTION: "function"}


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment.

    Attributes:
        key: of the object that carries it, as `comment_key` gives it.
        target: the object as COMMENT ON names it, or a column of it.
        text: what the comment says.
    """

    key: tuple[str, str, str]
    target: str
    text: str


def read_comments(connection: Connection, schema: str) -> tuple[Comment, ...]:
    """Return comments on the owned `schema`, its tables, functions and their triggers, and on policies.

    Args:
        connection: in a transaction whose search_path is empty.
        schema: the owned schema.
    """
    rows = read_rows(connection, "deployed_comments", schema=schema)
    return tuple(Comment((row.kind, row.name, row.part), row.target, row.comment) for row in rows)


def comment_key(owned: Owned) -> tuple[str, str, str]:
    """Return what tells which comments stand on an owned object."""
    identity = owned.identity
    match identity.kind:
        case Kind.TRIGGER | Kind.POLICY:
            return str(identity.kind), identity.of, identity.name.name
        case Kind.SCHEMA:
            return "schema", identity.name.name, ""
        case kind:
            suffix = f"_v{owned.version}" if owned.version else ""
            return _CLASSES[kind], f"{identity.name}{suffix}", identity.of
