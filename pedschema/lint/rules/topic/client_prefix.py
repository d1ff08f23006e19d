"""A policy expects the prefix "realtime:", which only clients' own protocol has.

No topic is ever equal to it, so nobody joins. The server takes the prefix off before it asks: what a client
calls "realtime:room:1" is "room:1" to policies and to `realtime.send`.

Instead: leave the prefix away.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.rule import rule
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


_PREFIX = "realtime:"
_HARMLESS = {"replace", "regexp_replace", "ltrim", "btrim"}


@rule(
    "TOP005",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic = 'room:1' and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            replace(messages.topic, 'realtime:', '') = 'room:1'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic = 'realtimers:1' and current_setting('realtime.topic', true) <> ''
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic = 'realtime:lobby'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select realtime.topic()) like 'realtime:room:%'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where 'realtime:room:' || m.room_id = (select realtime.topic())
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic ~ '^realtime:room:'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            app.member(app.topic_uuid('realtime:room:{id}', 'id'))
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield texts with the prefix, those that are only taken off aside."""
    for condition in find_conditions(project):
        for node in condition.find(ast.A_Const) if condition.mentions["topic"] else ():
            text = node.val.sval if is_node(node.val, ast.String) else ""
            if text.lstrip("^%").startswith(_PREFIX) and not _is_taken_off(condition, node):
                yield condition.hit(
                    f'"{text}" has the prefix "{_PREFIX}", which no topic has here',
                    "leave the prefix away",
                    node,
                )


def _is_taken_off(condition: Condition, node: Any) -> bool:
    calls = (each for each in condition.above(node) if is_node(each, ast.FuncCall))
    return any(read_name(each.funcname)[1] in _HARMLESS for each in calls)
