"""`schema.lock`: the app's tables and their types as they were last seen."""

from __future__ import annotations

__all__ = ["load_lock", "parse_lock", "render_lock"]

import json
import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import Field, ValidationError

from pedschema.catalogue.toml import Shape, load_text
from pedschema.errors import ContractError, Mistake
from pedschema.model.names import QualifiedName
from pedschema.model.table import BaseType, Column, Composite, Domain, Enum, Range, SchemaLock, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_N = TypeVar("_N", Table, Enum, Domain, Composite, Range, BaseType)

_VERSION = 2
_FIX = "run `pedschema lock` to write it from the database"
_NOT_NULL = " not null"
_RANGE, _MULTIRANGE = "range of ", "multirange of "
_TYPE = re.compile(
    r"(?P<type>.*?)(?P<array>(?:\[\])*)(?P<not_null> not null)?"
    r"(?: generated (?P<generated>stored|virtual))?(?: identity (?P<identity>always|by default))?"
    r"(?P<checked> dimensions checked)?",
    re.DOTALL,
)


class _TableShape(Shape):
    rls: bool = False
    partitioned: bool = False
    replica_identity: Literal["default", "full", "index", "nothing"] = "default"
    publications: list[str] = Field(default_factory=list)
    limits: dict[str, list[str]] = Field(default_factory=dict)
    columns: dict[str, str]
    primary_key: list[str]
    unique: list[list[str]] = Field(default_factory=list)
    foreign_keys: list[str] = Field(default_factory=list)


class _LockShape(Shape):
    version: int
    server: int = 0
    realtime: str = ""
    enums: dict[str, list[str]]
    domains: dict[str, str] = Field(default_factory=dict)
    composites: dict[str, dict[str, str]] = Field(default_factory=dict)
    ranges: dict[str, str] = Field(default_factory=dict)
    base_types: dict[str, str] = Field(default_factory=dict)
    json_casts: list[str] = Field(default_factory=list)
    tables: dict[str, _TableShape]


def load_lock(path: Path) -> SchemaLock:
    """Return the tables and types that the file holds, in its order.

    Raises:
        ContractError: the file is missing, cannot be read, or is no lock of this version.
    """
    if not path.exists():
        raise ContractError(Mistake(str(path), "the file does not exist", _FIX, "lock-missing"))
    return parse_lock(load_text(path), str(path))


def parse_lock(text: str, path: str) -> SchemaLock:
    """Return the tables and types of a lock's text, in its order; errors name `path`.

    Raises:
        ContractError: the text is no lock of this version.
    """
    try:
        data = json.loads(text)
        version = data.get("version", _VERSION) if isinstance(data, dict) else _VERSION
        if version != _VERSION:
            what = f"the lock has version {version}, this release reads version {_VERSION}"
            raise ContractError(Mistake(f"{path}:1", what, _FIX, "lock-version"))
        lock = _parse(_LockShape.model_validate(data))
    except json.JSONDecodeError as error:
        what = f"the text is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise ContractError(Mistake(f"{path}:{error.lineno}", what, _FIX, "lock-syntax")) from None
    except RecursionError:
        what = "the text is nested too deep"
        raise ContractError(Mistake(f"{path}:1", what, _FIX, "lock-syntax")) from None
    except ValidationError as error:
        mistakes = [_describe(path, dict(detail)) for detail in error.errors()]
        raise ContractError(*mistakes) from None
    except ValueError as error:
        what = f'"{error}" is no name of a table or type'
        raise ContractError(Mistake(f"{path}:1", what, _FIX, "lock-shape")) from None
    _refuse_circles(lock, path)
    return lock


