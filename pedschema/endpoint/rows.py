"""A replicated row of `realtime.messages` becomes a message, or is dropped."""

from __future__ import annotations

__all__ = ["DroppedError", "parse_row"]

from datetime import datetime
from typing import TYPE_CHECKING

from pedschema.endpoint.frame import TERM_OVERHEAD
from pedschema.endpoint.stored import Stored

if TYPE_CHECKING:
    from pedschema.endpoint.pgoutput import Insert

SCHEMA = "realtime"
TABLE = "messages"
"""The table, or the first letters of each of its partitions."""
HEX = rb"\x"
_REQUIRED = ("inserted_at", "event", "id", "topic", "private")


class DroppedError(Exception):
    """A row that nobody gets; says why as Realtime 2.129.8 does, such as `event_missing`."""


def parse_row(insert: Insert, lsn: int, payload_bytes: int | None = None) -> Stored:
    """Return the message of a row.

    Args:
        insert: a row as text: `bytea_output` is hex, `DateStyle` ISO, the encoding UTF-8.
        lsn: of its transaction.
        payload_bytes: the largest payload that passes, as the server measures it; None for any.

    Raises:
        DroppedError: the row is of another table, a value that the server needs is NULL or cannot be
            read, or the payload is too large.
    """
    relation, values = insert
    if relation.schema != SCHEMA or not relation.name.startswith(TABLE):
        raise DroppedError("table_unknown")
    for name in _REQUIRED:
        if values.get(name) is None:
            raise DroppedError(f"{name}_missing")
    binary, payload = values.get("binary_payload"), values.get("payload")
    data = payload if binary is None else binary
    if data is None:
        raise DroppedError("payload_missing")
    size = len(data) if binary is None else (len(data) - len(HEX)) // 2
    if payload_bytes is not None and size + TERM_OVERHEAD > payload_bytes:
        raise DroppedError("payload_size_exceeded")
    try:
        return Stored(
            id=_text(values, "id"),
            topic=_text(values, "topic"),
            event=_text(values, "event"),
            payload=data.decode() if binary is None else None,
            binary=None if binary is None else bytes.fromhex(binary[len(HEX) :].decode()),
            private=values["private"] == b"t",
            extension=_text(values, "extension"),
            inserted_at=datetime.fromisoformat(_text(values, "inserted_at")),
            lsn=lsn,
        )
    except ValueError:
        # Text in a database of no encoding, or a time outside of the calendar; its words are not to be told.
        raise DroppedError("row_unreadable") from None


def _text(values: dict[str, bytes | None], name: str) -> str:
    return (values.get(name) or b"").decode()
