"""A policy admits everybody: its condition is always true.

Every role that the policy names reads or writes every private topic of the project. Permissive policies are
joined by OR, so one such policy undoes all others: a signed-in stranger, and with `to public` anybody who has
the public key, joins each channel, sees who is there, and forges the messages of triggers.

Instead: say whom the topic is for, and which topic.

    using (
        messages.extension = 'broadcast'
        and (select app.member((select app.topic_uuid('room:{id}', 'id'))))
    )
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "POL002",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        "create policy a on public.posts for select to authenticated using (true);",
        "create policy a on realtime.messages for select to authenticated using (false);",
    ),
    bad=(
        "create policy a on realtime.messages for select to authenticated using (true);",
        "create policy a on realtime.messages for insert to authenticated with check (1 = 1);",
        """
        create policy a on realtime.messages for select to authenticated
            using (true or (select realtime.topic()) = 'lobby');
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policies one of whose expressions is true for every row."""
    for policy in project.message_policies:
        if policy.permissive and any(map(_is_true, policy.expressions)):
            yield policy.hit("the condition is always true", "name the topic and who may join it")


def _is_true(node: Any) -> bool:
    if is_node(node, ast.BoolExpr):
        parts = [_is_true(part) for part in node.args]
        return any(parts) if node.boolop.name == "OR_EXPR" else node.boolop.name == "AND_EXPR" and all(parts)
    if is_node(node, ast.A_Expr):
        same = is_node(node.lexpr, ast.A_Const) and node.lexpr == node.rexpr
        return bool(same and node.name[-1].sval == "=")
    return bool(is_node(node, ast.A_Const) and is_node(node.val, ast.Boolean) and node.val.boolval)
