"""SQL fragments of the contract: every name in them must mean one thing under an empty search_path."""

from __future__ import annotations

__all__ = ["Fragments"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.catalogue.mistakes import suggest
from pedschema.syntax.expression import Expression, parse_expression
from pedschema.syntax.source import SqlError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pedschema.catalogue.context import Context
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import Table
    from pedschema.syntax.scope import ColumnUse

    Locate = Callable[[int], str]

_SYSTEM_COLUMNS = {"tableoid", "ctid", "xmin", "xmax", "cmin", "cmax"}


@dataclass(frozen=True, slots=True)
class Fragments:
    """The checks of fragments that see the same relations.

    Attributes:
        relations: name to table; None for a table that nothing is known of.
    """

    context: Context
    relations: Mapping[str, Table | None]

    def parse(self, sql: str, where: str) -> Expression | None:
        """Return what the fragment names, or None after noting that it does not parse."""
        try:
            expression = parse_expression(sql)
        except SqlError as error:
            what = f"the SQL `{sql}` does not parse: {error.message}"
            self.context.mistakes.add(where, what, fix="write one SQL expression", id="sql-syntax")
            return None
        self.check(expression, lambda _: where)
        return expression

    def check(self, expression: Expression, locate: Locate) -> None:
        """Note every name of `expression` that is unknown or could mean something else."""
        for use in expression.columns:
            if use.outer:
                self._check_outer(use, locate(use.index))
            else:
                self._check_inner(use, locate(use.index))
        for schema, name, index in expression.relations:
            self.check_relation(schema, name, locate(index))
        for schema, name, index in expression.types:
            self.check_type(schema, name, locate(index))
        for call in expression.calls:
            self.check_call(call.schema, call.name, locate(call.index))

    def check_relation(self, schema: str, name: str, where: str) -> None:
        """Note a relation that is named without its schema; those of pg_catalog need none."""
        if not schema and not name.startswith("pg_"):
            self._add_unqualified("table", name, self._find_schema(name), where)

    def check_type(self, schema: str, name: str, where: str) -> None:
        """Note an enum of the app that is named without its schema."""
        enums = self.context.lock.enums if self.context.lock else ()
        homes = [enum.name.schema for enum in enums if enum.name.name == name]
        if not schema and homes:
            self._add_unqualified("type", name, homes[0], where)

    def check_call(self, schema: str, name: str, where: str) -> None:
        """Note a call of a function that the owned schema does not hold, or holds under its full name."""
        owned, functions = self.context.contract.schema, self.context.functions
        if functions is None:
            return
        if not schema and name in functions:
            self._add_unqualified("function", name, owned, where)
        if schema == owned and name not in functions:
            fix = suggest(name, functions, "declare it in rules/")
            what = f'the function "{schema}.{name}" is not declared'
            self.context.mistakes.add(where, what, fix=fix, id="function-unknown")

    def _check_outer(self, use: ColumnUse, where: str) -> None:
        whole = use.column if not use.relation and use.column in self.relations else use.relation
        if whole and (not use.relation or not use.column) and whole in self.relations:
            what = f'"{whole}" means the whole row'
            self.context.mistakes.add(where, what, fix="name its columns", id="sql-whole-row")
        elif not use.relation:
            owners = [name for name, table in self.relations.items() if table and table.column(use.column)]
            fix = f"write {(owners or sorted(self.relations))[0]}.{use.column}"
            what = f'the column "{use.column}" does not say whose it is'
            self.context.mistakes.add(where, what, fix=fix, id="sql-column-unqualified")
        elif use.relation not in self.relations:
            fix = suggest(use.relation, self.relations, f"use one of {', '.join(sorted(self.relations))}")
            what = f'"{use.relation}" in "{use.relation}.{use.column}" is unknown'
            self.context.mistakes.add(where, what, fix=fix, id="sql-relation-unknown")
        else:
            self.check_column(self.relations[use.relation], use.column, where)

    def _check_inner(self, use: ColumnUse, where: str) -> None:
        tables = [self._find(name) for name in use.tables]
        known = [table for table in tables if table]
        if not known or len(known) < len(tables) or use.column in {"", *_SYSTEM_COLUMNS}:
            return
        if use.relation:
            self.check_column(known[0], use.column, where)
        elif not any(table.column(use.column) for table in known):
            self._check_outer(use, where)

    def check_column(self, table: Table | None, column: str, where: str) -> None:
        """Note a column that `table` does not have."""
        if table is None or table.column(column) or column in _SYSTEM_COLUMNS:
            return
        known = [found.name for found in table.columns]
        fix = suggest(column, known, f"use a column of {table.name}, or run `pedschema lock` if it is new")
        what = f'the table "{table.name}" has no column "{column}"'
        self.context.mistakes.add(where, what, fix=fix, id="column-unknown")

    def _add_unqualified(self, kind: str, name: str, schema: str, where: str) -> None:
        what = f'the {kind} "{name}" does not say its schema, and search_path is empty'
        fix = f"write {schema}.{name}"
        self.context.mistakes.add(where, what, fix=fix, id=f"sql-{kind}-unqualified")

    def _find(self, name: QualifiedName) -> Table | None:
        return self.context.lock.table(name) if self.context.lock else None

    def _find_schema(self, table: str) -> str:
        tables = self.context.lock.tables if self.context.lock else ()
        homes = [found.name.schema for found in tables if found.name.name == table]
        return homes[0] if homes else "schema"
