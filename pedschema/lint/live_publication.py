"""What the publications of a database hold that they should not."""

from __future__ import annotations

__all__ = ["CHANGES", "find_foreign_tables", "find_told_twice"]

from typing import TYPE_CHECKING

from pedschema.lint.live_body import find_senders
from pedschema.lint.live_hit import table_hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.subjects import Hit

CHANGES = "supabase_realtime"
"""The publication that serves postgres_changes."""

_OWN = "supabase_realtime_messages_publication"


def find_told_twice(live: Live) -> Iterator[Hit]:
    """Yield a hit on each published table with a trigger that fires and sends."""
    senders = {trigger.table: trigger for trigger, _ in reversed(find_senders(live))}
    for oid, trigger in sorted(senders.items()):
        table = live.tables.get(oid)
        if table and CHANGES in table.publications:
            what = f'it is in "{CHANGES}", and its trigger "{trigger.name}" sends messages'
            yield table_hit(table, what, "take it out of the publication once no client subscribes to it")


def find_foreign_tables(live: Live) -> Iterator[Hit]:
    """Yield a hit on each table but the messages in the publication that the server keeps for them."""
    for table in live.tables.values():
        if _OWN in table.publications and table.oid != live.messages:
            fix = f'alter publication {_OWN} drop table "{table.name}"'
            yield table_hit(table, f'it is in "{_OWN}", which is for messages alone', fix)
