"""The wire: what every value, record and message of the contract looks like as JSON."""

from __future__ import annotations

__all__ = [
    "Array",
    "Boolean",
    "Event",
    "EventKind",
    "Field",
    "Float",
    "Integer",
    "Json",
    "Map",
    "Null",
    "Numeric",
    "Record",
    "Reference",
    "Text",
    "Variant",
    "Wire",
    "WireContract",
    "WireEnum",
    "WireObject",
    "WireTopic",
    "find_named",
]

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

# Not for type checkers alone: a codec reads the annotations when the program runs.
from pedschema.model.names import QualifiedName  # noqa: TC001
from pedschema.model.topic import Budget, TopicPart  # noqa: TC001


@dataclass(frozen=True, slots=True)
class Boolean:
    """`true` or `false`."""

    kind: Literal["boolean"] = "boolean"


@dataclass(frozen=True, slots=True)
class Integer:
    """A JSON number without fraction; JavaScript rounds those of 64 bits beyond 2^53."""

    bits: int
    kind: Literal["integer"] = "integer"


@dataclass(frozen=True, slots=True)
class Float:
    """A JSON number, or one of the texts `NaN`, `Infinity` and `-Infinity`."""

    bits: int
    kind: Literal["float"] = "float"


@dataclass(frozen=True, slots=True)
class Numeric:
    """A JSON number or the text `NaN`; without a precision also `Infinity` and `-Infinity`.

    Attributes:
        precision: digits in all, 0 when the type sets none.
        scale: digits behind the point.
    """

    precision: int = 0
    scale: int = 0
    kind: Literal["numeric"] = "numeric"


@dataclass(frozen=True, slots=True)
class Text:
    """A JSON string.

    Attributes:
        format: what stands in it: `uuid`, `date`, `time`, `timetz`, `timestamp`, `timestamptz`, `interval`,
            `bytea`, `integer`, `numeric`, or empty for anything.
    """

    format: str = ""
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Json:
    """Any JSON value, null among them."""

    kind: Literal["json"] = "json"


@dataclass(frozen=True, slots=True)
class Map:
    """An object of strings and nulls under any keys, such as hstore's."""

    kind: Literal["map"] = "map"


@dataclass(frozen=True, slots=True)
class Null:
    """Nothing but null, such as a virtual generated column in a trigger."""

    kind: Literal["null"] = "null"


@dataclass(frozen=True, slots=True)
class Reference:
    """A value of the enum or the object type of that name."""

    name: QualifiedName
    kind: Literal["reference"] = "reference"


@dataclass(frozen=True, slots=True)
class Array:
    """Nested arrays.

    Attributes:
        dimensions: how deep they nest as declared; PostgreSQL does not hold values to it.
        nullable: whether elements may be null.
    """

    of: Wire
    dimensions: int = 1
    nullable: bool = True
    kind: Literal["array"] = "array"


Wire: TypeAlias = Boolean | Integer | Float | Numeric | Text | Json | Map | Null | Reference | Array


@dataclass(frozen=True, slots=True)
class Field:
    """One key of an object.

    Attributes:
        type: the PostgreSQL type, as `format_type` prints it.
    """

    name: str
    wire: Wire
    nullable: bool
    type: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An object with these keys and no other, in the order of the contract."""

    fields: tuple[Field, ...]

    def __hash__(self) -> int:
        """Return a hash of the keys: records are looked up often, and few have the same keys."""
        return hash(tuple(field.name for field in self.fields))

    def keep(self, names: tuple[str, ...]) -> Record:
        """Return the record with those keys only."""
        return Record(tuple(field for field in self.fields if field.name in names))


@dataclass(frozen=True, slots=True)
class WireEnum:
    """An enum and its labels in their sort order."""

    name: QualifiedName
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WireObject:
    """A composite type; every field of a value may be null."""

    name: QualifiedName
    record: Record


class EventKind(StrEnum):
    """What an event's payload is.

    `change`: `{id, operation, schema, table, record, old_record}`. `group`: `{id, operation, schema, table,
    records, old_records}`, null for a list without elements. `refetch`: `{id, operation, schema, table,
    count}`. `client`: what clients send, which has no `id`.
    """

    CHANGE = "change"
    GROUP = "group"
    REFETCH = "refetch"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Variant:
    """What a payload is for one value of its `operation`.

    Attributes:
        operation: empty for `client`.
        record: `record`, an element of `records`, or the whole payload of `client`; None where that is null.
        old_record: `old_record` or an element of `old_records`, likewise.
    """

    operation: str
    record: Record | None
    old_record: Record | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a topic and the shapes of its payload.

    Attributes:
        table: named in the payload; None for `client`.
        variants: by operation, one at least.
        sunset: ISO date after which the event is no longer sent, or empty.
    """

    name: str
    kind: EventKind
    table: QualifiedName | None
    variants: tuple[Variant, ...]
    sunset: str = ""


@dataclass(frozen=True, slots=True)
class WireTopic:
    """A topic as clients see it; events sorted by name.

    Attributes:
        pattern: as the contract writes it, such as `room:{room_id:uuid}:chat`.
        parts: of the pattern, literals and named values.
        replay: how many messages of the time away a client asks for when it comes back.
    """

    pattern: str
    parts: tuple[TopicPart, ...]
    feature: str
    summary: str
    surfaces: tuple[str, ...]
    replaces: tuple[str, ...]
    read: tuple[str, ...]
    write: tuple[str, ...]
    presence: bool
    budget: Budget
    events: tuple[Event, ...]
    replay: int = 0


@dataclass(frozen=True, slots=True)
class WireContract:
    """Everything that clients are generated from; topics sorted by pattern, types by name.

    Attributes:
        name: of the app.
        realtime: version of the server that the contract is written for.
        payload_bytes: the most that one payload may have.
        channels_per_client: the most channels of one connection.
    """

    name: str
    realtime: str
    payload_bytes: int
    channels_per_client: int
    enums: tuple[WireEnum, ...]
    objects: tuple[WireObject, ...]
    topics: tuple[WireTopic, ...]


def find_named(wire: Wire) -> QualifiedName | None:
    """Return the enum or object type that a value is of, or its elements are; None for all else."""
    while isinstance(wire, Array):
        wire = wire.of
    return wire.name if isinstance(wire, Reference) else None
