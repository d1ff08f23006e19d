"""Packages of model classes: what the emitters for pydantic and msgspec share."""

from __future__ import annotations

__all__ = ["Library", "Shape", "render_models"]

import keyword
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.emit.names import digest
from pedschema.emit.python.package import render_package
from pedschema.emit.python.source import (
    docstring,
    from_import,
    is_name,
    list_words,
    literal,
    name_module,
    name_of,
    settle,
    text,
)
from pedschema.emit.python.types import ALIASES, describe_fields, name_shared, shorten, sort_objects
from pedschema.emit.stamp import MARK
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pedschema.emit.names import Names, TopicNames
    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Event, Record, Variant, WireContract, WireEnum

_HEADER = f"# {MARK}"
_BUILT_IN = {"bool", "dict", "float", "int", "list", "str"}
# A library that is told float alone would round what Python's json has read exactly.
_MAP = "dict[str, str | None]"
_ALIASES = ALIASES.rstrip("\n").replace("= float |", "= int | float |")
_OTHER = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Shape:
    """A model class while it is written.

    Attributes:
        name: of the class.
        fields: key on the wire to type.
        defaults: key to default, for those that may be left out.
        parent: the class that it is derived from.
        options: of the class.
        constants: lines of class variables.
    """

    name: str
    fields: Mapping[str, str]
    defaults: Mapping[str, str]
    parent: str = "Model"
    options: Sequence[str] = ()
    constants: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """How one library writes models.

    Attributes:
        name: of the library; the package is called after it.
        taken: names that no field of a model can have.
        renamed: what gives a field another key: a call, and its keyword.
        support: the body of `_model.py`.
        shared: names that `_model.py` defines, or that a library does, by module.
        render_enum: an enum with labels as the lines that define its name.
        render_payload: the payload of an event with several operations, made of the name that it gets, the
            classes and their operations: the classes as they have to be, and the lines that define the name.
        render_topic: what stands behind the messages of a topic, made of event to class; may be empty.
        options: of every class.
        map_type: of an object of texts.
        check_key: what raises for a key that the library cannot write, if there is any; takes the place and
            the key.
    """

    name: str
    taken: Callable[[str], bool]
    renamed: tuple[str, str]
    support: str
    shared: Mapping[str, Sequence[str]]
    render_enum: Callable[[str, WireEnum], str]
    render_payload: Callable[[str, Mapping[str, Shape]], tuple[Iterable[Shape], str]]
    render_topic: Callable[[Mapping[str, str]], Sequence[str]]
    options: Sequence[str] = ()
    map_type: str = _MAP
    check_key: Callable[[str, str], None] | None = None


def render_models(names: Names, library: Library) -> dict[str, str]:
    """Return the package `<app>_realtime_<library>`: models of all that a channel can receive or send.

    Raises:
        ContractError: the library cannot write a key.
    """
    wire, package = names.wire, f"{name_of(names.wire.name.lower())}_realtime_{library.name}"
    modules = {pattern: name_module(stem) for pattern, stem in names.stems.items()}
    types = name_shared(names.types)
    shared = ["PgDecimal", "PgFloat", "PgMap", *sorted(types.values())]
    files = {
        "__init__.py": render_package(wire, modules.values(), _HEADER),
        "_model.py": f"{_HEADER}\n{docstring('What all models share')}\n\n{library.support}",
        "_types.py": _module(
            library, "Types that several topics share", [_render_types(wire, types, library)]
        ),
        "py.typed": f"{_HEADER}\n",
    }
    for each in names.topics:
        pattern, told = each.topic.pattern, f"{each.topic.summary}: `{each.topic.pattern}`"
        parts = [f"PATTERN: Final = {text(pattern)}", *_topic(each, types, library)]
        files[f"{modules[pattern]}.py"] = _module(library, told, parts, shared)
    return {f"{package}/{path}": settle(told) for path, told in files.items()}


def _module(library: Library, summary: str, parts: Sequence[str], shared: Sequence[str] = ()) -> str:
    body = "\n\n\n".join(parts)
    words = list_words(body)
    imports = {
        "typing": ["Annotated", "Any", "ClassVar", "Final", "Literal", "TypeAlias", "Union"],
        **library.shared,
        "._types": shared,
    }
    lines = []
    for module, names in imports.items():
        used = [name for name in names if name in words]
        lines += [from_import(module, used)] if used else []
    if f"{library.name}." in body:
        lines.insert(0, f"import {library.name}")
    head = [_HEADER, docstring(summary), "", "from __future__ import annotations", "", *lines, ""]
    gap = "\n" if body.startswith("class") else ""
    return "\n".join(head) + f"{gap}\n{body}\n"


