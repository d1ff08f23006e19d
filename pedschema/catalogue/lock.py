"""`schema.lock`: the app's tables as they were last seen."""

from __future__ import annotations

__all__ = ["load_lock", "render_lock"]

import json
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from pedschema.catalogue.toml import Shape, load_text
from pedschema.errors import ContractError, Mistake
from pedschema.model.names import QualifiedName
from pedschema.model.table import Column, Enum, SchemaLock, Table

if TYPE_CHECKING:
    from pathlib import Path

_VERSION = 1
_FIX = "run `pedschema lock` to write it from the database"
_NOT_NULL = " not null"
_GENERATED = " generated "


class _TableShape(Shape):
    columns: dict[str, str]
    primary_key: list[str]
    unique: list[list[str]] = Field(default_factory=list)
    foreign_keys: list[str] = Field(default_factory=list)


class _LockShape(Shape):
    version: int
    enums: dict[str, list[str]]
    tables: dict[str, _TableShape]


def load_lock(path: Path) -> SchemaLock:
    """Return the tables and enums that the file holds, in its order.

    Raises:
        ContractError: the file is missing, cannot be read, or is no lock of this version.
    """
    if not path.exists():
        raise ContractError(Mistake(str(path), "the file does not exist", _FIX, "lock-missing"))
    text = load_text(path)
    try:
        data = json.loads(text)
        shape = _LockShape.model_validate(data)
        if shape.version != _VERSION:
            what = f"the lock has version {shape.version}, this release reads version {_VERSION}"
            raise ContractError(Mistake(f"{path}:1", what, _FIX, "lock-version"))
        return _parse(shape)
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


def render_lock(lock: SchemaLock) -> str:
    """Return the text of the file: names sorted, columns in database order, one column a line."""
    enums = sorted(lock.enums, key=lambda enum: enum.name)
    data = {
        "version": _VERSION,
        "enums": {str(enum.name): list(enum.labels) for enum in enums},
        "tables": {
            str(table.name): _render_table(table) for table in sorted(lock.tables, key=lambda t: t.name)
        },
    }
    return _render(data, 0) + "\n"


def _describe(path: Path, detail: dict[str, Any]) -> Mistake:
    place = ".".join(str(key) for key in detail["loc"])
    what = f'"{place}" is wrong: {detail["msg"][:1].lower()}{detail["msg"][1:]}'
    return Mistake(f"{path}:1", what, _FIX, "lock-shape")


def _parse(shape: _LockShape) -> SchemaLock:
    tables = (
        Table(
            QualifiedName.parse(name),
            tuple(_parse_column(column, text) for column, text in table.columns.items()),
            tuple(table.primary_key),
            tuple(tuple(columns) for columns in table.unique),
            tuple(table.foreign_keys),
        )
        for name, table in shape.tables.items()
    )
    enums = (Enum(QualifiedName.parse(name), tuple(labels)) for name, labels in shape.enums.items())
    return SchemaLock(tuple(tables), tuple(enums))


def _parse_column(name: str, text: str) -> Column:
    before, _, generated = text.partition(_GENERATED)
    return Column(name, before.removesuffix(_NOT_NULL), not before.endswith(_NOT_NULL), generated)


def _render_table(table: Table) -> dict[str, Any]:
    return {
        "columns": {column.name: _render_column(column) for column in table.columns},
        "primary_key": list(table.primary_key),
        "unique": [list(columns) for columns in table.unique],
        "foreign_keys": list(table.foreign_keys),
    }


def _render_column(column: Column) -> str:
    generated = f"{_GENERATED}{column.generated}" if column.generated else ""
    return f"{column.type}{'' if column.nullable else _NOT_NULL}{generated}"


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
