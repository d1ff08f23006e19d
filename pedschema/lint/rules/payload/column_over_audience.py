"""A payload carries a column that the topic's readers may not select.

What a grant keeps from a role reaches it in each message all the same: a trigger sends with the privileges
of its owner, and neither column privileges nor the table's policies are asked. Every reader of the topic
has it.

Instead: take the column out of the publication, or grant SELECT on it to the roles that read the topic.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule
from pedschema.syntax.source import SqlError, parse_statements
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.model.names import QualifiedName
    from pedschema.model.publication import Publication


@rule(
    "PAY002",
    Severity.ERROR,
    good=(
        "revoke select on public.messages from anon;",
        """
        alter table public.messages add column secret text;
        revoke select on public.messages from authenticated;
        grant select (id, room_id, content) on public.messages to authenticated;
        """,
    ),
    bad=(
        """
        revoke select on public.messages from authenticated;
        grant select (id, room_id) on public.messages to authenticated;
        """,
        "revoke all on public.messages from authenticated;",
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield publications some of whose columns a role that reads the topic may not select."""
    if project.catalogue is None or project.live is None:
        return
    for topic in project.catalogue.topics:
        for publication in topic.publications:
            for role in topic.read:
                hidden = list(_find_hidden(project.live, publication, role))
                if hidden:
                    names = ", ".join(f'"{name}"' for name in hidden)
                    what = f'role "{role}" may not select {names}, and reads it on {topic.pattern}'
                    fix = "take it out of columns, or grant SELECT on it"
                    yield declared_hit(publication.where, f"publication {publication.name}", what, fix)


def _find_hidden(live: Live, publication: Publication, role: str) -> Iterator[str]:
    tables = {"row": publication.table} | {lookup.alias: lookup.table for lookup in publication.lookups}
    for projected in publication.columns:
        source = _plain_column(projected.sql, tables)
        table = live.table(source[0]) if source else None
        if source and table and role in live.roles and source[1] not in table.readable(role):
            yield f"{source[0]}.{source[1]}"


def _plain_column(sql: str, tables: dict[str, QualifiedName]) -> tuple[QualifiedName, str] | None:
    """Return the column that `sql` is, when it is one as it stands and nothing computed from one."""
    try:
        (statement,) = parse_statements(f"SELECT {sql}\n")
        (target,) = statement.targetList
    except (SqlError, ValueError, AttributeError, TypeError):
        return None
    if not is_node(target.val, ast.ColumnRef):
        return None
    names = [part.sval for part in target.val.fields if is_node(part, ast.String)]
    return (tables[names[0]], names[1]) if len(names) == 2 and names[0] in tables else None
