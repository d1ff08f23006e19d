"""PostgreSQL type → wire: what `to_jsonb` makes of a value in a trigger function of ours."""

from __future__ import annotations

__all__ = ["Types"]

import re
from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake
from pedschema.model.names import QualifiedName
from pedschema.model.wire import (
    Array,
    Boolean,
    Field,
    Float,
    Integer,
    Json,
    Map,
    Null,
    Numeric,
    Record,
    Reference,
    Text,
    Wire,
    WireEnum,
    WireObject,
)

if TYPE_CHECKING:
    from pedschema.model.table import Column, SchemaLock

_BUILT_IN: dict[str, Wire] = {
    "boolean": Boolean(),
    "smallint": Integer(16),
    "integer": Integer(32),
    "bigint": Integer(64),
    "real": Float(32),
    "double precision": Float(64),
    "numeric": Numeric(),
    "json": Json(),
    "jsonb": Json(),
    "uuid": Text("uuid"),
    "date": Text("date"),
    "time without time zone": Text("time"),
    "time with time zone": Text("timetz"),
    "timestamp without time zone": Text("timestamp"),
    "timestamp with time zone": Text("timestamptz"),
    "interval": Text("interval"),
    "bytea": Text("bytea"),
    "int2vector": Array(Integer(16), nullable=False),
    "oidvector": Array(Text(), nullable=False),
}
"""Built-in types that are no plain string in JSON, or a string of a known form (PostgreSQL 15 to 18)."""

_STRINGS = {
    *(
        "text",
        "name",
        "money",
        "aclitem",
        "bit",
        "cid",
        "cidr",
        "inet",
        "macaddr",
        "macaddr8",
        "oid",
        "tid",
        "xid",
        "xid8",
        "xml",
    ),
    *("box", "circle", "line", "lseg", "path", "point", "polygon"),
    *("jsonpath", "tsquery", "tsvector", "gtsvector", "refcursor", "txid_snapshot", "pg_snapshot", "pg_lsn"),
    *("pg_dependencies", "pg_mcv_list", "pg_ndistinct", "pg_node_tree"),
    *("regclass", "regcollation", "regconfig", "regdictionary", "regnamespace", "regrole", "regtype"),
    *("regoper", "regoperator", "regproc", "regprocedure"),
    *("daterange", "int4range", "int8range", "numrange", "tsrange", "tstzrange"),
    *("datemultirange", "int4multirange", "int8multirange"),
    *("nummultirange", "tsmultirange", "tstzmultirange"),
    *('"char"', "bit varying", "character", "character varying"),
}
"""All other types that a column can be of without naming a schema, in the same versions."""

_STANDARD: dict[str, Wire] = {
    "cardinal_number": Integer(32),
    "character_data": Text(),
    "sql_identifier": Text(),
    "time_stamp": Text("timestamptz"),
    "yes_or_no": Text(),
}
"""The domains of `information_schema`, which every database has."""

_CASTS: dict[str, Wire] = {"hstore": Map()}
"""What the cast functions to json of extensions give, where it is less than any JSON."""

_MODIFIER = re.compile(r"\((?P<digits>[^()]*)\)")
_USER = re.compile(r'(?P<schema>"(?:[^"]|"")+"|[^".(]+)\.(?P<name>"(?:[^"]|"")+"|[^".(]+)(?:\(.*\))?')


class Types:
    """What the types of a lock are on the wire, and which enums and composites have been met so far."""

    def __init__(self, lock: SchemaLock) -> None:
        self._enums = {each.name: each for each in lock.enums}
        self._domains = {each.name: each for each in lock.domains}
        self._composites = {each.name: each for each in lock.composites}
        self._ranges = {each.name for each in lock.ranges}
        self._base_types = {each.name for each in lock.base_types}
        self._casts = set(lock.json_casts)
        self._met: set[QualifiedName] = set()

    def describe(self, column: Column, where: str) -> Field:
        """Return the key that the column is in a record.

        Args:
            column: of a table, or the type and name of a computed value.
            where: `file:line` of what asks for it.

        Raises:
            ContractError: the lock does not know a type that the column is made of.
        """
        if column.generated == "virtual":
            # A trigger sees no value of a virtual column (PostgreSQL 18).
            return Field(column.name, Null(), nullable=True, type=column.type)
        wire, never_null = self._resolve(column.type, column.dimensions, where)
        return Field(column.name, wire, column.nullable and not never_null, column.type)

    def list_enums(self) -> tuple[WireEnum, ...]:
        """Return the enums met so far, sorted by name."""
        return tuple(
            WireEnum(name, self._enums[name].labels) for name in sorted(self._met & self._enums.keys())
        )

    def list_objects(self, where: str) -> tuple[WireObject, ...]:
        """Return the composites met so far and those within them, sorted by name.

        Raises:
            ContractError: as for `describe`.
        """
        described: dict[QualifiedName, Record] = {}
        while waiting := sorted((self._met & self._composites.keys()) - described.keys()):
            for name in waiting:
                fields = (self.describe(each, where) for each in self._composites[name].fields)
                described[name] = Record(tuple(Field(f.name, f.wire, True, f.type) for f in fields))  # noqa: FBT003
        return tuple(WireObject(name, described[name]) for name in sorted(described))

    def _resolve(self, type_: str, dimensions: int, where: str) -> tuple[Wire, bool]:
        """Return the wire of a type, and whether a domain keeps NULL out."""
        if type_.endswith("[]"):
            wire, never_null = self._resolve(type_.removesuffix("[]"), 1, where)
            return Array(wire, dimensions, nullable=not never_null), False
        match = _USER.fullmatch(type_)
        if match is None:
            return _built_in(type_, where), False
        name = QualifiedName(_unquoted(match["schema"]), _unquoted(match["name"]))
        return self._user(name, where)

    def _user(self, name: QualifiedName, where: str) -> tuple[Wire, bool]:
        if domain := self._domains.get(name):
            wire, never_null = self._resolve(domain.type, domain.dimensions, where)
            return wire, never_null or not domain.nullable
        if name in self._casts:
            return _CASTS.get(name.name, Json()), False
        if name in self._enums or name in self._composites:
            self._met.add(name)
            return Reference(name), False
        if name in self._ranges or name in self._base_types:
            return Text(), False
        if name.schema == "information_schema" and name.name in _STANDARD:
            return _STANDARD[name.name], False
        what = f'the type "{name}" is not in schema.lock'
        raise ContractError(Mistake(where, what, "run `pedschema lock URL`", "type-unknown"))


def _built_in(type_: str, where: str) -> Wire:
    """Return the wire of a type that `format_type` prints without a schema."""
    name = "interval" if type_.startswith("interval") else _MODIFIER.sub("", type_, count=1)
    wire = Text() if name in _STRINGS else _BUILT_IN.get(name)
    if wire is None:
        what = f'PostgreSQL has no type "{type_}"'
        fix = "write a type of PostgreSQL's, or one of the app with its schema"
        raise ContractError(Mistake(where, what, fix, "type-unknown"))
    modifier = _MODIFIER.search(type_)
    if isinstance(wire, Numeric) and modifier:
        precision, _, scale = modifier["digits"].partition(",")
        return Numeric(int(precision), int(scale or 0))
    return wire


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
