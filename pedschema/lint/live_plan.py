"""How PostgreSQL would run a join's and a broadcast's check: planned for each role, run for nobody."""

from __future__ import annotations

__all__ = ["Plan", "read_plans"]

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg import Connection

_SOMEBODY = "00000000-0000-4000-8000-000000000000"
_TOPIC = "pedschema:plan"
_SETTINGS = """
    SELECT set_config('role', %s, true),
           set_config('realtime.topic', %s, true),
           set_config('request.jwt.claims', %s, true),
           set_config('request.jwt.claim.sub', %s, true),
           set_config('request.jwt.claim.role', %s, true),
           set_config('request.headers', '{}', true)
"""
_READ = "EXPLAIN (VERBOSE, FORMAT JSON) SELECT id FROM realtime.messages WHERE id = ANY (%s::uuid[])"
_WRITE = (
    "EXPLAIN (VERBOSE, FORMAT JSON) INSERT INTO realtime.messages (topic, extension) VALUES (%s, 'broadcast')"
)
_NOT_TOLD = frozenset({"55P03", "57014"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How one check of one role is planned.

    Attributes:
        check: `read` or `write`.
        scanned: tables that are read from their first row to their last, other than the messages.
        sqlstate: what planning raises, empty when it raises nothing.
        message: PostgreSQL's sentence.
    """

    role: str
    check: str
    scanned: tuple[QualifiedName, ...] = ()
    sqlstate: str = ""
    message: str = ""


def read_plans(connection: Connection[Any], roles: Iterable[str]) -> tuple[Plan, ...]:
    """Return the plans of both checks for each role, on a topic that the contract of nobody has.

    Each is planned in a savepoint that is rolled back; nothing is executed.
    """
    questions = (("read", _READ, [_SOMEBODY]), ("write", _WRITE, _TOPIC))
    return tuple(
        _read_plan(connection, role, check, query, value)
        for role in roles
        for check, query, value in questions
    )


def _read_plan(connection: Connection[Any], role: str, check: str, query: str, value: object) -> Plan:
    claims = json.dumps({"sub": _SOMEBODY, "role": role})
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(_SETTINGS, (role, _TOPIC, claims, _SOMEBODY, role))
            row = connection.execute(query.encode(), (value,), prepare=False).fetchone()
    except psycopg.Error as error:
        # Somebody's lock, or a database that is busy, says nothing about the policies.
        if error.sqlstate is None or error.sqlstate in _NOT_TOLD:
            raise
        return Plan(role, check, sqlstate=error.sqlstate, message=str(error.diag.message_primary or ""))
    return Plan(role, check, scanned=tuple(sorted(set(_find_scans(row[0] if row else [])))))


def _find_scans(plan: Any) -> Iterator[QualifiedName]:
    if isinstance(plan, dict):
        if plan.get("Node Type") == "Seq Scan" and plan.get("Schema") != "realtime":
            yield QualifiedName(str(plan["Schema"]), str(plan["Relation Name"]))
        for value in plan.values():
            yield from _find_scans(value)
    elif isinstance(plan, list):
        for value in plan:
            yield from _find_scans(value)
