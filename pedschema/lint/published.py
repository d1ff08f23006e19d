"""The tables in `supabase_realtime`, the publication that Realtime's postgres_changes reads."""

from __future__ import annotations

__all__ = ["PUBLICATION", "read_published"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.once import once
from pedschema.lint.tables import in_public
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import StatementSubject

PUBLICATION = "supabase_realtime"


@once
def read_published(project: Project) -> Mapping[QualifiedName, StatementSubject]:
    """Return the tables that the statements leave in the publication, and which statement put each there."""
    found: dict[QualifiedName, StatementSubject] = {}
    for statement in project.statements:
        node = statement.node
        creates = is_node(node, ast.CreatePublicationStmt)
        if not (creates or is_node(node, ast.AlterPublicationStmt)) or node.pubname != PUBLICATION:
            continue
        action = "AP_SetObjects" if creates else node.action.name
        if action == "AP_SetObjects":
            found.clear()
        for name in _tables(node):
            if action == "AP_DropObjects":
                found.pop(name, None)
            else:
                found[name] = statement
    return found


def _tables(node: Any) -> Iterator[QualifiedName]:
    for item in node.pubobjects or ():
        if item.pubtable:
            relation = item.pubtable.relation
            yield in_public(QualifiedName(relation.schemaname or "", relation.relname))
