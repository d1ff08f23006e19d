"""The policies on `realtime.messages` of one database, put onto another."""

from __future__ import annotations

__all__ = ["LivePolicy", "read_live_policies", "run_policies"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.deploy.session import run_reading
from pedschema.errors import DatabaseError, Mistake
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

_READ = """
    SELECT
        p.polname,
        pg_catalog.concat_ws(
            ' ',
            CASE WHEN p.polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END,
            'FOR ' || CASE p.polcmd
                WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                ELSE 'ALL'
            END,
            'TO ' || (
                SELECT pg_catalog.string_agg(
                    CASE r.oid
                        WHEN 0 THEN 'PUBLIC'
                        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r.oid))
                    END, ', ' ORDER BY 1
                )
                FROM pg_catalog.unnest(p.polroles) AS r (oid)
            ),
            'USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
            'WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')'
        )
    FROM pg_catalog.pg_policy AS p
    WHERE p.polrelid = 'realtime.messages'::pg_catalog.regclass
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True, order=True)
class LivePolicy:
    """A policy on `realtime.messages` as a server deparses it.

    Attributes:
        clauses: what follows the table in CREATE POLICY.
    """

    name: str
    clauses: str


def read_live_policies(url: str) -> tuple[LivePolicy, ...]:
    """Return the policies on `realtime.messages` at `url`, by name, read in one read-only transaction.

    It takes ACCESS SHARE on the tables that the policies name, and waits for that at most five seconds.

    Raises:
        DatabaseError: nobody answers, there is no such table, or a lock is taken.
    """
    with run_reading(url, "policies") as connection:
        return _read(connection)


def run_policies(connection: Connection[Any], wanted: Iterable[LivePolicy]) -> None:
    """Give `realtime.messages` exactly these policies, in one transaction; those that are so are let be.

    Raises:
        DatabaseError: a policy needs what this database has not.
    """
    with connection.transaction():
        connection.execute("SET LOCAL search_path = ''")
        present, asked = set(_read(connection)), set(wanted)
        for policy in sorted(present - asked):
            connection.execute(f"DROP POLICY {identifier(policy.name)} ON realtime.messages".encode())
        for policy in sorted(asked - present):
            try:
                statement = f"CREATE POLICY {identifier(policy.name)} ON realtime.messages {policy.clauses}"
                connection.execute(statement.encode())
            except psycopg.Error as error:
                what = f"the policy cannot be made elsewhere: {error.diag.message_primary}"
                fix = "let the migrations make what it needs"
                where = f'policy "{policy.name}" on realtime.messages'
                raise DatabaseError(Mistake(where, what, fix, "policy-unplayable")) from None


def _read(connection: Connection[Any]) -> tuple[LivePolicy, ...]:
    """Return the policies; names in their expressions are qualified where search_path is empty."""
    return tuple(LivePolicy(*row) for row in connection.execute(_READ).fetchall())
