"""What stopped a run that was on its way, as an error for people."""

from __future__ import annotations

__all__ = ["explain", "readable"]

from contextlib import contextmanager
from traceback import walk_tb
from typing import TYPE_CHECKING

from alembic.util import CommandError

from pedschema.errors import ContractError, Mistake, PedschemaError, UsageError
from pedschema.introspect import RefusedError, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.exc import DBAPIError

_AGAIN = "then run this again; what is done stays done"
_LOST = ("08", "57P", "25P03", "25P04")
"""Beginnings of the SQLSTATEs after which a session is gone; one that breaks off brings none at all."""

_KNOWN = {
    "53100": ("the server has no disk space left", f"free disk space, {_AGAIN}", "disk-full"),
    "53": ("the server is out of resources", f"wait until it is less busy, {_AGAIN}", "server-exhausted"),
    "57014": (
        "a statement was stopped",
        f"raise `pedschema_statement_timeout` in alembic.ini if it needs longer, {_AGAIN}",
        "statement-stopped",
    ),
    "25006": (
        "the database takes no writes",
        f"use the primary server, and see that the project is not over its disk quota, {_AGAIN}",
        "database-read-only",
    ),
}
"""SQLSTATE, or its class, to what it means for a run."""

_NO_SESSION = "query_wait_timeout"
"""What pgbouncer 1.18 says to a client that got no session of its pool; its SQLSTATE is that of lost ones."""

_BEHIND = "Target database is not up to date."
"""How Alembic 1.20 refuses to compare a database that is behind the revisions."""


def explain(error: DBAPIError, where: str, *, table: str = "") -> RefusedError:
    """Return the error for people; a transaction that was open is rolled back in each of these cases.

    Args:
        error: as the driver raised it, on a connection that was there before.
        where: the object that the statement was about, or the database.
        table: `schema.table` that the statement locks; several are joined by `, `.
    """
    told = refusal(error, where, table=table)
    reason = _read_reason(error)
    for state in (told.sqlstate, told.sqlstate[:2]):
        if state in _KNOWN:
            what, fix, name = _KNOWN[state]
            break
    else:
        if told.sqlstate and not told.sqlstate.startswith(_LOST):
            return told
        what, fix, name = "the connection is lost", f"see that the server runs, {_AGAIN}", "connection-lost"
        if reason == _NO_SESSION:
            what, name = "the pooler has no free session", "pool-exhausted"
            fix = f"allow its pool two sessions for this run, or connect without it, {_AGAIN}"
    mistake = Mistake(where, f"{what}: {reason}", fix, name)
    return RefusedError(mistake, sqlstate=told.sqlstate, table=table)


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Turn what Alembic says of a command or of a folder of revisions into an error of ours.

    Args:
        where: the configuration that names the folder.

    Raises:
        ContractError: a revision is no Python or raises something, the revisions do not fit together, or
            Alembic refuses, as for a revision that does not exist.
        UsageError: the database is behind the revisions, and the command wants it at their head.
    """
    try:
        yield
    except CommandError as error:
        if isinstance(error.__cause__, PedschemaError):
            raise error.__cause__ from None
        if str(error) == _BEHIND:
            what, fix = "the database is not at the last revision", "run `alembic upgrade head` first"
            raise UsageError(Mistake(where, what, fix, "database-behind")) from error
        fix = "correct the command or the migrations: `alembic history` and `alembic heads` show them"
        raise ContractError(Mistake(where, str(error).strip(), fix, "migrations-unreadable")) from error
    except SyntaxError as error:
        line, what = f"{error.filename}:{error.lineno}", f"the revision is no Python: {error.msg}"
        raise ContractError(Mistake(line, what, "correct it", "migrations-unreadable")) from error
    except PedschemaError:
        raise
    except Exception as error:
        mistake = _find_revision(error, where)
        if mistake is None:
            raise
        raise ContractError(mistake) from error


def _find_revision(error: Exception, where: str) -> Mistake | None:
    """Return what to say of a revision that raised this, or of the revisions; None when neither did."""
    reason = f"{type(error).__name__}: {error}"
    for frame, line in reversed(list(walk_tb(error.__traceback__))):
        names = frame.f_globals
        if names.get("__name__") == "alembic.script.revision":
            fix = "correct the migrations: `alembic history` and `alembic heads` show them"
            what = f"the revisions do not fit together: {reason}"
            return Mistake(where, what, fix, "migrations-unreadable")
        if {"revision", "down_revision"} <= names.keys():
            place = f"{frame.f_code.co_filename}:{line}"
            return Mistake(place, f"the revision raises {reason}", "correct it", "migrations-unreadable")
    return None


def _read_reason(error: DBAPIError) -> str:
    diagnostic = getattr(error.orig, "diag", None)
    message = str(getattr(diagnostic, "message_primary", None) or error.orig).strip()
    return message.splitlines()[0].strip() if message else "no reason is given"
