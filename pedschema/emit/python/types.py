"""Wires as Python types, records as `TypedDict` classes."""

from __future__ import annotations

__all__ = [
    "ALIASES",
    "annotate",
    "describe_fields",
    "name_shared",
    "render_object",
    "render_shared",
    "shorten",
    "sort_objects",
]

from typing import TYPE_CHECKING

from pedschema.emit.names import digest, unique
from pedschema.emit.python.source import WIDTH, alias, docstring, is_name, literal, measure, text
from pedschema.model.wire import Array, Numeric, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Field, Record, Wire, WireContract

_PLAIN = {
    "boolean": "bool",
    "integer": "int",
    "float": "PgFloat",
    "text": "str",
    "json": "Any",
    "map": "PgMap",
    "null": "None",
}

ALIASES = """\
PgFloat: TypeAlias = float | Literal["NaN", "Infinity", "-Infinity"]
PgDecimal: TypeAlias = float | Literal["NaN"]
PgMap: TypeAlias = dict[str, str | None]
"""

_RESERVED = {
    *("None", "True", "False", "Annotated", "Any", "Callable", "ClassVar", "Final", "Generic", "Literal"),
    *("NotRequired", "TypeAlias", "TypeVar", "TypedDict", "Union", "RawT", "PgDecimal", "PgFloat", "PgMap"),
    *(
        "Channel",
        "ChannelLike",
        "ClientLike",
        "Envelope",
        "Field",
        "LABEL",
        "Label",
        "Meta",
        "Model",
        "Report",
    ),
    *("EVENTS", "MESSAGES", "PATTERN", "PRESENCE", "SURFACES", "TEXTS", "WRITERS"),
}
"""Names that modules have for something else."""

_ENDINGS = ("Message", "Payload", "Record")
"""What the names of a topic's own types end with."""


def name_shared(types: Mapping[QualifiedName, str]) -> dict[QualifiedName, str]:
    """Return names of enums and object types that a module has for nothing else, from their common ones."""

    def name(given: str) -> str:
        return f"{given}Type" if given in _RESERVED or given.endswith(_ENDINGS) else given

    named = unique(types.values(), name)
    return {source: named[given] for source, given in types.items()}


def annotate(field: Field, names: Mapping[QualifiedName, str]) -> str:
    """Return the type of a field's value; PgFloat, PgDecimal and the named types come from `_types`."""
    told = _annotate(field.wire, names)
    return f"{told} | None" if field.nullable and told not in {"Any", "None"} else told


def _annotate(wire: Wire, names: Mapping[QualifiedName, str]) -> str:
    if isinstance(wire, Reference):
        return names[wire.name]
    if isinstance(wire, Numeric):
        return "PgDecimal" if wire.precision else "PgFloat"
    if not isinstance(wire, Array):
        return _PLAIN[wire.kind]
    element = _annotate(wire.of, names)
    told = f"{element} | None" if wire.nullable and element not in {"Any", "None"} else element
    for _ in range(wire.dimensions):
        told = f"list[{told}]"
    return told


def render_object(name: str, fields: Mapping[str, str], summary: str = "") -> str:
    """Return a TypedDict: a class where all keys can be names of one, a call where they cannot.

    A type that would make a line too long gets a short name before it.
    """
    if all(map(is_name, fields)):
        told, aliases = shorten({key: f"    {key}: " for key in fields}, fields, name)
        head = [docstring(summary, "    "), ""] if summary else []
        body = [f"    {key}: {type_}" for key, type_ in told.items()]
        return "\n".join([*aliases, f"class {name}(TypedDict):", *head, *(body or ["    pass"])])
    told, aliases = shorten({key: f"        {text(key)}: ," for key in fields}, fields, name)
    lines = [f"        {text(key)}: {type_}," for key, type_ in told.items()]
    return "\n".join([*aliases, f"{name} = TypedDict(", f"    {text(name)},", "    {", *lines, "    },", ")"])


def shorten(
    around: Mapping[str, str], fields: Mapping[str, str], owner: str
) -> tuple[dict[str, str], list[str]]:
    """Return the fields with a name for each type that does not fit, and the lines that define the names.

    Args:
        around: what stands on the line of each field beside its type.
        fields: key to type.
        owner: the class, which no other of the module is called like.
    """
    told: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for key, type_ in fields.items():
        if measure(around[key]) + measure(type_) > WIDTH:
            told[key] = f"_T{digest(f'{owner} {type_}')}"
            aliases[told[key]] = alias(told[key], type_.split(" | ") if "[" not in type_ else [type_])
        else:
            told[key] = type_
    return told, [*aliases.values(), *([""] * 2 if aliases else [])]


def describe_fields(record: Record, names: Mapping[QualifiedName, str]) -> dict[str, str]:
    """Return the annotation of each key."""
    return {field.name: annotate(field, names) for field in record.fields}


def render_shared(wire: WireContract, names: Mapping[QualifiedName, str]) -> str:
    """Return the body of `_types.py`: what several topics use."""
    parts = [ALIASES.rstrip("\n")]
    for enum in wire.enums:
        name = names[enum.name]
        head = f"{name}: TypeAlias = "
        parts.append(head + literal(enum.labels, "", len(head)) if enum.labels else alias(name, ["str"]))
    objects = {names[each.name]: each.record for each in wire.objects}
    parts += [
        f"\n{render_object(name, describe_fields(record, names))}\n"
        for name, record in sort_objects(objects, names)
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def sort_objects(
    objects: Mapping[str, Record], names: Mapping[QualifiedName, str]
) -> list[tuple[str, Record]]:
    """Return object types so that each stands behind those that it is made of."""
    done: dict[str, Record] = {}

    def visit(name: str) -> None:
        if name in done or name not in objects:
            return
        for field in objects[name].fields:
            wire = field.wire
            while isinstance(wire, Array):
                wire = wire.of
            if isinstance(wire, Reference):
                visit(names[wire.name])
        done[name] = objects[name]

    for name in sorted(objects):
        visit(name)
    return list(done.items())
