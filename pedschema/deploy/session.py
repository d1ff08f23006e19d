"""A connection that only reads."""

from __future__ import annotations

__all__ = ["run_reading"]

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.errors import DatabaseError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

_CONNECT_SECONDS = 10
_DRIVER = re.compile(r"(?<=^postgresql)\+\w+(?=://)")


@contextmanager
def run_reading(url: str, subject: str) -> Iterator[Connection[Any]]:
    """Yield a connection to `url` whose transactions are read-only and wait at most five seconds for a lock.

    A driver that the URL names, as SQLAlchemy's do, is passed over.

    Raises:
        DatabaseError: nobody answers, or PostgreSQL refuses something inside the block; the message says
            that `subject` cannot be read, and repeats neither the URL nor a statement.
    """
    fix = "start the server, or correct the URL"
    try:
        with psycopg.connect(
            _DRIVER.sub("", url), application_name="pedschema", connect_timeout=_CONNECT_SECONDS
        ) as connection:
            connection.read_only = True
            fix = "run this again, as a login that may read the catalog"
            connection.execute(
                "SELECT set_config('search_path', '', true), set_config('lock_timeout', '5s', true)"
            )
            yield connection
    except psycopg.ProgrammingError as error:
        # Without a code of the server it is about the URL, and quotes it.
        reason = error.diag.message_primary or "the URL is not one of PostgreSQL"
        raise _mistake(subject, reason, fix) from None
    except psycopg.Error as error:
        reason = (error.diag.message_primary or str(error)).strip().splitlines()[0]
        raise _mistake(subject, reason, fix) from None


def _mistake(subject: str, reason: str, fix: str) -> DatabaseError:
    return DatabaseError(Mistake("database", f"{subject} cannot be read: {reason}", fix, "plan-unreadable"))
