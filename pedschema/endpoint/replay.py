"""Replay: messages from before a join, out of `realtime.messages`."""

from __future__ import annotations

__all__ = ["REPLAY_LIMIT", "ReplayError", "Replayed", "read_replay"]

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

    from pedschema.endpoint.database import Database

REPLAY_LIMIT = 25

# Asked by the server's own login: no policy sees the rows.
_MESSAGES = """
    SELECT id::text, event, payload::text, binary_payload
    FROM realtime.messages
    WHERE topic = %s AND private AND extension = 'broadcast'
      AND inserted_at >= %s AND inserted_at < timezone('utc', now()) + interval '1 minute'
    ORDER BY inserted_at DESC
    LIMIT %s
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ReplayError(Exception):
    """The messages cannot be replayed; the text is the server's."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One message of the past; its payload is decoded, so that 12.50 has become 12.5."""

    id: str
    event: str
    payload: Any
    binary: bytes | None

    @property
    def meta(self) -> dict[str, object]:
        """Return how clients tell it from a live one."""
        return {"id": self.id, "replayed": True}


async def read_replay(database: Database, topic: str, options: Mapping[str, object]) -> tuple[Replayed, ...]:
    """Return the newest messages of a private topic, oldest first: at most 25.

    Args:
        database: the project's.
        topic: without `realtime:`.
        options: `since` in milliseconds since 1970 and `limit`, both integers, both optional.

    Raises:
        ReplayError: the options are no integers, or the database refuses.
        DatabaseDownError: nobody answers.
    """
    since, limit = options.get("since") or 0, options.get("limit") or REPLAY_LIMIT
    if not _is_integer(since) or not _is_integer(limit):
        raise ReplayError("Replay params are not valid")
    try:
        moment = (_EPOCH + timedelta(milliseconds=int(str(since)))).replace(tzinfo=None)
        count = max(1, min(int(str(limit)), REPLAY_LIMIT))
        return await database.run(lambda connection: _read(connection, topic, moment, count))
    except (OverflowError, psycopg.Error) as error:
        raise ReplayError("Realtime was unable to replay messages") from error


def _read(connection: Connection[Any], topic: str, since: datetime, limit: int) -> tuple[Replayed, ...]:
    rows = connection.execute(_MESSAGES, (topic, since, limit)).fetchall()
    return tuple(
        Replayed(number, event, None if payload is None else json.loads(payload), binary)
        for number, event, payload, binary in reversed(rows)
    )


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
