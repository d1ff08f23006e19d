"""A policy of the contract asks which topic is joined, and not which topic a message is of.

A session in SQL that sets `realtime.topic` to a topic of its own reads the kept messages of all topics, and
writes to them. For the server the two are one; they are not where the schema `realtime` is exposed, or where
a function runs as the client.

Instead: compare the two, in every policy.

    using (messages.topic = (select realtime.topic()) and …)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.source import Origin
from pedschema.syntax.tree import is_node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_CONTRACT = """\
name = "app"
schema = "app"
realtime = "2.129.8"
app_schemas = ["public"]

[limits]
payload_bytes = 256000
events_per_second = 100
joins_per_second = 100
channels_per_client = 100
clients = 200
--- chat/read.sql
create policy app_lobby_read on realtime.messages for select to authenticated using (
    messages.extension = 'broadcast' and %s
);
"""


@rule(
    "POL023",
    Severity.INFO,
    good=(
        _CONTRACT % "messages.topic = (select realtime.topic()) and messages.topic = 'lobby'",
        _CONTRACT % "topic = 'lobby'",
        _CONTRACT % "(select app.may_read(messages))",
    ),
    bad=(
        _CONTRACT % "(select realtime.topic()) = 'lobby'",
        _CONTRACT % "exists (select from public.rooms as r where r.topic = (select realtime.topic()))",
    ),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield policies of the contract in which the message's own topic does not stand."""
    for policy in project.message_policies:
        if policy.statement.source.origin is Origin.CONTRACT and policy.expressions:
            names = [_split(node) for tree in policy.expressions for node in walk(tree)]
            if not any(map(_is_of_message, filter(None, names))):
                what = "messages.topic is not compared with realtime.topic()"
                yield policy.hit(what, "add messages.topic = (select realtime.topic())")


def _split(node: Any) -> tuple[str, ...]:
    if not is_node(node, ast.ColumnRef):
        return ()
    return tuple(part.sval for part in node.fields if is_node(part, ast.String))


def _is_of_message(name: tuple[str, ...]) -> bool:
    """Return whether a column is the message's topic, or its whole row."""
    return name[-2:] in {("messages", "topic"), ("topic",)} or name[-1] == "messages"
