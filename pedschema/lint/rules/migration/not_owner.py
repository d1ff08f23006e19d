"""A statement changes what belongs to the platform in the schema `realtime`.

On the hosted platform it fails with 42501 and the whole migration is rolled back; on a plain PostgreSQL,
where `postgres` owns the table, it passes. A project may create, alter and drop policies on
`realtime.messages`, and nothing else there.

Instead: leave the table as it is, drop and create a policy where it would be renamed, and keep objects of
your own in a schema of your own.

    drop policy if exists old_name on realtime.messages;
    create policy new_name on realtime.messages for select to authenticated using (…);
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.ddl import find_commands, find_targets
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_POLICY_TABLES = frozenset({("realtime", "messages"), ("realtime", "subscription")})


@rule(
    "MIG001",
    Severity.ERROR,
    good=(
        """
        create policy read_lobby on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby');
        alter policy read_lobby on realtime.messages to authenticated;
        drop policy read_lobby on realtime.messages;
        """,
        """
        create index on public.messages (topic);
        alter table public.messages enable row level security;
        """,
        """
        do $$ begin
            execute format('alter table %I.%I enable row level security', 'public', 'messages');
        end $$;
        """,
        """
        grant usage on schema realtime to reporter;
        select realtime.send('{}', 'alter table realtime.messages', 'lobby');
        """,
        "create schema if not exists realtime;",
    ),
    bad=(
        "alter table realtime.messages enable row level security;",
        "create index on realtime.messages (topic);",
        "comment on table realtime.messages is 'Messages';",
        "comment on policy a on realtime.messages is 'Members';",
        "alter policy a on realtime.messages rename to b;",
        "create table realtime.audit (id bigint);",
        "create or replace function realtime.topic() returns text language sql as $$ select 'lobby' $$;",
        "drop trigger count on realtime.messages;",
        """
        create table public.day partition of realtime.messages
            for values from ('2026-01-01') to ('2026-01-02');
        """,
        "create policy a on realtime.messages_2026_11_24 for select using (true);",
        """
        do $$ begin
            alter table realtime.messages force row level security;
        end $$;
        """,
        """
        do $$ begin
            execute format('alter table %I.%I add column a int', 'realtime', 'messages');
        end $$;
        """,
        """
        create function public.set_up() returns void language plpgsql as $$
        begin
            execute 'create index on realtime.messages (event)';
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that change something in `realtime` other than policies on its tables."""
    for command in find_commands(project):
        targets = [name for name in find_targets(command.node) if len(name) > 1 and name[0] == "realtime"]
        if targets and not _is_allowed(command.node, targets):
            what = "realtime" if targets[0][1] == "*" else ".".join(targets[0][:2])
            yield command.hit(
                f'the statement changes "{what}", which belongs to the platform', _fix(command.node)
            )


def _is_allowed(node: Any, targets: list[tuple[str, ...]]) -> bool:
    if is_node(node, ast.CreatePolicyStmt) or is_node(node, ast.AlterPolicyStmt):
        return set(targets) <= _POLICY_TABLES
    if is_node(node, ast.DropStmt) and node.removeType.name == "OBJECT_POLICY":
        return {name[:2] for name in targets} <= _POLICY_TABLES
    # Creating a trigger there works, and is the matter of another rule.
    return bool(is_node(node, ast.CreateTrigStmt))


def _fix(node: Any) -> str:
    if is_node(node, ast.RenameStmt) and node.renameType.name == "OBJECT_POLICY":
        return "drop the policy and create it under the new name"
    return "leave it out, or move it to a schema of your own"
