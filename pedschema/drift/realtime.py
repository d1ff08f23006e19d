"""What a database shows of the version of Realtime that has set it up."""

from __future__ import annotations

__all__ = ["COLUMNS", "FUNCTIONS", "is_of_messages"]

COLUMNS = {
    "2.129.8": (
        "topic text",
        "extension text",
        "payload jsonb",
        "event text",
        "private boolean",
        "updated_at timestamp without time zone",
        "inserted_at timestamp without time zone",
        "id uuid",
        "binary_payload bytea",
    )
}
"""Columns of `realtime.messages` by version; a version that is not here is not told by them."""

FUNCTIONS = (
    "topic()",
    "send(jsonb, text, text, boolean)",
    "broadcast_changes(text, text, text, text, text, record, record, text)",
)
"""What generated functions and policies call (Realtime 2.129.8)."""


def is_of_messages(schema: str, table: str) -> bool:
    """Return whether a table is that of the messages or one of its daily partitions."""
    return schema == "realtime" and (table == "messages" or table.startswith("messages_"))
