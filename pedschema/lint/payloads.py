"""What triggers put into their messages: whole rows, and columns one by one."""

from __future__ import annotations

__all__ = ["Payload", "judge_payloads", "judge_sent", "read_payloads", "read_rows"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.constants import bare
from pedschema.lint.nulls import read_row_column
from pedschema.lint.once import once
from pedschema.lint.sending import read_sending, variable_name
from pedschema.lint.tables import in_public, read_tables
from pedschema.syntax.tree import child_nodes, is_node, read_name, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message, Sending
    from pedschema.lint.subjects import Hit, TriggerSubject
    from pedschema.lint.tables import KnownTable
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import Column

_CARRIED = {"broadcast_changes": ("new", "old")}
_PASSING = frozenset(
    {"to_jsonb", "to_json", "row_to_json", "jsonb_build_object", "json_build_object", "jsonb_build_array"}
    | {"json_build_array", "jsonb_agg", "json_agg", "jsonb_strip_nulls", "jsonb_object_agg", "jsonb_set"}
)
"""Functions that keep what they are given; any other may leave columns out."""

_JOINING = frozenset({"||", "-"})
"""Operators whose result still holds most of a row: some keys less are no list of what is sent."""

_TEXT = frozenset({"text", "varchar"})


@dataclass(frozen=True, slots=True)
class Payload:
    """What one message carries of the row that a trigger fires for.

    Attributes:
        whole: whether the row goes out with every column.
        named: columns that go out one by one, in their own type.
        table: the trigger's table, or None when no text makes it.
    """

    trigger: TriggerSubject
    message: Message
    whole: bool
    named: frozenset[str]
    table: KnownTable | None

    @property
    def source(self) -> QualifiedName:
        """The full name of the trigger's table."""
        return in_public(self.trigger.table)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that go out in their own type, as far as the table is known."""
        known = self.table.columns if self.table else {}
        return tuple(column for name, column in known.items() if self.whole or name in self.named)


@once
def read_payloads(project: Project) -> tuple[Payload, ...]:
    """Return what each trigger's messages carry of its row."""
    sending, tables = read_sending(project), read_tables(project)
    return tuple(
        Payload(
            trigger,
            message,
            bool(read_rows(sending, message)),
            frozenset(name for _, name in _read_parts(sending, message) if name),
            tables.get(in_public(trigger.table)),
        )
        for trigger, messages in sending.by_trigger()
        for message in messages
    )


def judge_payloads(project: Project, judge: Callable[[Payload], tuple[str, str] | None]) -> Iterator[Hit]:
    """Yield a hit for each payload of which `judge` returns what is wrong and how to mend it, each once."""
    judged = ((payload.message, judge(payload)) for payload in read_payloads(project))
    yield from dict.fromkeys(message.hit(*told) for message, told in judged if told)


def judge_sent(project: Project, is_wrong: Callable[[Any], bool], what: str, fix: str) -> Iterator[Hit]:
    """Yield a hit for each call of `realtime.send` whose payload may be an expression that is wrong."""
    sending = read_sending(project)
    yield from dict.fromkeys(
        message.hit(what, fix)
        for message in sending.starts()
        if message.send.function == "send"
        and any(is_wrong(tree) for tree, _ in sending.values(message, message.arguments.get("payload")))
    )


def read_rows(sending: Sending, message: Message) -> tuple[str, ...]:
    """Return the rows that go out whole, by their names in the function."""
    return tuple(row for row, name in _read_parts(sending, message) if not name)


def _read_parts(sending: Sending, message: Message) -> Iterator[tuple[str, str]]:
    """Yield row and column of what the message carries; the column is empty for all of them."""
    rows = _row_names(sending, message)
    for parameter in _CARRIED.get(message.send.function, ("payload",)):
        for tree, _ in sending.values(message, message.arguments.get(parameter)):
            if tree is not None:
                yield from _visit(sending, message, tree, rows)


def _row_names(sending: Sending, message: Message) -> frozenset[str]:
    """Return `new`, `old` and the names that the call has for rows of transition tables."""
    transitions = {
        each.name
        for trigger in sending.triggers_of(message)
        for each in trigger.statement.node.transitionRels or ()
    }
    if not transitions:
        return frozenset({"new", "old"})
    relations = [node for node in walk(message.step.tree) if is_node(node, ast.RangeVar)]
    named = (
        node.alias.aliasname if node.alias else node.relname
        for node in relations
        if node.relname in transitions
    )
    return frozenset({"new", "old", *named})


def _visit(sending: Sending, message: Message, tree: Any, rows: frozenset[str]) -> Iterator[tuple[str, str]]:
    if is_node(tree, ast.TypeCast) and tree.typeName.names[-1].sval in _TEXT:
        return
    tree = bare(tree)
    if is_node(tree, ast.ColumnRef):
        name, column = variable_name(tree), read_row_column(tree)
        if name in rows:
            yield name, ""
        elif column[0] in rows:
            yield column
        elif name:
            values = (value for value, _ in sending.values(message, tree) if value is not tree)
            for value in values:
                yield from _visit(sending, message, value, rows - {name}) if value is not None else ()
        return
    for part in _parts(tree):
        yield from _visit(sending, message, part, rows)


def _parts(tree: Any) -> Iterator[Any]:
    """Yield the parts of an expression that its value holds."""
    if is_node(tree, ast.FuncCall):
        if read_name(tree.funcname)[1] in _PASSING:
            yield from tree.args or ()
    elif is_node(tree, ast.A_Expr):
        if tree.name[-1].sval in _JOINING:
            yield from (side for side in (tree.lexpr, tree.rexpr) if side is not None)
    elif is_node(tree, ast.CaseExpr):
        yield from (branch.result for branch in tree.args)
        yield from (tree.defresult,) if tree.defresult is not None else ()
    elif is_node(tree, ast.SelectStmt):
        yield from (target.val for target in tree.targetList or ())
    elif not (is_node(tree, ast.NullTest) or is_node(tree, ast.BooleanTest) or is_node(tree, ast.BoolExpr)):
        yield from child_nodes(tree)
