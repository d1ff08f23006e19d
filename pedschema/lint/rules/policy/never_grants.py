"""A policy, or a part of it, can never be met.

Nobody joins or sends through it, and Realtime says no more than "Unauthorized". The only extensions are
`broadcast` and `presence`: changes of tables have their own checks and never pass here. RESTRICTIVE policies
only take away; without a permissive one beside them there is nothing to take away from.

Instead: name an extension that exists, and give each restrictive policy a permissive one to narrow.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.lint.scalar import list_items, read_literal
from pedschema.lint.truth import EXTENSIONS, can_hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_FIX = "compare messages.extension with 'broadcast' or 'presence'"


@rule(
    "POL004",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = any (array['broadcast', 'presence']) and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        create policy b on realtime.messages as restrictive for select
            using ((select auth.jwt()) ->> 'aal' = 'aal2');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (case when (select realtime.topic()) = 'lobby' then extension = 'broadcast' else false end);
        """,
        "create policy a on public.posts for select to authenticated using (false);",
    ),
    bad=(
        "create policy a on realtime.messages for select to authenticated using (false);",
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'postgres_changes' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (extension in ('broadcast', 'postgres_changes') and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and extension = 'presence' and topic = 'lobby');
        """,
        """
        create policy a on realtime.messages as restrictive for select to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = null);
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield conditions that cannot be met, extensions that do not exist, and lone restrictive policies."""
    conditions = find_conditions(project)
    open_roles = {
        (asked, role)
        for condition in conditions
        if condition.policy.permissive
        for asked in condition.asks
        for role in condition.policy.roles
    }
    for condition in conditions:
        unknown = next(_find_unknown(condition), None)
        if unknown:
            yield condition.hit(f'no message has the extension "{unknown[0]}"', _FIX, unknown[1])
        elif not can_hold(condition, condition.tree):
            yield condition.hit(
                "the condition is never true", "write a condition that can be met", condition.tree
            )
        elif not condition.policy.permissive and not _meets(condition, open_roles):
            yield condition.hit(
                "it is restrictive, and no permissive policy stands beside it",
                "add a permissive policy for the same command and role",
            )


def _meets(condition: Condition, open_roles: set[tuple[str, str]]) -> bool:
    """Return whether some permissive policy is for a command and a role of this restrictive one."""
    roles = set(condition.policy.roles)
    return any(
        asked in condition.asks and ("public" in roles or role in roles or role == "public")
        for asked, role in open_roles
    )


def _find_unknown(condition: Condition) -> Iterator[tuple[str, object]]:
    for node in condition.find(ast.A_Expr):
        if condition.column(node.lexpr) != "extension":
            continue
        items = list_items(node.rexpr) or (node.rexpr,)
        for item in items:
            text = item if isinstance(item, str) else read_literal(item)
            if text is not None and node.name[-1].sval in {"=", "<>"} and text not in EXTENSIONS:
                yield text, node
