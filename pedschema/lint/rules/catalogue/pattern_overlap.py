"""One topic is of two patterns of the contract.

Whoever may read by either pattern reads the messages of both: policies are joined by OR, and what is sent for
the one audience reaches the other. Which entry of the contract a topic belongs to is then a matter of chance,
for the access matrix and for clients alike.

Instead: tell the patterns apart by a literal at the same place, or join them to one topic.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.note import NoteKind
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_CONTRACT = """\
name = "app"
schema = "app"
realtime = "2.129.8"
app_schemas = ["public"]

[limits]
payload_bytes = 256000
events_per_second = 100
joins_per_second = 100
channels_per_client = 100
clients = 200
--- schema.lock
{"version": 2, "enums": {}, "tables": {}}
--- chat/channels.toml
"""
_TOPIC = """\
[topic."%s"]
summary = "Messages"
surfaces = ["Chat"]
read = ["authenticated"]
write = []
presence = true
budget = { refetch_ms = 80, max_wait_ms = 1000, per_second = 6, burst = 8, subscribers = 14 }
"""


def _contract(*patterns: str) -> str:
    return _CONTRACT + "".join(_TOPIC % pattern for pattern in patterns)


@rule(
    "CAT005",
    Severity.ERROR,
    good=(
        _contract("room:{room_id:uuid}:chat", "room:{room_id:uuid}:live"),
        _contract("room:{room_id:uuid}", "room:lobby"),
        _contract("room:{room_id:uuid}", "room:{number:bigint}"),
    ),
    bad=(
        _contract("room:{room_id:uuid}:chat", "room:{room_id:uuid}:{what:text}"),
        _contract("room:{name:text}", "room:lobby"),
        _contract("room:{room_id:uuid}:chat") + "--- live/channels.toml\n" + _TOPIC % "room:{id:uuid}:chat",
    ),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading the contract noted about its patterns."""
    return project.noted(NoteKind.PATTERN_OVERLAP)
