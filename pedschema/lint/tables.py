"""Tables as the texts and the contract's lock know them."""

from __future__ import annotations

__all__ = ["KnownTable", "in_public", "read_tables"]

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.once import once
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column
from pedschema.syntax.tree import is_node, read_name
from pedschema.syntax.types import format_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.project import Project
    from pedschema.model.table import Table

_FOREIGN_KEY = re.compile(r"FOREIGN KEY \(([^)]*)\)")
_SERIAL = {"bigserial": "bigint", "serial8": "bigint", "serial": "integer", "serial4": "integer"}


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table; what a text does not say is not there.

    Attributes:
        key: columns of the primary key.
        references: columns of foreign keys.
        counted: columns whose values the database counts: identity and serial.
        partitioned: whether it is split into partitions.
    """

    name: QualifiedName
    columns: dict[str, Column] = field(default_factory=dict)
    key: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    partitioned: bool = False


def in_public(name: QualifiedName) -> QualifiedName:
    """Return the name with `public` for a schema that is not written."""
    return name if name.schema else QualifiedName("public", name.name)


@once
def read_tables(project: Project) -> Mapping[QualifiedName, KnownTable]:
    """Return the tables by their full names; the lock's columns go before those of a CREATE TABLE."""
    tables: dict[QualifiedName, KnownTable] = {}
    for statement in project.statements:
        node = statement.node
        if is_node(node, ast.CreateStmt) and node.relation.relpersistence != "t":
            _create(tables, node)
        elif is_node(node, ast.AlterTableStmt):
            table = tables.get(_name(node.relation))
            for command in node.cmds if table else ():
                _alter(table, command)
        elif is_node(node, ast.RenameStmt):
            _rename(tables, node)
        elif is_node(node, ast.DropStmt) and node.removeType.name == "OBJECT_TABLE":
            for item in node.objects:
                tables.pop(in_public(QualifiedName(*read_name(item))), None)
    for locked in project.catalogue.lock.tables if project.catalogue else ():
        tables[locked.name] = _read_locked(locked, tables.get(locked.name))
    return tables


def _read_locked(table: Table, seen: KnownTable | None) -> KnownTable:
    names = (match[1] for key in table.foreign_keys if (match := _FOREIGN_KEY.match(key)))
    references = {name.strip().strip('"') for columns in names for name in columns.split(",")}
    columns = {column.name: column for column in table.columns}
    partitioned = table.partitioned or (seen is not None and seen.partitioned)
    counted = seen.counted if seen else set()
    return KnownTable(table.name, columns, set(table.primary_key), references, counted, partitioned)


def _create(tables: dict[QualifiedName, KnownTable], node: Any) -> None:
    name = _name(node.relation)
    if node.if_not_exists and name in tables:
        return
    table = KnownTable(name, partitioned=bool(node.partspec))
    for element in node.tableElts or ():
        if is_node(element, ast.ColumnDef):
            _add_column(table, element)
        elif is_node(element, ast.Constraint):
            _add_constraint(table, element, ())
    tables[name] = table


def _alter(table: Any, command: Any) -> None:
    kind, column = command.subtype.name, table.columns.get(command.name)
    if kind == "AT_AddColumn":
        _add_column(table, command.def_)
    elif kind == "AT_AddConstraint":
        _add_constraint(table, command.def_, ())
    elif kind == "AT_DropColumn":
        table.columns.pop(command.name, None)
    elif column is None:
        return
    elif kind in {"AT_SetNotNull", "AT_DropNotNull"}:
        nullable = kind == "AT_DropNotNull"
        table.columns[column.name] = Column(column.name, column.type, nullable, column.generated)
    elif kind == "AT_AlterColumnType":
        type_ = format_type(command.def_.typeName)
        table.columns[column.name] = Column(column.name, type_, column.nullable, column.generated)


def _rename(tables: dict[QualifiedName, KnownTable], node: Any) -> None:
    is_column = node.renameType.name == "OBJECT_COLUMN" and node.relation
    table = tables.get(_name(node.relation)) if is_column else None
    if table is None:
        return
    column = table.columns.pop(node.subname, None)
    if column:
        table.columns[node.newname] = Column(node.newname, column.type, column.nullable, column.generated)
    for names in (table.key, table.references, table.counted):
        if node.subname in names:
            names.remove(node.subname)
            names.add(node.newname)


def _add_column(table: KnownTable, node: Any) -> None:
    kinds = {constraint.contype.name for constraint in node.constraints or ()}
    type_ = format_type(node.typeName) if node.typeName else ""
    counted = type_ in _SERIAL or "CONSTR_IDENTITY" in kinds
    stored = [c.generated_kind for c in node.constraints or () if c.contype.name == "CONSTR_GENERATED"]
    generated = ("virtual" if "v" in stored else "stored") if stored else ""
    nullable = not (counted or kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"})
    table.columns[node.colname] = Column(node.colname, _SERIAL.get(type_, type_), nullable, generated)
    if counted:
        table.counted.add(node.colname)
    for constraint in node.constraints or ():
        _add_constraint(table, constraint, (node.colname,))


def _add_constraint(table: KnownTable, node: Any, columns: tuple[str, ...]) -> None:
    kind = node.contype.name
    if kind == "CONSTR_PRIMARY":
        keys = {key.sval for key in node.keys or ()} or set(columns)
        table.key.update(keys)
        for key in keys & set(table.columns):
            column = table.columns[key]
            table.columns[key] = Column(key, column.type, nullable=False, generated=column.generated)
    elif kind == "CONSTR_FOREIGN":
        table.references.update({key.sval for key in node.fk_attrs or ()} or set(columns))


def _name(relation: Any) -> QualifiedName:
    return in_public(QualifiedName(relation.schemaname or "", relation.relname))
