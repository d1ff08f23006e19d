"""A policy on `realtime.messages` is changed before other work of the same transaction.

From that statement on until the commit nobody joins a channel and no message is stored. The lock is
exclusive, and with the platform's older extension nobody signs in either: an index or an update that takes
ten seconds takes them from every user.

Instead: put the policies last, into a transaction of their own.

    begin;
    set local lock_timeout = '200ms';
    create policy …;
    commit;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

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


@rule(
    "MIG003",
    Severity.WARNING,
    good=(
        """
        update public.posts set open = true;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        create index on public.posts (room_id);
        """,
        """
        create policy a on public.posts for select using (true);
        update public.posts set open = true;
        """,
        """
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        create table public.notes (id bigint);
        create index on public.notes (id);
        """,
    ),
    bad=(
        """
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        update public.posts set open = true;
        """,
        """
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        create index on public.posts (room_id);
        commit;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that lock a table or write rows while a lock on the messages is held."""
    for transaction in find_transactions(project):
        place = transaction.statements.index(transaction.policies[0])
        made = {_made(statement.node) for statement in transaction.statements}
        for statement in transaction.statements[place + 1 :]:
            table = touched_table(statement.node)
            if table and table not in made:
                yield statement.hit(
                    f"{table} is worked on while realtime.messages is locked",
                    "move the policies to the end, into a transaction of their own",
                )
                break


def _made(node: Any) -> QualifiedName | None:
    """Return the table that the statement makes: nobody else waits for that one."""
    if not is_node(node, ast.CreateStmt):
        return None
    return in_public(QualifiedName(node.relation.schemaname or "", node.relation.relname))
