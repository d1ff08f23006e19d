"""What PostgreSQL answers when it refuses a statement, as an error for people."""

from __future__ import annotations

__all__ = ["RAISED", "RefusedError", "describe", "refusal"]

from typing import TYPE_CHECKING

from pedschema.errors import DatabaseError, Mistake
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

    from pedschema.model.owned import Identity

RAISED = "PS001"
"""SQLSTATE of the errors that pedschema's own DO blocks raise: message, hint and id are ready-made."""

_FIXES = {
    "3F000": "create the schema first, or correct its name",
    "42501": "run this as the owner, or as a member of the contract's role",
    "42601": "correct the statement",
    "42703": "correct the column's name, or migrate the app's tables first",
    "42704": "create the missing object first, or correct its name",
    "42883": "create the function first, or correct its name and argument types",
    "42P01": "migrate the app's tables first, or correct the table's name",
    "42P13": "give the changed function a new name, and drop the old one",
    "2BP01": "drop or change what depends on it first",
}


class RefusedError(DatabaseError):
    """PostgreSQL refused a statement.

    Attributes:
        sqlstate: its five-character code; empty when the connection itself failed.
        table: `schema.table` that the statement was about, or empty.
    """

    def __init__(self, mistake: Mistake, *, sqlstate: str, table: str = "") -> None:
        super().__init__(mistake)
        self.sqlstate = sqlstate
        self.table = table


def describe(identity: Identity) -> str:
    """Return how messages call the object: `policy "rooms_read" on realtime.messages`."""
    words = str(identity.kind).replace("_", " ")
    match identity.kind:
        case Kind.TRIGGER | Kind.POLICY:
            return f'{words} "{identity.name.name}" on {identity.of}'
        case Kind.RULE:
            return f"function {identity.name}({identity.of})"
        case Kind.SCHEMA:
            return f'schema "{identity.name.name}"'
        case _:
            return f"{words} {identity.name}"


def refusal(error: DBAPIError, where: str, *, table: str = "") -> RefusedError:
    """Return the error for people; `where` names the object that the statement was about.

    Neither statements nor values are repeated: they may hold what does not belong into a log.
    """
    original = error.orig
    sqlstate = str(getattr(original, "sqlstate", None) or "")
    diagnostic = getattr(original, "diag", None)
    message = str(getattr(diagnostic, "message_primary", None) or original).strip().splitlines()[0]
    if sqlstate == RAISED and diagnostic is not None:
        mistake = Mistake(
            diagnostic.table_name or where,
            message,
            diagnostic.message_hint or "read the message",
            diagnostic.constraint_name or "database-refuses",
        )
        return RefusedError(mistake, sqlstate=sqlstate, table=table)
    fix = _FIXES.get(sqlstate, "correct what PostgreSQL names, and run it again")
    what = f"PostgreSQL refuses with {sqlstate or 'no code'}: {message}"
    return RefusedError(Mistake(where, what, fix, "database-refuses"), sqlstate=sqlstate, table=table)
