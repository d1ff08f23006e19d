"""Sources to subjects: what the statements of all texts leave behind, taken together."""

from __future__ import annotations

__all__ = ["build_project", "parse_source"]

from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.body import find_queries, find_sends
from pedschema.lint.project import Project
from pedschema.lint.subjects import FunctionSubject, PolicySubject, StatementSubject, TriggerSubject
from pedschema.model.names import QualifiedName
from pedschema.syntax.function import find_calls
from pedschema.syntax.source import SqlError, split_statements
from pedschema.syntax.tree import find_literals, is_node, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.source import Source

_TIMINGS = {2: "BEFORE", 64: "INSTEAD OF"}
_EVENTS = {4: "INSERT", 16: "UPDATE", 8: "DELETE", 32: "TRUNCATE"}


def parse_source(source: Source) -> tuple[StatementSubject, ...]:
    """Return the statements of a text.

    Raises:
        SqlError: PostgreSQL's grammar refuses the text.
    """
    return tuple(
        StatementSubject(source, found.node, found.index, found.index + len(found.text), number)
        for number, found in enumerate(split_statements(source.text))
    )


def build_project(sources: Iterable[Source]) -> Project:
    """Return what the texts make together, in their order; a text that does not parse makes nothing."""
    statements: list[StatementSubject] = []
    objects: dict[tuple[str, ...], Any] = {}
    for source in sources:
        try:
            parsed = parse_source(source)
        except SqlError:
            continue
        statements += parsed
        for statement in parsed:
            _apply(objects, statement)
    return Project(
        statements=tuple(statements),
        policies=_of(objects, PolicySubject),
        functions=_of(objects, FunctionSubject),
        triggers=_of(objects, TriggerSubject),
    )


def _of(objects: dict[tuple[str, ...], Any], kind: type[Any]) -> tuple[Any, ...]:
    return tuple(each for each in objects.values() if isinstance(each, kind))


def _apply(objects: dict[tuple[str, ...], Any], statement: StatementSubject) -> None:
    node = statement.node
    if is_node(node, ast.CreatePolicyStmt):
        policy = _read_policy(statement, node)
        objects["policy", str(policy.table), policy.name] = policy
    elif is_node(node, ast.AlterPolicyStmt):
        key = ("policy", str(_name(node.table)), node.policy_name)
        if key in objects:
            objects[key] = _alter_policy(objects[key], statement, node)
    elif is_node(node, ast.CreateFunctionStmt):
        function = _read_function(statement, node)
        objects["function", str(function.name)] = function
    elif is_node(node, ast.CreateTrigStmt):
        trigger = _read_trigger(statement, node)
        objects["trigger", str(trigger.table), trigger.name] = trigger
    elif is_node(node, ast.DropStmt):
        _drop(objects, node)


def _drop(objects: dict[tuple[str, ...], Any], node: Any) -> None:
    kind = node.removeType.name.removeprefix("OBJECT_").lower()
    for item in node.objects:
        if kind in {"policy", "trigger"}:
            *table, name = [part.sval for part in item]
            objects.pop((kind, ".".join(table if len(table) > 1 else ["", *table]), name), None)
        elif kind == "function":
            objects.pop((kind, str(QualifiedName(*read_name(item.objname)))), None)


def _read_policy(statement: StatementSubject, node: Any) -> PolicySubject:
    return PolicySubject(
        statement=statement,
        name=node.policy_name,
        table=_name(node.table),
        command=node.cmd_name.upper(),
        permissive=bool(node.permissive),
        roles=_roles(node.roles),
        using=node.qual,
        check=node.with_check,
    )


def _alter_policy(policy: PolicySubject, statement: StatementSubject, node: Any) -> PolicySubject:
    return PolicySubject(
        statement=statement,
        name=policy.name,
        table=policy.table,
        command=policy.command,
        permissive=policy.permissive,
        roles=_roles(node.roles) if node.roles else policy.roles,
        using=node.qual or policy.using,
        check=node.with_check or policy.check,
    )


def _roles(roles: Any) -> tuple[str, ...]:
    return tuple(
        role.rolename or role.roletype.name.removeprefix("ROLESPEC_").lower() for role in roles or ()
    )


def _read_function(statement: StatementSubject, node: Any) -> FunctionSubject:
    options = [(option.defname, option.arg) for option in node.options or ()]
    found = dict(options)
    language = found["language"].sval.lower() if "language" in found else "sql"
    body = str(found["as"][0].sval) if "as" in found else ""
    start = statement.index + max(0, statement.text.find(body))
    queries = find_queries(statement.text, language, body, start)
    if node.sql_body:
        queries = ((node.sql_body, 0),)
    return FunctionSubject(
        statement=statement,
        name=QualifiedName(*read_name(node.funcname)),
        language=language,
        returns_trigger=bool(node.returnType and node.returnType.names[-1].sval == "trigger"),
        security_definer=bool(found["security"].boolval) if "security" in found else False,
        volatility=found["volatility"].sval if "volatility" in found else "volatile",
        settings={
            arg.name: ",".join(find_literals(arg)) for key, arg in options if key == "set" and arg.args
        },
        body=body,
        body_index=start,
        queries=queries,
        sends=find_sends(queries),
        calls=_calls(body),
    )


def _calls(body: str) -> tuple[tuple[str, str], ...]:
    try:
        return find_calls(body)
    except SqlError:
        return ()


def _read_trigger(statement: StatementSubject, node: Any) -> TriggerSubject:
    return TriggerSubject(
        statement=statement,
        name=node.trigname,
        table=_name(node.relation),
        timing=_TIMINGS.get(node.timing, "AFTER"),
        events=tuple(word for bit, word in _EVENTS.items() if node.events & bit),
        columns=tuple(column.sval for column in node.columns or ()),
        per_row=bool(node.row),
        when=node.whenClause,
        function=QualifiedName(*read_name(node.funcname)),
    )


def _name(table: Any) -> QualifiedName:
    return QualifiedName(table.schemaname or "", table.relname)