def _render_types(wire: WireContract, names: Mapping[QualifiedName, str], library: Library) -> str:
    aliases = [_ALIASES.replace(f"= {_MAP}", f"= {library.map_type}")]
    classes: list[str] = []
    for enum in wire.enums:
        name = names[enum.name]
        told = library.render_enum(name, enum) if enum.labels else f"{name}: TypeAlias = str"
        (classes if told.startswith("class") else aliases).append(told)
    objects = {names[each.name]: each.record for each in wire.objects}
    for name, record in sort_objects(objects, names):
        shape = Shape(name, describe_fields(record, names), {})
        classes.append(_render_class(shape, library, name, set(names.values())))
    return "\n\n\n".join(["\n".join(aliases), *classes])


def _topic(named: TopicNames, types: Mapping[QualifiedName, str], library: Library) -> Iterator[str]:
    topic, records, events = named.topic, named.records, named.events
    taken = set(types.values())
    for record, name in records.items():
        shape = Shape(name, describe_fields(record, types), {})
        yield _render_class(shape, library, f"{topic.pattern} {name}", taken)
    messages: dict[str, str] = {}
    for event in topic.events:
        name = events[event.name]
        where = f"{topic.pattern} {event.name}"
        payload = f"{name}Payload"
        if event.kind is EventKind.CLIENT:
            (variant,) = event.variants
            payload = records[variant.record] if variant.record else "dict[str, Any]"
        else:
            for told in _payload(event, records, payload, library):
                yield told if isinstance(told, str) else _render_class(told, library, where, taken)
        yield _render_class(_message(event, name, payload), library, where, taken)
        messages[event.name] = f"{name}Message"
    if messages:
        yield from library.render_topic(messages)


def _message(event: Event, name: str, payload: str) -> Shape:
    fields = {
        "type": 'Literal["broadcast"]',
        "event": literal([event.name], "    ", len("event: ")),
        "payload": payload,
        "meta": "Meta | None",
    }
    defaults = {"type": '"broadcast"', "meta": "None"}
    return Shape(f"{name}Message", fields, defaults, "Envelope")


def _payload(
    event: Event, records: Mapping[Record, str], name: str, library: Library
) -> Iterator[Shape | str]:
    if len(event.variants) == 1:
        yield _variant(event, event.variants[0], name, records)
        return
    stem = name.removesuffix("Payload")
    shapes = {
        variant.operation: _variant(event, variant, f"{stem}{variant.operation.title()}Payload", records)
        for variant in event.variants
    }
    classes, union = library.render_payload(name, shapes)
    yield from classes
    yield union


def _variant(event: Event, variant: Variant, name: str, records: Mapping[Record, str]) -> Shape:
    table = event.table
    fields = {
        "id": "str | None",
        "operation": f"Literal[{text(variant.operation)}]",
        "schema": f"Literal[{text(table.schema if table else '')}]",
        "table": f"Literal[{text(table.name if table else '')}]",
    }
    defaults = {"id": "None"}
    if event.kind is EventKind.REFETCH:
        return Shape(name, fields | {"count": "int"}, defaults)
    plural = "s" if event.kind is EventKind.GROUP else ""
    for side, record in (("record", variant.record), ("old_record", variant.old_record)):
        told = records[record] if record else "None"
        fields[f"{side}{plural}"] = f"list[{told}]" if plural and record else told
    return Shape(name, fields, defaults)


def _render_class(shape: Shape, library: Library, where: str, types: set[str]) -> str:
    if library.check_key:
        for key in shape.fields:
            library.check_key(where, key)
    attributes = _name_fields(shape.fields, library, types)
    call, keyword_ = library.renamed
    around = {key: f"    {attributes[key]}:  = {call}(" for key in shape.fields}
    told, aliases = shorten(around, shape.fields, shape.name)
    lines = [f"    {line}" for line in shape.constants]
    for key, type_ in told.items():
        attribute, default = attributes[key], shape.defaults.get(key)
        line = f"    {attribute}: {type_}"
        if attribute != key:
            line += f" = {call}(\n        {keyword_}={text(key)},\n    )"
        elif default is not None:
            line += f" = {default}"
        lines.append(line)
    return "\n".join([*aliases, _head(shape, library), *(lines or ["    pass"])])


def _head(shape: Shape, library: Library) -> str:
    options = "".join(f"    {option},\n" for option in (*library.options, *shape.options))
    inside = f"\n    {shape.parent},\n{options}" if options else shape.parent
    return f"class {shape.name}({inside}):"


def _name_fields(keys: Iterable[str], library: Library, types: set[str]) -> dict[str, str]:
    """Return the attribute of each key: the key itself wherever it can be one."""

    def is_free(name: str) -> bool:
        hidden = name.startswith("_") or name in _BUILT_IN or name in types
        return is_name(name) and not hidden and not library.taken(name)

    made = {key: key if is_free(key) else _attribute(key, is_free) for key in keys}
    counted = Counter(made.values())
    return {
        key: name if name == key or counted[name] == 1 else f"{name}_{digest(key)}"
        for key, name in made.items()
    }


def _attribute(key: str, is_free: Callable[[str], bool]) -> str:
    name = _OTHER.sub("_", key).strip("_")
    name = name if name and not name[0].isdigit() else f"f_{name}".rstrip("_")
    return name if is_free(name) and not keyword.issoftkeyword(name) else f"{name}_"
