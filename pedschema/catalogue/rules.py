"""`rules/*.sql` → functions that policies and publications call."""

from __future__ import annotations

__all__ = ["load_rules"]

import re
from typing import TYPE_CHECKING

from pedschema.catalogue.context import TOPIC_FUNCTIONS
from pedschema.catalogue.fragments import Fragments
from pedschema.catalogue.statements import load_statement
from pedschema.model.function import Function
from pedschema.sql.search_path import is_pinned
from pedschema.syntax.function import FunctionStatement, parse_function
from pedschema.syntax.source import SqlError

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.catalogue.context import Context
    from pedschema.catalogue.statements import Located
    from pedschema.model.names import QualifiedName


def load_rules(context: Context, folder: Path) -> tuple[Function, ...]:
    """Return the rules, sorted by name, and let `context` know which functions there are.

    When a file cannot be understood the name of its function stays unknown: nothing is said about calls.
    """
    files: list[tuple[Located, FunctionStatement]] = []
    paths = sorted(folder.glob("*.sql"))
    for path in paths:
        with context.mistakes.collecting():
            located = load_statement(path, "CREATE FUNCTION")
            if function := _parse(context, located):
                files.append((located, function))
    if len(files) == len(paths):
        names = {function.name.name for _, function in files}
        context.functions = frozenset(names | TOPIC_FUNCTIONS.keys())
    rules: dict[tuple[QualifiedName, str], Function] = {}
    for located, function in files:
        _check_rule(context, function, located.where())
        rule = _build(context, function, located)
        other = rules.setdefault((rule.name, rule.arguments), rule)
        if other is not rule:
            what = f'the function "{rule.name}({rule.arguments})" is also created at {other.where}'
            context.mistakes.add(rule.where, what, fix="remove or rename one", id="rule-duplicate")
    return tuple(rules[identity] for identity in sorted(rules))


def _build(context: Context, found: FunctionStatement, located: Located) -> Function:
    calls = {name for schema, name in found.calls if schema == context.contract.schema}
    sql = located.statement.text
    return Function(found.name, found.arguments, sql, tuple(sorted(calls)), where=located.where())


def _parse(context: Context, located: Located) -> FunctionStatement | None:
    try:
        function = parse_function(located.statement)
    except SqlError as error:
        what = f"the function's body does not parse: {error.message}"
        context.mistakes.add(located.locate(error.index), what, fix="correct the SQL", id="sql-syntax")
        return None
    if function is None:
        what = "the statement is no CREATE FUNCTION"
        context.mistakes.add(located.where(), what, fix="move it out of rules/", id="rule-statement")
    return function


def _check_rule(context: Context, found: FunctionStatement, where: str) -> None:
    add, schema = context.mistakes.add, context.contract.schema
    name = found.name.name
    if found.name.schema != schema:
        what = f'the function "{name}" is not in the owned schema "{schema}"'
        add(where, what, fix=f"name it {schema}.{name}", id="rule-schema")
    if re.search(r"_v\d+$", name):
        what = f'the name "{name}" ends like a version, which generated functions have'
        add(where, what, fix=f'name it "{re.sub(r"_v[0-9]+$", "", name)}"', id="rule-version")
    if name in TOPIC_FUNCTIONS:
        add(where, f'the name "{name}" is taken by pedschema', fix="rename it", id="rule-taken")
    if found.language not in {"sql", "plpgsql"}:
        what = f'the function "{name}" is in language "{found.language}"'
        add(where, what, fix="write it in sql or plpgsql", id="rule-language")
    if not found.security_definer:
        what = f'the function "{name}" runs with its caller\'s rights and would see no rows'
        add(where, what, fix="add SECURITY DEFINER", id="rule-security")
    if found.volatility != "stable":
        what = f'the function "{name}" is {found.volatility}'
        add(where, what, fix="add STABLE", id="rule-volatility")
    if not is_pinned(found.settings.get("search_path")):
        what = f'the function "{name}" looks names up wherever its caller says'
        add(where, what, fix="add SET search_path = pg_catalog, pg_temp", id="rule-search-path")
    names = Fragments(context, {})
    for relation_schema, relation in found.relations:
        names.check_relation(relation_schema, relation, where)
    for call_schema, call in found.calls:
        names.check_call(call_schema, call, where)
