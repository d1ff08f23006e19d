"""One topic as a TypeScript module: its types, its name, its channel."""

from __future__ import annotations

__all__ = ["PAYLOAD_KEYS", "render_topic"]

from typing import TYPE_CHECKING, Any

from pedschema.emit.typescript.source import WIDTH, assign, comment, measure, member, text, union
from pedschema.emit.typescript.types import Types
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.emit.names import TopicNames
    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Event, Record, WireTopic

PAYLOAD_KEYS = {
    EventKind.CHANGE: ("record", "old_record"),
    EventKind.GROUP: ("records", "old_records"),
}
"""Where the payload of an event has what a variant calls record and old record."""

_FUNCTIONS = """
/** The topic; throws a RangeError for a part that no topic has. */
export function topic({parts}): c.Topic<Name> {{
  return c.fillTopic<Events, Name>(definition{filled});
}}

/** The private channel, not yet subscribed. */
export function channel<Raw extends c.ChannelLike>(
  client: c.ClientLike<Raw>,
{parameter}  options?: c.ChannelOptions,
): {type} {{
  return new {type}({passed});
}}
"""


def render_topic(named: TopicNames, shared: Mapping[QualifiedName, str]) -> str:
    """Return the body of the module; `shared` are the names of what `types.ts` holds."""
    topic, types = named.topic, Types(shared, "t.")
    parts = [*_types(types, named), *_events(named), _definition(topic)]
    parts += [f"{alias}\n" for alias in types.aliases.values()]
    body = "\n".join(parts) + _functions(topic)
    used = ['import type * as t from "../types";'] if types.used else []
    head = [comment(f"{topic.summary}: {topic.pattern}"), *used, 'import * as c from "../channel";']
    return "\n".join(head) + f"\n\n{body}"


def _class(topic: WireTopic) -> str:
    return "c.WritableChannel<Events, Sends, Raw>" if _sent(topic) else "c.TypedChannel<Events, Raw>"


def _sent(topic: WireTopic) -> list[Event]:
    """Return the events that clients may send."""
    return [event for event in topic.events if event.kind is EventKind.CLIENT]


def _types(types: Types, named: TopicNames) -> Iterator[str]:
    topic, records, events = named.topic, named.records, named.events
    for record, name in records.items():
        yield types.render_record(name, record)
    for event in topic.events:
        name = f"{events[event.name]}Payload"
        payloads = [] if event.table is None else _payloads(event, event.table, records)
        # Each operation has a type of its own where they differ.
        for operation, keys in payloads:
            yield _interface(f"{name}{operation}", keys, "  id?: string;\n")
        if len(payloads) > 1:
            yield f"{union(name, [f'{name}{operation}' for operation, _ in payloads])}\n"


def _payloads(
    event: Event, table: QualifiedName, records: Mapping[Record, str]
) -> list[tuple[str, dict[str, str]]]:
    """Return what tells the event's types from each other, and the keys of each with their types."""
    common = {"schema": text(table.schema), "table": text(table.name)}
    if event.kind is EventKind.REFETCH:
        operations = " | ".join(text(variant.operation) for variant in event.variants)
        return [("", {"operation": operations, **common, "count": "number"})]
    told = []
    for variant in event.variants:
        sides = zip(PAYLOAD_KEYS[event.kind], (variant.record, variant.old_record), strict=True)
        tail = "[]" if event.kind is EventKind.GROUP else ""
        typed = {key: f"{records[record]}{tail}" if record else "null" for key, record in sides}
        named = variant.operation.title() if len(event.variants) > 1 else ""
        told.append((named, {"operation": text(variant.operation), **common, **typed}))
    return told


def _events(named: TopicNames) -> Iterator[str]:
    """Yield what maps events to payloads, and the message of all events."""
    topic, records, events = named.topic, named.records, named.events
    listed = {event.name: f"{events[event.name]}Payload" for event in topic.events}
    sent = {}
    for event in topic.events:
        if event.kind is EventKind.CLIENT:
            record = event.variants[0].record
            sent[event.name] = records[record] if record else "Record<string, never>"
    yield _interface("Events", listed | sent)
    if sent:
        yield _interface("Sends", sent)
    yield "export type Message = c.MessageOf<Events>;\n"
    if names := _part_names(topic):
        yield _interface("Parts", dict.fromkeys(names, "string"))
    yield f"{union('Name', [text(topic.pattern)])}\n"


def _interface(name: str, keys: Mapping[str, str], first: str = "") -> str:
    if not keys:
        return f"export type {name} = Record<never, never>;\n"
    lines = "\n".join(member(key, told) for key, told in keys.items())
    return f"export interface {name} {{\n{first}{lines}\n}}\n"


def _part_names(topic: WireTopic) -> list[str]:
    return [part.text for part in topic.parts if not part.is_literal]


def _definition(topic: WireTopic) -> str:
    budget = topic.budget
    told: dict[str, Any] = {
        "name": topic.pattern,
        "parts": [part.text if part.is_literal else (part.text, part.type) for part in topic.parts],
        "events": [event.name for event in topic.events],
        "fed": any(event.kind is not EventKind.CLIENT for event in topic.events),
        "presence": topic.presence,
        **({"replay": topic.replay} if topic.replay else {}),
        "readers": topic.read,
        "writers": topic.write,
        "surfaces": topic.surfaces,
        "replaces": topic.replaces,
        "sunsets": [(event.name, event.sunset) for event in topic.events if event.sunset],
        "budget": {
            "refetchMs": budget.refetch_ms,
            "maxWaitMs": budget.max_wait_ms,
            "perSecond": budget.per_second,
            "burst": budget.burst,
            "subscribers": budget.subscribers,
        },
    }
    return assign("export const definition: c.TopicDefinition<Events, Name>", told)


def _functions(topic: WireTopic) -> str:
    has_parts, made = bool(_part_names(topic)), _class(topic)
    arguments = ["client", "definition", "topic(parts)" if has_parts else "topic()", "options"]
    passed = ", ".join(arguments)
    if measure(f"  return new {made}({passed});") > WIDTH:
        passed = "\n" + "".join(f"    {each},\n" for each in arguments) + "  "
    # The compiler is told the types: to infer them for each topic takes it longer.
    return _FUNCTIONS.format(
        parts="parts: Parts" if has_parts else "",
        filled=", parts" if has_parts else ", {}",
        parameter="  parts: Parts,\n" if has_parts else "",
        type=made,
        passed=passed,
    )
