"""CREATE FUNCTION statements."""

from __future__ import annotations

__all__ = ["FunctionStatement", "find_calls", "parse_function"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast, parse_plpgsql
from pglast.enums import FunctionParameterMode
from pglast.parser import ParseError

from pedschema.model.names import QualifiedName
from pedschema.syntax.scope import find_uses
from pedschema.syntax.source import SqlError, parse_statements, scan_tokens
from pedschema.syntax.tree import find_literals, is_node, read_name
from pedschema.syntax.types import format_type

if TYPE_CHECKING:
    from pedschema.syntax.source import Statement

_MODES = {
    FunctionParameterMode.FUNC_PARAM_OUT: "OUT ",
    FunctionParameterMode.FUNC_PARAM_INOUT: "INOUT ",
    FunctionParameterMode.FUNC_PARAM_VARIADIC: "VARIADIC ",
}


@dataclass(frozen=True, slots=True)
class FunctionStatement:
    """A CREATE FUNCTION statement as it is written.

    Attributes:
        name: its schema is empty when the statement does not name one.
        arguments: identity arguments, types alone.
        language: in lower case.
        volatility: `immutable`, `stable` or `volatile`.
        settings: SET clauses, values joined by a comma.
        calls: schema and name of every schema-qualified call in the body, sorted, itself left out.
        relations: tables in FROM of a body in SQL, as schema (empty when not written) and name.
    """

    name: QualifiedName
    arguments: str
    language: str
    security_definer: bool
    volatility: str
    settings: dict[str, str]
    calls: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str], ...]


def parse_function(statement: Statement) -> FunctionStatement | None:
    """Return the function that `statement` creates, or None when it creates none.

    Raises:
        SqlError: the body is no SQL or PL/pgSQL; the place counts from the start of the file.
    """
    node = statement.node
    if not is_node(node, ast.CreateFunctionStmt) or node.is_procedure:
        return None
    options = [(option.defname, option.arg) for option in node.options or ()]
    found = dict(options)
    schema, name = read_name(node.funcname)
    language = found["language"].sval.lower() if "language" in found else "sql"
    body = str(found["as"][0].sval) if "as" in found else ""
    relations = _check_body(statement, node, language, body)
    return FunctionStatement(
        name=QualifiedName(schema, name),
        arguments=_format_arguments(node),
        language=language,
        security_definer=bool(found["security"].boolval) if "security" in found else False,
        volatility=found["volatility"].sval if "volatility" in found else "volatile",
        settings={
            arg.name: ",".join(find_literals(arg)) for key, arg in options if key == "set" and arg.args
        },
        calls=tuple(call for call in find_calls(body or statement.text) if call != (schema, name)),
        relations=relations,
    )


def find_calls(sql: str) -> tuple[tuple[str, str], ...]:
    """Return schema and name of every schema-qualified call in `sql`, sorted, comments and strings aside."""
    tokens = scan_tokens(sql)
    words = [_fold(sql[token.start : token.end + 1]) for token in tokens]
    calls = {
        (words[place - 1], words[place + 1])
        for place, word in enumerate(words)
        if word == "." and 0 < place < len(words) - 2 and words[place + 2] == "("
    }
    return tuple(sorted(calls))


def _fold(word: str) -> str:
    return word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()


def _format_arguments(node: Any) -> str:
    parameters = node.parameters or ()
    return ", ".join(
        _MODES.get(parameter.mode, "") + format_type(parameter.argType, modifiers=False)
        for parameter in parameters
        if parameter.mode != FunctionParameterMode.FUNC_PARAM_TABLE
    )


def _check_body(statement: Statement, node: Any, language: str, body: str) -> tuple[tuple[str, str], ...]:
    """Return the relations of an SQL body; raise when the body does not parse."""
    start = statement.index + max(0, statement.text.find(body))
    if not body and not node.sql_body:
        raise SqlError("the function has no body", start)
    if language == "plpgsql":
        try:
            parse_plpgsql(statement.text)
        except ParseError as error:
            raise SqlError(error.args[0], start) from None
        return ()
    if language != "sql":
        return ()
    if not body:
        return _find_relations((node.sql_body,))
    try:
        return _find_relations(parse_statements(body))
    except SqlError as error:
        raise SqlError(error.message, start + error.index) from None


def _find_relations(nodes: Any) -> tuple[tuple[str, str], ...]:
    _, relations = find_uses(nodes)
    return tuple((schema, name) for schema, name, _ in relations)
