"""A policy on `realtime.messages` is changed by a role that is not `postgres`.

The platform's extension compares the name: every other role, a member of `postgres` too, gets 42501 and the
migration is rolled back.

Instead: become `postgres` for these statements.

    set local role postgres;
    create policy …;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import is_message_policy
from pedschema.lint.rule import rule
from pedschema.lint.transactions import find_transactions
from pedschema.syntax.tree import find_literals, is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_OWN = frozenset({"", "none", "default", "postgres"})
_ROLES = frozenset({"role", "session_authorization"})


@rule(
    "MIG007",
    Severity.ERROR,
    good=(
        """
        set role app_owner;
        set role postgres;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        set role app_owner;
        reset role;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        begin;
        set local role app_owner;
        commit;
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        set role app_owner;
        create policy a on public.posts for select using (true);
        """,
    ),
    bad=(
        """
        set role app_owner;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        begin;
        set local role supabase_admin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        set session authorization app_owner;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policy statements that run after the text has become another role."""
    for transaction in find_transactions(project):
        role = ""
        for statement in transaction.before:
            role = _read_role(statement.node, role, local=False)
        for statement in transaction.statements:
            role = _read_role(statement.node, role, local=True)
            if is_message_policy(statement.node) and role not in _OWN:
                yield statement.hit(
                    f'it runs as "{role}", and only "postgres" may', "put set local role postgres in front"
                )
                break


def _read_role(node: Any, role: str, *, local: bool) -> str:
    """Return the role after the statement, which counts for later transactions unless it is local."""
    if not is_node(node, ast.VariableSetStmt) or node.name not in _ROLES or (node.is_local and not local):
        return role
    return (find_literals(node) or ("",))[0]
