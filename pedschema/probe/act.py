"""Act as a client of the app does, under its role and with its claims; and make the rows it lives among."""

from __future__ import annotations

__all__ = ["SERVICE", "acting_as", "run_rows"]

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.pq import TransactionStatus

from pedschema.errors import DatabaseError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Connection

    from pedschema.model.persona import Cast

SERVICE: dict[str, object] = {"role": "service_role"}
"""Claims of the app's backend."""

_SETTINGS = "SELECT set_config('role', %s, true), set_config('request.jwt.claims', %s, true)"


@contextmanager
def acting_as(connection: Connection[Any], claims: Mapping[str, object]) -> Iterator[Connection[Any]]:
    """Run a block in one transaction as a REST call with these claims does; commit at its end.

    Inside a transaction that is already open the block is a savepoint; afterwards role and claims are
    again what they were.

    Raises:
        DatabaseError: the connection may not take on the role of the claims, or it does not exist.
    """
    role = str(claims.get("role", "anon"))
    with connection.transaction():
        before = connection.execute(
            "SELECT current_setting('role'), coalesce(current_setting('request.jwt.claims', true), '')"
        ).fetchone()
        try:
            connection.execute(_SETTINGS, (role, json.dumps(dict(claims))))
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue) as error:
            what = f'the connection cannot act as role "{role}": {error.diag.message_primary}'
            fix = "connect as postgres, and grant it the role"
            raise DatabaseError(Mistake("connection", what, fix, "role-refused")) from error
        yield connection
        if connection.info.transaction_status is TransactionStatus.INTRANS:
            connection.execute(_SETTINGS, before)


def run_rows(connection: Connection[Any], cast: Cast, role: str) -> None:
    """Run the cast's row scripts as `role`, the contract's, in one transaction; all of them or none stay.

    Raises:
        DatabaseError: a script fails.
    """
    with connection.transaction():
        connection.execute("SELECT set_config('role', %s, true)", (role,))
        for number, script in enumerate(cast.rows, start=1):
            try:
                connection.execute(script.encode())
            except psycopg.Error as error:
                what = f"the script fails with {error.sqlstate}: {error.diag.message_primary or error}"
                fix = "correct it, or run the app's migrations first"
                raise DatabaseError(Mistake(f"row script {number}", what, fix, "rows-fail")) from error
