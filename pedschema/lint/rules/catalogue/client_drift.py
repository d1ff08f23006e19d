"""A client opens a channel that is no topic of the contract.

Nothing is ever sent there and nobody may join it: a private channel is refused for ever, every few seconds
anew, and a public one joins and stays silent. A renamed topic looks the same, so the screen goes stale
without an error in the build.

Instead: join a topic that the contract declares, or declare this one in a `channels.toml`.

    supabase.channel(`room:${roomId}:chat`, { config: { private: true } })
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.clients.contract import PREFIX, find_closest, find_topics, name_channel
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project


@rule(
    "CAT006",
    Severity.WARNING,
    good=(
        """
        // client
        supabase.channel(`room:${roomId}:chat`, { config: { private: true } }).subscribe();
        """,
        """
        // client
        const at = (id, what) => `room:${id}:${what}`;
        supabase.channel(at(roomId, 'live'), { config: { private: true } });
        """,
        """
        // client
        supabase.channel(name, { config: { private: true } }).subscribe();
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(`rooms:${roomId}:chat`, { config: { private: true } }).subscribe();
        """,
        """
        // client
        supabase.channel(`room:${roomId}`, { config: { private: true } }).subscribe();
        """,
        """
        // client
        const LOBBY = 'lobby';
        supabase.channel(LOBBY, { config: { private: true } }).subscribe();
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield channels whose name is known, and of no pattern of the contract."""
    if project.catalogue is None:
        return
    for channel in project.clients or ():
        known = channel.topic is not None and not channel.topic.startswith(PREFIX)
        if known and not find_topics(channel, project.catalogue):
            closest = find_closest(channel, project.catalogue)
            fix = "declare the topic in a channels.toml, or join one of the contract"
            if closest is not None:
                fix = f'join "{closest.pattern.untyped}", or declare the topic in a channels.toml'
            yield Hit(channel.place, f"{name_channel(channel)} is no topic of the contract", fix)
