"""A database under test: ask it what Realtime would decide, and read what it would send."""

from __future__ import annotations

__all__ = ["RealtimeDatabase"]

from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg.conninfo import make_conninfo

from pedschema.probe.act import acting_as
from pedschema.probe.authorization import probe_access
from pedschema.probe.delivery import Message, read_mark, read_messages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from psycopg import Connection

    from pedschema.probe.access import Access


class RealtimeDatabase:
    """One database and the connections opened to it, which close with the `with` block.

    Attributes:
        url: the database, with the login `postgres`.
        connection: of `postgres`; each statement commits by itself.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Connect, and remember what has been written so far."""
        self.connection = self.connect()
        self._began = read_mark(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        self._open.close()

    def url_of(self, user: str) -> str:
        """Return the same database with another login, such as `supabase_admin`."""
        return make_conninfo(self.url, user=user)

    def connect(self, user: str = "postgres", *, autocommit: bool = True) -> Connection[Any]:
        """Return a further connection."""
        connection = psycopg.connect(self.url_of(user), autocommit=autocommit)
        self._open.callback(connection.close)
        return connection

    def as_persona(self, claims: Mapping[str, object]) -> AbstractContextManager[Connection[Any]]:
        """Return a block in which `connection` acts with these claims, in one transaction."""
        return acting_as(self.connection, claims)

    def run_as(
        self, claims: Mapping[str, object], statement: str, parameters: Sequence[object] | None = None
    ) -> list[tuple[Any, ...]]:
        """Run one statement in a transaction of its own with these claims; return its rows, if it has any."""
        with self.as_persona(claims) as connection:
            cursor = connection.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def can(self, topic: str, claims: Mapping[str, object], *, presence: bool = True) -> Access:
        """Return what a client with these claims may do on a private topic, and why not."""
        return probe_access(self.connection, topic, claims, presence=presence)

    def received(self, topic: str | None = None) -> tuple[Message, ...]:
        """Return the messages committed since the block began, of one topic or of all, in order."""
        messages = read_messages(self.connection, self._began)
        return tuple(message for message in messages if topic is None or message.topic == topic)