def _refuse_circles(lock: SchemaLock, path: str) -> None:
    """Raise for a type that is made of itself, which no database has, so that all others may follow types."""
    parts = {
        **{str(each.name): [each.type] for each in lock.domains},
        **{str(each.name): [field.type for field in each.fields] for each in lock.composites},
        **{str(each.name): [each.subtype] for each in lock.ranges},
    }
    graph = {
        name: [below.partition("[")[0].replace('"', "") for below in types] for name, types in parts.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        what = f'the type "{error.args[1][0]}" is made of itself'
        raise ContractError(Mistake(f"{path}:1", what, _FIX, "lock-circle")) from None


def render_lock(lock: SchemaLock) -> str:
    """Return the text of the file: names sorted, columns in database order, one column or type a line."""
    data = {
        "version": _VERSION,
        "server": lock.server,
        "realtime": lock.realtime,
        "enums": {str(enum.name): list(enum.labels) for enum in _sorted(lock.enums)},
        "domains": {str(each.name): _render_type(each) + _checked(each) for each in _sorted(lock.domains)},
        "composites": {str(each.name): _render_columns(each.fields) for each in _sorted(lock.composites)},
        "ranges": {
            str(each.name): f"{_MULTIRANGE if each.multirange else _RANGE}{each.subtype}"
            for each in _sorted(lock.ranges)
        },
        "base_types": {str(each.name): each.category for each in _sorted(lock.base_types)},
        "json_casts": sorted(map(str, lock.json_casts)),
        "tables": {str(table.name): _render_table(table) for table in _sorted(lock.tables)},
    }
    return _render(data, 0) + "\n"


def _sorted(named: Iterable[_N]) -> list[_N]:
    return sorted(named, key=lambda each: each.name)


def _describe(path: str, detail: dict[str, Any]) -> Mistake:
    place = ".".join(str(key) for key in detail["loc"])
    what = f'"{place}" is wrong: {detail["msg"][:1].lower()}{detail["msg"][1:]}'
    return Mistake(f"{path}:1", what, _FIX, "lock-shape")


def _parse(shape: _LockShape) -> SchemaLock:
    name = QualifiedName.parse
    return SchemaLock(
        tables=tuple(_parse_table(name(each), table) for each, table in shape.tables.items()),
        enums=tuple(Enum(name(each), tuple(labels)) for each, labels in shape.enums.items()),
        domains=tuple(_parse_domain(name(each), text) for each, text in shape.domains.items()),
        composites=tuple(
            Composite(name(each), _parse_columns(fields)) for each, fields in shape.composites.items()
        ),
        ranges=tuple(_parse_range(name(each), text) for each, text in shape.ranges.items()),
        base_types=tuple(BaseType(name(each), category) for each, category in shape.base_types.items()),
        json_casts=tuple(map(name, shape.json_casts)),
        server=shape.server,
        realtime=shape.realtime,
    )


def _parse_table(name: QualifiedName, shape: _TableShape) -> Table:
    return Table(
        name,
        _parse_columns(shape.columns),
        tuple(shape.primary_key),
        tuple(tuple(columns) for columns in shape.unique),
        tuple(shape.foreign_keys),
        shape.rls,
        shape.replica_identity,
        tuple(shape.publications),
        shape.partitioned,
        tuple((name, limit) for name, limits in shape.limits.items() for limit in limits),
    )


def _parse_columns(columns: dict[str, str]) -> tuple[Column, ...]:
    return tuple(_parse_column(name, text) for name, text in columns.items())


def _parse_column(name: str, text: str) -> Column:
    found = _TYPE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Column(
        name,
        type=found["type"] + found["array"][:2],
        nullable=found["not_null"] is None,
        generated=found["generated"] or "",
        identity=found["identity"] or "",
        dimensions=max(len(found["array"]) // 2, 1),
        dimensions_checked=found["checked"] is not None,
    )


def _parse_domain(name: QualifiedName, text: str) -> Domain:
    below = _parse_column(name.name, text)
    return Domain(name, below.type, below.nullable, below.dimensions, below.dimensions_checked)


def _parse_range(name: QualifiedName, text: str) -> Range:
    multirange = text.startswith(_MULTIRANGE)
    return Range(name, text.removeprefix(_MULTIRANGE if multirange else _RANGE), multirange)


def _render_table(table: Table) -> dict[str, Any]:
    """Return the table's values; what most tables have is left out, save for row level security."""
    return {
        "rls": table.rls,
        **({"partitioned": True} if table.partitioned else {}),
        **({"replica_identity": table.replica_identity} if table.replica_identity != "default" else {}),
        **({"publications": list(table.publications)} if table.publications else {}),
        **({"limits": _render_limits(table)} if table.limits else {}),
        "columns": _render_columns(table.columns),
        "primary_key": list(table.primary_key),
        "unique": [list(columns) for columns in table.unique],
        "foreign_keys": list(table.foreign_keys),
    }


def _render_columns(columns: Iterable[Column]) -> dict[str, str]:
    return {column.name: _render_column(column) for column in columns}


def _render_column(column: Column) -> str:
    generated = f" generated {column.generated}" if column.generated else ""
    identity = f" identity {column.identity}" if column.identity else ""
    return f"{_render_type(column)}{generated}{identity}{_checked(column)}"


def _render_limits(table: Table) -> dict[str, list[str]]:
    names = dict.fromkeys(name for name, _ in table.limits)
    return {name: [limit for of, limit in table.limits if of == name] for name in names}


def _checked(typed: Column | Domain) -> str:
    return " dimensions checked" if typed.dimensions_checked else ""


def _render_type(typed: Column | Domain) -> str:
    more = "[]" * (typed.dimensions - 1)
    return f"{typed.type}{more}{'' if typed.nullable else _NOT_NULL}"


def _render(value: Any, depth: int) -> str:
    """Return JSON with one key a line, and lists of names on one line."""
    if isinstance(value, dict) and value:
        space = " " * (depth + 1)
        lines = (
            f"{space}{json.dumps(key, ensure_ascii=False)}: {_render(below, depth + 1)}"
            for key, below in value.items()
        )
        return "{\n" + ",\n".join(lines) + f"\n{' ' * depth}}}"
    if isinstance(value, list) and any(isinstance(item, str) and " " in item for item in value):
        space = " " * (depth + 1)
        return (
            "[\n"
            + ",\n".join(space + json.dumps(item, ensure_ascii=False) for item in value)
            + f"\n{' ' * depth}]"
        )
    return json.dumps(value, ensure_ascii=False)
