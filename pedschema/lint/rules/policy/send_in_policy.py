"""A policy sends a message.

Nobody gets it: Realtime asks policies in a transaction that it takes back. Each join and each first message
pay for the write, and the policy of a table is asked from inside of itself.

Instead: send from a trigger on the table that changes, and let the policy only decide.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.syntax.tree import read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_SENDING = {("realtime", "send"), ("realtime", "send_binary"), ("realtime", "broadcast_changes")}


@rule(
    "POL019",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated
            using (extension = 'broadcast' and (select realtime.topic()) = 'lobby');
        """,
        """
        create policy a on realtime.messages for select to authenticated
            using (app.send((select realtime.topic())));
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) = 'lobby'
            and realtime.send('{}'::jsonb, 'joined', 'lobby') is not null
        );
        """,
        """
        create function app.welcome() returns boolean language plpgsql as $$
        begin
            perform realtime.send('{}'::jsonb, 'joined', realtime.topic());
            return true;
        end
        $$;
        create policy a on realtime.messages for select to authenticated
            using ((select realtime.topic()) = 'lobby' and app.welcome());
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield calls of Realtime's sending functions, and of functions whose body sends."""
    senders = {(each.name.schema, each.name.name) for each in project.functions if each.sends} | _SENDING
    for condition in find_conditions(project):
        for node in condition.find(ast.FuncCall):
            name = read_name(node.funcname)
            if name in senders:
                yield condition.hit(
                    f'"{".".join(filter(None, name))}" sends a message', "send from a trigger", node
                )
