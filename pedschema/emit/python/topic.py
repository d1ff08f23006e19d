"""One topic as a Python module: its types, its name, its channel."""

from __future__ import annotations

__all__ = ["render_topic"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.emit.python.source import (
    WIDTH,
    alias,
    docstring,
    from_import,
    list_words,
    literal,
    name_of,
    text,
)
from pedschema.emit.python.types import describe_fields, render_object
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pedschema.emit.names import TopicNames
    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Event, Variant, WireTopic

_TYPING = (
    "Any",
    "Final",
    "Generic",
    "Literal",
    "TypeAlias",
    "TypeVar",
    "overload",
)
_TAKEN = {"check_part", "client", "config", "since_now", "topic"}
"""Names that a topic's functions use themselves."""


@dataclass(frozen=True, slots=True)
class _Module:
    """One module while it is written.

    Attributes:
        named: the topic and its names.
        types: the names of enums and object types.
        parts: part of the topic to the parameter that takes it.
    """

    named: TopicNames
    types: Mapping[QualifiedName, str]
    parts: Mapping[str, str]

    @property
    def topic(self) -> WireTopic:
        """The topic itself."""
        return self.named.topic

    @property
    def sent(self) -> list[Event]:
        """The events that clients may send."""
        return [event for event in self.topic.events if event.kind is EventKind.CLIENT]


def render_topic(named: TopicNames, types: Mapping[QualifiedName, str], header: str) -> str:
    """Return the module's text.

    Args:
        named: the topic.
        types: names of enums and object types.
        header: first line of the module.
    """
    topic, module = named.topic, _Module(named, types, _name_parts(named.topic))
    body = "\n\n\n".join(
        [
            "\n".join(_constants(module)),
            *_types(module),
            "\n".join(_topic_function(module)),
            "\n".join(_channel_class(module)),
            "\n".join(_channel_function(module)),
        ]
    )
    head = [header, docstring(f"{topic.summary}: `{topic.pattern}`"), "", *_imports(module, body)]
    return "\n".join([*head, "", *_type_variable(), "", body]) + "\n"


def _name_parts(topic: WireTopic) -> dict[str, str]:
    named = {part.text: name_of(part.text) for part in topic.parts if not part.is_literal}
    return {part: f"{name}_" if name in _TAKEN else name for part, name in named.items()}


def _type_variable() -> list[str]:
    return ['RawT = TypeVar("RawT", bound="ChannelLike")']


def _imports(module: _Module, body: str) -> Iterator[str]:
    words = list_words(body)
    typing = [name for name in _TYPING if name in {*words, "TypeVar"}]
    shared = sorted({"PgDecimal", "PgFloat", "PgMap", *module.types.values()} & words)
    yield "from __future__ import annotations"
    yield ""
    yield "from collections.abc import Callable"
    yield from_import("typing", sorted(typing, key=_by_isort))
    yield ""
    # typing has its own only where pydantic does not take it (Python 3.11).
    extensions = [name for name in ("NotRequired", "TypedDict") if name in words]
    if extensions:
        yield from_import("typing_extensions", extensions)
        yield ""
    used = ["check_part"] if module.parts else []
    used += ["since_now"] if module.topic.replay else []
    yield from_import("._channel", ["ChannelLike", "ClientLike", "Meta", *used])
    if shared:
        yield from_import("._types", shared)


def _by_isort(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def _constants(module: _Module) -> Iterator[str]:
    topic, budget = module.topic, module.topic.budget
    yield f"PATTERN: Final = {text(topic.pattern)}"
    for name, values in (
        ("EVENTS", [event.name for event in topic.events]),
        ("SURFACES", topic.surfaces),
        ("WRITERS", topic.write),
    ):
        yield f"{name}: Final = {_tuple(values)}"
    yield f"PRESENCE: Final = {topic.presence}"
    yield f"REFETCH_SECONDS: Final = {budget.refetch_ms / 1000}"
    yield f"MAX_WAIT_SECONDS: Final = {budget.max_wait_ms / 1000}"
    yield f"PER_SECOND: Final = {budget.per_second}"


def _tuple(values: Sequence[str]) -> str:
    if len(values) < 2:
        return f"({''.join(f'{text(value)},' for value in values)})"
    return "(\n" + "".join(f"    {text(value)},\n" for value in values) + ")"


def _types(module: _Module) -> Iterator[str]:
    types, records, events = module.types, module.named.records, module.named.events
    for record, name in records.items():
        yield render_object(name, describe_fields(record, types))
    for event in module.topic.events:
        name = events[event.name]
        payloads = {_payload_name(event, variant, name): variant for variant in event.variants}
        for payload, variant in payloads.items():
            if event.kind is not EventKind.CLIENT:
                yield render_object(payload, _payload_fields(event, variant, module))
        joined = f"{name}Payload"
        if event.kind is EventKind.CLIENT:
            yield f"{joined}: TypeAlias = {_client_payload(event, module)}"
        elif len(payloads) > 1:
            yield alias(joined, list(payloads))
        fields = {
            "event": literal([event.name], "    ", len("event: ")),
            "payload": joined,
            "meta": "NotRequired[Meta]",
        }
        yield render_object(f"{name}Message", fields)
    if module.topic.events:
        yield alias("AnyMessage", [f"{events[event.name]}Message" for event in module.topic.events])


def _payload_name(event: Event, variant: Variant, name: str) -> str:
    return f"{name}{variant.operation.title()}Payload" if len(event.variants) > 1 else f"{name}Payload"


def _client_payload(event: Event, module: _Module) -> str:
    (variant,) = event.variants
    return module.named.records[variant.record] if variant.record else "dict[str, Any]"


def _payload_fields(event: Event, variant: Variant, module: _Module) -> dict[str, str]:
    records = module.named.records
    table = event.table
    fields = {
        "id": "NotRequired[str]",
        "operation": f"Literal[{text(variant.operation)}]",
        "schema": f"Literal[{text(table.schema if table else '')}]",
        "table": f"Literal[{text(table.name if table else '')}]",
    }
    if event.kind is EventKind.REFETCH:
        return fields | {"count": "int"}
    plural = "s" if event.kind is EventKind.GROUP else ""
    for side, record in (("record", variant.record), ("old_record", variant.old_record)):
        told = records[record] if record else "None"
        fields[f"{side}{plural}"] = f"list[{told}]" if plural and record else told
    return fields


def _topic_function(module: _Module) -> Iterator[str]:
    yield from _signature("def topic", [f"{name}: str" for name in module.parts.values()], "str")
    yield docstring("Return the topic; a ValueError tells of a part that could be none", "    ")
    for part in module.topic.parts:
        if not part.is_literal:
            yield f"    check_part({module.parts[part.text]}, {text(part.text)}, {text(part.type)})"
    pieces = [
        part.text if part.is_literal else f"{{{module.parts[part.text]}}}" for part in module.topic.parts
    ]
    yield f"    return {'f' if module.parts else ''}{text(':'.join(pieces))}"


def _signature(head: str, parameters: Sequence[str], result: str) -> Iterator[str]:
    flat = f"{head}({', '.join(parameters)}) -> {result}:"
    indent = " " * (len(head) - len(head.lstrip()))
    if len(flat) <= WIDTH:
        yield flat
        return
    yield f"{head}("
    inside = f"{indent}    {', '.join(parameters)}"
    if len(inside) <= WIDTH:
        yield inside
    else:
        yield from (f"{indent}    {parameter}," for parameter in parameters)
    yield f"{indent}) -> {result}:"


def _channel_class(module: _Module) -> Iterator[str]:
    events = module.named.events
    yield "class Channel(Generic[RawT]):"
    yield docstring("A channel of this topic; `raw` is the client library's own", "    ")
    yield ""
    yield "    def __init__(self, raw: RawT) -> None:"
    yield "        self.raw = raw"
    for name, parameter, is_sent in (("on", "callback", False), ("send", "payload", True)):
        listed = module.sent if is_sent else list(module.topic.events)
        if not listed:
            continue
        typed = [
            (literal([event.name], "", 0), f"{events[event.name]}{'Payload' if is_sent else 'Message'}")
            for event in listed
        ]
        yield ""
        yield from _method(name, parameter, typed, is_sent=is_sent)
    if module.topic.events:
        yield ""
        yield "    def on_any(self, callback: Callable[[AnyMessage], None]) -> Channel[RawT]:"
        yield docstring("Call back for every event of the topic", "        ")
        yield "        for event in EVENTS:"
        yield "            self.raw.on_broadcast(event, callback)"
        yield "        return self"


def _method(name: str, parameter: str, typed: Sequence[tuple[str, str]], *, is_sent: bool) -> Iterator[str]:
    head, result = ("    async def", "None") if is_sent else ("    def", "Channel[RawT]")
    for event, told in typed if len(typed) > 1 else ():
        value = told if is_sent else f"Callable[[{told}], None]"
        yield "    @overload"
        parameters = ["self", f"event: {event}", f"{parameter}: {value}"]
        *lines, last = _signature(f"{head} {name}", parameters, result)
        yield from lines
        yield f"{last} ..."
        yield ""
    event, told = typed[0] if len(typed) == 1 else ("str", "Any")
    value = told if is_sent else f"Callable[[{told}], None]"
    yield from _signature(f"{head} {name}", ["self", f"event: {event}", f"{parameter}: {value}"], result)
    if is_sent:
        yield docstring("Broadcast the event to the others on the channel", "        ")
        yield "        await self.raw.send_broadcast(event, payload)"
    else:
        yield docstring("Call back for the event, and return the channel", "        ")
        yield "        self.raw.on_broadcast(event, callback)"
        yield "        return self"


def _channel_function(module: _Module) -> Iterator[str]:
    names = list(module.parts.values())
    parameters = ["client: ClientLike[RawT]", *(f"{name}: str" for name in names)]
    ready = not module.sent
    yield from _signature("def channel", parameters, "Channel[RawT]")
    yield docstring("Return the private channel, not yet subscribed", "    ")
    yield "    config = {"
    yield '        "private": True,'
    yield '        "broadcast": {'
    yield '            "ack": False,'
    yield '            "self": False,'
    if ready:
        yield '            "replication_ready": True,'
    if module.topic.replay:
        yield '            "replay": {'
        yield '                "since": since_now(),'
        yield f'                "limit": {module.topic.replay},'
        yield "            },"
    yield "        },"
    yield f'        "presence": {{"key": "", "enabled": {module.topic.presence}}},'
    yield "    }"
    yield f'    return Channel(client.channel(topic({", ".join(names)}), {{"config": config}}))'
