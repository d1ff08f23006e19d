"""A statement changes the publication from which Realtime reads messages.

A server that finds another table in it drops the publication and makes it again: messages that are stored in
between reach nobody. The platform refuses to drop it.

Instead: leave it alone; `supabase_realtime` is the publication for tables.

    alter publication supabase_realtime add table app.posts;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import find_commands, find_targets
from pedschema.lint.live_publication import find_foreign_tables
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_NAME = "supabase_realtime_messages_publication"


@rule(
    "PUB004",
    Severity.ERROR,
    good=(
        "alter publication supabase_realtime add table public.posts;",
        "create publication messages_backup for table public.posts;",
    ),
    bad=(
        "alter publication supabase_realtime_messages_publication add table public.posts;",
        "drop publication supabase_realtime_messages_publication;",
        "create publication supabase_realtime_messages_publication for table public.posts;",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that create, change or drop it."""
    for command in find_commands(project):
        node = command.node
        changes = is_node(node, ast.CreatePublicationStmt) or is_node(node, ast.AlterPublicationStmt)
        drops = is_node(node, ast.DropStmt) and node.removeType.name == "OBJECT_PUBLICATION"
        if (changes and node.pubname == _NAME) or (drops and (_NAME,) in find_targets(node)):
            yield command.hit(f'the statement changes "{_NAME}"', "leave it to the server")
    if project.live:
        yield from find_foreign_tables(project.live)
