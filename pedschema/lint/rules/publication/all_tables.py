"""The publication for postgres_changes takes in every table.

Tables without row-level security are sent to whoever asks, those that are added later too, and each change of
any table is decoded and checked against every subscription. Only a superuser may create such a publication,
so on the hosted platform the migration fails.

Instead: name the tables.

    alter publication supabase_realtime add table app.posts;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import find_commands
from pedschema.lint.published import PUBLICATION
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PUB005",
    Severity.ERROR,
    good=(
        "create publication supabase_realtime for table public.posts;",
        "create publication backup for all tables;",
        "alter publication supabase_realtime add table public.posts, public.notes;",
    ),
    bad=(
        "create publication supabase_realtime for all tables;",
        "alter publication supabase_realtime add tables in schema public;",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that publish tables without naming them."""
    for command in find_commands(project):
        node = command.node
        creates = is_node(node, ast.CreatePublicationStmt)
        if not (creates or is_node(node, ast.AlterPublicationStmt)) or node.pubname != PUBLICATION:
            continue
        schemas = any(item.pubtable is None for item in node.pubobjects or ())
        if node.for_all_tables or (schemas and (creates or node.action.name != "AP_DropObjects")):
            yield command.hit("the publication takes in tables that it does not name", "name the tables")
