"""Privileges on tables of the schema `realtime` are granted or revoked.

On the hosted platform nothing happens but a warning: `postgres` may not pass them on, and the migration looks
as if it had worked. A role of your own can still not read or write a message.

Instead: let a SECURITY DEFINER function of your own send for the role, and grant that.

    grant execute on function app.tell(text) to reporter;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import find_commands
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "MIG006",
    Severity.WARNING,
    good=(
        "grant usage on schema realtime to reporter;",
        "grant select on public.messages to reporter;",
        "grant execute on function realtime.topic() to reporter;",
    ),
    bad=(
        "grant select on realtime.messages to reporter;",
        "revoke insert on realtime.messages from anon;",
        "grant select on all tables in schema realtime to reporter;",
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield GRANT and REVOKE statements on the platform's tables."""
    for command in find_commands(project):
        node = command.node
        if not is_node(node, ast.GrantStmt) or node.objtype.name != "OBJECT_TABLE":
            continue
        schemas = {
            getattr(item, "schemaname", None) or getattr(item, "sval", "") for item in node.objects or ()
        }
        if "realtime" in schemas:
            word = "GRANT" if node.is_grant else "REVOKE"
            yield command.hit(
                f"{word} on a table of the platform does nothing", "leave it out, and use policies"
            )
