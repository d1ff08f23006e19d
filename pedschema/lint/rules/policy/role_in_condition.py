"""A policy asks for the role in its condition, where TO says it.

The condition is asked for every other role too, and says less than it seems: whoever signed in anonymously
is "authenticated" as well, and "service_role" is asked nothing. With TO, PostgreSQL leaves the policy
out before it looks at the condition.

Instead: write `to authenticated`; tell anonymous sign-ins by the claim `is_anonymous`.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions, unwrap
from pedschema.lint.rule import rule
from pedschema.lint.scalar import list_items, read_literal
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_ROLES = {"anon", "authenticated", "service_role"}


@rule(
    "POL021",
    Severity.INFO,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'lobby' and not ((select auth.jwt()) ->> 'is_anonymous')::boolean
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and m.role = 'authenticated'
                    and m.topic = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'role:' || (select auth.role()));
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select
            using ((select realtime.topic()) = 'lobby' and (select auth.role()) = 'authenticated');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby' and (select auth.jwt()) ->> 'role' = 'authenticated');
        """,
        """
        create policy a on realtime.messages for select to anon, authenticated
            using ((select realtime.topic()) = 'lobby' and auth.role() in ('authenticated', 'service_role'));
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield comparisons of the caller's role with a role of the platform."""
    for condition in find_conditions(project):
        for node in condition.find(ast.A_Expr):
            if node.name[-1].sval == "=" and _is_role(node.lexpr):
                items = list_items(node.rexpr) or (node.rexpr,)
                texts = {item if isinstance(item, str) else read_literal(item) for item in items}
                if texts & _ROLES:
                    yield condition.hit(
                        "the role is asked for in the condition", "name the role after TO", node
                    )


def _is_role(node: Any) -> bool:
    inner = unwrap(node)
    if is_node(inner, ast.FuncCall):
        name = read_name(inner.funcname)
        setting = read_literal(inner.args[0]) if inner.args else None
        return name == ("auth", "role") or (
            name[1] == "current_setting" and setting == "request.jwt.claim.role"
        )
    return is_node(inner, ast.A_Expr) and inner.name[-1].sval == "->>" and read_literal(inner.rexpr) == "role"
