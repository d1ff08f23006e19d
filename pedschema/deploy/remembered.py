"""What a database remembers of retired objects, put into the memory of another."""

from __future__ import annotations

__all__ = ["run_notes"]

from typing import TYPE_CHECKING, Any

from pedschema.ops.handover import create_note, drop_notes
from pedschema.sql.quoting import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

_TRIGGER = "trigger "


def run_notes(connection: Connection[Any], schema: str, notes: Iterable[tuple[str, str]]) -> None:
    """Let the memory in the owned `schema` hold exactly these notes, in one transaction.

    Those of triggers are left out: they change nobody's access, and may need what only the other has.
    """
    with connection.transaction():
        connection.execute(drop_notes(schema).encode())
        for key, restore in notes:
            if not key.startswith(_TRIGGER):
                connection.execute(create_note(schema, key, literal(restore)).encode())
