"""A client asks for the changes of a table that the contract tells by broadcast.

The changes come by another way than the contract's: whole rows past its columns and its policies, one check
of the table's row security for each subscriber and change, and nothing at all where the table is in no
publication. A DELETE goes to everybody who listens to the table, or with a filter to nobody.

Instead: join the topic that tells the table's changes.

    supabase.channel(`room:${roomId}:chat`, { config: { private: true } })
        .on('broadcast', { event: 'messages.INSERT' }, show)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.client import Kind
from pedschema.lint.clients.contract import find_topics, list_names
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.client import ClientBinding
    from pedschema.lint.project import Project
    from pedschema.model.publication import Publication
    from pedschema.model.topic import TopicPattern


@rule(
    "CAT022",
    Severity.WARNING,
    good=(
        """
        // client
        supabase.channel(room).on('broadcast', { event: 'messages.INSERT' }, show);
        """,
        """
        // client
        supabase.channel(room).on('postgres_changes', { event: '*', table: 'members' }, refetch);
        """,
        """
        // client
        supabase
            .channel(room)
            .on('postgres_changes', { event: '*', schema: 'archive', table: 'messages' }, refetch);
        """,
    ),
    bad=(
        """
        // client
        supabase.channel(room).on('postgres_changes', { event: '*', table: 'messages' }, refetch);
        """,
        """
        // client
        const where = { event: 'INSERT', schema: 'public', table: 'messages' };
        supabase.channel('messages').on('postgres_changes', where, refetch).subscribe();
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield bindings to tables that some publication of the contract is about."""
    if project.catalogue is None:
        return
    publications: dict[str, list[Publication]] = {}
    for publication in project.catalogue.publications:
        publications.setdefault(str(publication.table), []).append(publication)
    for channel in project.clients or ():
        joined = {topic.pattern for topic in find_topics(channel, project.catalogue)}
        for binding in channel.bindings:
            name = f"{binding.schema}.{binding.table}"
            if binding.kind is Kind.CHANGES and name in publications:
                told = publications[name]
                best = _find_best(binding, told, joined)
                yield Hit(
                    binding.place,
                    f'the changes of "{name}" are asked for, which are told on {_topics(told)}',
                    f"join {_topics([best])} and listen to {list_names(best.events)}",
                )


def _find_best(binding: ClientBinding, told: list[Publication], joined: set[TopicPattern]) -> Publication:
    """Return the publication on a topic that is joined anyway, or that is about what the filter is about."""
    column = (binding.filter or "").partition("=")[0]
    here = [publication for publication in told if publication.topic in joined]
    same = [publication for publication in told if column in publication.topic.names]
    return (here or same or told)[0]


def _topics(publications: list[Publication]) -> str:
    return list_names(publication.topic.untyped for publication in publications)
