"""One topic as a Kotlin object: its records, its messages, what parses them."""

from __future__ import annotations

__all__ = ["render_topic"]

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pedschema.emit.kotlin.source import text
from pedschema.emit.kotlin.types import render_record
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.emit.names import TopicNames
    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Event, Record, Variant

_PARSE = """
    /** Returns the message; a [PayloadException] tells what is wrong with it. */
    public fun parse(event: String, payload: JsonElement): Message =
        read(event, Place(payload, "payload", null))

    /** Returns the message, and reports unknown keys and labels; null for a replay of an older shape. */
    public fun parseOrReport(
        event: String,
        payload: JsonElement,
        isReplayed: Boolean,
        report: (String) -> Unit,
    ): Message? =
        try {
            read(event, Place(payload, "payload", report))
        } catch (error: MissingKeyException) {
            if (!isReplayed) throw error
            report(error.message.orEmpty())
            null
        }
"""


class _Class(NamedTuple):
    event: Event
    variant: Variant
    name: str


def render_topic(named: TopicNames, types: Mapping[QualifiedName, str], name: str) -> str:
    """Return the object with the name; `types` are the classes of enums and object types."""
    records = {record: f"{given}Row" for record, given in named.records.items()}
    classes = list(_classes(named))
    parts = [f"    public const val PATTERN: String = {text(named.topic.pattern)}"]
    parts += [render_record(given, record, types, "    ") for record, given in records.items()]
    parts.append("    /** Whatever the channel can receive. */\n    public sealed interface Message")
    parts += [_render(each, records) for each in classes]
    parts += [_PARSE.strip("\n"), _dispatch(classes)]
    body = "\n\n".join(parts)
    return f"public object {name} {{\n{body}\n}}\n".replace(
        "payload: JsonElement", "payload: kotlinx.serialization.json.JsonElement"
    )


def _classes(named: TopicNames) -> Iterator[_Class]:
    for event in named.topic.events:
        for variant in event.variants:
            suffix = variant.operation.title() if len(event.variants) > 1 else ""
            yield _Class(event, variant, f"{named.events[event.name]}{suffix}Message")


def _properties(each: _Class, records: Mapping[Record, str]) -> dict[str, tuple[str, str]]:
    """Return each property's type and what reads it."""
    event, variant = each.event, each.variant
    if event.kind is EventKind.CLIENT:
        if variant.record is None:
            return {"payload": ("kotlinx.serialization.json.JsonElement", "place.value")}
        return {"payload": (records[variant.record], f"{records[variant.record]}.read(place)")}
    found = {"id": ("String?", 'if (place.has("id")) place.at("id").text() else null')}
    if event.kind is EventKind.REFETCH:
        return found | {"count": ("Int", 'place.at("count").int()')}
    plural = "s" if event.kind is EventKind.GROUP else ""
    for side, key, record in (
        ("record", "record", variant.record),
        ("oldRecord", "old_record", variant.old_record),
    ):
        if record is None:
            continue
        type_ = records[record]
        call = f"list {{ {type_}.read(this) }}" if plural else f"run {{ {type_}.read(this) }}"
        given = f"List<{type_}>" if plural else type_
        found[f"{side}{plural}"] = (given, f"place.at({text(key + plural)}).{call}")
    return found


def _render(each: _Class, records: Mapping[Record, str]) -> str:
    properties = _properties(each, records)
    lines = [f"public data class {each.name}("]
    lines += [f"    val {name}: {type_}," for name, (type_, _) in properties.items()]
    lines += [") : Message {", "    public companion object {"]
    lines += [f"        internal fun read(place: Place): {each.name} {{"]
    lines += [f"            {line}" for line in _checks(each)]
    lines += [f"            return {each.name}("]
    lines += [f"                {name} = {call}," for name, (_, call) in properties.items()]
    lines += ["            )", "        }", "    }", "}"]
    return "\n".join(f"    {line}" for line in lines)


def _checks(each: _Class) -> Iterator[str]:
    event, variant = each.event, each.variant
    if event.kind is EventKind.CLIENT or event.table is None:
        return
    plural = "s" if event.kind is EventKind.GROUP else ""
    sides = (
        {"count": None}
        if event.kind is EventKind.REFETCH
        else {f"record{plural}": variant.record, f"old_record{plural}": variant.old_record}
    )
    names = ", ".join(map(text, ["id", "operation", "schema", "table", *sides]))
    yield f"place.keys({names})"
    for key, wanted in (
        ("operation", variant.operation),
        ("schema", event.table.schema),
        ("table", event.table.name),
    ):
        yield f"place.at({text(key)}).constant({text(wanted)})"
    if event.kind is not EventKind.REFETCH:
        for key, record in sides.items():
            if record is None:
                yield f"place.at({text(key)}).nothing()"


def _dispatch(classes: list[_Class]) -> str:
    lines = ["private fun read(event: String, place: Place): Message =", "    when (event) {"]
    for name, grouped in groupby(classes, lambda each: each.event.name):
        found = list(grouped)
        if len(found) == 1:
            lines.append(f"        {text(name)} -> {found[0].name}.read(place)")
            continue
        lines.append(f'        {text(name)} -> when (place.at("operation").text()) {{')
        lines += [f"            {text(each.variant.operation)} -> {each.name}.read(place)" for each in found]
        lines += ['            else -> place.at("operation").fail("an operation of the event")', "        }"]
    lines += ['        else -> throw PayloadException("event: not of the topic")', "    }"]
    return "\n".join(f"    {line}" for line in lines)
