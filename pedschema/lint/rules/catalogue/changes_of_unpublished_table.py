"""A client asks for the changes of a table that the contract does not publish.

One table outside the publication silences the whole channel: the server rolls all its subscriptions back
and says so in a `system` message alone, while the client still reports SUBSCRIBED. A table that is
published by hand works until the next database is made from the migrations.

Instead: publish to a topic of the contract what the screen shows, and join that topic.

    supabase.channel(`room:${roomId}:chat`, { config: { private: true } })
        .on('broadcast', { event: 'messages.INSERT' }, show)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.client import Kind
from pedschema.lint.clients.values import HOLE
from pedschema.lint.rule import rule
from pedschema.lint.subjects import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.client import ClientBinding
    from pedschema.lint.project import Project
    from pedschema.model.catalogue import Catalogue


@rule(
    "CAT021",
    Severity.WARNING,
    good=(
        """
        // client
        supabase.channel('c').on('postgres_changes', { event: '*', table: 'messages' }, refetch);
        """,
        """
        // client
        supabase.channel('c').on('postgres_changes', { event: '*', table }, refetch);
        """,
        """
        // client
        supabase.channel('c').on('broadcast', { event: 'members.INSERT' }, refetch);
        """,
    ),
    bad=(
        """
        // client
        supabase.channel('c').on('postgres_changes', { event: '*', table: 'members' }, refetch);
        """,
        """
        // client
        supabase.channel('c').on('postgres_changes', { schema: 'public', table: 'mesages' }, refetch);
        """,
        """
        // client
        supabase.channel('c').on('postgres_changes', { event: '*', schema: 'public' }, refetch);
        """,
    ),
    file="client.ts",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield bindings to tables that no publication of the contract is about."""
    if project.catalogue is None:
        return
    reasons = {str(name): reason for name, reason in project.catalogue.unpublished}
    published = {str(publication.table) for publication in project.catalogue.publications}
    for channel in project.clients or ():
        for binding in channel.bindings:
            if binding.kind is Kind.CHANGES and (what := _describe(binding, published, reasons)):
                yield Hit(binding.place, what, _fix(binding, project.catalogue))


def _describe(binding: ClientBinding, published: set[str], reasons: dict[str, str]) -> str:
    if binding.schema is None or binding.table is None or HOLE in binding.schema + binding.table:
        return ""
    if not binding.table:
        return f'the changes of every table of "{binding.schema}" are asked for'
    name = f"{binding.schema}.{binding.table}"
    if name in published:
        return ""
    if name in reasons:
        return f'the changes of "{name}" are asked for, which is not published: {reasons[name]}'
    return f'the changes of "{name}" are asked for, of which the contract knows nothing'


def _fix(binding: ClientBinding, catalogue: Catalogue) -> str:
    if binding.table:
        return f'publish "{binding.table}" to a topic in a channels.toml, and join that topic'
    topic = next((str(each.pattern.untyped) for each in catalogue.topics), "")
    return f'join the topics that tell what the screen shows, such as "{topic}"'
