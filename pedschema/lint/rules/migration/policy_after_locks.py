"""A policy on `realtime.messages` waits for its lock while other locks are held.

One open reader of the messages, or of the table of users with the platform's older extension, stops the
migration there, and everybody who writes the tables it has locked before stands behind it.

Instead: change the policies in a transaction of their own.

    commit;
    begin;
    set local lock_timeout = '200ms';
    create policy …;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.tables import in_public
from pedschema.lint.transactions import find_transactions, touched_table
from pedschema.model.names import QualifiedName
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_MESSAGES = "realtime.messages"
"""Whoever has its lock waits for it no more."""


@rule(
    "MIG004",
    Severity.WARNING,
    good=(
        """
        create table public.posts (id bigint);
        create index on public.posts (id);
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        begin;
        alter table public.posts add column a int;
        commit;
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        begin;
        alter table realtime.messages enable row level security;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
    ),
    bad=(
        """
        alter table public.posts add column a int;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        begin;
        update public.posts set open = true;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policy statements before which the transaction locks a table that it has not made."""
    for transaction in find_transactions(project):
        policy = transaction.policies[0]
        made: set[QualifiedName] = set()
        for statement in transaction.statements[: transaction.statements.index(policy)]:
            node, table = statement.node, touched_table(statement.node)
            if is_node(node, ast.CreateStmt):
                made.add(in_public(QualifiedName(node.relation.schemaname or "", node.relation.relname)))
            elif table and table not in made and str(table) != _MESSAGES:
                yield policy.hit(
                    f"it waits for realtime.messages while {table} is locked",
                    "commit before it, and change policies in a transaction of their own",
                )
                break
