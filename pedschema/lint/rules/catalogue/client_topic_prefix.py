"""A client gives a channel the prefix "realtime:" that the library adds itself.

The server then sees the topic with the prefix in it, which is no topic that a policy admits or a trigger
sends to: the join is refused, or stays silent on a public channel.

Instead: give the topic as the contract writes it.

    supabase.channel(`room:${roomId}:chat`, { config: { private: true } })
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.clients.contract import PREFIX, name_channel
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project


@rule(
    "CAT027",
    Severity.ERROR,
    good=(
        """
        // client
        supabase.channel(`room:${id}:chat`, { config: { private: true } });
        """,
        """
        // client
        supabase.channel('realtime', { config: { private: true } });
        """,
        """
        // client
        socket.join(`realtime:room:${id}:chat`);
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`realtime:room:${id}:chat`, { config: { private: true } });
        """,
        """
        // client
        const PREFIX = 'realtime:';
        supabase.channel(PREFIX + room, { config: { private: true } });
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield channels whose name begins with the prefix."""
    for channel in project.clients or ():
        if channel.topic is not None and channel.topic.startswith(PREFIX):
            yield Hit(
                channel.place,
                f'{name_channel(channel)} begins with "{PREFIX}"',
                "drop the prefix, the client library adds it",
            )
