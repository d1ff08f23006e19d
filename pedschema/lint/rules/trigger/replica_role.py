"""`session_replication_role` is set to `replica`.

Ordinary triggers do not fire in that session: every row it writes is changed without a message, and clients
show what is no longer true until they load again. Foreign keys are not checked either.

Instead: write with triggers on; when a restore has to be silent, tell the clients to load again once it is
done.

    select realtime.send('{}', 'reload', 'posts');
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.syntax.tree import find_literals, is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_SETTING = "session_replication_role"


@rule(
    "TRG016",
    Severity.WARNING,
    good=(
        "set session_replication_role = 'origin';",
        "set local lock_timeout = '200ms';",
    ),
    bad=(
        "set session_replication_role = replica;",
        """
        begin;
        set local session_replication_role to 'replica';
        commit;
        """,
        "select set_config('session_replication_role', 'replica', true);",
        "alter role importer set session_replication_role = 'replica';",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that switch ordinary triggers off for a session."""
    for statement in project.statements:
        if _switches(statement.node):
            yield statement.hit(
                "the session's ordinary triggers are switched off", "leave session_replication_role at origin"
            )


def _switches(node: Any) -> bool:
    if is_node(node, ast.AlterRoleSetStmt) or is_node(node, ast.AlterDatabaseSetStmt):
        node = node.setstmt
    if is_node(node, ast.VariableSetStmt):
        return node.name == _SETTING and "replica" in find_literals(node)
    if not is_node(node, ast.SelectStmt):
        return False
    return any(
        is_node(found, ast.FuncCall)
        and read_name(found.funcname)[1] == "set_config"
        and find_literals(found)[:2] == (_SETTING, "replica")
        for found in walk(node)
    )
