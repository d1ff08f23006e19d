"""A migration changes policies on `realtime.messages` without a lock_timeout.

One reader that stays open for three seconds makes three seconds without any message out of a statement that
takes a millisecond: everybody who comes later waits behind it. With 200 ms and another try the worst wait is
200 ms.

Instead: set it in the transaction, and run the migration again when it gives up.

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
from pedschema.lint.source import Origin
from pedschema.lint.transactions import find_transactions
from pedschema.syntax.tree import find_literals, is_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit, StatementSubject


@rule(
    "MIG005",
    Severity.INFO,
    good=(
        """
        begin;
        set local lock_timeout = '200ms';
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        set lock_timeout = '1s';
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        """,
        """
        begin;
        create policy a on public.posts for select using (true);
        commit;
        """,
    ),
    bad=(
        """
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        begin;
        set local lock_timeout = '200ms';
        commit;
        begin;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
        """
        begin;
        set local lock_timeout = 0;
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        commit;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the first policy statement of each SQL migration that no lock_timeout bounds."""
    for transaction in find_transactions(project):
        policy = transaction.policies[0]
        source = policy.source
        plain = source.origin is Origin.MIGRATION and source.file.endswith(".sql")
        here = transaction.statements[: transaction.statements.index(policy)]
        earlier = [each for each in transaction.before if not getattr(each.node, "is_local", False)]
        if (plain or transaction.begun) and not _is_bounded([*earlier, *here]):
            yield policy.hit(
                "it waits for the lock on realtime.messages without a limit",
                "put set local lock_timeout = '200ms' in front of it",
            )


def _is_bounded(statements: Iterable[StatementSubject]) -> bool:
    bounded = False
    for statement in statements:
        node = statement.node
        if is_node(node, ast.VariableSetStmt) and node.name == "lock_timeout":
            value: Any = node.args[0].val if node.args else None
            off = is_node(value, ast.Integer) and value.ival == 0
            bounded = node.kind.name == "VAR_SET_VALUE" and not off and "0" not in find_literals(node)
        elif is_node(node, ast.SelectStmt) and "lock_timeout" in find_literals(node):
            bounded = True
    return bounded
