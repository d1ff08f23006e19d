"""What PostgreSQL itself finds wrong with a function's body."""

from __future__ import annotations

__all__ = ["read_flaws"]

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from psycopg import Connection

    from pedschema.lint.live_facts import LiveFunction, LiveTrigger

_CHECKER = """
    SELECT n.nspname, f.proname
    FROM pg_proc AS f
    JOIN pg_namespace AS n ON n.oid = f.pronamespace
    JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'e'
    WHERE f.proname = 'plpgsql_check_function_tb'
        AND f.proargtypes[0] IN ('regprocedure'::regtype, 'oid'::regtype)
    LIMIT 1
"""
_CHECK = """
    SELECT sqlstate, message, lineno
    FROM {checker}(funcoid => %s::regprocedure, relid => %s::regclass, fatal_errors => false)
    WHERE level = 'error'
"""
_VALIDATE = "SELECT fmgr_sql_validator(%s::oid)"
_PATH = """
    SELECT set_config('search_path', coalesce(%s, reset_val), true)
    FROM pg_settings
    WHERE name = 'search_path'
"""


def read_flaws(
    connection: Connection[Any], functions: Sequence[LiveFunction], triggers: Sequence[LiveTrigger]
) -> dict[int, tuple[str, ...]]:
    """Return oid of function to the errors that planning its statements brings up, where there are any.

    Functions in SQL go through the validator of the language. Functions in PL/pgSQL go through the extension
    `plpgsql_check` where the database has it: trigger functions with each of their tables, the others as they
    are. Only a function that an extension owns is taken for the checker, so that nobody slips one in.

    Args:
        connection: inside a read-only transaction with an empty search_path.
        functions: of the app.
        triggers: of the app.
    """
    tables: defaultdict[int, list[int]] = defaultdict(list)
    for trigger in triggers:
        tables[trigger.function].append(trigger.table)
    checker = connection.execute(_CHECKER).fetchone()
    found: dict[int, tuple[str, ...]] = {}
    for function in functions:
        if "LANGUAGE sql" in function.definition.partition("\nAS ")[0]:
            flaws = tuple(_validate(connection, function))
        elif checker and function.definition:
            name = qualified(QualifiedName(*checker))
            flaws = tuple(_check(connection, name, function, tables[function.oid]))
        else:
            continue
        if flaws:
            found[function.oid] = tuple(dict.fromkeys(flaws))
    return found


def _validate(connection: Connection[Any], function: LiveFunction) -> Iterator[str]:
    try:
        with connection.transaction(force_rollback=True):
            # The validator resolves names by the path of the session, not by that of the function.
            connection.execute(_PATH, (function.settings.get("search_path"),))
            connection.execute(_VALIDATE, (function.oid,))
    except psycopg.errors.InsufficientPrivilege:
        return
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        yield f"{error.sqlstate}: {error.diag.message_primary}"


def _check(
    connection: Connection[Any], checker: str, function: LiveFunction, tables: Iterable[int]
) -> Iterator[str]:
    is_trigger = "RETURNS trigger" in function.definition.partition("\nAS ")[0]
    for table in sorted(set(tables)) if is_trigger else [0]:
        try:
            with connection.transaction(force_rollback=True):
                rows = connection.execute(_CHECK.format(checker=checker).encode(), (function.oid, table))
                for sqlstate, message, line in rows:
                    yield f"line {line}: {sqlstate}: {message}" if line else f"{sqlstate}: {message}"
        except psycopg.Error as error:
            # The extension's own trouble says nothing about the function.
            if error.sqlstate is None:
                raise
