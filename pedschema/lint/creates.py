"""Trees of CREATE and ALTER statements to the subjects that they make."""

from __future__ import annotations

__all__ = [
    "argument_types",
    "table_name",
    "to_altered_function",
    "to_altered_policy",
    "to_function",
    "to_policy",
    "to_trigger",
]

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pglast.enums import FunctionParameterMode

from pedschema.lint.body import find_queries, find_sends
from pedschema.lint.plpgsql import EMPTY, parse_body
from pedschema.lint.subjects import FunctionSubject, PolicySubject, TriggerSubject
from pedschema.model.names import QualifiedName
from pedschema.syntax.function import find_calls
from pedschema.syntax.source import SqlError
from pedschema.syntax.tree import find_literals, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.lint.subjects import StatementSubject

_TIMINGS = {2: "BEFORE", 64: "INSTEAD OF"}
_EVENTS = {4: "INSERT", 16: "UPDATE", 8: "DELETE", 32: "TRUNCATE"}
_OUTPUTS = {FunctionParameterMode.FUNC_PARAM_OUT, FunctionParameterMode.FUNC_PARAM_TABLE}


def table_name(table: Any) -> QualifiedName:
    """Return the name that a RangeVar writes; the schema is empty when it writes none."""
    return QualifiedName(table.schemaname or "", table.relname)


def argument_types(types: Iterable[Any]) -> tuple[str, ...]:
    """Return what tells functions of one name apart; the schemas of the types are left out."""
    return tuple(each.names[-1].sval + "[]" * len(each.arrayBounds or ()) for each in types)


def to_policy(statement: StatementSubject, node: Any) -> PolicySubject:
    """Return the policy that a CREATE POLICY statement makes."""
    return PolicySubject(
        statement=statement,
        name=node.policy_name,
        table=table_name(node.table),
        command=node.cmd_name.upper(),
        permissive=bool(node.permissive),
        roles=_roles(node.roles),
        using=node.qual,
        check=node.with_check,
    )


def to_altered_policy(policy: PolicySubject, statement: StatementSubject, node: Any) -> PolicySubject:
    """Return the policy after an ALTER POLICY statement; what that does not write stays."""
    return replace(
        policy,
        statement=statement,
        roles=_roles(node.roles) if node.roles else policy.roles,
        using=node.qual or policy.using,
        check=node.with_check or policy.check,
    )


def to_function(statement: StatementSubject, node: Any) -> tuple[tuple[str, ...], FunctionSubject]:
    """Return the function that a CREATE FUNCTION statement makes, after its argument types."""
    options = [(option.defname, option.arg) for option in node.options or ()]
    found = dict(options)
    language = found["language"].sval.lower() if "language" in found else "sql"
    body = str(found["as"][0].sval) if "as" in found else ""
    start = statement.index + max(0, statement.text.find(body))
    code = parse_body(statement.text) if language == "plpgsql" else EMPTY
    queries = find_queries(language, body, start, code)
    if node.sql_body:
        queries = ((node.sql_body, 0),)
    function = FunctionSubject(
        statement=statement,
        name=QualifiedName(*read_name(node.funcname)),
        language=language,
        returns_trigger=bool(node.returnType and node.returnType.names[-1].sval == "trigger"),
        security_definer=bool(found["security"].boolval) if "security" in found else False,
        volatility=found["volatility"].sval if "volatility" in found else "volatile",
        settings=_settings({}, options),
        body=body,
        body_index=start,
        code=code,
        queries=queries,
        sends=find_sends(queries),
        calls=_calls(body),
    )
    inputs = (each.argType for each in node.parameters or () if each.mode not in _OUTPUTS)
    return argument_types(inputs), function


def to_altered_function(function: FunctionSubject, node: Any) -> FunctionSubject:
    """Return the function after an ALTER FUNCTION statement; it stays where it was created."""
    options = [(option.defname, option.arg) for option in node.actions or ()]
    found = dict(options)
    return replace(
        function,
        security_definer=bool(found["security"].boolval)
        if "security" in found
        else function.security_definer,
        volatility=found["volatility"].sval if "volatility" in found else function.volatility,
        settings=_settings(dict(function.settings), options),
    )


def to_trigger(statement: StatementSubject, node: Any) -> TriggerSubject:
    """Return the trigger that a CREATE TRIGGER statement makes."""
    return TriggerSubject(
        statement=statement,
        name=node.trigname,
        table=table_name(node.relation),
        timing=_TIMINGS.get(node.timing, "AFTER"),
        events=tuple(word for bit, word in _EVENTS.items() if node.events & bit),
        columns=tuple(column.sval for column in node.columns or ()),
        per_row=bool(node.row),
        when=node.whenClause,
        function=QualifiedName(*read_name(node.funcname)),
    )


def _settings(settings: dict[str, str], options: list[tuple[str, Any]]) -> dict[str, str]:
    for key, arg in options:
        if key == "set" and arg.args:
            settings[arg.name] = ",".join(find_literals(arg))
        elif key == "set" and arg.kind.name == "VAR_RESET_ALL":
            settings.clear()
        elif key == "set":
            settings.pop(arg.name, None)
    return settings


def _roles(roles: Any) -> tuple[str, ...]:
    return tuple(
        role.rolename or role.roletype.name.removeprefix("ROLESPEC_").lower() for role in roles or ()
    )


def _calls(body: str) -> tuple[tuple[str, str], ...]:
    try:
        return find_calls(body)
    except SqlError:
        return ()
