"""A wide table has REPLICA IDENTITY FULL.

Every update and delete writes the whole old row to the log, and to every standby and slot that reads it.
Broadcasts from triggers carry the old row without it; only the old values of postgres_changes need it.

Instead: keep the primary key as the identity.

    alter table app.posts replica identity default;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import find_commands
from pedschema.lint.rule import rule
from pedschema.lint.tables import in_public, read_tables
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_WIDE = 20
_BULKY = frozenset({"bytea", "tsvector", "xml", "json", "jsonb"})


@rule(
    "PUB006",
    Severity.INFO,
    good=(
        """
        create table public.posts (id uuid primary key, title text);
        alter table public.posts replica identity full;
        """,
        """
        create table public.posts (id uuid primary key, picture bytea);
        alter table public.posts replica identity default;
        """,
        "alter table public.unknown replica identity full;",
    ),
    bad=(
        """
        create table public.posts (id uuid primary key, picture bytea);
        alter table public.posts replica identity full;
        """,
        """
        create table public.posts (
            id uuid primary key, a int, b int, c int, d int, e int, f int, g int, h int, i int,
            j int, k int, l int, m int, n int, o int, p int, q int, r int, s int
        );
        alter table public.posts replica identity full;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that set it on a table of many columns, or with one of a type that can be large."""
    tables = read_tables(project)
    for command in find_commands(project):
        node = command.node
        if not is_node(node, ast.AlterTableStmt) or not any(map(_sets_full, node.cmds)):
            continue
        table = tables.get(in_public(QualifiedName(node.relation.schemaname or "", node.relation.relname)))
        columns = table.columns.values() if table else ()
        if len(columns) >= _WIDE or any(column.type.removesuffix("[]") in _BULKY for column in columns):
            yield command.hit(
                f"{node.relation.relname} writes its whole old row to the log", "set replica identity default"
            )


def _sets_full(command: Any) -> bool:
    return bool(command.subtype.name == "AT_ReplicaIdentity" and command.def_.identity_type == "f")
