"""A row of `realtime.messages`, as replication hands it over."""

from __future__ import annotations

__all__ = ["Stored"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """One committed message.

    Attributes:
        payload: the jsonb as PostgreSQL writes it, to be sent verbatim; None for a binary message.
        binary: the payload of `realtime.send_binary`, None otherwise.
        extension: as stored; the server does not look at it.
        inserted_at: as stored, without time zone.
        lsn: of the commit of the row's transaction.
    """

    id: str
    topic: str
    event: str
    payload: str | None
    binary: bytes | None
    private: bool
    extension: str
    inserted_at: datetime
    lsn: int
