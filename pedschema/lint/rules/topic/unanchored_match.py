"""A policy looks for a text anywhere in the topic.

A topic is the client's to choose: "room:2:1" holds the id of room 1, and a member of room 1 joins it, with
whatever the topics of room 2 carry. A prefix that another condition asks for does not mend a match of an
id, only one of a fixed text.

Instead: compare the whole topic, or the part that holds the id.

    using (messages.topic = 'room:' || …)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.condition import find_conditions
from pedschema.lint.pattern import is_anchored
from pedschema.lint.rule import rule
from pedschema.lint.scalar import read_literal
from pedschema.lint.topic_match import find_matches, is_topical
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.condition import Condition
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.lint.topic_match import TopicMatch


_FINDERS = {"position", "strpos"}
_FOUND = {(">", 0), ("<>", 0), (">=", 1)}


@rule(
    "TOP003",
    Severity.ERROR,
    good=(
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room:%' and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.rooms as r where messages.topic like r.prefix || ':%')
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room:%' and messages.topic like '%:chat'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic ~ '^room:[0-9]+$|^hall$'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room:%' and messages.topic not like '%:staff'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            substring(messages.topic, position(':' in messages.topic) + 1) = (select auth.uid())::text
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'pair:%'
            and (select auth.uid())::text = any (string_to_array(messages.topic, ':'))
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            position('room:' in messages.topic) = 1 and app.may_follow(messages.topic)
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.rooms as r
                where r.name like '%' || (select auth.uid())::text and r.topic = messages.topic
            )
        );
        """,
    ),
    bad=(
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where m.user_id = (select auth.uid())
                    and (select realtime.topic()) like '%' || m.room_id::text || '%'
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic ~ 'room:[0-9]+'
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (topic ~~ (('%'::text || ( SELECT (auth.uid())::text AS uid)) || '%'::text))
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            exists (
                select from public.room_members as m
                where position(m.room_id::text in (select realtime.topic())) > 0
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            (select auth.uid())::text = any (string_to_array((select realtime.topic()), ':'))
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic like 'room:%'
            and exists (
                select from public.room_members as m where messages.topic like concat('%', m.room_id, '%')
            )
        );
        """,
        """
        create policy a on realtime.messages for select to authenticated using (
            messages.topic similar to '%(room|hall):%'
        );
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield matches that hold wherever in the topic the text stands."""
    for match in find_matches(project):
        if not match.negated and is_topical(match.condition, match.subject) and not _is_anchored(match):
            yield _hit(match.condition, match.node)
    for condition in find_conditions(project):
        for node in condition.find(ast.A_Expr) if condition.mentions["topic"] else ():
            if _is_search(condition, node) or _is_one_of(condition, node):
                yield _hit(condition, node)


def _hit(condition: Condition, node: Any) -> Hit:
    return condition.hit(
        "the text may stand anywhere in the topic",
        "compare the whole topic, or the part that holds the id",
        node,
    )


def _is_anchored(match: TopicMatch) -> bool:
    first, *others = match.leaves
    if first is None:
        return True
    if is_anchored(first) if match.is_regex else not first.startswith("%"):
        return True
    return None not in others and _has_prefix(match.condition, match.node)


def _has_prefix(condition: Condition, node: Any) -> bool:
    return any(_is_prefix(condition, part) for part in _beside(condition, node))


def _beside(condition: Condition, node: Any) -> Iterator[Any]:
    """Yield the other parts of every AND that `node` is a part of."""
    below = node
    for above in condition.above(node):
        if is_node(above, ast.BoolExpr) and above.boolop.name == "AND_EXPR":
            yield from (part for part in above.args if part is not below)
        below = above


def _is_prefix(condition: Condition, node: Any) -> bool:
    if is_node(node, ast.FuncCall):
        return read_name(node.funcname)[1] == "starts_with" and bool(condition.mention("topic", node))
    if not is_node(node, ast.A_Expr) or not condition.mention("topic", node):
        return False
    text = read_literal(node.rexpr)
    return node.name[-1].sval in {"=", "^@", "~~"} and text is not None and not text.startswith("%")


def _is_search(condition: Condition, node: Any) -> bool:
    call, number = node.lexpr, node.rexpr
    if not is_node(call, ast.FuncCall) or read_name(call.funcname)[1] not in _FINDERS:
        return False
    found = is_node(number, ast.A_Const) and is_node(number.val, ast.Integer)
    return bool(
        found and (node.name[-1].sval, number.val.ival) in _FOUND and is_topical(condition, call.args[0])
    )


def _is_one_of(condition: Condition, node: Any) -> bool:
    any_of = node.kind.name == "AEXPR_OP_ANY" and is_node(node.rexpr, ast.FuncCall)
    found = bool(any_of and node.name[-1].sval == "=" and is_topical(condition, node.rexpr))
    return found and not _has_prefix(condition, node)
