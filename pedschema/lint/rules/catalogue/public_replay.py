"""A client asks a public channel for messages of the past.

The client library throws before it joins, or the server refuses the join with UnableToReplayMessages: only
private channels keep their messages.

Instead: open the channel as private.

    supabase.channel(`room:${roomId}:chat`, {
        config: { private: true, broadcast: { replay: { since, limit: 10 } } },
    })
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.clients.contract import name_channel
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project


@rule(
    "CAT026",
    Severity.ERROR,
    good=(
        """
        // client
        const broadcast = { replay: { since } };
        supabase.channel(`room:${id}:chat`, { config: { private: true, broadcast } });
        """,
        """
        // client
        const broadcast = { replay: { since } };
        supabase.channel(`room:${id}:chat`, { config: { ...shared, broadcast } });
        """,
        """
        // client
        supabase.channel(`room:${id}:chat`, { config: { broadcast: { self: true } } });
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`room:${id}:chat`, { config: { broadcast: { replay: { since } } } });
        """,
        """
        // client
        const broadcast = { replay: { since, limit: 5 } };
        supabase.channel(`room:${id}:chat`, { config: { private: false, broadcast } });
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield public channels with replay."""
    for channel in project.clients or ():
        if channel.replay and channel.private is False:
            yield Hit(
                channel.place,
                f"{name_channel(channel)} asks for replay and is not private",
                "open it with config: { private: true }",
            )
