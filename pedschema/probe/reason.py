"""Why the database says no: every policy of `realtime.messages` asked by itself.

A policy is evaluated as an expression over a row like the server's probe row, under the role and the
claims of the client and without row-level security of `realtime.messages` around it.
"""

from __future__ import annotations

__all__ = ["Asked", "read_answer", "read_obstacles", "read_policies"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import Connection
from psycopg.rows import class_row

from pedschema.probe.access import Cause, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

_POLICIES = """
    SELECT polname AS name,
           CASE polcmd WHEN '*' THEN 'ALL' ELSE %(command)s END AS command,
           polpermissive AS permissive,
           ARRAY(
               SELECT coalesce(rolname, 'public')
               FROM unnest(polroles) AS oids (oid) LEFT JOIN pg_catalog.pg_roles USING (oid)
               ORDER BY 1
           )::text[] AS roles,
           0 = ANY (polroles) OR EXISTS (
               SELECT FROM pg_catalog.pg_roles AS named, unnest(polroles) AS oids (oid)
               WHERE rolname = %(role)s AND pg_catalog.pg_has_role(named.oid, oids.oid, 'USAGE')
           ) AS applies,
           pg_catalog.pg_get_expr(
               CASE WHEN %(command)s = 'SELECT' THEN polqual
                    WHEN polcmd = '*' THEN coalesce(polwithcheck, polqual)
                    ELSE polwithcheck END,
               polrelid
           ) AS expression
    FROM pg_catalog.pg_policy
    WHERE polrelid = 'realtime.messages'::pg_catalog.regclass
      AND polcmd IN ('*', CASE %(command)s WHEN 'SELECT' THEN 'r' ELSE 'a' END)
    ORDER BY polname
"""
_OBSTACLES = """
    SELECT pg_catalog.has_schema_privilege(oid, 'realtime', 'USAGE'),
           pg_catalog.has_table_privilege(oid, 'realtime.messages', %(command)s)
    FROM pg_catalog.pg_roles WHERE rolname = %(role)s
"""
_QUESTION = """
    CREATE FUNCTION pg_temp.pedschema_answer(text, text) RETURNS boolean LANGUAGE sql VOLATILE
    BEGIN ATOMIC
        SELECT ({expression}) FROM pg_catalog.jsonb_populate_record(
            NULL::realtime.messages,
            pg_catalog.jsonb_build_object(
                'id', pg_catalog.gen_random_uuid(),
                'topic', $1,
                'extension', $2,
                'private', false,
                'inserted_at', pg_catalog.timezone('utc', pg_catalog.now()),
                'updated_at', pg_catalog.timezone('utc', pg_catalog.now())
            )
        ) AS messages;
    END
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A policy that PostgreSQL considers for one command.

    Attributes:
        command: `SELECT`, `INSERT` or `ALL`, as the policy is declared.
        roles: the roles it is declared for; `public` stands for everybody.
        applies: whether it is for the role in question, by itself or through inherited membership.
        expression: what it demands of the row; None for a policy that demands nothing.
    """

    name: str
    command: str
    permissive: bool
    roles: list[str]
    applies: bool
    expression: str | None

    def __str__(self) -> str:
        """Return how reasons name it."""
        kind = "" if self.permissive else "restrictive, "
        return f'policy "{self.name}" ({kind}{self.command}, to {", ".join(self.roles)})'


def read_policies(connection: Connection[Any], role: str, command: str) -> tuple[Asked, ...]:
    """Return the policies that `command` (SELECT or INSERT) by `role` brings up, sorted by name."""
    with (
        connection.transaction(force_rollback=True),
        connection.cursor(row_factory=class_row(Asked)) as cursor,
    ):
        cursor.execute("SET LOCAL search_path = ''")
        return tuple(cursor.execute(_POLICIES, {"role": role, "command": command}))


def read_obstacles(connection: Connection[Any], role: str, command: str) -> tuple[Reason, ...]:
    """Return what keeps `role` from `realtime.messages` before any policy is asked."""
    with connection.transaction(force_rollback=True):
        rights = connection.execute(_OBSTACLES, {"role": role, "command": command}).fetchone()
    if rights is None:
        return (Reason(Cause.ROLE_MISSING, f'role "{role}" does not exist'),)
    wanted = ('USAGE on schema "realtime"', f'{command} on table "realtime.messages"')
    return tuple(
        Reason(Cause.PRIVILEGE_MISSING, f'role "{role}" has no {privilege}')
        for privilege, held in zip(wanted, rights, strict=True)
        if not held
    )


def read_answer(
    connection: Connection[Any], policy: Asked, settings: str, values: Sequence[str | None]
) -> Reason:
    """Return what one policy answers; runs in a transaction that is rolled back afterwards.

    As with a stored policy, names are resolved by who makes it and privileges are those of who asks: the
    expression becomes a function first, and the query takes on the role before it comes to call it.

    Args:
        connection: as for the checks.
        policy: one that applies to the role.
        settings: the SELECT that takes on the client's role, topic and claims.
        values: its parameters, then topic and extension.
    """
    try:
        connection.execute(_QUESTION.format(expression=policy.expression or "true").encode())
        query = f"{settings}, pg_temp.pedschema_answer(%s, %s)"
        row = connection.execute(query.encode(), values, prepare=False).fetchone()
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        told = f"raises {error.sqlstate}: {error.diag.message_primary}"
        return Reason(Cause.POLICY_RAISED, f"{policy} {told}", policy.name, error.sqlstate)
    answer = row and row[-1]
    if answer:
        return Reason(Cause.POLICY_ADMITTED, f"{policy} answers yes", policy.name)
    told = "answers no" if answer is False else "answers null, which counts as no"
    return Reason(Cause.POLICY_REFUSED, f"{policy} {told}", policy.name)
