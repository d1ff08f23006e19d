"""What kind of statement a tree is, and which tables it is about."""

from __future__ import annotations

__all__ = ["Named", "Table", "read_statement", "table_of"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_OF_A_TABLE = {"TRIGGER", "POLICY", "RULE"}
_TARGETED = {
    "CreateTrigStmt": ("CREATE TRIGGER", "relation"),
    "CreatePolicyStmt": ("CREATE POLICY", "table"),
    "AlterPolicyStmt": ("ALTER POLICY", "table"),
    "RuleStmt": ("CREATE RULE", "relation"),
    "AlterObjectSchemaStmt": ("SET SCHEMA", "relation"),
    "AlterTableStmt": ("ALTER TABLE", "relation"),
    "CreateStmt": ("CREATE TABLE", "relation"),
    "CreateTableAsStmt": ("CREATE TABLE AS", ""),
    "InsertStmt": ("INSERT", "relation"),
    "UpdateStmt": ("UPDATE", "relation"),
    "DeleteStmt": ("DELETE", "relation"),
}
_PLAIN = {
    "AlterDefaultPrivilegesStmt": "ALTER DEFAULT PRIVILEGES",
    "AlterFunctionStmt": "ALTER FUNCTION",
    "CompositeTypeStmt": "CREATE TYPE",
    "CreateEnumStmt": "CREATE TYPE",
    "CreateFunctionStmt": "CREATE FUNCTION",
    "CreateSchemaStmt": "CREATE SCHEMA",
    "CreateSeqStmt": "CREATE SEQUENCE",
    "SelectStmt": "SELECT",
    "VariableSetStmt": "SET",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a statement names it.

    Attributes:
        name: `schema.table` without quotes; without a schema if the statement writes none.
        children: off when the statement says ONLY.
        needs: `TRIGGER` or `POLICY` and its name, if the statement minds only tables that have it.
    """

    name: str
    children: bool = True
    needs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A statement's kind, such as `CREATE POLICY`, and the tables that it is about."""

    kind: str
    tables: tuple[Table, ...] = ()


def read_statement(node: Any) -> Named:
    """Return kind and tables of a statement; for one that is not known here the kind is its tree's name."""
    name = type(node).__name__
    if name in _TARGETED:
        kind, field = _TARGETED[name]
        relation = node.into.rel if name == "CreateTableAsStmt" else getattr(node, field)
        return Named(kind, _tables(filter(None, [relation])))
    read = _READERS.get(name)
    return read(node) if read else Named(_PLAIN.get(name, name.removesuffix("Stmt").upper()))


def table_of(relation: Any) -> Table:
    """Return the table that a RangeVar names."""
    names = filter(None, (relation.schemaname, relation.relname))
    return Table(".".join(names), children=bool(relation.inh))


def _tables(relations: Iterable[Any]) -> tuple[Table, ...]:
    return tuple(map(table_of, relations))


def _read_drop(node: Any) -> Named:
    what = _object(node.removeType)
    kind = f"DROP {what}{' CASCADE' if node.behavior.name == 'DROP_CASCADE' else ''}"
    if what in {"TABLE", "VIEW", "INDEX"}:
        return Named(kind, tuple(Table(".".join(_parts(each))) for each in node.objects))
    if what not in _OF_A_TABLE:
        return Named(kind)
    tables = []
    for each in node.objects:
        *table, name = _parts(each)
        tables.append(Table(".".join(table), needs=(what, name)))
    return Named(kind.removesuffix(" CASCADE"), tuple(tables))


def _read_comment(node: Any) -> Named:
    what = _object(node.objtype).replace("TABCONSTRAINT", "CONSTRAINT")
    if what == "TABLE":
        return Named("COMMENT ON TABLE", (Table(".".join(_parts(node.object))),))
    if what in {*_OF_A_TABLE, "COLUMN", "CONSTRAINT"}:
        return Named(f"COMMENT ON {what}", (Table(".".join(_parts(node.object)[:-1])),))
    return Named("COMMENT")


def _read_rename(node: Any) -> Named:
    return Named(f"RENAME {_object(node.renameType)}", _tables(filter(None, [node.relation])))


def _read_grant(node: Any) -> Named:
    is_table = _object(node.objtype) == "TABLE" and node.targtype.name == "ACL_TARGET_OBJECT"
    return Named("GRANT ON TABLE", _tables(node.objects)) if is_table else Named("GRANT")


def _read_index(node: Any) -> Named:
    return Named(f"CREATE INDEX{' CONCURRENTLY' if node.concurrent else ''}", (table_of(node.relation),))


def _read_publication(node: Any) -> Named:
    verb = "CREATE" if type(node).__name__ == "CreatePublicationStmt" else "ALTER"
    tables = _tables(each.pubtable.relation for each in node.pubobjects or () if each.pubtable)
    return Named(f"{verb} PUBLICATION", tables)


def _object(kind: Any) -> str:
    return str(kind.name).removeprefix("OBJECT_")


def _parts(name: Any) -> list[str]:
    return [str(part.sval) for part in name]


_READERS: dict[str, Callable[[Any], Named]] = {
    "AlterOwnerStmt": lambda node: Named(f"ALTER {_object(node.objectType)}"),
    "AlterPublicationStmt": _read_publication,
    "CommentStmt": _read_comment,
    "CreatePublicationStmt": _read_publication,
    "DropStmt": _read_drop,
    "GrantStmt": _read_grant,
    "IndexStmt": _read_index,
    "LockStmt": lambda node: Named("LOCK TABLE", _tables(node.relations)),
    "RenameStmt": _read_rename,
    "TruncateStmt": lambda node: Named("TRUNCATE", _tables(node.relations)),
    "ViewStmt": lambda node: Named(f"{'REPLACE' if node.replace else 'CREATE'} VIEW", (table_of(node.view),)),
}
