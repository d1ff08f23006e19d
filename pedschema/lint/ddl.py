"""Statements that change objects, wherever they stand, and the objects that they change."""

from __future__ import annotations

__all__ = ["Command", "find_commands", "find_targets", "is_message_policy"]

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.constants import bare, read_text
from pedschema.lint.flow import read_steps
from pedschema.lint.once import once
from pedschema.lint.plpgsql import parse_body
from pedschema.lint.sending import read_sending
from pedschema.syntax.source import SqlError, parse_statements
from pedschema.syntax.tree import is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.lint.flow import Step
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit, StatementSubject

_WORDS = frozenset({"alter", "comment", "create", "drop", "grant", "revoke", "reindex", "cluster"})
_PLACEHOLDER = re.compile(r"%(?:(?P<place>\d+)\$)?[-\d]*(?P<kind>[sIL%])")

_FIELDS: dict[type[ast.Node], tuple[str, ...]] = {
    ast.AlterDomainStmt: ("typeName",),
    ast.AlterEnumStmt: ("typeName",),
    ast.AlterFunctionStmt: ("func",),
    ast.AlterObjectSchemaStmt: ("relation", "object"),
    ast.AlterOwnerStmt: ("relation", "object"),
    ast.AlterPolicyStmt: ("table",),
    ast.AlterSeqStmt: ("sequence",),
    ast.AlterTableStmt: ("relation",),
    ast.ClusterStmt: ("relation",),
    ast.CommentStmt: ("object",),
    ast.CompositeTypeStmt: ("typevar",),
    ast.CreateDomainStmt: ("domainname",),
    ast.CreateEnumStmt: ("typeName",),
    ast.CreateFunctionStmt: ("funcname",),
    ast.CreatePolicyStmt: ("table",),
    ast.CreateRangeStmt: ("typeName",),
    ast.CreateSeqStmt: ("sequence",),
    ast.CreateStmt: ("relation",),
    ast.CreateTrigStmt: ("relation",),
    ast.DefineStmt: ("defnames",),
    ast.IndexStmt: ("relation",),
    ast.IntoClause: ("rel",),
    ast.ReindexStmt: ("relation",),
    ast.RenameStmt: ("relation", "object"),
    ast.RuleStmt: ("relation",),
    ast.ViewStmt: ("view",),
}
"""Kinds of statements to the fields that name what they change."""


@dataclass(frozen=True, slots=True)
class Command:
    """A statement, and how to say where it stands."""

    node: Any
    hit: Callable[[str, str], Hit]


@once
def find_commands(project: Project) -> tuple[Command, ...]:
    """Return the statements of the texts, of blocks and functions in them, and what EXECUTE is given."""
    found = [Command(statement.node, statement.hit) for statement in project.statements]
    for statement in project.statements:
        if is_node(statement.node, ast.DoStmt):
            found += _find_formatted(statement)
    for body in read_sending(project).bodies.values():
        for step in body.steps:
            found += [Command(node, partial(body.function.hit, at=step.start)) for node in _read_step(step)]
    return tuple(found)


def is_message_policy(node: Any) -> bool:
    """Return whether the statement creates, changes or drops a policy on `realtime.messages`."""
    if is_node(node, ast.CreatePolicyStmt) or is_node(node, ast.AlterPolicyStmt):
        return (node.table.schemaname, node.table.relname) == ("realtime", "messages")
    dropped = is_node(node, ast.DropStmt) and node.removeType.name == "OBJECT_POLICY"
    return dropped and any(_name_of(item)[:-1] == ("realtime", "messages") for item in node.objects)


def find_targets(node: Any) -> tuple[tuple[str, ...], ...]:
    """Return the names of what the statement creates, changes or drops, the schema first where it is written.

    Name of a policy, trigger or column: after its table. A schema: its name and `*`.
    """
    if is_node(node, ast.DropStmt):
        names = tuple(_name_of(item) for item in node.objects)
        return tuple((*name, "*") for name in names) if node.removeType.name == "OBJECT_SCHEMA" else names
    if is_node(node, ast.CreateSchemaStmt):
        return ((node.schemaname or "", "*"),) if not node.if_not_exists else ()
    if is_node(node, ast.RenameStmt) and node.renameType.name == "OBJECT_SCHEMA":
        return ((node.subname, "*"),)
    if is_node(node, ast.CreateTableAsStmt):
        node = node.into
    fields = (getattr(node, field, None) for field in _FIELDS.get(type(node), ()))
    names = tuple(_name_of(value) for value in fields if value is not None)
    if is_node(node, ast.CreateStmt):
        names += tuple(_name_of(parent) for parent in node.inhRelations or ())
    return (*names, (node.newschema, "*")) if is_node(node, ast.AlterObjectSchemaStmt) else names


def _name_of(value: Any) -> tuple[str, ...]:
    if is_node(value, ast.RangeVar):
        return tuple(part for part in (value.schemaname, value.relname) if part)
    if is_node(value, ast.ObjectWithArgs):
        value = value.objname
    elif is_node(value, ast.TypeName):
        value = value.names
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(str(part.sval) for part in parts if is_node(part, ast.String))


def _find_formatted(statement: StatementSubject) -> Iterator[Command]:
    """Yield what a DO block builds with format(); the plain strings of EXECUTE are statements already."""
    bodies = [option.arg.sval for option in statement.node.args or () if option.defname == "as"]
    start = statement.index + max(0, statement.text.find(bodies[0])) if bodies else 0
    for step in read_steps(parse_body(statement.text), bodies[0], start) if bodies else ():
        if read_text(step.value) is None and step.value is not None:
            yield from (Command(node, partial(statement.hit, at=step.start)) for node in _read_step(step))


def _read_step(step: Step) -> tuple[Any, ...]:
    if step.tree is None:
        return ()
    text = _format(bare(step.value))
    if text.split(None, 1)[:1] and text.split(None, 1)[0].lower() in _WORDS:
        try:
            return parse_statements(text)
        except SqlError:
            return ()
    return (step.tree,)


def _format(tree: Any) -> str:
    """Return the text that is written, or that format() makes of a written one, or empty."""
    if not is_node(tree, ast.FuncCall):
        return read_text(tree) or ""
    if read_name(tree.funcname)[1] != "format" or not tree.args:
        return ""
    given = iter(tree.args[1:])

    def fill(match: re.Match[str]) -> str:
        if match["kind"] == "%":
            return "%"
        place = int(match["place"] or 0)
        argument = tree.args[place] if 0 < place < len(tree.args) else next(given, None)
        text = read_text(argument)
        quoted = {"s": "{}", "I": '"{}"', "L": "'{}'"}[match["kind"]]
        return quoted.format("placeholder" if text is None else text)

    return _PLACEHOLDER.sub(fill, read_text(tree.args[0]) or "")
